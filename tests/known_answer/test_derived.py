"""Derived columns carry the published values of well-known asteroids, for any thread count."""

from pathlib import Path

import numpy as np
import polars as pl

from asteroid_econ.catalogs.derived import MEANINGS, derived, n_blocks
from asteroid_econ.catalogs.embedded import load_embedded
from asteroid_econ.catalogs.load import load


def test_apophis_and_itokawa() -> None:
    catalog = load_embedded()
    table = derived(catalog)
    assert table.columns == ["designation", *MEANINGS]
    assert table["designation"].to_list() == catalog.frame["designation"].to_list()
    apophis = table.row(catalog.row_of("Apophis"), named=True)
    assert apophis["orbit_class"] == "ATE"
    assert abs(apophis["moid_au"] - 0.000107917) <= 1e-6  # JPL SBDB 2026-07-04
    assert abs(apophis["shoemaker_helin_dv_km_s"] - 5.687) <= 0.01  # Benner's list
    assert (apophis["quality_basis"], apophis["runoff_arcsec_decade"]) == ("published", 1.0)
    itokawa = table.row(catalog.row_of("Itokawa"), named=True)
    assert abs(itokawa["shoemaker_helin_dv_km_s"] - 4.632) <= 0.01
    assert abs(itokawa["synodic_yr"] - 2.91) <= 0.01


def test_threads_change_nothing(data_dir: Path) -> None:
    catalog = load(data_dir / "catalogs/nea_sbdb_2024-10.parquet").select(slice(0, 9000))
    counted: list[int] = []
    one = derived(catalog, threads=1, progress=counted.append)
    assert sum(counted) == n_blocks(catalog) == 3
    assert one.equals(derived(catalog, threads=2))
    assert one["moid_au"].null_count() == 0


def test_the_date_moves_only_what_depends_on_it() -> None:
    catalog = load_embedded().select(slice(0, 40))
    now, later = derived(catalog, at_mjd_tdb=61200.0), derived(catalog, at_mjd_tdb=61300.0)
    assert np.allclose((later["epoch_age_d"] - now["epoch_age_d"]).to_numpy(), 100.0)
    moving = ["epoch_age_d", *(name for name in MEANINGS if name.startswith("visible"))]
    assert now.drop(moving).equals(later.drop(moving))
    assert isinstance(now, pl.DataFrame)
