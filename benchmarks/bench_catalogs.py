"""Whole catalogues: loading, hashing, MOID, derived columns, merging, synthetic populations.

Each case checks its answer first, and calls once to compile. The bars are asserted.
"""

import os
import time
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import minimize

from asteroid_econ.catalogs.derived import derived
from asteroid_econ.catalogs.load import load
from asteroid_econ.catalogs.merge import merge_catalogs
from asteroid_econ.catalogs.population import draw, fit, read_sample
from asteroid_econ.orbits.moid import earth_ellipse, earth_moid_au, ellipse, moid_au

ELEMENTS = ("a_au", "ecc", "inc_rad", "node_rad", "argperi_rad")


@pytest.fixture(scope="module")
def folder():
    value = os.environ.get("ASTEROID_ECON_DATA")
    if not value:
        pytest.skip("ASTEROID_ECON_DATA is not set: full catalogues are not here")
    return Path(value) / "catalogs"


@pytest.fixture(scope="module")
def everything(folder):
    return load(folder / "nea_sbdb_2024-10.parquet", strict=True)


def _timed(benchmark, function, *, bar_s, rounds=3):
    result = benchmark.pedantic(function, rounds=rounds, warmup_rounds=1)
    assert benchmark.stats.stats.min < bar_s
    return result


def test_load_36059_asteroids(benchmark, folder):
    catalog = _timed(
        benchmark, lambda: load(folder / "nea_sbdb_2024-10.parquet", strict=True), bar_s=2.0
    )
    assert len(catalog) == 36_059


def test_load_mpc_list(benchmark, folder):
    catalog = _timed(benchmark, lambda: load(folder / "mpc_NEA_2019-05.txt"), bar_s=2.0)
    assert len(catalog) == 20_060


def test_content_hash(benchmark, everything):
    whole = slice(0, len(everything))
    _timed(benchmark, lambda: everything.select(whole).content_sha256, bar_s=1.0)


def test_targets(benchmark, everything):
    assert len(_timed(benchmark, everything.targets, bar_s=1.0)) == 36_059


def _moids(catalog):
    return earth_moid_au(
        *(catalog.column(name) for name in ELEMENTS), epoch_mjd_tdb=catalog.column("epoch_mjd_tdb")
    )


def test_moid_of_the_whole_catalogue(benchmark, folder, everything):
    exact = load(folder / "sbdb_fullprec_pha_2026-07.csv")
    error = np.abs(_moids(exact) - exact.column("published_moid_au"))
    assert np.nanmax(error) <= 1e-6
    _timed(benchmark, lambda: _moids(everything), bar_s=5.0)
    benchmark.extra_info["us_per_orbit"] = round(
        benchmark.stats.stats.min / len(everything) * 1e6, 1
    )
    benchmark.extra_info["largest_error_au"] = float(np.nanmax(error))


def test_moid_beside_scipy(benchmark, everything):
    rows = everything.select(slice(0, 40))
    ours = ellipse(*(rows.column(name) for name in ELEMENTS))
    earth = earth_ellipse(rows.column("epoch_mjd_tdb"))

    def peer():
        return [_scipy_moid(one, two) for one, two in zip(ours, earth, strict=True)]

    assert np.allclose(moid_au(ours, earth), peer(), atol=1e-6)
    slow = benchmark.pedantic(peer, rounds=1)
    assert len(slow) == 40

    start = time.perf_counter()
    for _ in range(20):
        moid_au(ours, earth)
    fast_s = (time.perf_counter() - start) / 20
    benchmark.extra_info["ratio"] = round(benchmark.stats.stats.min / fast_s)


def _scipy_moid(one, two):
    """Scan a grid, then let scipy refine the five lowest points."""
    angles = np.linspace(0.0, 2.0 * np.pi, 200, endpoint=False)
    gaps = _points(one, angles)[:, None] - _points(two, angles)[None]
    d2 = (gaps**2).sum(axis=-1)
    low = np.argsort(d2, axis=None)[:400:80]

    def distance2(uv):
        return float(((_points(one, uv[:1]) - _points(two, uv[1:])) ** 2).sum())

    starts = [np.array([angles[k // 200], angles[k % 200]]) for k in low]
    best = min(
        minimize(distance2, s, method="Nelder-Mead", options={"xatol": 1e-10, "fatol": 1e-16}).fun
        for s in starts
    )
    return np.sqrt(best)


def _points(orbit, angles):
    return np.outer(np.cos(angles) - orbit[6], orbit[:3]) + np.outer(np.sin(angles), orbit[3:6])


def test_derived_columns(benchmark, everything):
    table = _timed(benchmark, lambda: derived(everything), bar_s=20.0, rounds=1)
    assert table["moid_au"].null_count() == 0


def test_merge_of_three_catalogues(benchmark, folder, everything):
    catalogs = {
        "2026": load(folder / "sbdb_fullprec_pha_2026-07.csv"),
        "2022": load(folder / "neodys_2022-06.parquet"),
        "2024": everything,
    }
    merged, _ = _timed(benchmark, lambda: merge_catalogs(catalogs), bar_s=5.0)
    assert len(merged) == 36_456


def test_a_million_synthetic_asteroids(benchmark, folder):
    population = fit(read_sample(folder / "granvik2018_neo_5k.csv"))
    catalog = _timed(benchmark, lambda: draw(population, 1_000_000, seed=0), bar_s=30.0)
    assert len(catalog) == 1_000_000
