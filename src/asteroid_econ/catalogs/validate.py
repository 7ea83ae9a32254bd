"""Raw columns become a checked frame; every cell that is not allowed becomes a fault."""

import re

import polars as pl

from asteroid_econ.catalogs.faults import Fault
from asteroid_econ.catalogs.identity import designation, number_of_spkid, split_full_name
from asteroid_econ.catalogs.raw import RawTable, words
from asteroid_econ.catalogs.schema import BY_NAME, COLUMNS, NAMES, REQUIRED, Column
from asteroid_econ.errors import DataError

_DTYPE = {"text": pl.String, "number": pl.Float64, "integer": pl.Int64, "flag": pl.Boolean}
_EMPTY = ["", "null", "none", "na", "n/a", "--"]
_FLAG = {"true": True, "false": False, "1": True, "0": False, "y": True, "n": False}
MAX_FAULTS = 300_000  # a small file of columns of words can have a hundred million bad cells
_PROVISIONAL = re.compile(r"A?\d{3,4} [A-Z]{2}\d*$", re.ASCII)
_DIGIT = re.compile(r"\d")
_NUMBER_AND_NAME = re.compile(r"\s*(\d{1,8}\s|\(\d{1,8}\)\s*\S)", re.ASCII)  # '1I/…' is none
_CONTROL = r"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]"


class _TooManyError(Exception):
    """So many cells are bad that listing them would not help and take all memory."""


def checked(table: RawTable, path: str) -> tuple[pl.DataFrame, list[Fault]]:
    """Return the good rows in canonical columns and row order, and the faults of the others.

    Parameters
    ----------
    table : RawTable
        Columns of the schema, as text or numbers; others are ignored. A missing required column
        is a DataError that names all of them.
    path : str
        For the messages.
    """
    raw, spelled = table.frame, table.original
    missing = [spelled.get(name, name) for name in REQUIRED if name not in raw.columns]
    if missing:
        names = ", ".join(f"'{name}'" for name in missing)
        word = "column" if len(missing) == 1 else "columns"
        allowed = ", ".join(spelled.get(name, name) for name in REQUIRED)
        raise DataError(path, f"missing {word} {names} in the {table.format}", allowed)
    if not len(raw):
        raise DataError(path, "has no rows", "at least one row of data")
    numbers = raw["_row"].cast(pl.Int64)
    faults: list[Fault] = []
    try:
        series = [_column(raw, column, numbers, faults) for column in COLUMNS]
        told = {(f.row, f.column) for f in faults} | {(None, f.column) for f in table.faults}
        faults += [fault for fault in table.faults if (fault.row, fault.column) not in told]
        frame = pl.DataFrame([*series, numbers])
        bad = {fault.row for fault in faults}
        good = frame.filter(~pl.col("_row").is_in(sorted(bad))) if bad else frame
        unique, twice = _without_duplicates(_one_spelling(good))
    except _TooManyError:
        said, allowed = (
            f"has more than {MAX_FAULTS} bad cells",
            "columns of the kind they are named",
        )
        raise DataError(path, said, allowed) from None
    faults = sorted([*faults, *twice], key=lambda f: (f.row or 0, NAMES.index(f.column)))
    return unique.select(NAMES).sort("number", "designation", nulls_last=True), faults


def empty_column(column: Column, n_rows: int) -> pl.Series:
    """Return a column that is null in every row."""
    return pl.repeat(None, n_rows, dtype=_DTYPE[column.kind], eager=True).alias(column.name)


def _column(raw: pl.DataFrame, column: Column, rows: pl.Series, faults: list[Fault]) -> pl.Series:
    if column.name not in raw.columns:
        return empty_column(column, len(raw))
    cells = raw[column.name]
    if column.kind == "text":
        return _texts(cells, column, rows, faults)
    if cells.dtype == pl.Boolean and column.kind != "flag":
        cells = cells.cast(pl.String)  # true is no number
    if cells.dtype == pl.String:
        cells = _stripped(cells, also_nan=column.may_be_empty)
    elif cells.dtype.is_float() and column.may_be_empty:
        cells = cells.fill_nan(None)
    values = _flags(cells) if column.kind == "flag" else cells.cast(pl.Float64, strict=False)
    _add(faults, cells, cells.is_not_null() & values.is_null(), column, rows, _not_a_number(column))
    if not column.may_be_empty:
        _add(faults, cells, cells.is_null(), column, rows, "is empty")
    if column.kind == "flag":
        return values.alias(column.name)
    _add(faults, cells, values.is_not_null() & ~_inside(values, column), column, rows, "{}")
    if column.kind == "number":
        return (values + 0.0).alias(column.name)
    whole = values.is_null() | (values == values.floor())
    _add(faults, cells, ~whole & values.is_not_null(), column, rows, "{} is not whole")
    return values.cast(pl.Int64, strict=False).alias(column.name)


def _not_a_number(column: Column) -> str:
    return "'{}' is not true or false" if column.kind == "flag" else "'{}' is not a number"


def _stripped(cells: pl.Series, *, also_nan: bool = False) -> pl.Series:
    text = cells.str.strip_chars()
    empty = [*_EMPTY, "nan"] if also_nan else _EMPTY
    return text.set(text.str.to_lowercase().is_in(empty), None)


def _flags(cells: pl.Series) -> pl.Series:
    if cells.dtype == pl.Boolean:
        return cells
    text = cells.cast(pl.String).str.to_lowercase()
    return text.replace_strict(_FLAG, default=None, return_dtype=pl.Boolean)


def _texts(cells: pl.Series, column: Column, rows: pl.Series, faults: list[Fault]) -> pl.Series:
    text = words(cells)
    text = text.set(text == "", None)
    long = text.str.len_chars() > column.highest
    _add(faults, text, long.fill_null(False), column, rows, "is too long: '{}'")
    if column.pattern:
        other = ~text.str.contains(column.pattern).fill_null(True)
        _add(faults, text, other, column, rows, "is of another form: '{}'")
    control = text.str.contains(_CONTROL).fill_null(False)
    _add(faults, text, control, column, rows, "has control characters: '{}'")
    if not column.may_be_empty:
        _add(faults, text, text.is_null(), column, rows, "is empty")
    return text.alias(column.name)


def _inside(values: pl.Series, column: Column) -> pl.Series:
    low = values > column.lowest if column.open_low else values >= column.lowest
    high = values < column.highest if column.open_high else values <= column.highest
    return (values.is_finite() & low & high).fill_null(False)


def _add(
    faults: list[Fault], cells: pl.Series, bad: pl.Series, column: Column, rows: pl.Series, say: str
) -> None:
    if not bad.any():
        return
    if len(faults) + int(bad.sum()) > MAX_FAULTS:
        raise _TooManyError
    for row, cell in zip(rows.filter(bad).to_list(), cells.filter(bad).to_list(), strict=True):
        text = "" if cell is None else str(cell)
        shown = text if len(text) <= 60 else text[:57] + "..."
        shown = "".join(c if c.isprintable() else "?" for c in shown)
        said = say.format(shown)
        if said == shown:
            said = f"{shown} is out of range"
        faults.append(Fault(row, column.name, shown, said, column.allowed))


def _one_spelling(frame: pl.DataFrame) -> pl.DataFrame:
    """Designations in one spelling; number and name also from a full name or an SPK-ID."""
    found = [_identity(text) for text in frame["designation"].to_list()]
    spelled = pl.Series("designation", [f[0] for f in found], dtype=pl.String)
    digits = pl.Series("digits", [f[1] for f in found], dtype=pl.Int64)
    names = pl.Series("names", [f[2] for f in found], dtype=pl.String)
    numbered = [None if s is None else number_of_spkid(s) for s in frame["spkid"].to_list()]
    of_spkid = pl.Series("of_spkid", numbered, dtype=pl.Int64)
    number = frame["number"].fill_null(digits).fill_null(of_spkid)
    name = frame["name"].fill_null(names)
    return frame.with_columns(spelled, number.alias("number"), name.alias("name"))


def _identity(text: str) -> tuple[str, int | None, str | None]:
    """Return designation, number and name of '99942 Apophis (2004 MN4)', of '433', of 'Apophis'."""
    spelled = designation(text)
    if _PROVISIONAL.match(spelled):  # as most are
        return spelled, None, None
    if spelled.isascii() and spelled.isdigit():
        return spelled, int(spelled) if len(spelled) <= 8 else None, None
    if not _DIGIT.search(spelled):
        return spelled, None, spelled
    number, name, provisional = split_full_name(text)
    if not number or not _NUMBER_AND_NAME.match(text):
        return spelled, None, None
    return provisional or str(number), number, name or None


def _without_duplicates(frame: pl.DataFrame) -> tuple[pl.DataFrame, list[Fault]]:
    """Keep the first row of each identity; the others are faults that name the first."""
    faults: dict[int, Fault] = {}
    frame = frame.sort("_row")
    for name in ("designation", "number", "name"):
        keys = frame.select("_row", pl.col(name).cast(pl.String).str.to_lowercase().alias("key"))
        keys = keys.drop_nulls()
        first = keys.group_by("key", maintain_order=True).agg(pl.col("_row").first().alias("first"))
        again = keys.join(first, on="key", maintain_order="left")
        again = again.filter(pl.col("_row") != pl.col("first"))
        if len(again) > MAX_FAULTS:
            raise _TooManyError
        for row, key, where in again.select("_row", "key", "first").iter_rows():
            said = f"'{key}' is the object of row {where} again"
            fault = Fault(row, name, key, said, f"one row per object: {BY_NAME[name].meaning}")
            faults.setdefault(row, fault)
    kept = frame.filter(~pl.col("_row").is_in(sorted(faults))) if faults else frame
    return kept, list(faults.values())
