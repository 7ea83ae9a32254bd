"""The formats that can be read: how each is recognised, and its reader."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

from asteroid_econ.catalogs.astorb import from_astorb, is_astorb
from asteroid_econ.catalogs.mapping import mapped
from asteroid_econ.catalogs.mpcorb import from_mpc_json, from_mpcorb, is_mpc_json, is_mpcorb
from asteroid_econ.catalogs.neodys import (
    NEODYS_COLUMNS,
    from_neodys_table,
    from_oef,
    is_neodys_table,
    is_oef,
)
from asteroid_econ.catalogs.raw import RawTable
from asteroid_econ.catalogs.sbdb import SBDB_COLUMNS, from_sbdb, is_sbdb
from asteroid_econ.catalogs.sbdb_json import (
    from_query_page,
    from_single_object,
    is_query_page,
    is_single_object,
)
from asteroid_econ.catalogs.schema import BY_NAME, REQUIRED
from asteroid_econ.catalogs.source_file import BYTE_ORDER_MARK, SourceFile, raw_table
from asteroid_econ.errors import DataError, InputError

MAX_JSON_BYTES = 96 * 2**20


def read_raw(
    source: SourceFile, form: str | None = None, mapping: Mapping[str, str] | None = None
) -> RawTable:
    """Return a file's raw table.

    Parameters
    ----------
    source : SourceFile
        The file.
    form : str, optional
        A key of ``FORMATS``; by default the content tells.
    mapping : mapping of str to str, optional
        Column of the schema to column of the file, for tables of no known format.
    """
    if mapping is not None:
        return mapped(raw_table(source), mapping, source.path)
    form = form or detected(source)
    if form not in FORMATS:
        raise InputError("format", form, f"one of {', '.join(FORMATS)}")
    return FORMATS[form](source)


def detected(source: SourceFile) -> str:
    """Return the format of a file: a key of ``FORMATS``."""
    if source.is_parquet:
        return "table"
    if is_json(source):
        return "json"
    text = source.text()
    for form, fits in _TEXTS.items():
        if fits(text):
            return form
    return "table"


def is_json(source: SourceFile) -> bool:
    """Say whether a file starts as JSON does."""
    head = source.content[:1000].removeprefix(BYTE_ORDER_MARK).lstrip()
    return not source.is_parquet and head[:1] in (b"{", b"[")


def _table(source: SourceFile) -> RawTable:
    table = raw_table(source)
    if "a_au" in table.columns:
        return _own_table(table, source.path)
    for fits, reader in _TABLES:
        if fits(table.columns):
            return reader(table)
    return _own_table(table, source.path)


def _missing(path: str, columns: list[str], missing: list[str]) -> DataError:
    """Name every column that is missing, in the spelling of the tables that the file is most like.

    The names of a known export are understood when all of them are there.
    """
    spellings = (SBDB_COLUMNS, NEODYS_COLUMNS)
    lacking = min([missing, *(_lacking(names, columns) for names in spellings)], key=len)
    said = ", ".join(f"'{name}'" for name in lacking)
    have = ", ".join(columns[:40])
    word = "column" if len(lacking) == 1 else "columns"
    allowed = "; or ".join(", ".join(names) for names in (REQUIRED, *spellings))
    hint = "; or name them with --map SCHEMA=COLUMN,…"
    return DataError(path, f"missing {word} {said} (the file has: {have})", allowed + hint)


def _lacking(names: tuple[str, ...], columns: list[str]) -> list[str]:
    return [name for name in names if not set(name.split(" or ")) & set(columns)]


def _own_table(table: pl.DataFrame, path: str) -> RawTable:
    if missing := [name for name in REQUIRED if name not in table.columns]:
        raise _missing(path, table.columns, missing)
    frame = table.with_row_index("_row", offset=1).cast({"_row": pl.Int64})
    ignored = tuple(column for column in table.columns if column not in BY_NAME)
    return RawTable(frame, "catalogue table", ignored=ignored)


def _sbdb_table(table: pl.DataFrame) -> RawTable:
    return from_sbdb(table, "SBDB")


def _forced(
    fits: Callable[[list[str]], bool], reader: Callable[[pl.DataFrame], RawTable], what: str
) -> Callable[[SourceFile], RawTable]:
    def read(source: SourceFile) -> RawTable:
        table = raw_table(source)
        if not fits(table.columns):
            have = ", ".join(table.columns[:20])
            raise DataError(source.path, f"has the columns {have}", f"the columns of {what}")
        return reader(table)

    return read


def _json(source: SourceFile) -> RawTable:
    document = _document(source)
    if is_query_page(document):
        return from_query_page(document, source.path)
    if is_single_object(document):
        return from_single_object(document, source.path)
    if is_mpc_json(document) and all(isinstance(item, dict) for item in document):
        return from_mpc_json(document)
    message = document.get("message", "") if isinstance(document, dict) else ""
    said = f"is JSON of an unknown shape {str(message)[:200]}".rstrip()
    raise DataError(
        source.path, said, "a page of SBDB's Query API, an SBDB object, or an MPC extended list"
    )


def _document(source: SourceFile) -> Any:
    if len(source.content) > MAX_JSON_BYTES:
        raise DataError(source.path, "is too large", f"at most {MAX_JSON_BYTES} bytes of JSON")
    try:
        return json.loads(source.text())
    except (ValueError, RecursionError) as error:
        raise DataError(source.path, f"is not JSON: {str(error)[:100]}", "JSON") from None


def _mpcorb(source: SourceFile) -> RawTable:
    return from_mpcorb(source.lines_text())


def _oef(source: SourceFile) -> RawTable:
    return from_oef(source.lines_text(), source.path)


def _astorb(source: SourceFile) -> RawTable:
    return from_astorb(source.lines_text())


FORMATS: dict[str, Callable[[SourceFile], RawTable]] = {
    "table": _table,
    "sbdb": _forced(is_sbdb, _sbdb_table, "an SBDB export"),
    "neodys": _forced(is_neodys_table, from_neodys_table, "a NEODyS table"),
    "json": _json,
    "mpcorb": _mpcorb,
    "oef": _oef,
    "astorb": _astorb,
}
_TEXTS: dict[str, Callable[[str], bool]] = {
    "oef": is_oef,
    "mpcorb": is_mpcorb,
    "astorb": is_astorb,
}
_TABLES: tuple[tuple[Callable[[list[str]], bool], Callable[[pl.DataFrame], RawTable]], ...] = (
    (is_sbdb, _sbdb_table),
    (is_neodys_table, from_neodys_table),
)
