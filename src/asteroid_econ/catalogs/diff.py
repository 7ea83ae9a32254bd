"""What changed between two snapshots of a catalogue."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from asteroid_econ.catalogs.merge import same_asteroids
from asteroid_econ.catalogs.schema import COLUMNS
from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.orbits.shoemaker_helin import rendezvous_dv_km_s


@dataclass(frozen=True, slots=True)
class Difference:
    """Asteroids added and removed, cells changed, and what that does to the screening Δv.

    ``changes`` has one row per cell: designation, column, old, new (as text). ``moves`` has one
    row per asteroid whose Shoemaker–Helin Δv or H changed: old and new values, and its place
    when all are sorted by Δv.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changes: pl.DataFrame
    moves: pl.DataFrame

    def counts(self) -> dict[str, int]:
        """Return how many cells of each column changed, most changed first."""
        table = (
            self.changes.group_by("column").len().sort(["len", "column"], descending=[True, False])
        )
        return dict(table.iter_rows())


def difference(old: Catalog, new: Catalog) -> Difference:
    """Return what changed from one catalogue to another.

    Parameters
    ----------
    old, new : Catalog
        Asteroids are the same where number, designation or name are.
    """
    places = same_asteroids([old, new])
    both = (places >= 0).all(axis=0)
    before, after = places[0][both], places[1][both]
    names = _names(new, after)
    changes = [_changed_cells(old, new, before, after, names, c.name) for c in COLUMNS]
    return Difference(
        added=tuple(_names(new, places[1][places[0] < 0]).to_list()),
        removed=tuple(_names(old, places[0][places[1] < 0]).to_list()),
        changes=pl.concat(changes),
        moves=_moves(old, new, before, after, names),
    )


def _names(catalog: Catalog, rows: np.ndarray) -> pl.Series:
    return catalog.frame["designation"][rows.tolist()]


def _changed_cells(
    old: Catalog, new: Catalog, before: np.ndarray, after: np.ndarray, names: pl.Series, column: str
) -> pl.DataFrame:
    one = old.frame[column][before.tolist()]
    two = new.frame[column][after.tolist()]
    changed = one.ne_missing(two)
    return pl.DataFrame(
        {
            "designation": names.filter(changed),
            "column": pl.repeat(column, int(changed.sum()), dtype=pl.String, eager=True),
            "old": one.filter(changed).cast(pl.String),
            "new": two.filter(changed).cast(pl.String),
        }
    )


def _moves(
    old: Catalog, new: Catalog, before: np.ndarray, after: np.ndarray, names: pl.Series
) -> pl.DataFrame:
    dv_old, dv_new = _dv_km_s(old), _dv_km_s(new)
    columns = {
        "designation": names,
        "name": new.frame["name"][after.tolist()],
        "h_mag_old": old.column("h_mag")[before],
        "h_mag_new": new.column("h_mag")[after],
        "dv_km_s_old": dv_old[before],
        "dv_km_s_new": dv_new[after],
        "place_old": _places(dv_old)[before],
        "place_new": _places(dv_new)[after],
    }
    table = pl.DataFrame(columns).with_columns(pl.selectors.float().fill_nan(None))
    h, dv = pl.col("h_mag_new"), pl.col("dv_km_s_new")
    moved = h.ne_missing(pl.col("h_mag_old")) | dv.ne_missing(pl.col("dv_km_s_old"))
    return table.filter(moved).sort("place_new", "designation")


def _dv_km_s(catalog: Catalog) -> np.ndarray:
    elements = (catalog.column(name) for name in ("a_au", "ecc", "inc_rad"))
    return rendezvous_dv_km_s(*elements)


def _places(dv_km_s: np.ndarray) -> np.ndarray:
    """Return 1 for the smallest; catalogues are in canonical order, which breaks ties."""
    places = np.empty(dv_km_s.size, dtype=np.int64)
    places[np.argsort(dv_km_s, kind="stable")] = np.arange(1, dv_km_s.size + 1)
    return places
