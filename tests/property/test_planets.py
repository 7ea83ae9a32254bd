import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.orbits.planets import BODIES, heliocentric_state


@settings(max_examples=30)
@given(st.sampled_from(BODIES), st.floats(20_000.0, 80_000.0))
def test_velocity_is_the_slope_of_position(body, mjd):
    h_d = 0.01
    r, _ = heliocentric_state(body, [mjd - h_d, mjd + h_d])
    _, v = heliocentric_state(body, mjd)
    slope = (r[1] - r[0]) / (2.0 * h_d * 86400.0)
    # mean elements with periodic terms: the published velocity is that of the osculating ellipse
    np.testing.assert_allclose(slope, v, rtol=0, atol=5e-2)
