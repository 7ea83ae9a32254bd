"""Without the smaller body: Kepler's motion seen from the rotating frame."""

import numpy as np

from asteroid_econ.orbits.kepler import propagate
from asteroid_econ.orbits.threebody.integrate import cr3bp_matrices, cr3bp_states


def test_a_vanishing_body_leaves_kepler():
    start = np.array([0.0, 1.1, 0.05, 0.15, 0.02, 0.03])
    time, mu = 7.0, 1e-14
    r, v = propagate(
        start[:3], start[3:] + np.array([-start[1], start[0], 0.0]), time, mu_km3_s2=1.0
    )
    c, s = np.cos(time), np.sin(time)
    turn = np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]])
    r, v = turn @ r, turn @ v
    expected = np.concatenate([r, v + np.array([r[1], -r[0], 0.0])])
    np.testing.assert_allclose(cr3bp_states(start, time, mu_ratio=mu), expected, atol=3e-12)
    np.testing.assert_allclose(cr3bp_matrices(start, time, mu_ratio=mu)[0], expected, atol=3e-12)
