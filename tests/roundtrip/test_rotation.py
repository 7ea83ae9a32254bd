"""Rotating states to elements and back, and along the conic to a date and back."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.constants import AU_KM, DAY_S, MU_SUN_KM3_S2
from asteroid_econ.orbits.kepler import propagate
from asteroid_econ.orbits.threebody.rotation import (
    conic_state,
    frame_longitude_rad,
    heliocentric_elements,
    heliocentric_state_km,
    radian_d,
    rotating_state,
)

ELEMENTS = st.tuples(
    st.floats(0.9, 1.1), st.floats(0.0, 0.2), st.floats(0.0, 0.3),
    st.floats(0.0, 6.28), st.floats(0.0, 6.28), st.floats(0.0, 6.28),
)  # fmt: skip


@settings(max_examples=50)
@given(ELEMENTS, st.floats(1e-9, 0.1))
def test_elements_to_state_and_back(elements, mu):
    state = rotating_state(elements, mu_ratio=mu)
    again = rotating_state(heliocentric_elements(state, mu_ratio=mu), mu_ratio=mu)
    np.testing.assert_allclose(again, state, atol=1e-13)


@settings(max_examples=30)
@given(ELEMENTS, st.floats(58_000.0, 88_000.0), st.floats(-1500.0, 0.0))
def test_before_the_section_the_conic_is_two_body_motion(elements, date, before_d):
    r, v = conic_state(elements, date, date + before_d)
    r_end, v_end = propagate(r, v, -before_d * DAY_S, mu_km3_s2=MU_SUN_KM3_S2)
    expected = heliocentric_state_km(rotating_state(elements, mu_ratio=1e-6), date, mu_ratio=1e-6)
    np.testing.assert_allclose(r_end, expected[0], atol=1e-6 * AU_KM * 1e-3)
    np.testing.assert_allclose(v_end, expected[1], atol=1e-9)


def test_the_frame_turns_by_a_radian_in_its_unit():
    turn = frame_longitude_rad(60_000.0 + radian_d()) - frame_longitude_rad(60_000.0)
    assert abs(np.mod(turn, 2.0 * np.pi) - 1.0) < 1e-12
