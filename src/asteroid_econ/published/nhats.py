"""NASA's NHATS: records of accessible asteroids, searched again from NEODyS elements.

The records come from JPL's orbit solutions of 2012 to 2026; ours all start from NEODyS of 2022.
Where a solution has moved since, so has its record.
"""

from datetime import date
from functools import cache

import numpy as np
from numpy.typing import NDArray

from asteroid_econ.constants import AU_KM, MU_SUN_KM3_S2
from asteroid_econ.orbits.elements import state
from asteroid_econ.orbits.perturbed_field import PlanetTable
from asteroid_econ.orbits.roundtrip import PRESETS, RoundTrips, planets_for, round_trips
from asteroid_econ.orbits.roundtrip_record import Itinerary, itinerary_at
from asteroid_econ.published.case import Case
from asteroid_econ.published.tables import Table, table
from asteroid_econ.records import Floats

_MJD_0 = date(1858, 11, 17).toordinal()
PUSHED = "2006 RH120"
LEGS = (
    "dv_dep_park_km_s",
    "vrel_arr_neo_km_s",
    "vrel_dep_neo_km_s",
    "vrel_arr_earth_km_s",
    "v_entry_km_s",
)
_SOLUTIONS = (
    "2006 RH120 is pushed by sunlight, which these elements do not carry, and meets Earth; its and "
    "most other differences vanish with one shift along the orbit, as between two orbit solutions: "
    "nhats/trips-on-shifted-orbits"
)


def cases() -> tuple[Case, ...]:
    """Return one case for counts, one for minima, two for single trips, one for the sample."""
    least = _records("least dv")
    labels = least.text("designation")
    records = _single_trips()
    sample = table("nhats_records").where("source", records.text("source")[-1])
    legs = tuple(f"{r}, {leg}" for r in sample.text("record") for leg in LEGS)
    source = "JPL NHATS API v1.3, records of 2021 to 2026"
    return (
        Case(
            id="nhats/viable-trips",
            title="Number of viable round trips, 2020 to 2045",
            source=source,
            quantity="viable trips over the published number",
            unit="ratio",
            reference=np.ones(len(labels)),
            tolerance=0.0015,
            kind="table",
            compute=lambda: _search("nhats").n_viable / least.numbers("n_viable"),
            labels=labels,
            explanation=_SOLUTIONS,
            explained_bound=0.25,
        ),
        Case(
            id="nhats/least-dv",
            title="Least Δv of a round trip, 2020 to 2045",
            source=source,
            quantity="least Δv of a round trip",
            unit="km/s",
            reference=least.numbers("dv_total_km_s"),
            tolerance=0.005,
            kind="table",
            compute=lambda: _least(_search("nhats")),
            labels=labels,
            explanation=_SOLUTIONS,
            explained_bound=0.16,
        ),
        Case(
            id="nhats/viable-trips-2012",
            title="2000 SG344 on the grid of 2015 to 2040",
            source="JPL NHATS API documentation, computed 2012-01-06",
            quantity="viable round trips to 2000 SG344",
            unit="1",
            reference=table("nhats_records").where("record", "sample 1").numbers("n_viable"),
            tolerance=660.0,
            kind="model",
            compute=lambda: _search("nhats-2012").n_viable[row_of("2000 SG344")],
        ),
        Case(
            id="nhats/sample-legs",
            title="The two trips of the documentation, leg by leg",
            source=sample.text("source")[0],
            quantity="burns and entry speed",
            unit="km/s",
            reference=np.stack([sample.numbers(leg) for leg in LEGS], axis=1).ravel(),
            tolerance=0.005,
            kind="table",
            compute=lambda: _legs(sample).ravel(),
            labels=legs,
        ),
        _trips_case(
            "nhats/trips-at-published-dates",
            [i for i, (d, _) in enumerate(_names(records)) if d != PUSHED],
            bound=0.25,
        ),
        _trips_case(
            "nhats/trips-to-2006-rh120",
            [i for i, (d, _) in enumerate(_names(records)) if d == PUSHED],
            bound=1000.0,
        ),
    )


def _trips_case(name: str, rows: list[int], *, bound: float) -> Case:
    """Return the case of the published trips in some rows of the table."""
    records = _single_trips()
    return Case(
        id=name,
        title="Published trips, flown on their own dates",
        source="JPL NHATS API v1.3, records of 2012 to 2026",
        quantity="total Δv",
        unit="km/s",
        reference=records.numbers("dv_total_km_s")[rows],
        tolerance=0.05,
        kind="table",
        compute=lambda: [published_trips()[i].dv_km_s for i in rows],
        labels=tuple(", ".join(_names(records)[i]) for i in rows),
        explanation=_SOLUTIONS,
        explained_bound=bound,
    )


@cache
def published_trips() -> tuple[Itinerary, ...]:
    """Return our values for every published trip, on its own dates, in the table's order."""
    return tuple(_at_dates(_single_trips()))


def _single_trips() -> Table:
    return table("nhats_records")


def _names(records: Table) -> list[tuple[str, str]]:
    return list(zip(records.text("designation"), records.text("record"), strict=True))


def _records(kind: str) -> Table:
    return table("nhats_records").where("record", kind)


def records_of(designation: str) -> Table:
    """Return the records of one asteroid: that of least Δv and that of least duration."""
    return table("nhats_records").where("designation", designation)


def row_of(designation: str) -> int:
    """Return the place of an asteroid in ``orbits`` and in the searches."""
    return _records("least dv").text("designation").index(designation)


@cache
def orbits() -> tuple[Floats, Floats, Floats]:
    """Return the states of the recorded asteroids, and their epochs."""
    t = table("nhats_elements")
    wanted = [t.text("designation").index(d) for d in _records("least dv").text("designation")]
    inc, node, argperi, mean = (
        np.deg2rad(t.numbers(f"{name}_deg")) for name in ("inc", "node", "argperi", "mean_anomaly")
    )
    a_km = t.numbers("a_au") * AU_KM
    r_km, v_km_s = state(a_km, t.numbers("ecc"), inc, node, argperi, mean, mu_km3_s2=MU_SUN_KM3_S2)
    return r_km[wanted], v_km_s[wanted], t.numbers("epoch_mjd_tdb")[wanted]


@cache
def _search(preset: str) -> RoundTrips:
    return round_trips(*orbits(), PRESETS[preset])


def _least(trips: RoundTrips) -> NDArray[np.float64]:
    return np.nanmin(trips.dv_km_s, axis=1)


def _at_dates(records: Table) -> list[Itinerary]:
    r_km, v_km_s, epoch = orbits()
    rows = [row_of(designation) for designation in records.text("designation")]
    return [
        trip_at_date(records, k, r_km[i], v_km_s[i], float(epoch[i])) for k, i in enumerate(rows)
    ]


def trip_at_date(
    records: Table, k: int, r_km: Floats, v_km_s: Floats, epoch_mjd_tdb: float
) -> Itinerary:
    """Return the trip of a record on its own dates, to an asteroid of a given state."""
    out, stay, back = (float(records.numbers(f"dur_{leg}_d")[k]) for leg in ("out", "at", "ret"))
    launch = float(date.fromisoformat(records.text("launch")[k]).toordinal() - _MJD_0)
    return itinerary_at(r_km, v_km_s, epoch_mjd_tdb, launch, (out, stay, back), planets=_planets())


@cache
def _planets() -> PlanetTable:
    return planets_for(PRESETS["nhats"], orbits()[2])


def _legs(records: Table) -> Floats:
    return np.array([[getattr(trip, leg) for leg in LEGS] for trip in _at_dates(records)])
