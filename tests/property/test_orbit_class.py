"""Every orbit has one class; the invariants do what their definitions say."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from asteroid_econ.catalogs.orbit_class import MEANINGS, orbit_class, synodic_yr, tisserand_jupiter

axes = st.floats(0.2, 100.0)
shapes = st.floats(0.0, 0.999)


@given(axes, shapes)
def test_one_class_and_near_earth_means_near_earth(a_au: float, ecc: float) -> None:
    code = str(orbit_class(a_au, ecc))
    assert code in MEANINGS
    assert (code in {"IEO", "ATE", "APO", "AMO"}) == (a_au * (1 - ecc) < 1.3)


@given(axes, shapes, st.floats(0.0, 1.5))
def test_tisserand_falls_with_inclination(a_au: float, ecc: float, inc_rad: float) -> None:
    low, high = tisserand_jupiter(a_au, ecc, [inc_rad, inc_rad + 0.1])
    assert high < low


@given(st.floats(1.01, 50.0))
def test_synodic_period_repeats_the_geometry(a_au: float) -> None:
    t_yr = float(synodic_yr(a_au))
    laps = t_yr - t_yr / a_au**1.5
    assert np.isclose(laps, 1.0)
