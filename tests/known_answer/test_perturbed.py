"""Horizons: Apophis and Eros from NEODyS elements; the encounter of 2029."""

import numpy as np
import pytest

from asteroid_econ.orbits.perturbed import node_states
from asteroid_econ.orbits.perturbed_field import planet_table
from asteroid_econ.orbits.planets import equatorial_to_ecliptic, heliocentric_state
from asteroid_econ.published.perturbed_tracks import elements_state
from asteroid_econ.published.tables import table

PLANETS = planet_table(58_490.0, 63_000.0)


def _ours(designation, dates):
    r, v = elements_state("nhats_elements", designation)
    epoch = table("nhats_elements").where("designation", designation).numbers("epoch_mjd_tdb")
    states, status = node_states(r, v, epoch, dates, planets=PLANETS)
    assert status[0] == 0
    return states[0, :3].T, states[0, 3:].T


@pytest.mark.parametrize(
    ("designation", "first", "last", "bound_km"),
    [
        ("99942", 59_000.0, 61_771.0, 100.0),  # to the end of 2027
        ("99942", 62_622.0, 62_653.0, 5_000.0),  # May 2030, after the encounter
        ("433", 58_500.0, 60_000.0, 100.0),
    ],
)
def test_horizons(designation, first, last, bound_km):
    track = table("horizons_tracks").where("designation", designation)
    dates = track.numbers("mjd_tdb")
    is_in = (dates >= first) & (dates <= last)
    published = equatorial_to_ecliptic(elements_state("horizons_tracks", designation)[0])[is_in]
    ours, _ = _ours(designation, dates[is_in])
    assert is_in.sum() >= 3
    assert np.linalg.norm(ours - published, axis=1).max() <= bound_km


def test_apophis_passes_earth_in_2029():
    dates = np.arange(62_239.88, 62_239.93, 1.0 / 2880.0)
    r_km, v_km_s = _ours("99942", dates)
    earth_r, earth_v = heliocentric_state("earth", dates)
    distance = np.linalg.norm(r_km - earth_r, axis=1)
    i = distance.argmin()
    assert abs((dates[i] - 62_239.0) * 1440.0 - (21 * 60 + 46)) <= 1.0
    assert abs(distance[i] - 38_012.0) <= 30.0
    assert abs(np.linalg.norm(v_km_s[i] - earth_v[i]) - 7.42) <= 0.01
