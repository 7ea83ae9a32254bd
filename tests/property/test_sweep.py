import numpy as np
import pytest

from asteroid_econ.errors import InputError
from asteroid_econ.orbits.departure import parking_orbit
from asteroid_econ.orbits.porkchop import porkchop
from asteroid_econ.orbits.sweep import OBJECTIVES, objective_km_s, sweep

LAUNCH, TOF = 62000.0 + 10.0 * np.arange(90), 60.0 + 5.0 * np.arange(77)


def _targets(n):
    rng = np.random.default_rng(8)
    return [
        rng.uniform(0.8, 2.5, n),
        rng.uniform(0.05, 0.6, n),
        rng.uniform(0.0, 0.5, n),
        *rng.uniform(0, 2 * np.pi, (3, n)),
        np.full(n, 61200.0),
    ]


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("body", ["earth", "mars"])
def test_a_sweep_is_the_minimum_of_the_stored_grids(objective, body):
    targets, parking = _targets(5), parking_orbit(body, altitude_km=300.0)
    found = sweep(
        *targets, LAUNCH, TOF, n_best=3, objective=objective, parking=parking, with_minima=True
    )
    for k in range(5):
        chop = porkchop(*(x[k] for x in targets), LAUNCH, TOF, parking=parking)
        grid = objective_km_s(
            chop.c3_km2_s2, chop.vinf_arrival_km_s, objective=objective, parking=parking
        )
        if objective == "total":
            np.testing.assert_allclose(grid, chop.total_dv_km_s, rtol=1e-14)
        assert found.objective_km_s[k, 0] == grid.min()
        assert (found.row_min_km_s[k] == grid.min(axis=1)).all()
        assert (found.column_min_km_s[k] == grid.min(axis=0)).all()
        for m in range(3):
            if np.isnan(found.launch_mjd_tdb[k, m]):
                continue
            i = np.searchsorted(LAUNCH, found.launch_mjd_tdb[k, m])
            j = np.searchsorted(TOF, found.tof_d[k, m])
            assert found.objective_km_s[k, m] == grid[i, j] == grid[i].min()
            assert found.c3_km2_s2[k, m] == chop.c3_km2_s2[i, j]
            assert found.vinf_arrival_km_s[k, m] == chop.vinf_arrival_km_s[i, j]


def test_options_are_the_cheapest_local_minima_in_order():
    targets = _targets(12)
    found = sweep(*targets, LAUNCH, TOF, n_best=4, with_minima=True)
    for k in range(12):
        rows = np.concatenate([[np.inf], found.row_min_km_s[k], [np.inf]])
        is_minimum = (rows[1:-1] < rows[:-2]) & (rows[1:-1] <= rows[2:])
        expected = np.sort(found.row_min_km_s[k][is_minimum])[:4]
        ours = found.objective_km_s[k]
        assert ours[np.isfinite(ours)].tolist() == expected.tolist()


def test_no_bit_depends_on_threads_or_neighbours():
    targets = _targets(40)
    one, two = (sweep(*targets, LAUNCH, TOF, n_best=2, threads=t) for t in (1, 2))
    alone = sweep(*(x[17:18] for x in targets), LAUNCH, TOF, n_best=2)
    for name in ("launch_mjd_tdb", "tof_d", "objective_km_s", "c3_km2_s2", "vinf_arrival_km_s"):
        assert getattr(one, name).tobytes() == getattr(two, name).tobytes()
        assert getattr(one, name)[17].tobytes() == getattr(alone, name)[0].tobytes()


def test_uneven_axes_nan_targets_and_progress():
    targets = _targets(20)
    targets[0][3] = np.nan
    launch = np.append(LAUNCH[:20], LAUNCH[30] + 0.25)
    done = []
    found = sweep(
        *targets,
        launch,
        TOF,
        with_minima=True,
        progress=lambda n, of: done.append((n, of)),
        threads=1,
    )
    assert sum(n for n, _ in done) == 20
    assert {of for _, of in done} == {20}
    assert np.isnan(found.objective_km_s[3]).all()
    assert np.isnan(found.row_min_km_s[3]).all()
    assert np.isfinite(np.delete(found.objective_km_s, 3)).all()
    even = sweep(*targets, LAUNCH[:20], TOF, with_minima=True)
    np.testing.assert_array_equal(found.row_min_km_s[:, :20], even.row_min_km_s)


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("objective", {"objective": "cheap"}),
        ("n_best", {"n_best": 0}),
        ("n_best", {"n_best": 91}),
        ("n_best", {"n_best": 1.5}),
        ("n_best", {"n_best": True}),
        ("is_prograde", {"is_prograde": 1}),
        ("threads", {"threads": 0}),
        ("grid", {"tof_d": 1.0 + 1e-5 * np.arange(20_000_000)}),
        ("launch_mjd_tdb", {"launch_mjd_tdb": LAUNCH[::-1]}),
        ("ecc", {"ecc": np.full(3, 1.0)}),
        ("a_au", {"ecc": [0.1, 0.2]}),
    ],
)
def test_bad_input_is_named(name, changed):
    names = (
        "a_au",
        "ecc",
        "inc_rad",
        "node_rad",
        "argperi_rad",
        "mean_anomaly_rad",
        "epoch_mjd_tdb",
    )
    good = dict(zip(names, _targets(3), strict=True)) | {"launch_mjd_tdb": LAUNCH, "tof_d": TOF}
    with pytest.raises(InputError) as caught:
        sweep(**{**good, **changed})
    assert caught.value.name == name


def test_what_is_kept_is_bounded():
    targets = [np.broadcast_to(x[:1], 10**6) for x in _targets(1)]
    with pytest.raises(InputError, match="n_best"):
        sweep(*targets, LAUNCH, TOF, n_best=90)
