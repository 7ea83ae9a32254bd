"""Tables of JPL's Small-Body Database: CSV and Parquet exports."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from asteroid_econ.catalogs.faults import Fault
from asteroid_econ.catalogs.identity import number_of_spkid, split_full_name, whole_number
from asteroid_econ.catalogs.printed import tightest_a_au
from asteroid_econ.catalogs.raw import RawTable, changed, number, words
from asteroid_econ.catalogs.schema import BY_NAME

# what a table needs to be read as an export
SBDB_COLUMNS = (
    *("full_name or pdes or name or spkid", "epoch or epoch_mjd", "a or q", "e", "i", "om"),
    *("w", "ma", "H"),
)
_MARKS = frozenset({"e", "i", "om", "w", "ma"})
_JD_OFFSET = 2_400_000.5
_MOST = 0.5
_SAME = {
    "name": "name",
    "e": "ecc",
    "i": "inc_deg",
    "om": "node_deg",
    "w": "argperi_deg",
    "ma": "mean_anomaly_deg",
    "H": "h_mag",
    "H_sigma": "sigma_h_mag",
    "G": "g_slope",
    "data_arc": "arc_d",
    "n_obs_used": "n_obs",
    "sigma_a": "sigma_a_au",
    "sigma_a_2022": "sigma_a_au",
    "sigma_e": "sigma_ecc",
    "sigma_e_2022": "sigma_ecc",
    "sigma_i": "sigma_inc_deg",
    "sigma_i_2022": "sigma_inc_deg",
    "A1": "a1_au_d2",
    "A2": "a2_au_d2",
    "A3": "a3_au_d2",
    "moid": "published_moid_au",
    "class": "published_class",
    "class_sbdb": "published_class",
}
# SBDB's errors go with SBDB's own values
_SIGMAS = {
    "diameter_km": ("diameter_sigma", "sigma_diameter_km"),
    "albedo": ("albedo_sigma", "sigma_albedo"),
}
_USED = frozenset(
    {
        *_SAME,
        *("spkid", "number", "pdes", "prov", "full_name", "epoch", "epoch_mjd", "a", "q", "ad"),
        *("per", "n", "diameter", "albedo", "spitzer_diam_km", "spitzer_pv", "rot_per"),
        *("spec_B", "spec_T", "class_mahlke2022", "condition_code", "condition_code_best"),
        *("is_comet", "diameter_sigma", "albedo_sigma", "condition_code_src"),
    }
)
# in order of precedence: SBDB chooses among spacecraft, radar and thermal values itself
_CHOICES = {
    "diameter_km": (("diameter", "SBDB"), ("spitzer_diam_km", "Spitzer NEO surveys")),
    "albedo": (("albedo", "SBDB"), ("spitzer_pv", "Spitzer NEO surveys")),
    "taxonomy": (
        ("class_mahlke2022", "Mahlke 2022"),
        ("spec_B", "SBDB SMASSII"),
        ("spec_T", "SBDB Tholen"),
    ),
    "condition_code": (("condition_code", "SBDB"), ("condition_code_best", "MPC or from sigmas")),
    "rotation_h": (("rot_per", "SBDB"),),
}
_SOURCE_OF = {
    "diameter_km": "diameter_source",
    "albedo": "albedo_source",
    "taxonomy": "taxonomy_source",
    "condition_code": "condition_source",
    "rotation_h": "rotation_source",
}
_ORIGINS = {"condition_code": "condition_code_src"}  # where a joined export had a column from
_NAME_COLUMNS = ("full_name", "pdes", "prov", "name")


def is_sbdb(columns: Sequence[str]) -> bool:
    """Say whether the columns are those of an SBDB export."""
    names = set(columns)
    return names >= _MARKS and bool(names & {"a", "q"}) and bool(names & {"epoch", "epoch_mjd"})


def from_sbdb(raw: pl.DataFrame, source: str) -> RawTable:
    """Return the table in the columns of the schema, comets taken out and reported.

    Parameters
    ----------
    raw : DataFrame
        As exported, text or numbers.
    source : str
        What to write into ``elements_source``.
    """
    raw = raw.with_row_index("_row", offset=1)
    is_comet = _comets(raw)
    comets = _labels(raw.filter(is_comet))
    raw = raw.filter(~is_comet)
    notes: list[str] = []
    faults: list[Fault] = []
    columns = {"_row": raw["_row"].cast(pl.Int64)}
    columns |= {new: raw[old] for old, new in _SAME.items() if old in raw.columns}
    columns |= _identity(raw)
    columns["epoch_mjd_tdb"] = _epoch_mjd(raw)
    columns["a_au"], columns["a_half_width_au"] = _semi_major_axis_au(raw, notes, faults)
    for name, choices in _CHOICES.items():
        columns[name], columns[_SOURCE_OF[name]] = _chosen(raw, name, choices, notes)
    for name, (given, sigma) in _SIGMAS.items():
        if given in raw.columns:
            other = columns[_SOURCE_OF[name]] != "SBDB"
            cells = raw[given].cast(pl.String)
            columns[sigma] = cells.set(other.fill_null(True), None)
    columns["elements_source"] = pl.Series([source] * len(raw), dtype=pl.String)
    frame = pl.DataFrame([series.alias(name) for name, series in columns.items()])
    renamed = (*_SAME.items(), *_SIGMAS.values(), ("epoch", "epoch_mjd_tdb"), ("a", "a_au"))
    original = {new: old for old, new in renamed}
    ignored = tuple(name for name in raw.columns if name not in _USED and name != "_row")
    return RawTable(
        frame,
        "SBDB table",
        comets=tuple(comets),
        ignored=ignored,
        notes=tuple(notes),
        original=original,
        source=source,
        faults=tuple(faults),
    )


def _comets(raw: pl.DataFrame) -> pl.Series:
    """Rows that are flagged as comets, or whose designation starts like a comet's."""
    flagged = pl.Series([False] * len(raw), dtype=pl.Boolean)
    if "is_comet" in raw.columns:
        flagged = raw["is_comet"].cast(pl.String).str.to_lowercase().is_in(["true", "1", "y"])
    for name in ("full_name", "pdes"):
        if name in raw.columns:
            text = raw[name].cast(pl.String)
            flagged = flagged | text.str.contains(r"^\s*(\d+[PD](/|$|-)|[CPDX]/)").fill_null(False)
    return flagged.fill_null(False)


def _labels(raw: pl.DataFrame) -> list[str]:
    present = [pl.col(name).cast(pl.String) for name in _NAME_COLUMNS if name in raw.columns]
    if not present:
        return [f"row {row}" for row in raw["_row"]]
    return [text.strip() for text in raw.select(pl.coalesce(present).fill_null("")).to_series()]


def _identity(raw: pl.DataFrame) -> dict[str, pl.Series]:
    """Designation, number, name and SPK-ID from whichever of the columns there are."""
    empty = [None] * len(raw)
    spkids = _integers(raw["spkid"]) if "spkid" in raw.columns else empty
    numbers = _integers(raw["number"]) if "number" in raw.columns else empty
    names, provisionals = _texts(raw, "name"), _texts(raw, "prov")
    primary, full = _texts(raw, "pdes"), _texts(raw, "full_name")
    rows = zip(spkids, numbers, names, provisionals, primary, full, strict=True)
    found = [_one_identity(*row) for row in rows]
    designations, numbers, names = (
        (list(part) for part in zip(*found, strict=True))
        if found
        else (
            [],
            [],
            [],
        )
    )
    return {
        "designation": pl.Series(designations, dtype=pl.String),
        "number": pl.Series(numbers, dtype=pl.Int64),
        "name": pl.Series(names, dtype=pl.String),
        "spkid": pl.Series(spkids, dtype=pl.Int64),
    }


def _one_identity(
    spkid: int | None, number: int | None, name: str, prov: str, primary: str, full: str
) -> tuple[str | None, int | None, str | None]:
    full_number, full_name, full_designation = split_full_name(full) if full else (None, "", "")
    if number is None:
        number = whole_number(primary)
    if number is None:
        number = full_number
    if number is None and spkid is not None:
        number = number_of_spkid(spkid)
    designation = prov or full_designation or ("" if whole_number(primary) else primary)
    if not designation and number is not None:
        designation = str(number)
    if not designation and spkid is not None:
        designation = f"SPK-{spkid}"
    return designation or None, number, name or full_name or None


def _integers(series: pl.Series) -> list[int | None]:
    return series.cast(pl.Float64, strict=False).cast(pl.Int64, strict=False).to_list()


def _texts(raw: pl.DataFrame, name: str) -> list[str]:
    if name not in raw.columns:
        return [""] * len(raw)
    return words(raw[name]).fill_null("").to_list()


def _epoch_mjd(raw: pl.DataFrame) -> pl.Series:
    if "epoch" not in raw.columns:
        return raw["epoch_mjd"]
    # exports give Julian dates; nothing below two million can be one
    return changed(raw["epoch"], "epoch", lambda t: np.where(t > 2e6, t - _JD_OFFSET, t))


def _semi_major_axis_au(
    raw: pl.DataFrame, notes: list[str], faults: list[Fault]
) -> tuple[pl.Series, pl.Series]:
    columns = {
        name: number(raw[name]) if name in raw.columns else np.full(len(raw), np.nan)
        for name in ("a", "e", "q", "ad", "n", "per")
    }
    if "a" not in raw.columns:
        a_au = pl.Series(columns["q"] / (1.0 - columns["e"])).fill_nan(None)
        return a_au, pl.Series([None] * len(raw), dtype=pl.Float64)
    refined, half = tightest_a_au(
        columns["a"],
        columns["e"],
        q_au=columns["q"],
        aphelion_au=columns["ad"],
        n_deg_d=columns["n"],
        period_d=columns["per"],
    )
    moved = int(np.sum(refined != columns["a"]) - np.sum(np.isnan(refined)))
    if moved:
        notes.append(
            f"a is rounded: in {moved} rows it is the middle of what a, q, n and period allow "
            f"(median half-width {np.nanmedian(half):.1e} au)"
        )
    possible = (columns["a"] > 0.0) & ~((columns["e"] < 0.0) | (columns["e"] >= 1.0))
    apart = raw.filter(pl.Series(possible & np.isnan(half), dtype=pl.Boolean))
    faults += _contradictions(apart, len(raw))
    notes += [f"{fault.problem}: left as it is" for fault in faults if fault.row is None]
    a_au = changed(raw["a"], "a", lambda a: np.where(np.isnan(refined), a, refined))
    return a_au, pl.Series(half).fill_nan(None)


def _contradictions(apart: pl.DataFrame, n_rows: int) -> list[Fault]:
    """One fault per row; one for the file where most rows have it: then a column is wrong."""
    said, allowed = "a contradicts q, n or the period", "a = q / (1 - e), and Kepler's third law"
    if len(apart) > _MOST * n_rows and len(apart) > 1:
        return [Fault(None, "a_au", "", f"{said} in {len(apart)} rows", allowed)]
    cells = zip(apart["_row"].to_list(), apart["a"].cast(pl.String).to_list(), strict=True)
    return [Fault(row, "a_au", str(cell), said, allowed) for row, cell in cells]


def _chosen(
    raw: pl.DataFrame, name: str, choices: tuple[tuple[str, str], ...], notes: list[str]
) -> tuple[pl.Series, pl.Series]:
    """Return the first value of each row in order of precedence, and its source."""
    value = pl.Series([None] * len(raw), dtype=pl.String)
    source = value
    for order, (column, label) in enumerate(choices):
        if column not in raw.columns:
            continue
        cells = raw[column].cast(pl.String).str.strip_chars()
        cells = cells.set(cells == "", None)
        if order and BY_NAME[name].kind == "number":
            cells = _only_possible(cells, name, column, notes)
        taken = value.is_null() & cells.is_not_null()
        source = source.set(taken, label)
        if (origin := _ORIGINS.get(column)) in raw.columns:
            given = raw[origin].cast(pl.String).str.strip_chars()
            told = taken & given.is_not_null() & (given != "")
            source = source.zip_with(~told.fill_null(False), f"{label} (" + given + ")")
        value = value.fill_null(cells)
    return value, source


def _only_possible(cells: pl.Series, name: str, column: str, notes: list[str]) -> pl.Series:
    """Leave out a survey's values that cannot be (albedos above 1), and say so."""
    values = number(cells)
    rule = BY_NAME[name]
    low = values <= rule.lowest if rule.open_low else values < rule.lowest
    bad = pl.Series((values > rule.highest) | low)
    if bad.any():
        notes.append(f"{column}: {bad.sum()} values outside {rule.allowed} left out")
    return cells.set(bad, None)
