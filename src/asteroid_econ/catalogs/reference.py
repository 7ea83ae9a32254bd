"""What a whole column holds, told by the asteroids that a reference table has too.

A frame, a unit or two swapped columns cannot be seen in one number: 20.4 degrees is as good an
inclination as 3.3. They show in many rows at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from asteroid_econ.catalogs.identity import designation, split_full_name
from asteroid_econ.catalogs.raw import number
from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.constants import (
    AU_KM,
    DAY_S,
    J2000_MJD_TDB,
    JULIAN_YEAR_D,
    MU_SUN_KM3_S2,
    UNIX_EPOCH_D,
)
from asteroid_econ.orbits.anomaly import mean_motion_rad_s
from asteroid_econ.orbits.moid import ellipse
from asteroid_econ.orbits.planets import ecliptic_to_equatorial

Floats = NDArray[np.float64]

LEAST_SHARED = 5
_LONGEST_NAME = 150  # characters of a full name
_SHARE = 0.6  # of the shared rows must fit a meaning before it is believed
# how far values of one asteroid differ between catalogues: absolute, and relative
_TOLERANCE = {
    "a_au": (0.0, 0.02),
    "ecc": (0.02, 0.0),
    "inc_deg": (0.5, 0.0),
    "node_deg": (2.0, 0.0),
    "argperi_deg": (2.0, 0.0),
    "mean_anomaly_deg": (10.0, 0.0),
    "h_mag": (0.7, 0.0),
    "diameter_km": (0.0, 0.1),
    "albedo": (0.0, 0.1),
    "rotation_h": (0.0, 0.02),
    "epoch_mjd_tdb": (8000.0, 0.0),
}
# what columns outside the schema hold, told by a and e; each within 2 %
_DERIVED = ("perihelion distance", "aphelion distance", "period in days", "mean motion in deg/d")
_CIRCLES = ("node_deg", "argperi_deg", "mean_anomaly_deg")
_UNITS: dict[str, tuple[tuple[str, float, float], ...]] = {
    "a_au": (("km", AU_KM, 0.0), ("m", 1000.0 * AU_KM, 0.0)),
    "inc_deg": (("rad", np.pi / 180.0, 0.0),),
    "node_deg": (("rad", np.pi / 180.0, 0.0), ("hours", 1.0 / 15.0, 0.0)),
    "argperi_deg": (("rad", np.pi / 180.0, 0.0),),
    "mean_anomaly_deg": (("rad", np.pi / 180.0, 0.0),),
    "diameter_km": (("m", 1000.0, 0.0),),
    "rotation_h": (("d", 1.0 / 24.0, 0.0), ("min", 60.0, 0.0), ("s", 3600.0, 0.0)),
    "albedo": (("percent", 100.0, 0.0),),
    "epoch_mjd_tdb": (
        ("JD", 1.0, 2_400_000.5),
        ("years", 1.0 / JULIAN_YEAR_D, 2000.0 - J2000_MJD_TDB / JULIAN_YEAR_D),
        ("s from 1970", DAY_S, -DAY_S * UNIX_EPOCH_D),
        ("days from J2000", 1.0, -J2000_MJD_TDB),
    ),
}
EQUATORIAL = ("inc_deg", "node_deg", "argperi_deg")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column of the file holds: a column of the schema, in a unit, in a frame.

    ``holds`` may also be a quantity that has no column: the perihelion distance, the period.

    ``factor`` and ``offset`` turn the schema's unit into the file's.
    """

    column: str
    holds: str
    unit: str = ""
    factor: float = 1.0
    offset: float = 0.0
    equatorial: bool = False

    @property
    def is_right(self) -> bool:
        """Whether the column holds what its name says."""
        return self.holds == self.column and not self.unit and not self.equatorial


def shared_rows(raw: pl.DataFrame, reference: Catalog) -> tuple[list[int], list[int]]:
    """Return the rows of a raw table and of the reference that are the same asteroids."""
    names = [name for name in ("designation", "number", "name") if name in raw.columns]
    texts = [raw[name].cast(pl.String).to_list() for name in names]
    ours: list[int] = []
    theirs: list[int] = []
    for row, keys in enumerate(zip(*texts, strict=True)):
        found = _row_of_any(keys, reference)
        if found is not None:
            ours.append(row)
            theirs.append(found)
    return ours, theirs


def _row_of_any(keys: Sequence[str | None], reference: Catalog) -> int | None:
    for key in keys:
        if key and len(key) <= _LONGEST_NAME:
            number_, name, provisional = split_full_name(key)
            for candidate in (designation(key), str(number_ or ""), provisional, name):
                row = reference.rows.get(candidate.lower()) if candidate else None
                if row is not None:
                    return row
    return None


def meanings(raw: pl.DataFrame, reference: Catalog) -> tuple[list[Meaning], int]:
    """Return what each comparable column holds, and the number of shared asteroids.

    Columns that fit nothing (or have too few shared values) are left out.
    """
    ours, theirs = shared_rows(raw, reference)
    if len(ours) < LEAST_SHARED:
        return [], len(ours)
    known = _references(reference.select(theirs))
    columns = [name for name in _TOLERANCE if name in raw.columns]
    values = {name: number(raw[name])[ours] for name in columns}
    if "epoch_mjd_tdb" in values:
        epochs = _epochs(values["epoch_mjd_tdb"], known)
        known["mean_anomaly_deg", False] = _anomalies_deg(reference.select(theirs), epochs)
    found = (_meaning(name, values[name], known) for name in columns)
    return [meaning for meaning in found if meaning is not None], len(ours)


def _references(rows: Catalog) -> dict[tuple[str, bool], Floats]:
    """Return what the reference has of each quantity; the mean anomaly needs the file's epochs."""
    plain = {(name, False): rows.column(name) for name in _TOLERANCE}
    plain["mean_anomaly_deg", False] = np.full(len(rows), np.nan)
    a, ecc, motion = rows.column("a_au"), rows.column("ecc"), _motion_deg_d(rows)
    derived = (a * (1.0 - ecc), a * (1.0 + ecc), 360.0 / motion, motion)
    plain |= {(name, False): values for name, values in zip(_DERIVED, derived, strict=True)}
    angles = _equatorial_angles_deg(rows)
    return plain | {(name, True): angles[k] for k, name in enumerate(EQUATORIAL)}


def _motion_deg_d(rows: Catalog) -> Floats:
    a_km = rows.column("a_au") * AU_KM
    return np.rad2deg(mean_motion_rad_s(a_km, mu_km3_s2=MU_SUN_KM3_S2) * DAY_S)


def _epochs(values: Floats, known: dict[tuple[str, bool], Floats]) -> Floats:
    """Return the epochs of a column of them, whatever its unit; NaN where it holds no epochs."""
    meaning = _meaning("epoch_mjd_tdb", values, known)
    if meaning is None or meaning.holds != "epoch_mjd_tdb":
        return np.full_like(values, np.nan)
    return (values - meaning.offset) / meaning.factor


def _anomalies_deg(rows: Catalog, epochs_mjd_tdb: Floats) -> Floats:
    later_d = epochs_mjd_tdb - rows.column("epoch_mjd_tdb")
    return (rows.column("mean_anomaly_deg") + _motion_deg_d(rows) * later_d) % 360.0


def _equatorial_angles_deg(rows: Catalog) -> tuple[Floats, Floats, Floats]:
    """Turn orbits into the frame of the equator: inclination, node, argument of perihelion."""
    elements = ("a_au", "ecc", "inc_rad", "node_rad", "argperi_rad")
    axes = ellipse(*(rows.column(name) for name in elements))
    major, minor = ecliptic_to_equatorial(axes[:, :3]), ecliptic_to_equatorial(axes[:, 3:6])
    pole = np.cross(major, minor)
    pole /= np.linalg.norm(pole, axis=1, keepdims=True)
    node = np.arctan2(pole[:, 0], -pole[:, 1])
    towards_node = np.stack([np.cos(node), np.sin(node), np.zeros_like(node)], axis=-1)
    ahead = np.cross(pole, towards_node)
    argperi = np.arctan2(np.sum(major * ahead, axis=1), np.sum(major * towards_node, axis=1))
    return np.rad2deg(np.arccos(pole[:, 2])), np.rad2deg(node), np.rad2deg(argperi)


def _meaning(column: str, values: Floats, known: dict[tuple[str, bool], Floats]) -> Meaning | None:
    """Return the meaning that the most rows fit; the plain one wins a tie."""
    candidates = [Meaning(column, column)]
    candidates += [Meaning(column, column, *unit) for unit in _UNITS.get(column, ())]
    others = [name for name in _TOLERANCE if name != column]
    candidates += [Meaning(column, name) for name in others]
    candidates += [Meaning(column, name, equatorial=True) for name in EQUATORIAL]
    candidates += [
        Meaning(column, name, *unit, equatorial=True)
        for name in EQUATORIAL
        for unit in _UNITS[name]
    ]
    # days and years from some date are like any other number
    units = {name: () if name == "epoch_mjd_tdb" else _UNITS.get(name, ()) for name in others}
    candidates += [Meaning(column, name, *unit) for name in others for unit in units[name]]
    candidates += [Meaning(column, name) for name in _DERIVED]
    best, best_share = None, _SHARE
    for meaning in candidates:
        share = _share(values, known[meaning.holds, meaning.equatorial], meaning)
        if share > best_share + (0.0 if best is None else 0.05):
            best, best_share = meaning, share
    return best


def _share(values: Floats, truth: Floats, meaning: Meaning) -> float:
    both = np.isfinite(values) & np.isfinite(truth)
    if both.sum() < LEAST_SHARED:
        return 0.0
    got = (values[both] - meaning.offset) / meaning.factor
    gap = np.abs(got - truth[both])
    if meaning.holds in _CIRCLES:
        gap = np.abs((got - truth[both] + 180.0) % 360.0 - 180.0)
    absolute, relative = _TOLERANCE.get(meaning.holds, (0.0, 0.02))
    return float(np.mean(gap <= absolute + relative * np.abs(truth[both])))
