"""Whatever is wrong with a file is named: file, row, column, value, what is allowed."""

import gzip
import os
from contextlib import suppress
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.catalogs.embedded import folder
from asteroid_econ.catalogs.load import load
from asteroid_econ.catalogs.quiet_stderr import quiet_stderr
from asteroid_econ.catalogs.schema import COLUMNS, REQUIRED
from asteroid_econ.errors import DataError

LINES = (folder() / "targets.csv").read_text().splitlines()
HEADER = LINES[0].split(",")


def planted(folder: Path, row: int, column: str, value: str) -> Path:
    lines = [line.split(",") for line in LINES[:21]]
    lines[row][HEADER.index(column)] = value
    path = folder / "planted.csv"
    path.write_text("\n".join(",".join(line) for line in lines))
    return path


FAULTS = [
    ("a_au", "abc"),
    ("a_au", "NaN"),
    ("a_au", ""),
    ("a_au", "-1.2"),
    ("a_au", "0"),
    ("a_au", "inf"),
    ("ecc", "1.2"),
    ("ecc", "1.0"),
    ("ecc", "-0.1"),
    ("inc_deg", "181"),
    ("node_deg", "1e5"),
    ("epoch_mjd_tdb", "2461200.5"),
    ("h_mag", "99.9"),
    ("h_mag", "-9.99"),
    ("albedo", "1.2"),
    ("albedo", "0"),
    ("diameter_km", "-3"),
    ("condition_code", "E"),
    ("number", "12.5"),
    ("designation", ""),
    ("designation", "x" * 50),
    ("name", "a\x1b[31mb"),
    ("rotation_h", "five"),
]


@pytest.mark.parametrize(("column", "value"), FAULTS)
def test_each_fault_is_found_with_row_and_column(tmp_path: Path, column: str, value: str) -> None:
    path = planted(tmp_path, 7, column, value)
    with pytest.raises(DataError) as caught:
        load(path, strict=True)
    error = caught.value
    assert (error.row, error.column) == (7, column)
    assert str(path) in str(error)
    assert "row 7" in str(error)
    assert column in str(error)
    assert "allowed" in str(error)
    rest = load(path)
    assert len(rest) == 19
    assert [(f.row, f.column) for f in rest.report.faults] == [(7, column)]


@pytest.mark.parametrize("column", REQUIRED)
def test_missing_column(tmp_path: Path, column: str) -> None:
    path = tmp_path / "short.csv"
    pl.read_csv(folder() / "targets.csv", infer_schema=False).drop(column).write_csv(path)
    with pytest.raises(DataError, match=f"missing column '{column}'"):
        load(path)


def test_same_object_twice(tmp_path: Path) -> None:
    for column, value in (("designation", "1898 PA"), ("number", "433"), ("name", "eros")):
        path = planted(tmp_path, 9, column, value)
        with pytest.raises(DataError, match="object of row 1 again"):
            load(path, strict=True)


def test_text_that_is_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "latin.csv"
    path.write_bytes("\n".join(LINES[:5]).replace("Albert", "Álbert").encode("latin-1"))
    with pytest.raises(DataError, match=r"row 2.*not UTF-8"):
        load(path)


def test_rows_with_too_many_cells_and_headers_that_repeat(tmp_path: Path) -> None:
    path = tmp_path / "ragged.csv"
    path.write_text("\n".join([*LINES[:4], LINES[4] + ",1,2", *LINES[5:9]]))
    with pytest.raises(DataError, match="row 4"):
        load(path)
    path.write_text(LINES[0] + ",ecc\n" + LINES[1] + ",0.1\n")
    with pytest.raises(DataError, match="'ecc' stands twice"):
        load(path)


def test_hostile_sizes(tmp_path: Path) -> None:
    path = tmp_path / "header.csv"
    path.write_text("designation," * 200_000)
    with pytest.raises(DataError, match="first MB"):
        load(path)
    path.write_text(LINES[0] + "\n")
    with pytest.raises(DataError, match="no rows"):
        load(path)
    path.write_text("")
    with pytest.raises(DataError, match="is empty"):
        load(path)


@given(st.binary(max_size=300))
@settings(max_examples=60)
def test_any_bytes_give_a_table_or_an_error_of_the_tree(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "any.csv"
    path.write_bytes(content)
    with pytest.raises(DataError):
        load(path)


@given(
    st.integers(0, 15_000), st.binary(min_size=1, max_size=4), st.sampled_from(["csv", "parquet"])
)
@settings(max_examples=80)
def test_broken_bytes_in_a_good_file(
    tmp_path_factory: pytest.TempPathFactory, where: int, junk: bytes, kind: str
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / f"broken.{kind}"
    if kind == "csv":
        content = "\n".join(LINES[:20]).encode()
    else:
        load("embedded").frame.head(20).write_parquet(path)
        content = path.read_bytes()
    where %= len(content)
    path.write_bytes(content[:where] + junk + content[where + len(junk) :])
    with suppress(DataError):
        catalog = load(path)
        bad = {fault.row for fault in catalog.report.faults}
        assert len(catalog) + len(bad) == catalog.report.n_read


def test_a_broken_file_prints_nothing_by_itself(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "broken.parquet"
    load("embedded").frame.write_parquet(path)
    content = path.read_bytes()
    for where in range(4, len(content), len(content) // 60):
        path.write_bytes(content[:where] + b"\xa5" + content[where + 1 :])
        with suppress(DataError):
            load(path)
    with quiet_stderr():
        os.write(2, b"thread panicked")
    assert capfd.readouterr() == ("", "")
    os.write(2, b"after")
    assert capfd.readouterr().err == "after"


def test_every_column_says_what_is_allowed() -> None:
    for column in COLUMNS:
        assert column.meaning
        assert column.allowed


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("\n".join(LINES[:3]).encode("utf-16"), "UTF-16"),
        (gzip.compress("\n".join(LINES[:3]).encode()), "gzip"),
        (b"PK\x03\x04 a spreadsheet", "zip archive"),
        ("\n".join(LINES[:3]).replace(",", ";").encode(), "separated by ';'"),
        ("\n".join(LINES[:3]).replace(",", "\t").encode(), r"separated by '\\t'"),
        (b",,,\n1,2,3,4\n", "column 1 has no name"),
    ],
)
def test_files_of_another_kind_are_called_by_their_name(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "other.csv"
    path.write_bytes(content)
    with pytest.raises(DataError, match=said):
        load(path)


def test_marks_and_ends_of_line_of_other_systems(tmp_path: Path) -> None:
    path = tmp_path / "windows.csv"
    text = "\r\n".join([*LINES[:5], "", ""])
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("Eros", '"Eros, the ""god"""').encode())
    catalog = load(path, strict=True)
    assert len(catalog) == 4
    assert catalog.frame["name"][0] == 'Eros, the "god"'


def test_a_report_names_the_first_faults_only(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("\n".join([LINES[0], *[LINES[1].replace("0.222877963", "2")] * 99, LINES[2]]))
    lines = load(path).report.lines()
    assert sum("'ecc'" in line for line in lines) == 50
    assert lines[-1] == "and 49 more faults"
