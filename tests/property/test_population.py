"""Draws are possible orbits, the same for the same seed, and do not depend on how many."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.catalogs.population import Population, draw, fit, read_sample
from asteroid_econ.errors import DataError, InputError


def sample(n: int = 800) -> pl.DataFrame:
    rng = np.random.Generator(np.random.PCG64(3))
    q, ecc = rng.uniform(0.1, 1.299, n), rng.uniform(0.0, 0.95, n)
    h = 25.0 + np.log10(rng.uniform(2e-3, 1.0, n)) / 0.45
    return pl.DataFrame({"a": q / (1 - ecc), "e": ecc, "inc": rng.uniform(0, 60, n), "H": h})


POPULATION: Population = fit(sample())


@given(st.integers(-(2**63), 2**63), st.integers(1, 3000))
@settings(max_examples=20)
def test_draws(seed: int, n: int) -> None:
    catalog = draw(POPULATION, n, seed=seed)
    a, ecc = catalog.column("a_au"), catalog.column("ecc")
    assert np.all((a > 0) & (ecc >= 0) & (ecc < 1) & (a * (1 - ecc) < 1.3))
    assert np.all((catalog.column("inc_deg") > 0) & (catalog.column("inc_deg") < 180))
    h = catalog.column("h_mag")
    assert np.all((h > 9.0) & (h <= 25.0))
    fewer = draw(POPULATION, max(1, n // 2), seed=seed)
    assert fewer.frame.equals(catalog.frame.head(len(fewer)))


def test_seeds_differ_and_seed_0_works() -> None:
    zero, one = (draw(POPULATION, 50, seed=s) for s in (0, 1))
    assert not zero.frame.equals(one.frame)
    assert zero.frame.equals(draw(POPULATION, 50, seed=0).frame)


def test_bad_input(tmp_path: Path) -> None:
    for n in (0, -1, 10**9):
        with pytest.raises(InputError, match="n ="):
            draw(POPULATION, n, seed=0)
    with pytest.raises(InputError, match="500"):
        fit(sample(100))
    path = tmp_path / "sample.csv"
    sample(600).drop("inc").write_csv(path)
    with pytest.raises(DataError, match="'inc'"):
        read_sample(path)
    sample(600).with_columns(e=pl.lit(1.5)).write_csv(path)
    with pytest.raises(DataError, match="row 1"):
        read_sample(path)
    sample(600).write_csv(path)
    assert len(read_sample(path)) == 600
