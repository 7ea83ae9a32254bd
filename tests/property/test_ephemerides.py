"""Kept tables are those that would be made; another model, row or date makes others."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from asteroid_econ.catalogs.load import load
from asteroid_econ.orbits import perturbed_field
from asteroid_econ.orbits.perturbed import node_states
from asteroid_econ.studies.cache import cached_arrays
from asteroid_econ.studies.ephemerides import cached_planets, cached_states, force_model
from asteroid_econ.studies.roundtrips import catalog_push, catalog_states

SPAN = (59_000.0, 61_600.0)
NODES = 60_000.0 + 8.0 * np.arange(20)
ROWS = [3, 5]


def _orbits(catalog):
    return tuple(x[ROWS] for x in (*catalog_states(catalog), catalog_push(catalog)))


def test_kept_states_are_the_integrator_s(tmp_path, monkeypatch):
    catalog = load("embedded")
    orbits = _orbits(catalog)
    planets = cached_planets(*SPAN, folder=tmp_path)
    again = cached_planets(*SPAN, folder=tmp_path)
    assert np.array_equal(planets.pieces, again.pieces)
    assert planets.inv_c2_s2_km2 == again.inv_c2_s2_km2 > 0.0
    first = cached_states(catalog, ROWS, orbits, NODES, planets=planets, folder=tmp_path)
    exact = node_states(*orbits[:3], NODES, planets=planets, nongravitational_au_d2=orbits[3])
    assert np.array_equal(first[0], exact[0])
    assert len(list(tmp_path.iterdir())) == 2
    kept = cached_states(catalog, ROWS, orbits, NODES, planets=again, folder=tmp_path)
    assert np.array_equal(first[0], kept[0])
    assert len(list(tmp_path.iterdir())) == 2
    model = force_model()
    monkeypatch.setattr(perturbed_field, "MODEL", 99)
    assert force_model() != model
    cached_states(catalog, ROWS, orbits, NODES, planets=planets, folder=tmp_path)
    assert len(list(tmp_path.iterdir())) == 3
    cached_states(catalog, ROWS, orbits, NODES[1:], planets=planets, folder=tmp_path)
    assert len(list(tmp_path.iterdir())) == 4


def test_a_folder_stays_within_its_limit(tmp_path):
    def keep(k):
        make = lambda: {"x": np.full(1000, float(k))}  # noqa: E731
        return cached_arrays(
            {"k": k}, make, folder=tmp_path, is_compressed=False, limit_bytes=25_000
        )

    for k in range(3):
        keep(k)
        time.sleep(0.01)
    keep(0)  # used again: the next to go is 1
    for k in (3, 4):
        time.sleep(0.01)
        assert keep(k)["x"][0] == k
    assert sum(place.stat().st_size for place in tmp_path.iterdir()) <= 25_000
    kept = {float(np.load(place)["x"][0]) for place in tmp_path.iterdir()}
    assert kept == {0.0, 3.0, 4.0} or kept == {3.0, 4.0}
    huge = cached_arrays(
        {"k": "huge"}, lambda: {"x": np.zeros(10_000)}, folder=tmp_path, limit_bytes=25_000
    )
    assert huge["x"].size == 10_000
    assert {float(np.load(place)["x"][0]) for place in tmp_path.iterdir()} == kept


def _race(folder, k):
    for turn in range(30):
        value = (k + turn) % 4
        found = cached_arrays(
            {"k": value}, lambda value=value: {"x": np.full(2000, float(value))}, folder=folder,
            is_compressed=False, limit_bytes=40_000,
        )  # fmt: skip
        assert np.all(found["x"] == value)


def test_processes_may_use_and_clear_one_folder_together(tmp_path):
    spawn = multiprocessing.get_context("spawn")
    workers = [spawn.Process(target=_race, args=(tmp_path, k)) for k in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    assert not list(tmp_path.glob("*.part"))


PROGRAM = """
import sys
from dataclasses import replace
from pathlib import Path
from asteroid_econ.catalogs.load import load
from asteroid_econ.orbits.roundtrip_mining import MiningSearch
from asteroid_econ.studies import itinerary_catalog
itinerary_catalog.SHARD = 4
search = MiningSearch(61_700.0, 62_000.0, step_d=30.0, leg_max_d=600.0, n_rev_max=1,
    stay_min_d=60.0, stay_max_d=300.0, duration_max_d=1500.0, dv_max_km_s=14.0)
catalog = load("embedded").select(list(range(16)))
cache = Path(sys.argv[1]) if len(sys.argv) > 1 else None
done = []
found = itinerary_catalog.catalog_itineraries(catalog, search, cache=cache, threads=1,
    progress=lambda n, of: (done.append(n), print(len(done), flush=True)))
print([(one.designation, one.bound_km_s, [(t.launch_mjd_tdb, t.dv_km_s, t.v_entry_km_s)
    for t in one.pareto]) for one in found], flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
def test_a_killed_search_of_a_catalogue_goes_on(tmp_path):
    command = [sys.executable, "-c", PROGRAM]
    killed = subprocess.Popen([*command, str(tmp_path)], stdout=subprocess.PIPE, env=os.environ)
    for line in killed.stdout:
        if line.strip() == b"6":
            break
    killed.kill()
    killed.wait()
    killed.stdout.close()
    assert len([place for place in tmp_path.iterdir() if place.suffix == ".npz"]) == 1
    resumed, whole = (
        subprocess.run([*command, *folder], capture_output=True, text=True, check=True)
        for folder in ([str(tmp_path)], [])
    )
    assert resumed.stdout.splitlines()[-1] == whole.stdout.splitlines()[-1]
    assert len(resumed.stdout.splitlines()) == 12 + 1
    assert len(whole.stdout.splitlines()) == 16 + 1
