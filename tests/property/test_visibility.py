"""What is true of every magnitude and every opportunity."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.catalogs.visibility import apparent_mag, next_opportunity
from asteroid_econ.errors import InputError

ORBIT = (1.3, 0.2, 0.1, 1.0, 2.0, 3.0)


@given(st.floats(5, 30), st.floats(0.5, 5), st.floats(0.01, 5), st.floats(0.0, 2.0))
def test_fainter_with_distance_and_phase(h: float, sun: float, near: float, phase: float) -> None:
    base = apparent_mag(h, sun_au=sun, earth_au=near, phase_rad=phase)
    assert apparent_mag(h, sun_au=2 * sun, earth_au=near, phase_rad=phase) > base
    assert apparent_mag(h, sun_au=sun, earth_au=near, phase_rad=phase + 0.1) > base
    # ten times as far is five magnitudes
    assert np.isclose(apparent_mag(h, sun_au=sun, earth_au=10 * near, phase_rad=phase), base + 5)


def search(h_mag: float, start: float, orbit: tuple = ORBIT) -> np.ndarray:
    columns = [np.array([x]) for x in orbit]
    found = next_opportunity(
        *columns,
        epoch_mjd_tdb=[60000.0],
        h_mag=[h_mag],
        g_slope=[np.nan],
        start_mjd_tdb=start,
        horizon_yr=5.0,
    )
    return np.array(found)[:, 0]


@given(st.floats(12, 26), st.floats(60000, 62000))
@settings(max_examples=25)
def test_a_brighter_one_is_seen_no_later(h_mag: float, start: float) -> None:
    dim, bright = search(h_mag, start), search(h_mag - 2.0, start)
    if np.isfinite(dim[0]):
        assert bright[0] <= dim[0]
        assert dim[0] >= start
        assert dim[1] <= 24.0
        assert dim[2] >= np.radians(60.0)


def test_nan_and_bad_input() -> None:
    assert np.isnan(search(np.nan, 60000.0)).all()
    assert np.isnan(search(15.0, 60000.0, (*ORBIT[:5], np.nan))).all()
    assert np.isnan(apparent_mag(np.nan, sun_au=1.0, earth_au=1.0, phase_rad=0.5))
    with pytest.raises(InputError, match="horizon_yr"):
        next_opportunity(
            *([x] for x in ORBIT),
            epoch_mjd_tdb=[6e4],
            h_mag=[20.0],
            g_slope=[0.15],
            start_mjd_tdb=6e4,
            horizon_yr=-1.0,
        )
