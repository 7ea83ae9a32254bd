"""What the motion's being Hamiltonian asks of the eigenvalues."""

import numpy as np
import pytest

from asteroid_econ.orbits.threebody.correct import corrected_orbit
from asteroid_econ.orbits.threebody.stability import stability
from asteroid_econ.published.tables import table
from asteroid_econ.published.three_body import printed_states

ORBITS = table("three_body_orbits")


def _stability(k):
    mu = float(ORBITS.numbers("mu_ratio")[k])
    orbit = corrected_orbit(printed_states(ORBITS)[k], ORBITS.numbers("period_nd")[k], mu_ratio=mu)
    return stability(orbit.state_nd, orbit.period_nd, mu_ratio=mu)


@pytest.mark.parametrize("k", range(8), ids=ORBITS.text("orbit"))
def test_eigenvalues_come_with_their_inverses_and_two_are_one(k):
    ours = _stability(k)
    values = ours.eigenvalues
    for value in values:
        assert np.abs(values * value - 1.0).min() < 1e-4
    assert np.sum(np.abs(values - 1.0) < 1e-3) >= 2
    pairs = np.concatenate(
        [ours.pair_indices + np.sqrt(ours.pair_indices**2 - 1.0 + 0j),
         ours.pair_indices - np.sqrt(ours.pair_indices**2 - 1.0 + 0j)]
    )  # fmt: skip
    for value in pairs:
        assert np.abs(values / value - 1.0).min() < 1e-5
    assert np.abs(values[0]) == np.abs(values).max()


@pytest.mark.parametrize("k", range(8), ids=ORBITS.text("orbit"))
def test_the_monodromy_matrix_keeps_the_symplectic_form(k):
    """In the rotating frame the momenta are v plus the turn of the frame."""
    matrix = _stability(k).monodromy
    turn = np.array([[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    to_momenta = np.block([[np.eye(3), np.zeros((3, 3))], [turn, np.eye(3)]])
    canonical = to_momenta @ matrix @ np.linalg.inv(to_momenta)
    form = np.block([[np.zeros((3, 3)), np.eye(3)], [-np.eye(3), np.zeros((3, 3))]])
    miss = canonical.T @ form @ canonical - form
    assert np.abs(miss).max() < 1e-12 * np.abs(canonical).max() ** 2


def test_the_distant_retrograde_orbit_is_stable():
    ours = _stability(ORBITS.text("orbit").index("poliastro Earth-Moon DRO"))
    assert np.abs(np.abs(ours.eigenvalues) - 1.0).max() < 1e-5
    assert np.all(np.abs(ours.pair_indices.real) < 1.0)
