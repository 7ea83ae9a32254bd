import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.orbits.windows import local_minima, windows


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.integers(1, 12), st.integers(1, 9))
def test_windows_hold_every_cell_below_the_threshold_once(seed, n_launch, n_tof):
    rng = np.random.default_rng(seed)
    dv = rng.uniform(1.0, 10.0, (n_launch, n_tof))
    dv[rng.random(dv.shape) < 0.1] = np.nan
    launch, tof = 62000.0 + 7.0 * np.arange(n_launch), 50.0 + 3.0 * np.arange(n_tof)
    found = windows(launch, tof, dv, threshold_km_s=4.0)
    below = dv[dv <= 4.0]
    assert found.n_cells.sum() == below.size
    assert (np.diff(found.dv_km_s) >= 0.0).all()
    if below.size:
        assert found.dv_km_s[0] == below.min()
        assert (found.first_launch_mjd_tdb <= found.launch_mjd_tdb).all()
        assert (found.launch_mjd_tdb <= found.last_launch_mjd_tdb).all()
        assert (found.least_tof_d <= found.tof_d).all()
        assert (found.tof_d <= found.most_tof_d).all()
        assert found.first_launch_mjd_tdb.min() >= launch[0]
        assert found.last_launch_mjd_tdb.max() <= launch[-1]
        # a higher threshold never shortens what all windows cover together
        wider = windows(launch, tof, dv, threshold_km_s=4.5)
        assert wider.first_launch_mjd_tdb.min() <= found.first_launch_mjd_tdb.min()
        assert wider.most_tof_d.max() >= found.most_tof_d.max()
        assert (found.late_dv_km_s[:, 0] <= 0.0).all()


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.integers(1, 12), st.integers(1, 9))
def test_minima_are_all_cells_without_a_cheaper_neighbour(seed, n_launch, n_tof):
    rng = np.random.default_rng(seed)
    dv = rng.uniform(1.0, 10.0, (n_launch, n_tof))
    dv[rng.random(dv.shape) < 0.2] = np.nan
    i, j = local_minima(dv)
    wide = np.pad(np.where(np.isnan(dv), np.inf, dv), 1, constant_values=np.inf)
    expected = [
        (a, b)
        for a, b in np.argwhere(np.isfinite(dv))
        if (wide[a : a + 3, b : b + 3] >= dv[a, b]).all()
    ]
    assert sorted(zip(i.tolist(), j.tolist(), strict=True)) == [
        tuple(map(int, p)) for p in expected
    ]
    assert (np.diff(dv[i, j]) >= 0.0).all()
