"""Windows of grids small enough to be read by eye."""

import numpy as np
import pytest

from asteroid_econ.errors import InputError
from asteroid_econ.orbits.windows import windows

LAUNCH, TOF = 62000.0 + 10.0 * np.arange(6), np.array([100.0, 150.0, 200.0])
DV = np.array(
    [
        [9.0, 9.0, 9.0],
        [9.0, 4.0, 9.0],
        [9.0, 9.0, 3.0],  # touches the one before at a corner
        [9.0, 9.0, 9.0],
        [9.0, np.nan, 9.0],
        [5.0, 9.0, 9.0],
    ]
)


def test_two_windows_and_the_price_of_being_late():
    found = windows(LAUNCH, TOF, DV, threshold_km_s=6.0)
    assert found.n_cells.tolist() == [2, 1]
    assert found.dv_km_s.tolist() == [3.0, 5.0]
    assert found.launch_mjd_tdb.tolist() == [62020.0, 62050.0]
    assert found.tof_d.tolist() == [200.0, 100.0]
    assert found.first_launch_mjd_tdb.tolist() == [62010.0, 62050.0]
    assert found.last_launch_mjd_tdb.tolist() == [62020.0, 62050.0]
    assert found.least_tof_d.tolist() == [150.0, 100.0]
    assert found.most_tof_d.tolist() == [200.0, 100.0]
    assert found.late_d.tolist() == [0.0, 10.0, 20.0, 30.0]
    assert found.late_dv_km_s[0].tolist() == [0.0, 6.0, 6.0, 2.0]
    assert found.worst_late_dv_km_s.tolist() == [6.0, 0.0]
    assert np.isnan(found.late_dv_km_s[1]).tolist() == [False, True, True, True]


def test_nothing_below_the_threshold():
    found = windows(LAUNCH, TOF, DV, threshold_km_s=2.0)
    assert found.dv_km_s.size == found.n_cells.size == 0
    assert found.late_dv_km_s.shape == (0, 4)


@pytest.mark.parametrize(
    ("name", "arguments", "threshold"),
    [
        ("dv_km_s", (LAUNCH, TOF, DV.T), 6.0),
        ("threshold_km_s", (LAUNCH, TOF, DV), np.nan),
        ("threshold_km_s", (LAUNCH, TOF, DV), 0.0),
        ("launch_mjd_tdb", (LAUNCH[::-1], TOF, DV), 6.0),
    ],
)
def test_bad_input_is_named(name, arguments, threshold):
    with pytest.raises(InputError) as caught:
        windows(*arguments, threshold_km_s=threshold)
    assert caught.value.name == name
