"""Three catalogues and two surveys give the embedded table, field by field."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from asteroid_econ.catalogs.embedded import load_embedded
from asteroid_econ.catalogs.load import load
from asteroid_econ.catalogs.merge import merge_catalogs
from asteroid_econ.catalogs.physical import add_physical
from asteroid_econ.catalogs.surveys import SURVEYS, Survey, survey_of
from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.errors import DataError, InputError

FORMATS = Path(__file__).parents[1] / "authorities/formats"


@pytest.fixture(scope="module")
def merged(data_dir: Path) -> Catalog:
    folder = data_dir / "catalogs"
    catalogs = {
        "JPL SBDB 2026-07-04": load(folder / "sbdb_fullprec_pha_2026-07.csv"),
        "NEODyS 2022-06": load(folder / "neodys_2022-06.parquet"),
        "JPL SBDB 2024-10": load(folder / "nea_sbdb_2024-10.parquet"),
    }
    catalog, reports = merge_catalogs(catalogs)
    assert [r.n_rows for r in reports] == [4_056, 29_012, 36_059]
    assert sum(r.n_used for r in reports) == len(catalog)
    assert all(r.n_matched + r.n_unmatched == r.n_rows for r in reports)
    for survey in ("spitzer_neos_2020.csv", "mahlke2022_classes.csv"):
        catalog, report = add_physical(catalog, folder / survey)
        assert report.n_matched + report.n_unmatched == report.n_rows
        assert report.n_matched > 1_000
    return catalog


def test_every_identity_once(merged: Catalog) -> None:
    assert len(merged) == 36_456
    for column in ("designation", "number", "name"):
        values = merged.frame[column].drop_nulls()
        assert values.n_unique() == len(values), column


def test_embedded_table_comes_out(merged: Catalog) -> None:
    embedded = load_embedded()
    names = embedded.column("designation")
    rows = [merged.row_of(name) for name in names]
    # 2014 FP47's embedded orbit is the newer one of 2024, the rest follow the precedence
    same = names != "2014 FP47"
    assert np.array_equal(
        merged.column("elements_source")[rows][same], embedded.column("elements_source")[same]
    )
    full = same & ~np.char.endswith(embedded.column("elements_source").astype(str), "2024-10")
    for column in ("a_au", "ecc", "inc_deg", "node_deg", "argperi_deg", "mean_anomaly_deg"):
        ours, theirs = merged.column(column)[rows][full], embedded.column(column)[full]
        assert np.max(np.abs(ours - theirs)) < 1e-6, column
    for column in ("sigma_diameter_km", "sigma_albedo"):  # written with four digits
        ours, theirs = merged.column(column)[rows], embedded.column(column)
        assert np.allclose(ours, theirs, rtol=1e-3, atol=0.0, equal_nan=True), column
    for column in ("albedo", "rotation_h"):
        assert np.array_equal(merged.column(column)[rows], embedded.column(column), equal_nan=True)
    for column in ("taxonomy", "taxonomy_source", "diameter_source", "albedo_source"):
        assert np.array_equal(merged.column(column)[rows], embedded.column(column)), column


def test_class_probabilities_of_mahlke(merged: Catalog) -> None:
    # Mahlke et al. (2022): Eros S 0.883739, L 0.105860
    assert merged.target("Eros").class_probabilities[:2] == (("S", 0.883739), ("L", 0.10586))


def test_numbers_designations_and_names_are_one_identity() -> None:
    catalogs = {
        "by number": load(FORMATS / "neodys.cat"),
        "by designation": load(FORMATS / "mpc_extended.json"),
        "by name": load(FORMATS / "mpc_nea.txt"),
    }
    catalog, reports = merge_catalogs(catalogs)
    eros = catalog.frame.row(catalog.row_of("433"), named=True)
    assert (eros["designation"], eros["name"]) == ("A898 DQ", "Eros")
    assert eros["elements_source"] == "by number"
    assert eros["a_au"] == 1.45827310057077
    assert eros["condition_code"] == 0.0
    assert eros["condition_source"] == "MPC"
    # 2010 LF64 has no H in any list; 6344 P-L has it in two
    assert catalog.frame["designation"].n_unique() == len(catalog)
    assert [r.n_rows for r in reports] == [4, 3, 11]


def test_a_source_that_matches_nothing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="none of its"):
        merge_catalogs({"a": load(FORMATS / "sbdb_object.json"), "b": load("main-belt")})
    with pytest.raises(InputError, match="at least one"):
        merge_catalogs({})
    path = tmp_path / "survey.csv"
    pl.DataFrame({"number": [10**7], "diam": [1.0], "pv": [0.1], "aorkey": ["x"]}).write_csv(path)
    with pytest.raises(DataError, match="none of its 1 rows matches"):
        add_physical(load_embedded(), path)


def test_numbers_that_were_written_as_floats_still_match(tmp_path: Path) -> None:
    for numbers in (["433.0", "99942.0"], [433.0, 99942.0], [433, 99942]):
        path = tmp_path / "survey.parquet"
        table = {"number": numbers, "diam": [20.0, 0.4], "pv": [0.2, 1.4], "aorkey": ["x", "y"]}
        pl.DataFrame(table).write_parquet(path)
        catalog, report = add_physical(load_embedded(), path)
        assert (report.n_matched, report.n_unmatched) == (2, 0)
        assert catalog.target("Eros").diameter_km == 16.84  # SBDB's own value stays
        assert "1 values outside" in catalog.report.notes[-1]


def test_surveys_that_win_and_that_fill(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    pl.DataFrame({"name": ["Eros", "Albert", "Nobody"], "d": [1.0, 2.0, 3.0]}).write_csv(path)
    fills = Survey("mine", {"diameter_km": "d"})
    catalog, report = add_physical(load_embedded(), path, survey=fills)
    assert (catalog.target("Eros").diameter_km, catalog.target("Albert").diameter_km) == (16.84, 2)
    assert report.unmatched == ("Nobody",)
    row = catalog.frame.row(catalog.row_of("Albert"), named=True)
    assert row["diameter_source"] == "mine"
    wins = Survey("mine", {"diameter_km": "d"}, wins=True)
    catalog, _ = add_physical(load_embedded(), path, survey=wins)
    assert catalog.target("Eros").diameter_km == 1.0
    with pytest.raises(InputError, match="survey"):
        survey_of(["a", "b"])
    assert survey_of(["diam", "pv", "aorkey"]) is SURVEYS["spitzer"]
