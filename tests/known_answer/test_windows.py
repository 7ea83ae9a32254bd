"""Windows of grids small enough to be read by eye."""

import numpy as np
import pytest

from asteroid_econ.errors import InputError
from asteroid_econ.orbits.windows import local_minima, windows

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
    # (6 − 4)/(9 − 4) of a step before, (6 − 3)/(9 − 3) after; the same between times of flight
    np.testing.assert_allclose(found.first_launch_mjd_tdb, [62006.0, 62047.5], rtol=1e-12)
    np.testing.assert_allclose(found.last_launch_mjd_tdb, [62025.0, 62050.0], rtol=1e-12)
    np.testing.assert_allclose(found.least_tof_d, [130.0, 100.0], rtol=1e-12)
    np.testing.assert_allclose(found.most_tof_d, [200.0, 112.5], rtol=1e-12)
    assert found.late_d.tolist() == [0.0, 10.0, 20.0, 30.0]
    assert found.late_dv_km_s[0].tolist() == [0.0, 6.0, 6.0, 2.0]
    assert found.worst_late_dv_km_s.tolist() == [6.0, 0.0]
    assert np.isnan(found.late_dv_km_s[1]).tolist() == [False, True, True, True]


def test_an_edge_beside_no_transfer_is_the_cell():
    dv = [[9.0, np.nan, 9.0], [9.0, 4.0, np.nan], [9.0, np.nan, 9.0]]
    found = windows(LAUNCH[:3], TOF, dv, threshold_km_s=6.0)
    assert found.first_launch_mjd_tdb == found.last_launch_mjd_tdb == 62010.0
    assert found.least_tof_d == pytest.approx(130.0)
    assert found.most_tof_d == 150.0


def test_local_minima_of_a_grid():
    one = np.array([[5.0, 4.0, 6.0], [5.0, 4.5, 6.0], [np.nan, 7.0, 3.0]])
    i, j = local_minima(one)
    assert list(zip(i.tolist(), j.tolist(), strict=True)) == [(2, 2), (0, 1)]
    with pytest.raises(InputError):
        local_minima([1.0, 2.0])


def test_lateness_on_uneven_launch_dates():
    launch = [62000.0, 62010.0, 62015.0, 62040.0]
    found = windows(launch, [100.0], [[3.0], [4.0], [5.0], [6.0]], threshold_km_s=3.5)
    # by the shortest step, at the last date until then, up to the end of the grid
    assert found.late_d.tolist() == [0.0, 5.0, 10.0, 15.0, 20.0]
    assert found.late_dv_km_s[0].tolist() == [0.0, 0.0, 1.0, 2.0, 2.0]


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
