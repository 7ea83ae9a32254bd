"""Published counts come out, and the draws look like the sample."""

import time
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from scipy.stats import ks_2samp

from asteroid_econ.catalogs.population import draw, fit, read_sample
from asteroid_econ.errors import InputError

SAMPLE = "catalogs/granvik2018_neo_5k.csv"


def test_published_counts(data_dir: Path) -> None:
    population = fit(read_sample(data_dir / SAMPLE))
    assert population.n_brighter(17.75) == pytest.approx(962.0)
    assert population.n_brighter(25.0) == pytest.approx(802_000.0)
    # Granvik et al. (2018) and NEOMOD3: 20,000 to 25,000 asteroids of 140 m and more (H about 22)
    assert 18_000 < population.n_brighter(22.0) < 28_000
    with pytest.raises(InputError, match="h_mag"):
        population.n_brighter(26.0)


def test_draws_follow_the_counts_and_the_sample(data_dir: Path) -> None:
    sample = read_sample(data_dir / SAMPLE)
    population = fit(sample)
    catalog = draw(population, 200_000, seed=0)
    h = catalog.column("h_mag")
    for h_mag in (19.0, 21.0, 23.0, 24.0):
        expected = population.n_brighter(h_mag) / 802_000
        assert np.mean(h <= h_mag) == pytest.approx(expected, abs=4 * np.sqrt(expected / h.size))
    columns = {"a": "a_au", "e": "ecc", "inc": "inc_deg", "H": "h_mag"}
    for theirs, ours in columns.items():
        found = ks_2samp(sample[theirs].to_numpy(), catalog.column(ours))
        assert found.statistic < 0.035, theirs
    q = catalog.column("a_au") * (1.0 - catalog.column("ecc"))
    assert q.max() < 1.3


def test_the_bright_end_is_no_heap(data_dir: Path) -> None:
    population = fit(read_sample(data_dir / SAMPLE))
    h = draw(population, 802_000, seed=3).column("h_mag")
    assert np.sum(h < 17.75) == pytest.approx(962, abs=4 * np.sqrt(962))
    assert np.unique(h[h < 18.0]).size == np.sum(h < 18.0)
    # 1036 Ganymed, the brightest of all, has 9.2 (JPL); 433 Eros 10.4
    assert 9.0 < h.min() < 13.0
    with pytest.raises(InputError, match="epoch_mjd_tdb"):
        draw(population, 5, seed=0, epoch_mjd_tdb=float("nan"))


def test_a_million_in_half_a_minute(data_dir: Path) -> None:
    population = fit(read_sample(data_dir / SAMPLE))
    start = time.perf_counter()
    catalog = draw(population, 1_000_000, seed=1)
    assert time.perf_counter() - start < 30.0
    assert len(catalog) == 1_000_000
    assert bool(catalog.column("is_synthetic").all())
    assert catalog.frame["designation"].n_unique() == 1_000_000


def test_it_can_be_written_and_read(data_dir: Path, tmp_path: Path) -> None:
    from asteroid_econ.catalogs.load import load

    catalog = draw(fit(read_sample(data_dir / SAMPLE)), 500, seed=2)
    path = tmp_path / "synthetic.parquet"
    catalog.frame.write_parquet(path)
    assert load(path, strict=True).content_sha256 == catalog.content_sha256
    assert isinstance(catalog.frame, pl.DataFrame)
