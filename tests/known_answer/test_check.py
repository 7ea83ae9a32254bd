"""Twenty planted faults are found, each with its row or its column; real catalogues have none."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from asteroid_econ.catalogs.check import check
from asteroid_econ.catalogs.embedded import folder
from asteroid_econ.catalogs.load import load
from asteroid_econ.catalogs.source_file import read_source

TABLE = pl.read_csv(folder() / "targets.csv", infer_schema=False)
CELLS = [
    (3, "a_au", "one"),
    (9, "a_au", "-1.9"),
    (14, "a_au", ""),
    (21, "a_au", "NaN"),
    (30, "ecc", "1.2"),
    (41, "ecc", "1"),
    (52, "ecc", "-0.3"),
    (63, "inc_deg", "190"),
    (77, "node_deg", "x"),
    (88, "h_mag", "99.9"),
    (99, "h_mag", "-9.99"),
    (110, "albedo", "1.2"),
    (121, "albedo", "0"),
    (132, "diameter_km", "-1"),
    (143, "epoch_mjd_tdb", "2461200.5"),
    (154, "designation", ""),
    (165, "condition_code", "E"),
    (176, "name", "\x07bell"),
]


def planted(cells: list[tuple[int, str, str]], table: pl.DataFrame = TABLE) -> pl.DataFrame:
    columns = {name: table[name].to_list() for name in table.columns}
    for row, column, value in cells:
        columns[column][row - 1] = value
    return pl.DataFrame(columns, schema=table.schema)


def found(table: pl.DataFrame, place: Path) -> list[tuple[int | None, str]]:
    path = place / "planted.csv"
    table.write_csv(path)
    return [(fault.row, fault.column) for fault in check(read_source(path)).faults]


def scaled(column: str, factor: float, offset: float = 0.0) -> pl.DataFrame:
    return TABLE.with_columns(
        (TABLE[column].cast(pl.Float64) * factor + offset).cast(pl.String).alias(column)
    )


def swapped(one: str, two: str, table: pl.DataFrame = TABLE) -> pl.DataFrame:
    return table.with_columns(table[two].alias(one), table[one].alias(two))


def turned_to_the_equator() -> pl.DataFrame:
    """Rotate every orbit about the equinox by Rodrigues' formula on its pole and perihelion."""
    inc, node, w = (
        np.deg2rad(TABLE[name].cast(pl.Float64).to_numpy())
        for name in ("inc_deg", "node_deg", "argperi_deg")
    )
    tilt = np.deg2rad(84381.448 / 3600.0)
    # spherical triangle equinox, node on the ecliptic, node on the equator
    cos_inc = np.cos(inc) * np.cos(tilt) - np.sin(inc) * np.sin(tilt) * np.cos(node)
    new_inc = np.arccos(cos_inc)
    sin_node = np.sin(inc) * np.sin(node) / np.sin(new_inc)
    cos_node = (np.cos(inc) * np.sin(tilt) + np.sin(inc) * np.cos(tilt) * np.cos(node)) / np.sin(
        new_inc
    )
    sin_arc = np.sin(tilt) * np.sin(node) / np.sin(new_inc)
    cos_arc = (np.cos(tilt) - np.cos(inc) * np.cos(new_inc)) / (np.sin(inc) * np.sin(new_inc))
    columns = {
        "inc_deg": np.rad2deg(new_inc),
        "node_deg": np.rad2deg(np.arctan2(sin_node, cos_node)) % 360.0,
        "argperi_deg": np.rad2deg(w + np.arctan2(sin_arc, cos_arc)) % 360.0,
    }
    return TABLE.with_columns(pl.Series(n, v).cast(pl.String) for n, v in columns.items())


def test_no_fault_in_the_embedded_table() -> None:
    assert check(read_source(folder() / "targets.csv")).faults == ()


def test_twenty_planted_faults(tmp_path: Path) -> None:
    cells = [*CELLS, (200, "designation", "A898 PA")]
    table = planted(cells, scaled("diameter_km", 1000.0))
    expected = {(row, column) for row, column, _ in cells} | {(None, "diameter_km")}
    assert len(expected) == 20
    assert set(found(table, tmp_path)) == expected


@pytest.mark.parametrize(
    ("table", "column"),
    [
        (scaled("a_au", 149597870.7), "a_au"),
        (scaled("inc_deg", np.pi / 180), "inc_deg"),
        (scaled("node_deg", np.pi / 180), "node_deg"),
        (scaled("argperi_deg", np.pi / 180), "argperi_deg"),
        (scaled("diameter_km", 1000.0), "diameter_km"),
        (scaled("rotation_h", 1 / 24), "rotation_h"),
        (scaled("epoch_mjd_tdb", 1.0, 2400000.5), "epoch_mjd_tdb"),
        (scaled("epoch_mjd_tdb", 86400.0, -86400.0 * 40587.0), "epoch_mjd_tdb"),  # Unix time
        (scaled("epoch_mjd_tdb", 1 / 365.25, 2000.0 - 51544.5 / 365.25), "epoch_mjd_tdb"),
        (scaled("mean_anomaly_deg", np.pi / 180), "mean_anomaly_deg"),
        (swapped("node_deg", "mean_anomaly_deg"), "node_deg"),
        (swapped("mean_anomaly_deg", "inc_deg"), "inc_deg"),
        (swapped("node_deg", "argperi_deg"), "node_deg"),
        (swapped("ecc", "inc_deg"), "ecc"),
        (swapped("a_au", "ecc"), "a_au"),
        (swapped("albedo", "diameter_km"), "diameter_km"),
        (turned_to_the_equator(), "inc_deg"),
    ],
)
def test_whole_columns_are_reported_once(tmp_path: Path, table: pl.DataFrame, column: str) -> None:
    assert found(table, tmp_path) == [(None, column)]
    assert found(planted([(30, "h_mag", "99.9")], table), tmp_path) == [
        (None, column),
        (30, "h_mag"),
    ]


@pytest.fixture(scope="module")
def export(data_dir: Path) -> pl.DataFrame:
    path = data_dir / "catalogs/sbdb_fullprec_pha_2026-07.csv"
    return pl.read_csv(path, infer_schema=False).head(1000)


@pytest.mark.parametrize(
    ("one", "two", "said"),
    [
        ("a", "q", "holds the perihelion distance"),
        ("a", "per", "holds the period in days"),
        ("e", "q", "holds the perihelion distance"),
        ("om", "ma", "holds what belongs into 'ma'"),
    ],
)
def test_swaps_with_columns_that_the_schema_has_not(
    tmp_path: Path, export: pl.DataFrame, one: str, two: str, said: str
) -> None:
    swapped(one, two, export).write_csv(tmp_path / "swapped.csv")
    report = check(read_source(tmp_path / "swapped.csv"))
    assert [(f.row, f.column) for f in report.faults] == [(None, one)]
    assert said in report.faults[0].problem


def test_columns_of_an_export_that_contradict_each_other(
    tmp_path: Path, export: pl.DataFrame
) -> None:
    path = tmp_path / "export.csv"
    a_au = export["a"].to_list()
    a_au[99], a_au[149] = str(1.05 * float(a_au[99])), "-1"
    export.with_columns(pl.Series("a", a_au)).write_csv(path)
    faults = check(read_source(path)).faults
    assert [(f.row, f.column) for f in faults] == [(100, "a"), (150, "a")]
    assert "contradicts q" in faults[0].problem
    assert [f.row for f in load(path).report.faults] == [100, 150]
    years = (export["per"].cast(pl.Float64) / 365.25).cast(pl.String)
    export.with_columns(years).write_csv(path)
    (fault,) = check(read_source(path)).faults
    assert fault.row is None
    assert "in 1000 rows" in fault.problem
    kept = load(path)  # a column that nobody needs leaves no row out, and is told
    assert len(kept) == 1000
    assert "in 1000 rows" in kept.report.notes[0]


def test_a_diameter_that_cannot_go_with_h(tmp_path: Path, export: pl.DataFrame) -> None:
    # 1566 Icarus, H = 16.5, is 1 km across: of 1000 km it would have the albedo .0000004
    shared = {"433", "99942"}
    table = export.filter(~pl.col("pdes").is_in(shared))
    row = table["diameter"].is_not_null().arg_true()[-1]
    metres = table["diameter"].to_list()
    metres[row] = str(1000.0 * float(metres[row]))
    table.with_columns(pl.Series("diameter", metres)).write_csv(tmp_path / "metres.csv")
    (fault,) = check(read_source(tmp_path / "metres.csv")).faults
    assert (fault.row, fault.column) == (row + 1, "diameter_km")
    assert "albedo" in fault.problem


def test_one_asteroid_under_two_names(tmp_path: Path) -> None:
    table = TABLE.with_columns(
        pl.Series("designation", [*TABLE["designation"][:-1], "K04M04N"]),
        pl.Series("number", [*TABLE["number"][:-1], None], dtype=pl.String),
        pl.Series("name", [*TABLE["name"][:-1], None], dtype=pl.String),
    )
    assert (len(TABLE), "designation") in found(table, tmp_path)
    row = TABLE["designation"].to_list().index("2004 MN4")
    names = TABLE["designation"].to_list()
    names[row] = "Apophis"
    blank = [None if k == row else v for k, v in enumerate(TABLE["number"].to_list())]
    unnamed = [None if k == row else v for k, v in enumerate(TABLE["name"].to_list())]
    twice = pl.concat([TABLE, TABLE[row]]).with_columns(
        pl.Series("designation", [*names, "2004 MN4"]),
        pl.Series("number", [*blank, None], dtype=pl.String),
        pl.Series("name", [*unnamed, None], dtype=pl.String),
    )
    assert found(twice, tmp_path) == [(len(TABLE) + 1, "designation")]


def test_several_columns_at_once(tmp_path: Path) -> None:
    table = turned_to_the_equator()
    table = swapped("h_mag", "rotation_h", table)
    table = table.with_columns((table["a_au"].cast(pl.Float64) * 149597870.7).cast(pl.String))
    assert set(found(table, tmp_path)) == {(None, "inc_deg"), (None, "h_mag"), (None, "a_au")}


def test_one_row_in_another_frame_unit_or_order(tmp_path: Path) -> None:
    equatorial = turned_to_the_equator()["inc_deg"]
    cells = [(6, "inc_deg", equatorial[5]), (60, "a_au", TABLE["ecc"][59])]
    cells += [(60, "ecc", "0.9"), (90, "inc_deg", str(np.deg2rad(float(TABLE["inc_deg"][89]))))]
    cells += [(95, "node_deg", TABLE["argperi_deg"][94]), (2, "rotation_h", "0.2417")]
    expected = [(2, "rotation_h"), (6, "inc_deg"), (60, "a_au"), (90, "inc_deg"), (95, "node_deg")]
    assert found(planted(cells), tmp_path) == expected


def test_real_catalogues_have_no_faults(data_dir: Path) -> None:
    for file in (
        "neodys_2022-06.parquet",
        "mpc_NEA_2019-05.txt",
        "nea_sbdb_2024-10.parquet",
        "sbdb_fullprec_pha_2026-07.csv",
    ):
        report = check(read_source(data_dir / "catalogs" / file))
        assert report.faults == ()
        assert report.n_shared > 150
        assert report.n_rows == report.n_good + len(report.comets) + len(report.others)


def test_too_few_shared_rows_are_said_to_be_unchecked(tmp_path: Path) -> None:
    # five rows are needed; fewer are said to be unchecked, not taken for right
    report = check(read_source(_few(tmp_path)))
    assert "unchecked" in report.notes[0]


def _few(place: Path) -> Path:
    path = place / "few.csv"
    TABLE.head(3).write_csv(path)
    return path


def test_rows_and_lines_of_a_file(tmp_path: Path) -> None:
    lines = (folder() / "targets.csv").read_text().splitlines()[:9]
    lines[2] = lines[2].replace("Albert", '"Al\nbert"').replace("0.546592811", "1.5")
    lines[6] = lines[6].replace(lines[6].split(",")[5], "1.5")
    path = tmp_path / "lines.csv"
    path.write_text("\r\n".join([*lines[:4], "", ",,", *lines[4:], "", ""]))
    report = check(read_source(path))
    assert report.n_rows == 8  # blank lines are no rows
    found = [(fault.row, fault.line, fault.column) for fault in report.faults]
    # row 2 fills two lines and has two faults; row 6 comes after that line and two blank ones
    assert found == [(2, 3, "name"), (2, 3, "ecc"), (6, 10, "ecc")]
    assert (report.n_good, report.n_bad) == (6, 2)
    assert "row 6 (line 10), column 'ecc'" in str(report.faults[2].error("f"))


def test_lists_of_fixed_width_count_lines(tmp_path: Path) -> None:
    text = (Path(__file__).parents[1] / "authorities/formats/mpcorb.dat").read_text()
    lines = text.splitlines()
    rule = next(k for k, line in enumerate(lines) if line.startswith("-----"))
    lines[rule + 1] = lines[rule + 1][:70] + "1.2000000" + lines[rule + 1][79:]
    path = tmp_path / "mpcorb.dat"
    path.write_text("\n".join(lines))
    (fault,) = check(read_source(path)).faults
    assert (fault.row, fault.line, fault.column) == (rule + 2, rule + 2, "ecc")


@pytest.mark.parametrize(
    ("columns", "missing"),
    [
        (TABLE.drop("ecc", "a_au", "h_mag").columns, ["'a_au'", "'ecc'", "'h_mag'"]),
        (["pdes", "epoch", "a", "e", "om", "w", "H"], ["'i'", "'ma'"]),
        (["pdes", "epoch", "a", "e", "i", "om", "w", "ma"], ["'H'"]),
        (["Name", "Epoch_MJD", "SemMajAxis_AU", "Ecc_", "Incl_deg", "AbsMag_"], ["'MeanAnom_deg'"]),
    ],
)
def test_every_missing_column_in_the_spelling_of_the_file(
    tmp_path: Path, columns: list[str], missing: list[str]
) -> None:
    path = tmp_path / "short.csv"
    path.write_text(",".join(columns) + "\n" + ",".join("1" * len(columns)) + "\n")
    (fault,) = check(read_source(path)).faults
    assert fault.row is None
    assert all(name in fault.problem for name in missing)
    assert "_row" not in fault.problem
    assert fault.problem.startswith("missing column")


def test_what_cannot_be_read_is_the_one_fault(tmp_path: Path) -> None:
    path = tmp_path / "latin.csv"
    path.write_bytes((folder() / "targets.csv").read_bytes().replace(b"Albert", b"\xc1lbert"))
    report = check(read_source(path))
    assert [(f.row, f.line) for f in report.faults] == [(2, 3)]
    assert "UTF-8" in report.faults[0].problem
