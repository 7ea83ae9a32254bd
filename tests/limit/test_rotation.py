"""Without Earth the elements relative to the frame only turn with it."""

import numpy as np

from asteroid_econ.orbits.threebody.integrate import cr3bp_states
from asteroid_econ.orbits.threebody.rotation import heliocentric_elements, rotating_state


def test_elements_of_a_free_body_stay_and_its_node_falls_behind():
    mu, time = 1e-13, 3.0
    elements = np.array([1.04, 0.05, 0.02, 1.0, 2.0, 0.5])
    later = cr3bp_states(rotating_state(elements, mu_ratio=mu), time, mu_ratio=mu)
    found = heliocentric_elements(later, mu_ratio=mu)
    expected = elements + np.array([0, 0, 0, -time, 0, time * 1.04**-1.5])
    expected[3] += 2.0 * np.pi
    np.testing.assert_allclose(found, expected, atol=1e-9)
