"""NHATS records that differ from ours, and the one shift along the orbit that meets most of them.

An orbit that was improved since differs most along itself, by an error of the mean motion. If that
is all, one number brings every burn and entry speed of both published trips of an asteroid
together. A wrong search or a wrong ephemeris would leave ten differences.
"""

from functools import cache
from typing import Any

import numpy as np

from asteroid_econ.orbits.roundtrip import PRESETS, round_trips
from asteroid_econ.orbits.roundtrip_partials import with_runoff_km_s
from asteroid_econ.published.case import Case
from asteroid_econ.published.nhats import LEGS, orbits, records_of, row_of, trip_at_date
from asteroid_econ.records import Floats

BODIES = (
    *("1999 AO10", "2006 RH120", "2011 BL45", "2008 UA202", "2018 PU23", "2006 BZ147"),
    "2016 ES85",
)
MOVED_FAR = "1999 AO10"
_START_ARCSEC_DECADE = 100.0 * np.arange(-40.0, 41.0)
_STEP_ARCSEC_DECADE = 0.5
_MAX_PASSES = 8


def cases() -> tuple[Case, ...]:
    """Return two cases: every speed of both trips on the shifted orbit; one body alone."""
    others = tuple(name for name in BODIES if name != MOVED_FAR)
    return (
        _case("nhats/trips-on-shifted-orbits", others),
        _case(
            "nhats/trips-to-1999-ao10-on-a-shifted-orbit",
            (MOVED_FAR,),
            explanation="one shift does not meet it: we guess that other elements differ",
            explained_bound=0.03,
        ),
    )


def _case(case_id: str, names: tuple[str, ...], **explained: Any) -> Case:
    return Case(
        id=case_id,
        title="Published trips, each asteroid shifted along its orbit by one fitted number",
        source="JPL NHATS API v1.3, records of 2021 to 2026",
        quantity="burns and entry speeds of both trips",
        unit="km/s",
        reference=np.concatenate([published_km_s(name) for name in names]),
        tolerance=0.005,
        kind="table",
        compute=lambda: np.concatenate(
            [published_km_s(name) + differences_km_s(name, shift(name)) for name in names]
        ),
        labels=tuple(
            f"{name}, {record}, {leg}"
            for name in names
            for record in records_of(name).text("record")
            for leg in LEGS
        ),
        **explained,
    )


def published_km_s(designation: str) -> Floats:
    """Return the burns and entry speeds of an asteroid's two records, in the order of ``LEGS``."""
    records = records_of(designation)
    return np.stack([records.numbers(leg) for leg in LEGS], axis=1).ravel()


def differences_km_s(designation: str, runoff_arcsec_decade: float, *, n_trips: int = 2) -> Floats:
    """Return ours minus the published speeds where the orbit's mean motion is off by a runoff."""
    r_km, v_km_s, epoch = (x[row_of(designation)] for x in orbits())
    moved = with_runoff_km_s(r_km, v_km_s, runoff_arcsec_decade)
    records = records_of(designation)
    trips = [trip_at_date(records, k, r_km, moved, float(epoch)) for k in range(n_trips)]
    ours = np.array([getattr(trip, leg) for trip in trips for leg in LEGS])
    return ours - published_km_s(designation)[: ours.size]


@cache
def shift(designation: str) -> float:
    """Return the runoff that fits both records best, arcsec per decade, by Gauss and Newton.

    It starts where the trip of least Δv, the slower one, fits best on a grid.
    """
    slower = [differences_km_s(designation, x, n_trips=1) for x in _START_ARCSEC_DECADE]
    x = float(_START_ARCSEC_DECADE[np.nanargmin(np.sum(np.abs(slower), axis=1))])
    for _ in range(_MAX_PASSES):
        here = differences_km_s(designation, x)
        slope = (differences_km_s(designation, x + _STEP_ARCSEC_DECADE) - here) / (
            _STEP_ARCSEC_DECADE
        )
        change = -float(slope @ here) / float(slope @ slope)
        x += change
        if abs(change) < 1e-3:
            break
    return x


@cache
def viable_trips() -> Floats:
    """Return the number of viable trips to each of ``BODIES`` on its shifted orbit."""
    i = [row_of(name) for name in BODIES]
    r_km, v_km_s, epoch = (x[i] for x in orbits())
    moved = [
        with_runoff_km_s(r, v, shift(name)) for r, v, name in zip(r_km, v_km_s, BODIES, strict=True)
    ]
    trips = round_trips(r_km, np.stack(moved), epoch, PRESETS["nhats"])
    return trips.n_viable.astype(np.float64)
