"""Without planets and relativity: Kepler. With a push along the orbit: Gauss's equation."""

from dataclasses import replace

import numpy as np

from asteroid_econ.constants import AU_KM, DAY_S, MU_SUN_KM3_S2
from asteroid_econ.orbits.elements import from_state, state
from asteroid_econ.orbits.kepler import propagate
from asteroid_econ.orbits.perturbed import perturbed_states
from asteroid_econ.orbits.perturbed_field import planet_table

TABLE = planet_table(60_000.0, 64_000.0, is_relativistic=False)
EMPTY = replace(TABLE, mu_km3_s2=np.zeros(9), pieces=TABLE.pieces * (np.arange(32) < 27))
NODES = np.arange(60_010.0, 63_900.0, 37.0)


def test_without_planets_it_is_kepler():
    r, v = state(
        np.array([0.9, 1.3, 2.5]) * AU_KM,
        np.array([0.1, 0.5, 0.9]),
        *np.zeros((3, 3)),
        np.array([0.0, 1.0, 3.0]),
        mu_km3_s2=MU_SUN_KM3_S2,
    )
    ours, _, _ = perturbed_states(r, v, 61_000.0, NODES, planets=EMPTY, tolerance=1e-13)
    seconds = (NODES - 61_000.0) * DAY_S
    kepler, _ = propagate(r[:, None], v[:, None], seconds[None], mu_km3_s2=MU_SUN_KM3_S2)
    assert np.linalg.norm(ours - kepler, axis=2).max() < 1.0


def test_a_transverse_push_lengthens_the_orbit_as_gauss_says():
    a, a2 = 1.2 * AU_KM, 1e-12
    r, v = state(a, 0.0, 0.1, 0.0, 0.0, 0.0, mu_km3_s2=MU_SUN_KM3_S2)
    r_end, v_end, _ = perturbed_states(
        r, v, 60_000.5, [63_000.5], planets=EMPTY, nongravitational_au_d2=(0.0, a2, 0.0)
    )
    grown = from_state(r_end[0, 0], v_end[0, 0], mu_km3_s2=MU_SUN_KM3_S2)[0] - a
    push = a2 * AU_KM / DAY_S**2 / 1.2**2
    expected = 2.0 * np.sqrt(a**3 / MU_SUN_KM3_S2) * push * 3000.0 * DAY_S
    assert abs(grown / expected - 1.0) < 1e-3
