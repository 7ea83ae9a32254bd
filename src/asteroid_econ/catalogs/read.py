"""From a file to a catalogue: detect the format, read, check, report."""

from dataclasses import replace
from pathlib import Path

import polars as pl

from asteroid_econ.catalogs.faults import LoadReport
from asteroid_econ.catalogs.raw import RawTable
from asteroid_econ.catalogs.sbdb import from_sbdb, is_sbdb
from asteroid_econ.catalogs.schema import BY_NAME
from asteroid_econ.catalogs.source_file import SourceFile, raw_table, read_source
from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.catalogs.validate import checked


def load_file(path: str | Path, *, name: str | None = None, strict: bool = False) -> Catalog:
    """Return the catalogue in a file.

    Parameters
    ----------
    path : str or Path
        CSV or Parquet, in the package's own schema or as SBDB exports it.
    name : str, optional
        Name of the catalogue; by default the path.
    strict : bool
        Raise the first fault. Otherwise bad rows are left out and stand in ``report.faults``.
    """
    source = read_source(path)
    raw = _raw(source)
    rows = raw.frame["_row"].to_list()
    frame, faults = checked(raw.frame, source.path, rows)
    faults = [replace(f, column=raw.original.get(f.column, f.column)) for f in faults]
    if faults and (strict or not len(frame)):
        raise faults[0].error(source.path, len(faults) - 1)
    report = LoadReport(
        path=source.path,
        format=raw.format,
        n_read=len(raw.frame) + len(raw.comets),
        n_kept=len(frame),
        comets=raw.comets,
        faults=tuple(faults),
        ignored_columns=raw.ignored,
        notes=raw.notes,
    )
    return Catalog(name or source.path, frame, source.sha256, report)


def _raw(source: SourceFile) -> RawTable:
    table = raw_table(source)
    if "a_au" not in table.columns and is_sbdb(table.columns):
        return from_sbdb(table, "SBDB")
    frame = table.with_row_index("_row", offset=1).cast({"_row": pl.Int64})
    ignored = tuple(column for column in table.columns if column not in BY_NAME)
    return RawTable(frame, "catalogue table", ignored=ignored)
