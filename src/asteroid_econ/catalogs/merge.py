"""One catalogue from several: the best orbit of each asteroid, and every field's source."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from asteroid_econ.catalogs.faults import Fault, LoadReport
from asteroid_econ.catalogs.schema import NAMES
from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.errors import DataError, InputError

Rows = NDArray[np.int64]

_NUMBER = r"^[0-9]+$"  # a designation that is only the number
# these stand or fall together: elements of one catalogue, never mixed
_ORBIT = (
    *("epoch_mjd_tdb", "a_au", "ecc", "inc_deg", "node_deg", "argperi_deg", "mean_anomaly_deg"),
    *("sigma_a_au", "sigma_ecc", "sigma_inc_deg", "a_half_width_au", "elements_source"),
)
# a value travels with its error and its source
_TOGETHER = (
    ("diameter_km", "sigma_diameter_km", "diameter_source"),
    ("albedo", "sigma_albedo", "albedo_source"),
    ("rotation_h", "rotation_source"),
    ("condition_code", "condition_source"),
    ("taxonomy", "taxonomy_source", "class_probabilities"),
)
_SOURCE_OF = {group[0]: name for group in _TOGETHER for name in group if name.endswith("_source")}


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What became of one source: rows read, matched with others, not matched, and used.

    ``is_base``: the catalogue that the others are joined to. ``reason`` says why rows are
    unmatched.
    """

    name: str
    n_rows: int
    n_matched: int
    n_used: int
    unmatched: tuple[str, ...]
    is_base: bool = False
    reason: str = ""

    @property
    def n_unmatched(self) -> int:
        """Rows that no other source has."""
        return len(self.unmatched)


def merge_catalogs(
    catalogs: Mapping[str, Catalog], *, relabel: bool = False
) -> tuple[Catalog, tuple[SourceReport, ...]]:
    """Return the union of several catalogues.

    Parameters
    ----------
    catalogs : mapping of str to Catalog
        By label, best orbits first. At least one. The label is written into the source column of
        every value that has none; sources that a file itself carries stay.
    relabel : bool
        Write the label into ``elements_source`` of every row.

    Returns
    -------
    catalog : Catalog
        One row per asteroid; where one catalogue joins two rows of another, the first is kept and
        the other stands in ``report.faults``. Orbit, its errors and H come from the first
        catalogue that has the asteroid (H from the next one where that has none); diameter,
        albedo, rotation, taxonomy and condition code each from the first catalogue that knows it,
        with its source.
    reports : tuple of SourceReport
        ``n_used`` is the number of orbits taken. A catalogue that shares no asteroid with the
        others is a DataError: a join of nothing is a mistake.
    """
    if not catalogs:
        raise InputError("catalogs", list(catalogs), "at least one catalogue")
    tables = list(catalogs.values())
    places = same_asteroids(tables)
    best = np.argmax(places >= 0, axis=0)
    for k in (*range(1, len(tables)), 0):  # the others before the one that they are joined to
        _refuse_stranger(tables, places, k)
    reports = [
        _report(label, table, places, k, best) for k, (label, table) in enumerate(catalogs.items())
    ]
    labelled = [_labelled(table, label, relabel) for label, table in catalogs.items()]
    taken = [frame[_or_null(rows)] for frame, rows in zip(labelled, places, strict=True)]
    taken = [
        part.with_columns(pl.Series("_known", rows >= 0))
        for part, rows in zip(taken, places, strict=True)
    ]
    frame = pl.DataFrame(_columns(taken, best)).select(NAMES)
    frame, faults = _once(frame.sort("number", "designation", nulls_last=True))
    digest = hashlib.sha256("".join(t.file_sha256 for t in tables).encode()).hexdigest()
    notes = tuple(line for table in tables for line in table.report.notes)
    report = LoadReport(
        path=" + ".join(t.report.path for t in tables),
        format="merged catalogue",
        n_read=len(frame) + len(faults),
        n_kept=len(frame),
        faults=faults,
        notes=notes,
    )
    return Catalog(" + ".join(catalogs), frame, digest, report), tuple(reports)


def _once(frame: pl.DataFrame) -> tuple[pl.DataFrame, tuple[Fault, ...]]:
    """Leave out second rows of one asteroid: a catalogue may have it twice and not know it."""
    again = pl.Series([False] * len(frame))
    for name in ("number", "designation", "name"):
        key = frame[name].cast(pl.String).str.to_lowercase()
        again = again | (key.is_not_null() & ~key.is_first_distinct())
    said = "is two rows of one catalogue, as another one tells; the first is kept"
    allowed = "one row per object"
    names = frame["designation"].filter(again).to_list()
    faults = tuple(Fault(None, "designation", n, f"'{n}' {said}", allowed) for n in names)
    return frame.filter(~again), faults


def _labelled(table: Catalog, label: str, relabel: bool) -> pl.DataFrame:
    """Fill in the label where a value has no source, or only the name that its format has."""
    frame, name = table.frame, "elements_source"
    own = frame[name].is_not_null() & (frame[name] != table.report.source) & (not relabel)
    sources = [frame[name].set(~own.fill_null(False), label)]
    for value, name in _SOURCE_OF.items():
        bare = frame[value].is_not_null() & frame[name].is_null()
        sources.append(frame[name].set(bare, label))
    return frame.with_columns(sources)


def _or_null(rows: Rows) -> pl.Series:
    return pl.Series(rows).set(pl.Series(rows < 0), None)


def same_asteroids(tables: Sequence[Catalog]) -> Rows:
    """Return the row of each asteroid (columns) in each table (rows), −1 where it is not there.

    One catalogue may know a number, another a designation, and a third both: rows that share a
    key, directly or through others, are one asteroid.
    """
    keys = [_keys(table) for table in tables]
    parent: dict[str, str] = {}
    for row_keys in (row for table in keys for row in table):
        first = _root(parent, row_keys[0])
        for key in row_keys[1:]:
            parent[_root(parent, key)] = first
    asteroid_of: dict[str, int] = {}
    rows: list[list[int]] = []
    for k, table in enumerate(keys):
        for row, row_keys in enumerate(table):
            root = _root(parent, row_keys[0])
            asteroid = asteroid_of.setdefault(root, len(rows))
            if asteroid < len(rows) and rows[asteroid][k] >= 0:  # a name shared by mistake
                asteroid = len(rows)
            if asteroid == len(rows):
                rows.append([-1] * len(tables))
            rows[asteroid][k] = row
    return np.array(rows, dtype=np.int64).T


def _root(parent: dict[str, str], key: str) -> str:
    """Return the key that stands for a group, shortening the way to it."""
    root = key
    for _ in range(len(parent) + 1):
        above = parent.setdefault(root, root)
        if above == root:
            break
        root = above
    for _ in range(len(parent) + 1):
        if key == root:
            break
        parent[key], key = root, parent[key]
    return root


def _keys(table: Catalog) -> list[list[str]]:
    """Numbers first: names and designations may be spelled in several ways."""
    columns = [
        [None if v is None else f"{name}:{str(v).lower()}" for v in table.frame[name].to_list()]
        for name in ("number", "designation", "name")
    ]
    return [[key for key in keys if key is not None] for keys in zip(*columns, strict=True)]


def _refuse_stranger(tables: Sequence[Catalog], places: Rows, k: int) -> None:
    elsewhere = (np.delete(places, k, axis=0) >= 0).any(axis=0)
    if len(tables) > 1 and not ((places[k] >= 0) & elsewhere).any():
        others = ", ".join(table.report.path for table in tables if table is not tables[k])
        raise DataError(
            tables[k].report.path,
            f"none of its {len(tables[k])} asteroids is in {others}",
            "catalogues of the same population, with numbers or designations",
        )


def _report(label: str, table: Catalog, places: Rows, k: int, best: Rows) -> SourceReport:
    mine = places[k] >= 0
    elsewhere = (np.delete(places, k, axis=0) >= 0).any(axis=0)
    matched = mine & elsewhere
    unmatched = places[k][mine & ~elsewhere]
    names = table.column("designation")[unmatched]
    used = int(np.sum((best == k) & mine))
    reason = _why(table, unmatched.tolist()) if len(places) > 1 else ""
    return SourceReport(
        label, len(table), int(matched.sum()), used, tuple(names.tolist()), k == 0, reason
    )


def _why(table: Catalog, unmatched: list[int]) -> str:
    """Say what the unmatched rows lack that could join them."""
    rows = table.frame[unmatched]
    bare = rows["designation"].str.contains(_NUMBER).fill_null(False)
    counts = {
        "have a number only": int((bare & rows["name"].is_null()).sum()),
        "have a designation only": int((~bare & rows["number"].is_null()).sum()),
    }
    said = [f"{n} {what}" for what, n in counts.items() if n]
    if not said:
        return ""
    return ", ".join(said) + ": a list with both would join them if they are elsewhere"


def _columns(taken: list[pl.DataFrame], best: Rows) -> list[pl.Series]:
    choice = pl.Series(best)
    columns = {name: _first(taken, name) for name in NAMES}
    for name in _ORBIT:
        columns[name] = _chosen(taken, name, choice)
    has_h = np.array([part["h_mag"].is_not_null().to_numpy() for part in taken])
    own_h = has_h[best, np.arange(best.size)]
    of_h = pl.Series(np.where(own_h, best, np.argmax(has_h, axis=0)))
    for name in ("h_mag", "sigma_h_mag"):
        columns[name] = _chosen(taken, name, of_h)
    for names in _TOGETHER:
        columns.update(zip(names, _together(taken, names), strict=True))
    columns["designation"] = _provisional_first(taken)
    return [series.alias(name) for name, series in columns.items()]


def _first(taken: list[pl.DataFrame], name: str) -> pl.Series:
    return pl.select(pl.coalesce(part[name] for part in taken)).to_series()


def _chosen(taken: list[pl.DataFrame], name: str, choice: pl.Series) -> pl.Series:
    parts = [part[name].set(choice != k, None) for k, part in enumerate(taken)]
    return pl.select(pl.coalesce(parts)).to_series()


def _together(taken: list[pl.DataFrame], names: tuple[str, ...]) -> list[pl.Series]:
    """Take all of the names from the first table that has the first of them."""
    known = np.array([part[names[0]].is_not_null().to_numpy() for part in taken])
    choice = pl.Series(np.argmax(known, axis=0))
    return [_chosen(taken, name, choice) for name in names]


def _provisional_first(taken: list[pl.DataFrame]) -> pl.Series:
    """Some lists call an asteroid by its number or name only; others know the designation."""
    full = []
    for part in taken:
        bare = part["designation"].str.contains(_NUMBER) | (part["designation"] == part["name"])
        full.append(part["designation"].set(bare.fill_null(False), None))
    return pl.select(pl.coalesce([*full, *(part["designation"] for part in taken)])).to_series()
