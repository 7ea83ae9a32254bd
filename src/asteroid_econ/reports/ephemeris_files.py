"""An itinerary as files that other tools read: CCSDS OEM and CSV."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from asteroid_econ.orbits.planets import ecliptic_to_equatorial
from asteroid_econ.orbits.roundtrip_states import PhaseStates
from asteroid_econ.records import Floats

_MJD_0 = datetime(1858, 11, 17)


def oem_text(phases: Sequence[PhaseStates], *, craft: str, created_utc: datetime) -> str:
    """Return an Orbit Ephemeris Message, one segment for each phase.

    Parameters
    ----------
    phases : sequence of PhaseStates
        In order of time.
    craft : str
        Name of the object.
    created_utc : datetime
        When the file is made, for the header; of the zone UTC or of none.

    Returns
    -------
    str
        Version 2.0 in keyword notation: centre Sun, frame ICRF, time TDB, km and km/s. Names are
        in capitals, as the standard asks of values that are text.

    References
    ----------
    CCSDS 502.0-B-2 (2009), Orbit Data Messages, section 5.
    """
    lines = [
        "CCSDS_OEM_VERS = 2.0",
        f"CREATION_DATE = {created_utc:%Y-%m-%dT%H:%M:%S}",
        "ORIGINATOR = ASTEROID-ECON",
    ]
    for phase in phases:
        lines += [
            "",
            "META_START",
            f"OBJECT_NAME = {_plain(craft)}",
            f"OBJECT_ID = {_plain(craft)}",
            "CENTER_NAME = SUN",
            "REF_FRAME = ICRF",
            "TIME_SYSTEM = TDB",
            f"START_TIME = {_instant(phase.mjd_tdb[0])}",
            f"STOP_TIME = {_instant(phase.mjd_tdb[-1])}",
            "META_STOP",
            f"COMMENT {phase.phase}",
        ]
        lines += [
            " ".join([_instant(t), *(f"{x:.6f}" for x in r), *(f"{x:.9f}" for x in v)])
            for t, r, v in _rows(phase)
        ]
    return "\n".join(lines) + "\n"


def csv_text(phases: Sequence[PhaseStates]) -> str:
    """Return the same states as CSV: phase, date, MJD (TDB), position and velocity, ICRF."""
    lines = ["phase,tdb,mjd_tdb,x_km,y_km,z_km,vx_km_s,vy_km_s,vz_km_s"]
    for phase in phases:
        lines += [
            ",".join(
                [phase.phase, _instant(t), repr(float(t)), *(repr(float(x)) for x in (*r, *v))]
            )
            for t, r, v in _rows(phase)
        ]
    return "\n".join(lines) + "\n"


def _rows(phase: PhaseStates) -> Iterator[tuple[float, Floats, Floats]]:
    r = ecliptic_to_equatorial(phase.r_km)
    v = ecliptic_to_equatorial(phase.v_km_s)
    return zip(phase.mjd_tdb, r, v, strict=True)


def _instant(mjd: float) -> str:
    return (_MJD_0 + timedelta(days=float(mjd))).isoformat(timespec="microseconds")


def _plain(text: str) -> str:
    """Return a name in capitals that no line of the message can be mistaken for."""
    kept = (c if c.isascii() and (c.isalnum() or c in " -_.") else "_" for c in text)
    return "".join(kept)[:64].strip().upper()
