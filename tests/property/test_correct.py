"""The derivatives that the correction uses are those of the miss."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.orbits.threebody.correct import (
    corrected_orbit,
    crossing_corrected,
    crossing_miss,
    orbit_of,
)

MU = 0.01215058560962404
HALO = np.array([0.8241716997696729, 0.05763660825010655, 0.1681906215591753, 1.38147580])


@settings(max_examples=20)
@given(st.integers(0, 3), st.floats(-0.01, 0.01))
def test_slopes_are_those_of_differences(k, shift):
    u = HALO + shift * np.array([0.1, 0.1, 1.0, 1.0])
    step = np.zeros(4)
    step[k] = 1e-6
    ahead, behind = (crossing_miss(u + s * step, MU)[0] for s in (1.0, -1.0))
    np.testing.assert_allclose(crossing_miss(u, MU)[1][:, k], (ahead - behind) / 2e-6, atol=1e-6)


@settings(max_examples=10)
@given(st.floats(0.04, 0.07))
def test_every_amplitude_has_its_halo(z):
    guess = HALO.copy()
    guess[1] = z
    found = crossing_corrected(guess, MU, 1)
    assert found[1] == z
    orbit = orbit_of(found, MU)
    assert orbit.closure_nd < 1e-11
    again = corrected_orbit(orbit.state_nd, orbit.period_nd, mu_ratio=MU)
    np.testing.assert_allclose(again.state_nd, orbit.state_nd, atol=1e-12)
