"""NaN stays local, companions and threads change no bit, bad input has a name."""

import numpy as np
import pytest

from asteroid_econ.constants import AU_KM, MU_SUN_KM3_S2
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.elements import state
from asteroid_econ.orbits.perturbed import STATUS, perturbed_states
from asteroid_econ.orbits.perturbed_field import planet_table
from asteroid_econ.orbits.planets import heliocentric_state

TABLE = planet_table(59_900.0, 61_000.0)
NODES = 60_000.0 + 8.0 * np.arange(60)


def _swarm(n):
    rng = np.linspace(0.0, 1.0, n)
    return state(
        AU_KM * (0.7 + 2.0 * rng),
        0.8 * rng[::-1],
        0.5 * rng,
        6.0 * rng,
        3.0 * rng,
        5.0 * rng,
        mu_km3_s2=MU_SUN_KM3_S2,
    )


def test_companions_and_threads_change_no_bit():
    r, v = _swarm(37)
    epoch = np.where(np.arange(37) % 3 == 0, 59_950.0, 60_111.0)
    together = perturbed_states(r, v, epoch, NODES, planets=TABLE, threads=2)
    for i in (0, 1, 17, 36):
        alone = perturbed_states(r[i], v[i], epoch[i], NODES, planets=TABLE)
        assert np.array_equal(alone[0][0], together[0][i])
        assert np.array_equal(alone[1][0], together[1][i])


def test_nan_stays_local():
    r, v = _swarm(5)
    r[2, 1] = np.nan
    ours, _, status = perturbed_states(r, v, 60_000.0, NODES, planets=TABLE)
    assert np.isnan(ours[2]).all()
    assert STATUS[status[2]] == "no finite state"
    keep = [0, 1, 3, 4]
    assert np.isfinite(ours[keep]).all()
    assert (status[keep] == 0).all()


def test_what_hits_earth_stays_there():
    earth_r, earth_v = heliocentric_state("earth", 60_100.0)
    r = earth_r + np.array([2e5, 1e4, 0.0])
    v = earth_v + np.array([-5.0, -0.2, 0.0])
    ours, _, status = perturbed_states(r, v, 60_100.0, NODES, planets=TABLE)
    assert STATUS[status[0]].startswith("hit a planet")
    assert np.isnan(ours[0, NODES > 60_101.0]).all()
    assert np.isfinite(ours[0, NODES < 60_100.0]).all()


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"node_mjd_tdb": [59_000.0]}, "node_mjd_tdb"),
        ({"node_mjd_tdb": [60_100.0, 60_100.0]}, "node_mjd_tdb"),
        ({"epoch_mjd_tdb": 70_000.0}, "epoch_mjd_tdb"),
        ({"epoch_mjd_tdb": [60_000.0] * 3}, "epoch_mjd_tdb"),
        ({"tolerance": 0.0}, "tolerance"),
        ({"nongravitational_au_d2": (1.0, 2.0)}, "nongravitational_au_d2"),
    ],
)
def test_bad_input_is_named(change, name):
    r, v = _swarm(2)
    good = {"epoch_mjd_tdb": 60_000.0, "node_mjd_tdb": NODES, "planets": TABLE}
    with pytest.raises(InputError) as error:
        perturbed_states(r, v, **{**good, **change})
    assert error.value.name == name


def test_the_planet_table_refuses_an_empty_span():
    with pytest.raises(InputError):
        planet_table(60_000.0, 60_000.0)


def test_the_planet_table_refuses_an_endless_span():
    with pytest.raises(InputError, match="last_mjd_tdb"):
        planet_table(60_000.0, np.inf)
