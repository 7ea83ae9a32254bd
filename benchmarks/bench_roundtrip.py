"""Round trips: perturbed states and the whole catalogue on the grid of NHATS.

Each case checks its answer first, and calls once to compile. The bars are asserted.
"""

import os
import resource
import time
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from scipy.integrate import solve_ivp

from asteroid_econ.catalogs.load import load
from asteroid_econ.constants import DAY_S, MU_SUN_KM3_S2
from asteroid_econ.orbits.perturbed import perturbed_states
from asteroid_econ.orbits.perturbed_field import BODIES, planet_table
from asteroid_econ.orbits.planets import heliocentric_state
from asteroid_econ.orbits.roundtrip import PRESETS, planets_for, round_trips
from asteroid_econ.orbits.roundtrip_mining import MiningSearch, mining_planets, mining_trips
from asteroid_econ.published.perturbed_tracks import elements_state
from asteroid_econ.studies.itinerary_catalog import catalog_itineraries
from asteroid_econ.studies.roundtrips import catalog_states

NODES = 58_854.0 + 8.0 * np.arange(1188)


@pytest.fixture(scope="module")
def folder():
    value = os.environ.get("ASTEROID_ECON_DATA")
    if not value:
        pytest.skip("ASTEROID_ECON_DATA is not set: full catalogues are not here")
    return Path(value) / "catalogs"


@pytest.fixture(scope="module")
def everything(folder):
    """States of 36,059 asteroids from the best orbit of each: full precision where there is one."""
    files = ("sbdb_fullprec_pha_2026-07.csv", "neodys_2022-06.parquet", "nea_sbdb_2024-10.parquet")
    tables = []
    for file in files:
        catalog = load(folder / file)
        r_km, v_km_s, epoch = catalog_states(catalog)
        number = catalog.frame["number"].cast(pl.String)
        keys = number.fill_null(catalog.frame["designation"]).to_list()
        tables.append((keys, np.column_stack([r_km, v_km_s, epoch])))
    best = {}
    for keys, rows in tables:
        for key, row in zip(keys, rows, strict=True):
            best.setdefault(key, row)
    rows = np.array([best[key] for key in tables[-1][0]])
    return np.ascontiguousarray(rows[:, :3]), np.ascontiguousarray(rows[:, 3:6]), rows[:, 6]


def test_states_of_one_asteroid_at_every_node(benchmark):
    """Peer: scipy's DOP853 in Python, the same field and tolerance, over a tenth of the span."""
    table = planet_table(58_840.0, 68_400.0, is_relativistic=False)
    r, v = elements_state("nhats_elements", "433")
    few = NODES[90:210]

    def ours(dates):
        return perturbed_states(r, v, few[0], dates, planets=table, tolerance=1e-12)[0][0]

    def acceleration(t, y):
        mjd = few[0] + t / DAY_S
        pull = -MU_SUN_KM3_S2 * y[:3] / np.linalg.norm(y[:3]) ** 3
        for mu, body in zip(table.mu_km3_s2, BODIES, strict=True):
            p = heliocentric_state(body, mjd)[0]
            d = p - y[:3]
            pull = pull + mu * (d / np.linalg.norm(d) ** 3 - p / np.linalg.norm(p) ** 3)
        return np.concatenate([y[3:], pull])

    start = time.perf_counter()
    peer = solve_ivp(
        acceleration, (0.0, DAY_S * (few[-1] - few[0])), np.concatenate([r[0], v[0]]),
        method="DOP853", rtol=1e-12, atol=1e-6, t_eval=DAY_S * (few - few[0]),
    )  # fmt: skip
    peer_s = (time.perf_counter() - start) * len(NODES) / len(few)
    assert np.linalg.norm(ours(few) - peer.y[:3].T, axis=1).max() < 1.0
    benchmark(ours, NODES)
    benchmark.extra_info["times faster than scipy in Python"] = peer_s / benchmark.stats.stats.mean


def test_one_target_on_the_grid_of_nhats(benchmark):
    r, v = elements_state("nhats_elements", "2000 SG344")
    search = PRESETS["nhats-2012"]
    planets = planets_for(search, 59_600.0)
    trips = benchmark(round_trips, r, v, 59_600.0, search, planets=planets)
    assert abs(trips.n_viable[0] / 3_302_718 - 1.0) <= 2e-4


@pytest.mark.heavy
def test_whole_catalogue_on_the_grid_of_nhats(benchmark, everything):
    r_km, v_km_s, epoch = everything
    assert len(epoch) == 36_059
    search = PRESETS["nhats"]
    round_trips(r_km[:2], v_km_s[:2], epoch[:2], search)
    trips = benchmark.pedantic(round_trips, (r_km, v_km_s, epoch, search), {"threads": 2}, rounds=1)
    viable = trips.n_viable > 0
    least = np.nanmin(trips.dv_km_s[viable], axis=1)
    benchmark.extra_info.update(
        {
            "asteroids with a viable trip": int(viable.sum()),
            "least dv, quantiles 1 10 50 90 %": np.quantile(least, [0.01, 0.1, 0.5, 0.9]).tolist(),
            "statuses": np.bincount(trips.status).tolist(),
            "peak memory, GB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
        }
    )
    assert benchmark.stats.stats.min < 360.0
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6 < 2.0


@pytest.mark.heavy
def test_mining_itineraries_of_the_embedded_catalogue(benchmark):
    catalog = load("embedded")
    r_km, v_km_s, epoch = catalog_states(catalog)
    search = MiningSearch()
    planets = mining_planets(search, epoch)
    mining_trips(r_km[:1], v_km_s[:1], epoch[:1], search, planets=planets)
    trips = benchmark.pedantic(
        mining_trips, (r_km, v_km_s, epoch, search), {"planets": planets, "threads": 2}, rounds=1
    )
    assert len(trips) == 425
    some = [t for t in trips if np.isfinite(t.dv_km_s).any()]
    benchmark.extra_info.update(
        {
            "asteroids with an itinerary": len(some),
            "least dv, median": float(np.median([np.nanmin(t.dv_km_s) for t in some])),
            "peak memory, GB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
        }
    )
    assert benchmark.stats.stats.min < 180.0


@pytest.mark.heavy
def test_from_coarse_to_fine_finds_what_the_whole_grid_holds():
    """The bound of the orbit, then legs, then combinations: 20 targets on the whole preset."""
    r_km, v_km_s, epoch = (x[::22] for x in catalog_states(load("embedded")))
    search = MiningSearch()
    planets = mining_planets(search, epoch)
    stages, grid = (
        mining_trips(r_km, v_km_s, epoch, search, planets=planets, is_bounded=flag)
        for flag in (True, False)
    )
    assert len(grid) == 20
    for ours, full in zip(stages, grid, strict=True):
        assert np.array_equal(np.isnan(ours.dv_km_s), np.isnan(full.dv_km_s))
        assert not np.any(np.abs(ours.dv_km_s - full.dv_km_s) > 0.02)


@pytest.mark.heavy
def test_mining_itineraries_of_the_whole_catalogue(benchmark, folder, tmp_path):
    catalog = load(folder / "nea_sbdb_2024-10.parquet")
    search = MiningSearch()
    catalog_itineraries(catalog.select([0, 1]), search)
    start = time.process_time()
    found = benchmark.pedantic(
        catalog_itineraries, (catalog, search), {"threads": 2, "cache": tmp_path}, rounds=1
    )
    assert len(found) == 36_059
    least = [one.pareto[-1].dv_km_s for one in found if one.pareto]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    benchmark.extra_info.update(
        {
            "asteroids with an itinerary": len(least),
            "asteroids beyond the limit on any date": sum(
                one.bound_km_s >= search.dv_max_km_s for one in found
            ),
            "least dv, quantiles 1 10 50 90 %": np.quantile(least, [0.01, 0.1, 0.5, 0.9]).tolist(),
            "processor time, s": time.process_time() - start,
            "peak memory, GB": memory,
        }
    )
    assert all(one.bound_km_s <= one.pareto[-1].dv_km_s for one in found if one.pareto)
    assert benchmark.stats.stats.min < 1800.0
    assert memory < 4.0
