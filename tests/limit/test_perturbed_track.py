"""Between its nodes a track is the integrator's, through a close encounter too."""

import numpy as np
import pytest

from asteroid_econ.constants import AU_KM
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.perturbed import perturbed_states
from asteroid_econ.orbits.perturbed_field import BODIES, planet_table
from asteroid_econ.orbits.perturbed_track import perturbed_track
from asteroid_econ.orbits.planets import heliocentric_state
from asteroid_econ.published.perturbed_tracks import elements_state

PLANETS = planet_table(59_190.0, 62_410.0)
R, V = elements_state("nhats_elements", "99942")


def test_apophis_through_2029_to_10_km():
    track = perturbed_track(R[0], V[0], 59_200.0, 61_900.0, 62_400.0, planets=PLANETS)
    near = np.linspace(62_239.3, 62_240.5, 400)
    dates = np.union1d(np.linspace(61_900.0, 62_400.0, 3_000), near)
    exact, _, _ = perturbed_states(R, V, 59_200.0, dates, planets=PLANETS)
    assert np.linalg.norm(track.positions_km(dates) - exact[0], axis=1).max() <= 10.0
    assert np.diff(track.mjd_tdb).max() <= 10.0
    bodies = [heliocentric_state(body, track.mjd_tdb)[0] for body in BODIES]
    near = np.min([np.linalg.norm(track.r_km - r, axis=1) for r in bodies], axis=0) < 0.1 * AU_KM
    assert near.sum() > 30
    steps = np.diff(track.mjd_tdb)
    assert steps[near[1:] | near[:-1]].max() <= 0.5


def test_a_pushed_track_is_the_integrator_s():
    push = (1e-10, -1e-11, 1e-12)
    track = perturbed_track(
        R[0], V[0], 59_200.0, 59_300.0, 59_900.0, planets=PLANETS, nongravitational_au_d2=push
    )
    dates = np.linspace(59_301.0, 59_899.0, 500)
    exact, _, _ = perturbed_states(
        R, V, 59_200.0, dates, planets=PLANETS, nongravitational_au_d2=push
    )
    free, _, _ = perturbed_states(R, V, 59_200.0, dates, planets=PLANETS)
    assert np.linalg.norm(track.positions_km(dates) - exact[0], axis=1).max() <= 10.0
    assert np.linalg.norm(free[0] - exact[0], axis=1).max() > 100.0


def test_bad_dates_are_refused():
    track = perturbed_track(R[0], V[0], 59_200.0, 59_300.0, 59_400.0, planets=PLANETS)
    with pytest.raises(InputError, match="within"):
        track.positions_km(59_401.0)
    with pytest.raises(InputError):
        perturbed_track(R[0], V[0], 59_200.0, 59_400.0, 59_300.0, planets=PLANETS)
    with pytest.raises(InputError):
        perturbed_track(R[0], V[0], 59_200.0, 59_300.0, 59_400.0, planets=PLANETS, tolerance_km=0.0)
