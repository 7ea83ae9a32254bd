"""Invariants of the rocket equation."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from asteroid_econ.orbits.rocket import gear_ratio, mass_ratio

dvs = st.floats(0.0, 20.0)
exhausts = st.floats(0.5, 50.0)


@given(dvs, dvs, exhausts)
def test_burns_in_sequence_multiply(dv1, dv2, ve):
    both = mass_ratio(dv1 + dv2, ve)
    assert np.isclose(both, mass_ratio(dv1, ve) * mass_ratio(dv2, ve), rtol=1e-12)


@given(dvs, exhausts, st.floats(0.0, 0.5))
def test_gear_closes_the_mass_balance(dv, ve, inert_frac):
    gear = float(gear_ratio(dv, ve, inert_frac=inert_frac))
    if np.isnan(gear):
        assert inert_frac * float(mass_ratio(dv, ve)) >= 1.0 - 1e-12
        return
    stage = gear - 1.0
    final = 1.0 + inert_frac * stage
    assert np.isclose(gear / final, mass_ratio(dv, ve), rtol=1e-9)


@given(exhausts)
def test_nan_and_negative_burns_give_nan(ve):
    assert np.isnan(mass_ratio([np.nan, -1.0], ve)).all()
    assert np.isnan(mass_ratio(1.0, [0.0, np.nan])).all()
