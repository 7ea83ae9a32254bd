"""Sizes, albedos, spins and classes from survey tables, put into a catalogue."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from asteroid_econ.catalogs.identity import designation, split_full_name
from asteroid_econ.catalogs.merge import SourceReport
from asteroid_econ.catalogs.raw import number
from asteroid_econ.catalogs.schema import BY_NAME
from asteroid_econ.catalogs.source_file import raw_table, read_source
from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.errors import DataError, InputError

_SOURCE_OF = {
    "diameter_km": "diameter_source",
    "albedo": "albedo_source",
    "rotation_h": "rotation_source",
    "taxonomy": "taxonomy_source",
}
_NAME_COLUMNS = ("number", "designation", "desig", "name", "pdes", "prov", "full_name")


@dataclass(frozen=True, slots=True)
class Survey:
    """A table of physical properties.

    ``columns`` maps columns of the schema to columns of the table. ``wins``: its values replace
    the catalogue's; otherwise they fill what is empty. ``probability_prefix`` starts the columns
    of class probabilities.
    """

    label: str
    columns: Mapping[str, str]
    wins: bool = False
    probability_prefix: str = ""


# precedence: SBDB's own choice before one survey; one consistent classification before many
SURVEYS: dict[str, Survey] = {
    "spitzer": Survey("Spitzer NEO surveys", {"diameter_km": "diam", "albedo": "pv"}),
    "mahlke": Survey("Mahlke 2022", {"taxonomy": "class_"}, True, "class_"),
    "neowise": Survey("NEOWISE", {"diameter_km": "diameter", "albedo": "albedo"}),
}
_MARKS: dict[str, Callable[[set[str]], bool]] = {
    "spitzer": lambda columns: {"diam", "pv", "aorkey"} <= columns,
    "mahlke": lambda columns: {"class_", "class_sf", "class_S"} <= columns,
    "neowise": lambda columns: {"diameter", "albedo", "fit_code"} <= columns,
}


def survey_of(columns: list[str]) -> Survey:
    """Return the known survey that a table's columns belong to."""
    for name, fits in _MARKS.items():
        if fits(set(columns)):
            return SURVEYS[name]
    known = ", ".join(SURVEYS)
    raise InputError("survey", columns[:12], f"a table of {known}, or a Survey that names columns")


def add_physical(
    catalog: Catalog, path: str | Path, *, survey: Survey | None = None
) -> tuple[Catalog, SourceReport]:
    """Return the catalogue with the physical properties of a survey's table.

    Parameters
    ----------
    catalog : Catalog
        Where the values go.
    path : str or Path
        CSV or Parquet with a column of numbers, designations or names.
    survey : Survey, optional
        Which columns mean what; by default one of ``SURVEYS`` that the columns tell.

    Returns
    -------
    catalog : Catalog
        Several rows of one asteroid count by their mean (numbers) or the first (classes).
    report : SourceReport
        Rows that match no asteroid are named; a table that matches none is a DataError, and so
        is one without values in the allowed range.
    """
    source = read_source(path)
    table = raw_table(source)
    survey = survey or survey_of(table.columns)
    missing = [name for name in survey.columns.values() if name not in table.columns]
    if missing:
        raise DataError(path, f"missing column '{missing[0]}'", ", ".join(table.columns[:40]))
    rows, unmatched = _matched(catalog, table, str(path))
    if not (rows >= 0).any():
        raise DataError(
            path, f"none of its {len(table)} rows matches", "numbers, designations or names"
        )
    frame, n_used, n_outside = _filled(catalog.frame, table, rows, survey)
    note = f"{survey.label}: {len(table)} rows, {int((rows >= 0).sum())} matched, {n_used} used"
    if n_outside:
        note += f", {n_outside} values outside the allowed range left out"
    report = replace(catalog.report, notes=(*catalog.report.notes, note))
    merged = Catalog(catalog.name, frame, catalog.file_sha256, report)
    matched = int((rows >= 0).sum())
    return merged, SourceReport(survey.label, len(table), matched, n_used, tuple(unmatched))


def _matched(catalog: Catalog, table: pl.DataFrame, path: str) -> tuple[np.ndarray, list[str]]:
    """Return each table row's row in the catalogue (−1: none), and the names of the unmatched."""
    names = [name for name in _NAME_COLUMNS if name in table.columns]
    if not names:
        raise DataError(path, "has no column of names", ", ".join(_NAME_COLUMNS))
    texts = [_identifiers(table[name]) for name in names]
    rows = np.full(len(table), -1, dtype=np.int64)
    unmatched = []
    for k, keys in enumerate(zip(*texts, strict=True)):
        found = next(
            (r for key in keys if key for r in [_row(catalog, key)] if r is not None), None
        )
        if found is None:
            unmatched.append(next((key for key in keys if key), f"row {k + 1}"))
        else:
            rows[k] = found
    return rows, unmatched


def _identifiers(cells: pl.Series) -> list[str]:
    """Text of names and numbers; 3.0 is 3: a join on '3.0' would match nothing."""
    if cells.dtype.is_float():
        cells = cells.cast(pl.Int64, strict=False)
    text = cells.cast(pl.String).fill_null("").str.strip_chars()
    return text.str.replace(r"^(\d+)\.0*$", "${1}").to_list()


def _row(catalog: Catalog, key: str) -> int | None:
    number_, name, provisional = split_full_name(key)
    for candidate in (designation(key), str(number_ or ""), provisional, name):
        row = catalog.rows.get(candidate.lower()) if candidate else None
        if row is not None:
            return row
    return None


def _filled(
    frame: pl.DataFrame, table: pl.DataFrame, rows: np.ndarray, survey: Survey
) -> tuple[pl.DataFrame, int, int]:
    changed = np.zeros(len(frame), dtype=bool)
    n_outside = 0
    for name, given in survey.columns.items():
        if BY_NAME[name].kind == "number":
            values, outside = _means(table[given], rows, name, len(frame))
            n_outside += outside
        else:
            values = _firsts(table[given].cast(pl.String), rows, len(frame))
        use = values.is_not_null() & (frame[name].is_null() | survey.wins)
        source = _SOURCE_OF[name]
        updates = [
            frame[name].zip_with(~use, values).alias(name),
            frame[source].set(use, survey.label).alias(source),
        ]
        if survey.probability_prefix and name == "taxonomy":
            chances = _firsts(_probabilities(table, survey.probability_prefix), rows, len(frame))
            updates.append(frame["class_probabilities"].zip_with(~use, chances))
        frame = frame.with_columns(updates)
        changed |= use.to_numpy()
    return frame, int(changed.sum()), n_outside


def _means(cells: pl.Series, rows: np.ndarray, name: str, n_rows: int) -> tuple[pl.Series, int]:
    """Mean per asteroid of the values that are allowed, and how many others there were."""
    values = number(cells)
    rule = BY_NAME[name]
    with np.errstate(invalid="ignore"):
        inside = (values > rule.lowest) & (values <= rule.highest)
    outside = int(np.sum(np.isfinite(values) & ~inside & (rows >= 0)))
    keep = inside & (rows >= 0)
    sums, counts = np.zeros(n_rows), np.zeros(n_rows)
    np.add.at(sums, rows[keep], values[keep])
    np.add.at(counts, rows[keep], 1.0)
    with np.errstate(invalid="ignore"):
        return pl.Series(name, sums / counts).fill_nan(None), outside


def _firsts(cells: pl.Series, rows: np.ndarray, n_rows: int) -> pl.Series:
    values: list[str | None] = [None] * n_rows
    for row, cell in zip(rows.tolist(), cells.to_list(), strict=True):
        if row >= 0 and cell and values[row] is None:
            values[row] = cell
    return pl.Series(cells.name, values, dtype=pl.String)


def _probabilities(table: pl.DataFrame, prefix: str) -> pl.Series:
    """'C=0.75 B=0.25', the likeliest first; classes without a chance are left out."""
    names = [c for c in table.columns if c.startswith(prefix) and len(c) == len(prefix) + 1]
    chances = np.array([number(table[name]) for name in names]).T
    texts = []
    for row in np.nan_to_num(chances):
        order = [k for k in np.argsort(-row, kind="stable") if row[k] > 0.0]
        texts.append(" ".join(f"{names[k][len(prefix) :]}={row[k]:.6g}" for k in order))
    return pl.Series("class_probabilities", texts, dtype=pl.String)
