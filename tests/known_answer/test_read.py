"""The full catalogues load whole, with the counts that their makers give."""

from pathlib import Path

import pytest

from asteroid_econ.catalogs.load import load
from asteroid_econ.errors import DataError


def test_sbdb_2024_has_36059_asteroids(data_dir: Path) -> None:
    catalog = load(data_dir / "catalogs/nea_sbdb_2024-10.parquet", strict=True)
    assert len(catalog) == 36_059
    assert len(catalog.report.comets) == 205
    assert catalog.report.n_read == 36_264
    assert catalog.report.faults == ()
    assert len(set(catalog.column("designation"))) == 36_059
    assert len(set(catalog.column("epoch_mjd_tdb"))) > 1_000
    assert catalog.target("Apophis").designation == "2004 MN4"


def test_unknown_paths_are_explained(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="does not exist"):
        load(tmp_path / "nothing.csv")
    with pytest.raises(DataError, match="is a folder"):
        load(tmp_path)
