"""From a file to a catalogue: read, check, report."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from asteroid_econ.catalogs.faults import Fault, LoadReport
from asteroid_econ.catalogs.formats import is_json, read_raw
from asteroid_econ.catalogs.raw import RawTable
from asteroid_econ.catalogs.source_file import SourceFile, lines_of_rows, read_source
from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.catalogs.validate import checked
from asteroid_econ.errors import DataError


def load_file(
    path: str | Path,
    *,
    name: str | None = None,
    strict: bool = False,
    form: str | None = None,
    mapping: Mapping[str, str] | None = None,
) -> Catalog:
    """Return the catalogue in a file.

    Parameters
    ----------
    path : str or Path
        CSV or Parquet in the package's own schema; exports and API pages of SBDB; lists of the
        Minor Planet Center, NEODyS, NEOCC and Lowell.
    name : str, optional
        Name of the catalogue; by default the path.
    strict : bool
        Raise the first fault. Otherwise bad rows are left out and stand in ``report.faults``.
    form : str, optional
        Format, where the content does not tell: a key of ``formats.FORMATS``.
    mapping : mapping of str to str, optional
        Column of the schema to column of the file, for tables of no known format.
    """
    return catalog_of(read_source(path), name=name, strict=strict, form=form, mapping=mapping)


def catalog_of(
    source: SourceFile,
    *,
    name: str | None = None,
    strict: bool = False,
    form: str | None = None,
    mapping: Mapping[str, str] | None = None,
) -> Catalog:
    """Return the catalogue in bytes that were read or downloaded; arguments as ``load_file``."""
    raw = read_raw(source, form, mapping)
    if not len(raw.frame) and (raw.comets or raw.others):
        left_out = ", ".join([*raw.comets, *raw.others][:3])
        raise DataError(source.path, f"has no asteroid, only {left_out}", "at least one asteroid")
    frame, faults = checked(raw, source.path)
    faults = located(faults, raw, source)
    if faults and (strict or not len(frame)):
        raise faults[0].error(source.path, len(faults) - 1)
    report = LoadReport(
        path=source.path,
        format=raw.format,
        n_read=len(raw.frame) + len(raw.comets) + len(raw.others),
        n_kept=len(frame),
        comets=raw.comets,
        others=raw.others,
        faults=tuple(faults),
        ignored_columns=raw.ignored,
        notes=raw.notes,
        source=raw.source,
    )
    return Catalog(name or source.path, frame, source.sha256, report)


def located(faults: Sequence[Fault], raw: RawTable, source: SourceFile) -> list[Fault]:
    """Return the faults with the file's own name of the column, and the line of the file."""
    rows = {fault.row for fault in faults if fault.row is not None}
    if raw.has_lines:
        lines = {row: row for row in rows}
    else:
        lines = {} if is_json(source) else lines_of_rows(source, rows)
    return [
        replace(
            fault,
            column=raw.original.get(fault.column, fault.column),
            line=None if fault.row is None else lines.get(fault.row),
        )
        for fault in faults
    ]
