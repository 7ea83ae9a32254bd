"""JPL Horizons: Apophis through its encounter of 2029 and Eros, from NEODyS elements."""

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from asteroid_econ.constants import AU_KM, MU_SUN_KM3_S2
from asteroid_econ.orbits.elements import state
from asteroid_econ.orbits.perturbed import perturbed_states
from asteroid_econ.orbits.perturbed_field import PlanetTable, planet_table
from asteroid_econ.orbits.planets import equatorial_to_ecliptic, heliocentric_state
from asteroid_econ.published.case import Case
from asteroid_econ.published.tables import Table, table
from asteroid_econ.records import Floats

_END_2027 = 61_771.0
_MAY_2030 = (62_622.0, 62_653.0)
_CLOSEST = np.arange(62_239.88, 62_239.93, 1.0 / 5760.0)
_HORIZONS = "JPL Horizons, osculating elements"


def cases() -> tuple[Case, ...]:
    """Return the distances from Horizons, and the encounter."""
    return (
        _distance("apophis-to-2028", "99942", (0.0, _END_2027), 100.0),
        _distance("apophis-2030", "99942", _MAY_2030, 5000.0),
        _distance("eros", "433", (0.0, 1e5), 100.0),
        _encounter("distance", "km", 38_012.0, 30.0, lambda: encounter()[1]),
        _encounter("speed", "km/s", 7.42, 0.01, lambda: encounter()[2]),
        _encounter(
            "time", "min", 21.0 * 60.0 + 46.0, 1.0, lambda: (encounter()[0] - 62_239.0) * 1440.0
        ),
    )


def _encounter(
    what: str, unit: str, reference: float, tolerance: float, compute: Callable[[], float]
) -> Case:
    after = " after 2029-04-13 0:00 TDB" if what == "time" else ""
    return Case(
        id=f"horizons/apophis-encounter-{what}",
        title="Apophis at Earth on 2029-04-13",
        source="JPL Small-Body Database, close approaches of 99942 Apophis",
        quantity=f"{what} of the closest approach{after}",
        unit=unit,
        reference=np.array([reference]),
        tolerance=tolerance,
        kind="model",
        compute=compute,
    )


@cache
def encounter() -> tuple[float, float, float]:
    """Return the MJD (TDB), distance in km and speed in km/s of Apophis nearest to Earth."""
    r_km, v_km_s = _ours("99942", _CLOSEST)
    earth_r, earth_v = heliocentric_state("earth", _CLOSEST)
    distance = np.linalg.norm(r_km - earth_r, axis=1)
    i = int(np.argmin(distance))
    return float(_CLOSEST[i]), float(distance[i]), float(np.linalg.norm(v_km_s[i] - earth_v[i]))


@cache
def planets() -> PlanetTable:
    """Return the planets over the dates of the published tracks."""
    return planet_table(58_490.0, 63_000.0)


def elements_state(name: str, designation: str) -> tuple[Floats, Floats]:
    """Return the states (n, 3) of one body in a table of elements."""
    rows = table(name).where("designation", designation)
    inc, node, argperi, mean = (
        np.deg2rad(rows.numbers(f"{a}_deg")) for a in ("inc", "node", "argperi", "mean_anomaly")
    )
    a_km = rows.numbers("a_au") * AU_KM
    return state(a_km, rows.numbers("ecc"), inc, node, argperi, mean, mu_km3_s2=MU_SUN_KM3_S2)


def misses_km(designation: str, span: tuple[float, float]) -> Floats:
    """Return our distances from the published positions within a span of MJD (TDB)."""
    track, is_in = _part(designation, span)
    published = equatorial_to_ecliptic(elements_state("horizons_tracks", designation)[0])[is_in]
    ours, _ = _ours(designation, track.numbers("mjd_tdb")[is_in])
    return np.linalg.norm(ours - published, axis=1)


def _ours(designation: str, mjd_tdb: Floats) -> tuple[Floats, Floats]:
    rows = table("nhats_elements").where("designation", designation)
    r, v = elements_state("nhats_elements", designation)
    epoch = rows.numbers("epoch_mjd_tdb")
    r_km, v_km_s, _ = perturbed_states(r, v, epoch, mjd_tdb, planets=planets())
    return r_km[0], v_km_s[0]


def _part(designation: str, span: tuple[float, float]) -> tuple[Table, NDArray[np.bool_]]:
    track = table("horizons_tracks").where("designation", designation)
    dates = track.numbers("mjd_tdb")
    return track, (dates >= span[0]) & (dates < span[1])


def _distance(name: str, designation: str, span: tuple[float, float], tolerance: float) -> Case:
    track, is_in = _part(designation, span)
    dates = track.numbers("mjd_tdb")[is_in]
    return Case(
        id=f"horizons/{name}",
        title="Perturbed motion from NEODyS elements of 2022",
        source=_HORIZONS,
        quantity="distance from the published position",
        unit="km",
        reference=np.zeros(len(dates)),
        tolerance=tolerance,
        kind="table",
        compute=lambda: misses_km(designation, span),
        labels=tuple(f"MJD {d:.0f}" for d in dates),
    )
