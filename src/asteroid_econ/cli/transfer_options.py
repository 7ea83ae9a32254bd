"""Options that the commands about transfers share."""

import math
from collections.abc import Callable
from contextlib import suppress
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray

from asteroid_econ.errors import InputError, UnitError
from asteroid_econ.orbits.departure import ParkingOrbit, parking_orbit
from asteroid_econ.orbits.grid import axis
from asteroid_econ.orbits.planets import RANGE_MJD_TDB
from asteroid_econ.units import mjd_tdb

Launch = Annotated[
    str,
    typer.Option(
        metavar="A..B", help="Launch window: dates (2030-01-01..2035-01-01) or MJD (TDB)."
    ),
]
Tof = Annotated[str, typer.Option(metavar="A..B", help="Times of flight in days.")]
Step = Annotated[float, typer.Option(help="Step in launch date, days.")]
TofStep = Annotated[
    float | None,
    typer.Option(help="Step in time of flight, days.", show_default="half of --step"),
]
From = Annotated[str, typer.Option("--from", help="'earth', 'mars' or 'venus'.")]
Altitude = Annotated[float, typer.Option(help="Of the circular parking orbit, km.")]


def axes(
    launch: str, tof: str, step: float, tof_step: float | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return launch dates (MJD TDB) and times of flight (d) from the options."""
    start, stop = _window("--launch", launch, _date)
    first, last = RANGE_MJD_TDB
    if not first <= start <= stop <= last:
        raise InputError("--launch", launch, f"1900 to 2100, MJD {first:g} to {last:g}")
    shortest, longest = _window("--tof", tof, _number)
    if shortest <= 0.0:
        raise InputError("--tof", tof, "times of flight > 0")
    _check_step("--step", step)
    if tof_step is not None:
        _check_step("--tof-step", tof_step)
    return (
        axis("--launch", start, stop, step),
        axis("--tof", shortest, longest, 0.5 * step if tof_step is None else tof_step),
    )


def parking(body: str, altitude_km: float, inclination_deg: float | None = None) -> ParkingOrbit:
    """Return the parking orbit of the options."""
    if inclination_deg is not None and not 0.0 <= inclination_deg <= 180.0:
        raise InputError("--inclination", inclination_deg, "0 to 180 degrees")
    inc_rad = None if inclination_deg is None else math.radians(inclination_deg)
    return parking_orbit(body.lower(), altitude_km=altitude_km, inc_rad=inc_rad)


def _window(option: str, text: str, read: Callable[[str, str], float]) -> tuple[float, float]:
    """Return both ends; what is refused is shown as it was typed."""
    start, stop = (read(option, end) for end in _ends(option, text))
    if not (math.isfinite(start) and math.isfinite(stop) and start <= stop):
        raise InputError(option, text, "A..B, both finite and B not before A")
    return start, stop


def _check_step(option: str, step: float) -> None:
    if not 0.0 < step < math.inf:
        raise InputError(option, step, "a finite number > 0")


def _ends(option: str, text: str) -> tuple[str, str]:
    start, dots, stop = (part.strip() for part in text.partition(".."))
    if not (start and dots and stop):
        raise InputError(option, text, "A..B, such as 2030-01-01..2035-01-01 or 60..800")
    return start, stop


def _number(option: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise InputError(option, text, "a number") from None


def _date(option: str, text: str) -> float:
    with suppress(ValueError):
        return float(text)
    try:
        return mjd_tdb(text)
    except UnitError:
        raise InputError(option, text, "an ISO 8601 date such as 2030-01-31, or an MJD") from None
