"""What JPL prints of near-Earth asteroids: distances of orbits, and when they can next be seen."""

from datetime import date

import numpy as np

from asteroid_econ.catalogs.dates import mjd_of_date
from asteroid_econ.catalogs.embedded import load_embedded
from asteroid_econ.catalogs.visibility import next_opportunity
from asteroid_econ.orbits.moid import earth_moid_au
from asteroid_econ.published.case import Case
from asteroid_econ.published.tables import Table, table
from asteroid_econ.records import Floats

_ANGLES = ("inc_deg", "node_deg", "argperi_deg")
_ELEMENTS = ("a_au", "ecc", "inc_rad", "node_rad", "argperi_rad", "mean_anomaly_rad")


def moids_au() -> Floats:
    """Return our distances for the orbits of the table."""
    t = table("moid_sbdb")
    angles = (np.radians(t.numbers(name)) for name in _ANGLES)
    epochs = t.numbers("epoch_mjd_tdb")
    return earth_moid_au(t.numbers("a_au"), t.numbers("ecc"), *angles, epoch_mjd_tdb=epochs)


def opportunities_mjd_tdb() -> Floats:
    """Return our next opportunities from the dates on which NHATS computed its own."""
    t, catalog = table("nhats_visibility"), load_embedded()
    found = []
    for name, start in zip(t.text("designation"), _mjd(t, "computed"), strict=True):
        row = catalog.select([catalog.row_of(name)])
        dates, _, _ = next_opportunity(
            *(row.column(element) for element in _ELEMENTS),
            epoch_mjd_tdb=row.column("epoch_mjd_tdb"),
            h_mag=row.column("h_mag"),
            g_slope=row.column("g_slope"),
            start_mjd_tdb=start,
        )
        found.append(dates[0])
    return np.array(found)


def _mjd(t: Table, column: str) -> Floats:
    days = [date.fromisoformat(text) if text else None for text in t.text(column)]
    mjd = [mjd_of_date(d.year, d.month, d.day) if d else np.nan for d in days]
    return np.array(mjd, dtype=float)


def cases() -> tuple[Case, ...]:
    """Return the two tables."""
    moid, seen = table("moid_sbdb"), table("nhats_visibility")
    return (
        Case(
            id="near-earth/moid",
            title="Minimum orbit intersection distance with Earth",
            source="JPL SBDB, 2026-07-04",
            quantity="MOID",
            unit="au",
            reference=moid.numbers("moid_au"),
            tolerance=1e-6,
            kind="table",
            compute=moids_au,
            labels=moid.text("designation"),
        ),
        Case(
            id="near-earth/next-opportunity",
            title="Next optical opportunity",
            source="JPL NHATS records, 2021 to 2024",
            quantity="first date with V <= 24 and elongation >= 60 deg",
            unit="d",
            reference=_mjd(seen, "obs_start"),
            tolerance=5.0,
            kind="table",
            compute=opportunities_mjd_tdb,
            labels=seen.text("designation"),
            explanation="two-body motion from one epoch over up to 16 years, against JPL's full "
            "force model; dates are 5 days apart",
            explained_bound=30.0,
        ),
    )
