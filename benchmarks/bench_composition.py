"""Drawing bodies: ours on two threads against the same model in plain numpy on one.

Checks that both give the same bodies before timing; both are called once before.
"""

import math
import os
import time
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import composition_numpy
from asteroid_econ._parallel import map_blocks
from asteroid_econ.composition.body import draw_body
from asteroid_econ.composition.resources import recoverable_kg
from asteroid_econ.composition.tables import load_tables
from composition_targets import sampler, target

TABLES = load_tables()
N_DRAWS = 1_000
LABELS = ("", "", "", "S", "C", "X", "Q", "")
N_REPEATS = 5
COLUMNS = ("spkid", "a", "e", "i", "H", "diameter", "albedo", "rot_per", "class_mahlke2022")
LIMIT_S = 120.0


def targets(n):
    return [
        target(
            18.0 + 10.0 * i / n,
            taxonomy=LABELS[i % len(LABELS)],
            albedo=0.2 if i % 7 == 0 else math.nan,
            orbit=(1.0 + i / n, 0.3, 0.1),
            name=str(i),
        )
        for i in range(n)
    ]


def bodies(chosen, threads, draw):
    draws = sampler(N_DRAWS)
    map_blocks(lambda i: draw(chosen[i], TABLES, draws).mass_kg.sum(), len(chosen), threads=threads)


def plain(chosen):
    draws = sampler(N_DRAWS)
    for one in chosen:
        composition_numpy.draw(one, TABLES, draws)["mass_kg"].sum()


def best_s(run):
    times = []
    for _ in range(N_REPEATS):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


def test_ratio_to_plain_numpy(benchmark):
    chosen = targets(200)
    for one in chosen[:8]:
        ours = draw_body(one, TABLES, sampler(N_DRAWS))
        theirs = composition_numpy.draw(one, TABLES, sampler(N_DRAWS))
        np.testing.assert_allclose(ours.mass_kg, theirs["mass_kg"], rtol=1e-11)
        np.testing.assert_allclose(ours.grade_frac, theirs["grade_frac"], rtol=1e-11, atol=1e-18)
    numpy_s = best_s(lambda: plain(chosen))
    one_s = best_s(lambda: bodies(chosen, 1, draw_body))
    two_s = best_s(lambda: bodies(chosen, 2, draw_body))
    benchmark.extra_info |= {
        "ms_per_body_one_thread": one_s / len(chosen) * 1e3,
        "ms_per_body_two_threads": two_s / len(chosen) * 1e3,
        "ratio_one_thread": numpy_s / one_s,
        "ratio_two_threads": numpy_s / two_s,
    }
    benchmark(bodies, chosen, 2, draw_body)
    assert numpy_s / two_s > 2.0


@pytest.mark.heavy
def test_whole_catalogue(benchmark):
    folder = os.environ.get("ASTEROID_ECON_DATA")
    if not folder:
        pytest.skip("ASTEROID_ECON_DATA is not set")
    rows = (
        pl.read_parquet(Path(folder) / "catalogs" / "nea_sbdb_2024-10.parquet")
        .filter(~pl.col("is_comet") & pl.col("H").is_not_null())
        .select("spkid", "a", "e", "i", "H", "diameter", "albedo", "rot_per", "class_mahlke2022")
        .to_dicts()
    )
    chosen = [from_row(row) for row in rows]
    draws = sampler(N_DRAWS)

    def chain(i):
        body = draw_body(chosen[i], TABLES, draws)
        return sum(float(made.sum()) for made in recoverable_kg(body, TABLES).values())

    def run():
        return map_blocks(chain, len(chosen), threads=2)

    start = time.perf_counter()
    totals = benchmark.pedantic(run, rounds=1)
    benchmark.extra_info |= {"targets": len(chosen), "s": time.perf_counter() - start}
    assert all(math.isfinite(total) for total in totals)
    assert benchmark.extra_info["s"] < LIMIT_S


def from_row(row):
    def number(key):
        return math.nan if row[key] is None else float(row[key])

    albedo = number("albedo")
    return target(
        number("H"),
        albedo=albedo if albedo <= 1.0 else math.nan,
        diameter=number("diameter"),
        rotation=number("rot_per"),
        taxonomy=row["class_mahlke2022"] or "",
        orbit=(number("a"), number("e"), math.radians(number("i"))),
        name=str(row["spkid"]),
    )
