"""Passages of Earth: what lies beyond the dates is none, what is no number is refused."""

import numpy as np
import pytest

from asteroid_econ.constants import AU_KM
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.encounters import earth_encounters

FIRST = 61_000.0


def test_a_passage_after_the_last_date_is_none():
    elements = (0.922359221 * AU_KM, 0.191149228, *np.radians([3.3409969, 203.8936514]),
                *np.radians([126.6795707, 175.3304027]), 61_200.0)  # fmt: skip
    dates = {"first_mjd_tdb": 61_200.0, "within_au": 0.02}
    (met,), _ = earth_encounters(*elements, last_mjd_tdb=62_241.0, **dates)
    assert earth_encounters(*elements, last_mjd_tdb=met - 0.01, **dates)[0].size == 0
    for name, odd in (("first_mjd_tdb", np.nan), ("within_au", np.nan), ("within_au", 0.0)):
        with pytest.raises(InputError, match=name):
            earth_encounters(*elements, last_mjd_tdb=62_241.0, **{**dates, name: odd})


def test_no_dates_no_passages():
    elements = (AU_KM, 0.1, 0.0, 0.0, 0.0, 0.0, FIRST)
    mjd, au = earth_encounters(*elements, first_mjd_tdb=2e5, last_mjd_tdb=3e5, within_au=0.05)
    assert mjd.size == au.size == 0
