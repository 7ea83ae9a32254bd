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


def test_a_list_of_names_joins_a_list_of_designations(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    header = "designation,epoch_mjd_tdb,a_au,ecc,inc_deg,node_deg,argperi_deg,mean_anomaly_deg"
    path.write_text(f"{header},h_mag\nAPOPHIS,60000,0.92,0.19,3.3,204,126,100,19\n")
    sources = {"names": load(path), "JPL": load(FORMATS / "sbdb_object.json")}
    catalog, reports = merge_catalogs(sources)
    assert catalog.frame["designation"].to_list() == ["2004 MN4"]
    assert [r.n_matched for r in reports] == [1, 1]


def test_a_source_that_matches_nothing_is_an_error(tmp_path: Path) -> None:
    one, stranger = load(FORMATS / "sbdb_object.json"), load("main-belt")
    for rest in ({}, {"c": load("embedded")}):
        with pytest.raises(
            DataError, match=r"main_belt\.csv: none of its 6 asteroids is in .*json"
        ):
            merge_catalogs({"a": one, "b": stranger} | rest)
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


def rows(path: Path, **columns: list) -> Catalog:
    """A file with some of the names only, and orbits made up."""
    n = len(columns["designation"])
    numbers = {"epoch_mjd_tdb": 61200.0, "a_au": 1.5, "ecc": 0.2, "inc_deg": 3.0, "node_deg": 4.0}
    numbers |= {"argperi_deg": 5.0, "mean_anomaly_deg": 6.0, "h_mag": 20.0}
    pl.DataFrame(columns | {name: [value] * n for name, value in numbers.items()}).write_csv(path)
    return load(path, strict=True)


def test_a_third_list_joins_a_number_and_a_designation(tmp_path: Path) -> None:
    by_number = rows(tmp_path / "a.csv", designation=["99942", "433"])
    by_designation = rows(tmp_path / "b.csv", designation=["2004 MN4", "1898 DQ", "2099 AA"])
    with pytest.raises(DataError, match="none of its"):
        merge_catalogs({"a": by_number, "b": by_designation})
    both = rows(tmp_path / "c.csv", designation=["2004 MN4"], number=[99942])
    for order in ("abc", "cab", "bca"):  # the list that knows both may come last
        tables = {"a": by_number, "b": by_designation, "c": both}
        catalog, reports = merge_catalogs({name: tables[name] for name in order})
        assert len(catalog) == 4  # Eros stays apart: nothing says that 433 is 1898 DQ
        apophis = catalog.frame.row(catalog.row_of("99942"), named=True)
        assert (apophis["designation"], apophis["number"]) == ("2004 MN4", 99942)
        report = {r.name: r for r in reports}
        assert report["a"].unmatched == ("433",)
        assert report["a"].reason.startswith("1 have a number only")
        assert report["b"].n_unmatched == 2
        assert report["b"].reason.startswith("2 have a designation only")
        assert report["c"].reason == ""
        assert [r.is_base for r in reports] == [True, False, False]
    # through two links: number - name - designation
    by_name = rows(tmp_path / "d.csv", designation=["433"], name=["Eros"])
    also = rows(tmp_path / "e.csv", designation=["1898 DQ"], name=["Eros"])
    tables = {"a": by_number, "b": by_designation, "d": by_name, "e": also}
    catalog, _ = merge_catalogs(tables)
    assert catalog.frame.row(catalog.row_of("433"), named=True)["designation"] == "A898 DQ"
    assert len(catalog) == 4


def test_two_rows_that_another_list_joins_are_one_asteroid(tmp_path: Path) -> None:
    twice = rows(tmp_path / "a.csv", designation=["433", "1898 DQ", "2099 AA"])
    both = rows(tmp_path / "b.csv", designation=["1898 DQ"], number=[433])
    for tables in ({"a": twice, "b": both}, {"b": both, "a": twice}):
        catalog, _ = merge_catalogs(tables)
        assert catalog.frame["designation"].to_list() == ["A898 DQ", "2099 AA"]
        (fault,) = catalog.report.faults
        assert (fault.row, fault.value) == (None, "A898 DQ")
        assert catalog.report.n_read == 3


def test_sources_that_a_file_carries_stay(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    load_embedded().frame.head(3).write_csv(path)
    mine = load(path)
    mpc = load(FORMATS / "mpc_nea.txt")
    catalog, _ = merge_catalogs({"mine": mine, "mpc 2019": mpc})
    sources = dict(catalog.frame.select("name", "elements_source").iter_rows())
    assert sources["Eros"] == "JPL SBDB 2026-07-04"
    assert set(sources.values()) == {"JPL SBDB 2026-07-04", "mpc 2019"}
    again, _ = merge_catalogs({"mine": mine, "mpc 2019": mpc}, relabel=True)
    assert set(again.frame["elements_source"].to_list()) == {"mine", "mpc 2019"}
    row = catalog.frame.row(catalog.row_of("Eros"), named=True)
    assert (row["diameter_source"], row["taxonomy_source"]) == ("SBDB", "Mahlke 2022")
    bare = mine.frame.with_columns(diameter_source=pl.lit(None, dtype=pl.String))
    unnamed = Catalog("bare", bare, "", mine.report)
    catalog, _ = merge_catalogs({"thermal": unnamed})
    assert catalog.frame["diameter_source"][0] == "thermal"


def test_h_brings_its_error(tmp_path: Path) -> None:
    first = load_embedded().select([0, 1])
    frame = first.frame.with_columns(
        h_mag=pl.Series([None, 15.59]), sigma_h_mag=pl.Series([0.9, 0.1])
    )
    better = Catalog("first", frame, "", first.report)
    second = Catalog("second", first.frame.with_columns(sigma_h_mag=pl.lit(0.3)), "", first.report)
    catalog, _ = merge_catalogs({"first": better, "second": second})
    assert catalog.frame.select("h_mag", "sigma_h_mag").rows() == [(10.41, 0.3), (15.59, 0.1)]
