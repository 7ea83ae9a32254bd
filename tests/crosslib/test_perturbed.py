"""heyoka: its own planets as massive bodies, tabulated, and our asteroid among them."""

from dataclasses import replace

import numpy as np
import pytest

from asteroid_econ.constants import DAY_S, MU_SUN_KM3_S2
from asteroid_econ.orbits.perturbed import perturbed_states
from asteroid_econ.orbits.perturbed_field import BODIES, planet_table
from asteroid_econ.orbits.planets import heliocentric_state
from asteroid_econ.published.perturbed_tracks import elements_state

heyoka = pytest.importorskip("heyoka")

FIRST, LAST = 61_700.0, 62_600.0  # through the encounter of Apophis with Earth
TU_S = DAY_S * 58.13244  # near 1 au, 30 km/s
LU_KM = (MU_SUN_KM3_S2 * TU_S**2) ** (1.0 / 3.0)


@pytest.fixture(scope="module")
def bodies():
    return planet_table(FIRST, FIRST + 8.0, is_relativistic=False)


@pytest.fixture(scope="module")
def oracle(bodies):
    """A heyoka integrator of Sun, planets, Moon and Apophis, in the Sun's frame at the start."""
    masses = np.concatenate([[1.0], bodies.mu_km3_s2 / MU_SUN_KM3_S2, [0.0]])
    system = heyoka.model.nbody(len(masses), masses=masses.tolist())
    r, v = elements_state("nhats_elements", "99942")
    r, v, _ = perturbed_states(r, v, 59_200.0, [FIRST], planets=planet_table(59_190.0, 61_710.0))
    r, v = r[:, 0], v[:, 0]
    state = [np.zeros(6)]
    for body in BODIES:
        br, bv = heliocentric_state(body, FIRST)
        state.append(np.concatenate([br / LU_KM, bv * TU_S / LU_KM]))
    state.append(np.concatenate([r[0] / LU_KM, v[0] * TU_S / LU_KM]))
    integrator = heyoka.taylor_adaptive(system, np.concatenate(state), tol=1e-15, compact_mode=True)
    return integrator, r, v


def _grid(integrator, start, dates):
    integrator.time = 0.0
    integrator.state[:] = start
    times = np.concatenate([[0.0], (np.sort(dates) - FIRST) * DAY_S / TU_S])
    return integrator.propagate_grid(np.unique(times))[-1].reshape(-1, len(BODIES) + 2, 6)


def test_apophis_in_the_same_field(oracle):
    integrator, r, v = oracle
    start = integrator.state.copy()

    kept = {}

    def positions(body, mjd):
        order = np.argsort(mjd)
        if not kept:
            kept["states"] = _grid(integrator, start, mjd)[1:]
        states = kept["states"]
        found = np.empty((len(mjd), 3))
        found[order] = (states[:, BODIES.index(body) + 1, :3] - states[:, 0, :3]) * LU_KM
        return found

    table = planet_table(FIRST, LAST, positions=positions, is_relativistic=False)
    table = replace(table, radius_km=np.zeros(len(BODIES)))
    dates = np.array([61_800.0, 62_100.0, 62_200.0, 62_250.0, 62_550.0])
    states = _grid(integrator, start, dates)[1:]
    theirs = (states[:, -1, :3] - states[:, 0, :3]) * LU_KM
    ours, _, status = perturbed_states(r, v, FIRST, dates, planets=table, tolerance=1e-14)
    miss_km = np.linalg.norm(ours[0] - theirs, axis=1)
    assert status[0] == 0
    earth = (states[3, 3, :3] - states[3, 0, :3]) * LU_KM
    assert np.linalg.norm(theirs[3] - earth) < 1e7  # ten days after the encounter
    assert miss_km[:3].max() < 0.1
    assert miss_km[3] < 1.0
    assert miss_km[4] < 100.0  # the encounter makes 1 km out of 1 m
