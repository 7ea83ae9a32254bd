"""Every orbit has one class; the invariants do what their definitions say."""

from hypothesis import given
from hypothesis import strategies as st

from asteroid_econ.catalogs.orbit_class import MEANINGS, orbit_class, tisserand_jupiter

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
