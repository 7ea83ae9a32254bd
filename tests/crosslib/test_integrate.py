"""scipy's DOP853 with the equations written anew, and heyoka's Taylor series."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from asteroid_econ.orbits.threebody.integrate import cr3bp_matrices, cr3bp_states

MU = 0.01215058560962404
START = np.array(
    [1.01238082345234, -0.0423523523454, 0.22634376321, -0.1232623614, 0.1234626982, 0.123667064]
)


def _pull(r, mu):
    to_1, to_2 = r + np.array([mu, 0.0, 0.0]), r - np.array([1.0 - mu, 0.0, 0.0])
    return -(1.0 - mu) * to_1 / np.dot(to_1, to_1) ** 1.5 - mu * to_2 / np.dot(to_2, to_2) ** 1.5


def _motion(t, y, mu):
    spin = np.array([0.0, 0.0, 1.0])
    r, v = y[:3], y[3:]
    return np.concatenate(
        [v, _pull(r, mu) - 2.0 * np.cross(spin, v) - np.cross(spin, np.cross(spin, r))]
    )


@pytest.mark.parametrize("time", [0.4, 3.0, -2.0])
def test_states_agree_with_scipy(time):
    theirs = solve_ivp(
        _motion, (0.0, time), START, method="DOP853", rtol=1e-13, atol=1e-13, args=(MU,)
    ).y[:, -1]
    np.testing.assert_allclose(cr3bp_states(START, time, mu_ratio=MU), theirs, atol=2e-11)


def test_the_matrix_agrees_with_differences_of_scipy():
    columns = []
    for k in range(6):
        step = np.zeros(6)
        step[k] = 1e-5
        ends = [
            solve_ivp(
                _motion, (0.0, 1.5), s, method="DOP853", rtol=1e-13, atol=1e-14, args=(MU,)
            ).y[:, -1]
            for s in (START + step, START - step)
        ]
        columns.append((ends[0] - ends[1]) / 2e-5)
    end, matrix = cr3bp_matrices(START, 1.5, mu_ratio=MU)
    np.testing.assert_allclose(matrix, np.array(columns).T, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(end, cr3bp_states(START, 1.5, mu_ratio=MU), atol=1e-13)


def test_states_agree_with_heyoka_in_an_inertial_frame():
    """Two bodies on circles and ours about them, none of the rotating frame's terms."""
    heyoka = pytest.importorskip("heyoka")
    x, y, z, vx, vy, vz = heyoka.make_vars("x", "y", "z", "vx", "vy", "vz")
    cos, sin = heyoka.cos(heyoka.time), heyoka.sin(heyoka.time)
    rates = []
    parts = []
    for mass, at in ((1.0 - MU, -MU), (MU, 1.0 - MU)):
        d = (x - at * cos, y - at * sin, z)
        parts.append([-mass * c * (d[0] ** 2 + d[1] ** 2 + d[2] ** 2) ** -1.5 for c in d])
    rates = [(q, v) for q, v in zip((x, y, z), (vx, vy, vz), strict=True)]
    rates += [(v, a + b) for v, a, b in zip((vx, vy, vz), *parts, strict=True)]
    first = START + np.array([0.0, 0.0, 0.0, -START[1], START[0], 0.0])
    integrator = heyoka.taylor_adaptive(rates, first.tolist(), tol=1e-18)
    integrator.propagate_until(5.0)
    c, s = np.cos(5.0), np.sin(5.0)
    turn = np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]])
    r, v = turn @ integrator.state[:3], turn @ integrator.state[3:]
    theirs = np.concatenate([r, v + np.array([r[1], -r[0], 0.0])])
    np.testing.assert_allclose(cr3bp_states(START, 5.0, mu_ratio=MU), theirs, atol=1e-12)
