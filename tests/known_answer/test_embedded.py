"""The shipped tables say what JPL and the manifest say."""

import hashlib

import pytest

from asteroid_econ.catalogs.embedded import folder, load_embedded, load_main_belt, manifest
from asteroid_econ.catalogs.schema import BY_NAME


def test_rows_and_well_known_numbers() -> None:
    catalog = load_embedded()
    assert len(catalog) == 425
    assert len(load_main_belt()) == 6
    eros = catalog.target("Eros")
    # JPL SBDB, solution of 2026-07-04
    assert eros.designation == "A898 PA"
    assert eros.a_au == 1.458243717
    assert eros.inc_rad == pytest.approx(0.18899375, abs=1e-8)
    assert eros.diameter_km == 16.84
    ceres = load_main_belt().target("1 Ceres")
    assert (ceres.diameter_km, ceres.albedo, ceres.h_mag) == (939.4, 0.09, 3.34)


def test_manifest_describes_the_files() -> None:
    tables = {k: v for k, v in manifest().items() if isinstance(v, dict)}
    assert len(tables) == 2
    for entry in tables.values():
        content = (folder() / entry["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]
        assert content.count(b"\n") - 1 == entry["rows"]
        header = content.partition(b"\n")[0].decode().split(",")
        assert entry["units"] == {name: BY_NAME[name].unit for name in header}
        assert entry["source"]
        assert entry["date"]
