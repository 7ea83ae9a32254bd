"""Sizes, albedos, spins and classes from survey tables, put into a catalogue."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl

from asteroid_econ.catalogs.identity import designation, split_full_name, unpacked_number
from asteroid_econ.catalogs.merge import SourceReport
from asteroid_econ.catalogs.raw import number, words
from asteroid_econ.catalogs.schema import BY_NAME
from asteroid_econ.catalogs.source_file import read_source
from asteroid_econ.catalogs.surveys import NAME_COLUMNS, Survey, survey_of, survey_table
from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.errors import DataError

_SOURCE_OF = {
    "diameter_km": "diameter_source",
    "albedo": "albedo_source",
    "rotation_h": "rotation_source",
    "taxonomy": "taxonomy_source",
}
_SIGMA_OF = {"diameter_km": "sigma_diameter_km", "albedo": "sigma_albedo"}
_NO_NAMES = ("", "0", "-")  # how tables say that there is no number or designation


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
        Which columns mean what; by default one of ``SURVEYS`` that the columns tell, or the
        columns of the schema, with the name of the file as the source.

    Returns
    -------
    catalog : Catalog
        Several rows of one asteroid count by their mean (numbers) or the first (classes). The
        error of a mean is that of one row with the scatter of the rows added: repeated fits share
        what is wrong with the model. A value, its error and its source come together.
    report : SourceReport
        Rows that match no asteroid are named; a table that matches none is a DataError, and so
        is one without values in the allowed range.
    """
    source = read_source(path)
    table = survey_table(source)
    survey = survey or survey_of(table.columns, Path(path).stem)
    missing = [name for name in survey.columns.values() if name not in table.columns]
    if missing:
        raise DataError(path, f"missing column '{missing[0]}'", ", ".join(table.columns[:40]))
    table, n_assumed = _measured(table, survey)
    rows, unmatched = _matched(catalog, table, str(path))
    if not (rows >= 0).any():
        raise DataError(
            path, f"none of its {len(table)} rows matches", "numbers, designations or names"
        )
    frame, n_used, n_outside, n_usable = _filled(catalog.frame, table, rows, survey)
    if not n_usable:
        said = f"has no value in the allowed range for its {int((rows >= 0).sum())} matched rows"
        raise DataError(path, said, f"{', '.join(survey.columns)} of the survey {survey.label}")
    note = f"{survey.label}: {len(table)} rows, {int((rows >= 0).sum())} matched, {n_used} used"
    if n_assumed:
        note += f", {n_assumed} values that were assumed and not fitted left out"
    if n_outside:
        note += f", {n_outside} values outside the allowed range left out"
    report = replace(catalog.report, notes=(*catalog.report.notes, note))
    merged = Catalog(catalog.name, frame, catalog.file_sha256, report)
    matched = int((rows >= 0).sum())
    return merged, SourceReport(survey.label, len(table), matched, n_used, tuple(unmatched))


def _measured(table: pl.DataFrame, survey: Survey) -> tuple[pl.DataFrame, int]:
    """Blank the values that the fit code calls assumed; return how many those were."""
    n_assumed = 0
    if "fit_code" not in table.columns:
        return table, n_assumed
    for name, letter in survey.fitted.items():
        cells = table[survey.columns[name]]
        assumed = ~table["fit_code"].cast(pl.String).str.contains(letter).fill_null(False)
        n_assumed += int((assumed & cells.is_not_null()).sum())
        table = table.with_columns(cells.set(assumed, None))
    return table, n_assumed


def _matched(catalog: Catalog, table: pl.DataFrame, path: str) -> tuple[np.ndarray, list[str]]:
    """Return each table row's row in the catalogue (−1: none), and the names of the unmatched."""
    names = [name for name in NAME_COLUMNS if name in table.columns]
    if not names:
        raise DataError(path, "has no column of names", ", ".join(NAME_COLUMNS))
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
    text = words(cells).fill_null("")
    text = text.str.replace(r"^(\d+)\.0*$", "${1}")
    if cells.name == "mpc_packed_name":
        return [str(unpacked_number(cell) or cell) for cell in text.to_list()]
    return text.set(text.is_in(_NO_NAMES), "").to_list()


def _row(catalog: Catalog, key: str) -> int | None:
    number_, name, provisional = split_full_name(key)
    for candidate in (designation(key), str(number_ or ""), provisional, name):
        row = catalog.rows.get(candidate.lower()) if candidate else None
        if row is not None:
            return row
    return None


def _filled(
    frame: pl.DataFrame, table: pl.DataFrame, rows: np.ndarray, survey: Survey
) -> tuple[pl.DataFrame, int, int, int]:
    """Return the filled frame: asteroids changed, values out of range, and values of use."""
    changed = np.zeros(len(frame), dtype=bool)
    n_outside = n_usable = 0
    for name, given in survey.columns.items():
        if BY_NAME[name].kind == "number":
            values, outside = _means(table[given], rows, name, len(frame))
            n_outside += outside
        else:
            values = _firsts(table[given].cast(pl.String), rows, len(frame))
        n_usable += int(values.is_not_null().sum())
        source = _SOURCE_OF[name]
        own = (frame[source] == survey.label).fill_null(False)  # the same value, less its error
        use = values.is_not_null() & (frame[name].is_null() | own | survey.wins)
        updates = [
            frame[name].zip_with(~use, values).alias(name),
            frame[source].set(use, survey.label).alias(source),
        ]
        if name in _SIGMA_OF:
            sigmas = _sigmas(table, rows, survey, name, len(frame))
            updates.append(frame[_SIGMA_OF[name]].zip_with(~use, sigmas))
        if survey.probability_prefix and name == "taxonomy":
            chances = _firsts(_probabilities(table, survey.probability_prefix), rows, len(frame))
            updates.append(frame["class_probabilities"].zip_with(~use, chances))
        frame = frame.with_columns(updates)
        changed |= use.to_numpy()
    return frame, int(changed.sum()), n_outside, n_usable


def _means(cells: pl.Series, rows: np.ndarray, name: str, n_rows: int) -> tuple[pl.Series, int]:
    """Mean per asteroid of the values that are allowed, and how many others there were."""
    values = number(cells)
    keep = _allowed(values, rows, name)
    outside = int(np.sum(np.isfinite(values) & (rows >= 0) & ~keep))
    return pl.Series(name, _mean_of(values, rows, keep, n_rows)).fill_nan(None), outside


def _allowed(values: np.ndarray, rows: np.ndarray, name: str) -> np.ndarray:
    rule = BY_NAME[name]
    with np.errstate(invalid="ignore"):
        return (values > rule.lowest) & (values <= rule.highest) & (rows >= 0)


def _mean_of(values: np.ndarray, rows: np.ndarray, keep: np.ndarray, n_rows: int) -> np.ndarray:
    sums, counts = np.zeros(n_rows), np.zeros(n_rows)
    np.add.at(sums, rows[keep], values[keep])
    np.add.at(counts, rows[keep], 1.0)
    with np.errstate(invalid="ignore"):
        return sums / counts


def _sigmas(
    table: pl.DataFrame, rows: np.ndarray, survey: Survey, name: str, n_rows: int
) -> pl.Series:
    """One-sigma error per asteroid; null where no row states one."""
    given = [column for column in survey.errors.get(name, ()) if column in table.columns]
    sigma = np.full(len(table), np.nan)
    if given:  # of a lower and an upper error, the mean
        sigma = np.mean([np.abs(number(table[column])) for column in given], axis=0)
    values = number(table[survey.columns[name]])
    keep = _allowed(values, rows, name)
    with np.errstate(invalid="ignore"):
        stated = keep & (sigma > 0.0) & (sigma <= BY_NAME[_SIGMA_OF[name]].highest)
    mean = _mean_of(values, rows, keep, n_rows)
    scatter = np.where(keep, values - mean[rows], np.nan)
    variance = _mean_of(sigma**2, rows, stated, n_rows) + _mean_of(scatter**2, rows, keep, n_rows)
    return pl.Series(_SIGMA_OF[name], np.sqrt(variance)).fill_nan(None)


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
