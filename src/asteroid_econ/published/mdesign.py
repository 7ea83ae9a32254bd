"""JPL's small-body mission-design service: direct transfers from Earth to Ceres."""

from functools import partial

import numpy as np
from numpy.typing import NDArray

from asteroid_econ.catalogs.embedded import load_main_belt
from asteroid_econ.orbits.porkchop import porkchop
from asteroid_econ.published.case import Case
from asteroid_econ.published.tables import Table, table
from asteroid_econ.records import Floats

Integers = NDArray[np.intp]

_DIRECT_D = 900.0  # transfers that take longer make more than one revolution
_WHY = (
    "Ceres flies one two-body orbit of 2026 here and JPL's ephemeris there; steep departures "
    "multiply its error. Half of the rows agree to 0.015 km/s."
)


def cases() -> tuple[Case, ...]:
    """Return the excess speeds at both ends of the transfers of less than one revolution."""
    t = table("mdesign_ceres")
    tof_d = t.numbers("arrival_mjd_tdb") - t.numbers("launch_mjd_tdb")
    direct = np.flatnonzero(tof_d < _DIRECT_D)
    dates = (t.text("launch_mjd_tdb"), t.text("arrival_mjd_tdb"))
    return tuple(
        Case(
            id=f"mdesign/ceres/{end}",
            title="Direct transfers to Ceres",
            source="JPL Small-Body Mission-Design API v1.1, output of 2021-04-16",
            quantity=f"v∞ at {end}",
            unit="km/s",
            reference=t.numbers(f"vinf_{end}_km_s")[direct],
            tolerance=5e-5,
            kind="table",
            compute=partial(_vinf_km_s, t, direct, at),
            labels=tuple(f"MJD {dates[0][i]} to {dates[1][i]}" for i in direct),
            explanation=_WHY,
            explained_bound=0.35,
        )
        for at, end in enumerate(("departure", "arrival"))
    )


def _vinf_km_s(t: Table, rows: Integers, end: int) -> Floats:
    """Return v∞ at departure (end 0) or arrival (end 1) of each row."""
    ceres = load_main_belt().target("Ceres")
    elements = (
        *(ceres.a_au, ceres.ecc, ceres.inc_rad, ceres.node_rad, ceres.argperi_rad),
        *(ceres.mean_anomaly_rad, ceres.epoch_mjd_tdb),
    )
    launch, arrival = t.numbers("launch_mjd_tdb"), t.numbers("arrival_mjd_tdb")
    chops = [porkchop(*elements, [launch[i]], [arrival[i] - launch[i]]) for i in rows]
    both = [(np.sqrt(c.c3_km2_s2[0, 0]), c.vinf_arrival_km_s[0, 0]) for c in chops]
    return np.array(both)[:, end]
