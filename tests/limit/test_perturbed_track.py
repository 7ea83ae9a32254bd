"""Between its nodes a track is the integrator's, through a close encounter too."""

import numpy as np
import pytest

from asteroid_econ.errors import InputError
from asteroid_econ.orbits.perturbed import perturbed_states
from asteroid_econ.orbits.perturbed_field import planet_table
from asteroid_econ.orbits.perturbed_track import perturbed_track
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
    inside = (track.mjd_tdb > 62_239.5) & (track.mjd_tdb < 62_240.3)
    assert np.diff(track.mjd_tdb[inside]).max() <= 0.5


def test_bad_dates_are_refused():
    track = perturbed_track(R[0], V[0], 59_200.0, 59_300.0, 59_400.0, planets=PLANETS)
    with pytest.raises(InputError, match="within"):
        track.positions_km(59_401.0)
    with pytest.raises(InputError):
        perturbed_track(R[0], V[0], 59_200.0, 59_400.0, 59_300.0, planets=PLANETS)
    with pytest.raises(InputError):
        perturbed_track(R[0], V[0], 59_200.0, 59_300.0, 59_400.0, planets=PLANETS, tolerance_km=0.0)
