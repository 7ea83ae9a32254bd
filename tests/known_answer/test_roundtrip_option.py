"""Conjunctions of the almanac; what SBDB's A2 does to an ephemeris."""

import numpy as np
import pytest

from asteroid_econ.orbits.planets import heliocentric_state
from asteroid_econ.orbits.roundtrip_option import CONJUNCTION_RAD, _elongation_rad


@pytest.mark.parametrize(
    ("body", "mjd_tdb", "bound_deg"),
    [
        ("mars", 60_266.25, 0.3),  # 2023-11-18, Mars 0.1° from the Sun
        ("mars", 59_495.0, 1.0),  # 2021-10-08
        ("venus", 60_169.46, 8.0),  # 2023-08-13, between Earth and Sun, 7.7° south
    ],
)
def test_conjunctions_of_the_almanac(body, mjd_tdb, bound_deg):
    earth, there = (heliocentric_state(name, mjd_tdb)[0] for name in ("earth", body))
    assert np.degrees(_elongation_rad(earth, there)) < bound_deg
    is_beyond = np.linalg.norm(there - earth) > np.linalg.norm(earth)
    assert is_beyond == (body == "mars")


def test_an_opposition_is_no_conjunction():
    earth, mars = (heliocentric_state(name, 59_921.24)[0] for name in ("earth", "mars"))
    assert _elongation_rad(earth, mars) > np.radians(175.0) > CONJUNCTION_RAD  # 2022-12-08
