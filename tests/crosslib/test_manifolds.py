"""scipy follows the same trajectories to the section, and finds it by its own root search."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from asteroid_econ.orbits.threebody.families import orbit_family
from asteroid_econ.orbits.threebody.manifolds import stable_directions, stable_manifold

MU = 3.0032080443e-6


def _motion(t, y):
    r, v = y[:3], y[3:]
    to_1, to_2 = r + np.array([MU, 0.0, 0.0]), r - np.array([1.0 - MU, 0.0, 0.0])
    pull = -(1.0 - MU) * to_1 / np.dot(to_1, to_1) ** 1.5 - MU * to_2 / np.dot(to_2, to_2) ** 1.5
    return np.concatenate([v, pull + np.array([r[0] + 2.0 * v[1], r[1] - 2.0 * v[0], 0.0])])


@pytest.mark.parametrize(("family", "angle"), [("H2N", np.pi / 8), ("P1", -np.pi / 8)])
def test_the_section_is_reached_where_and_when_scipy_reaches_it(family, angle):
    orbit = orbit_family(family, mu_ratio=MU, n_members=3, jacobi_end_nd=3.0006)[1]
    ours = stable_manifold(orbit, [0.1, 0.6], point=int(family[1]))

    def section(t, y):
        return np.arctan2(y[1], y[0] + MU) - angle

    section.terminal = True
    for k in range(2):
        found = solve_ivp(
            _motion, (0.0, -40.0), ours.end_state_nd[k],
            method="DOP853", rtol=1e-13, atol=1e-15, events=section,
        )  # fmt: skip
        assert abs(-found.t_events[0][0] - ours.time_nd[k]) < 1e-7
        np.testing.assert_allclose(ours.section_state_nd[k], found.y_events[0][0], atol=1e-8)


def test_the_stable_direction_shrinks_by_the_stable_eigenvalue():
    """Over one period ahead, by scipy, a small shift along it shrinks to almost nothing."""
    orbit = orbit_family("H2N", mu_ratio=MU, n_members=3, jacobi_end_nd=3.0006)[1]
    states, directions = stable_directions(orbit, np.array([0.3]))
    ends = [
        solve_ivp(
            _motion, (0.0, orbit.period_nd), states[0] + shift * directions[0],
            method="DOP853", rtol=1e-13, atol=1e-15,
        ).y[:, -1]
        for shift in (2e-6, -2e-6)
    ]  # fmt: skip
    assert np.linalg.norm((ends[0] - ends[1])[:3]) < 4e-6 * 3e-2
    assert abs(np.linalg.norm(directions[0, :3]) - 1.0) < 1e-14
