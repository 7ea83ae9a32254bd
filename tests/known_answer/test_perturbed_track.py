"""Horizons at dates that are no nodes."""

import numpy as np

from asteroid_econ.orbits.perturbed_field import planet_table
from asteroid_econ.orbits.perturbed_track import perturbed_track
from asteroid_econ.orbits.planets import equatorial_to_ecliptic
from asteroid_econ.published.perturbed_tracks import elements_state
from asteroid_econ.published.tables import table


def test_apophis_to_100_km():
    r, v = elements_state("nhats_elements", "99942")
    rows = table("horizons_tracks").where("designation", "99942")
    dates = rows.numbers("mjd_tdb")
    is_in = (dates > 59_300.0) & (dates < 60_700.0)
    published = equatorial_to_ecliptic(elements_state("horizons_tracks", "99942")[0])[is_in]
    planets = planet_table(59_190.0, 60_710.0)
    track = perturbed_track(r[0], v[0], 59_200.0, 59_297.0, 60_703.0, planets=planets)
    assert np.linalg.norm(track.positions_km(dates[is_in]) - published, axis=1).max() < 100.0
