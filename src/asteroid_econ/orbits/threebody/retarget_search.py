"""The cheapest flight beside true Earth near a retrieval of the patched model.

A manifold set on Earth's ellipse at the section is only near the one that the ephemeris has: what
is cheapest by the first may be hundreds of m/s dearer by the second. So the flight itself is what
goes downhill here.
"""

from dataclasses import replace

import numpy as np

from asteroid_econ.errors import InputError
from asteroid_econ.orbits.threebody.retarget import Flown, flown_beside_true_earth
from asteroid_econ.orbits.threebody.retrieval import Retrieval, RetrievalLimits, trajectory_of
from asteroid_econ.orbits.threebody.table import ManifoldTable
from asteroid_econ.records import Floats

_STEP = np.array([20.0, 0.1, 0.05])  # days of the section date, place in the family, point
_REFUSED_M_S = 1e5


def cheapest_beside_true_earth(
    retrieval: Retrieval,
    elements: Floats,
    table: ManifoldTable,
    *,
    limits: RetrievalLimits | None = None,
    farthest_au: float = 1e-3,
    most: int = 20,
) -> Flown | None:
    """Return the cheapest flight found near a retrieval, None where none stays by its orbit.

    Parameters
    ----------
    retrieval, elements, limits
        As for :func:`~asteroid_econ.orbits.threebody.retarget.flown_beside_true_earth`.
    table : ManifoldTable
        The table that the retrieval was found in.
    farthest_au : float, optional
        Largest distance from the libration orbit in the first period there; > 0.
    most : int, optional
        Flights that are tried, a second each; >= 1.

    Notes
    -----
    Nelder and Mead's simplex over the date at the section, the place in the family and the point
    of the orbit; never dearer than the retrieval itself flown.
    """
    from scipy.optimize import minimize

    if most < 1:
        raise InputError("most", most, ">= 1")
    if not farthest_au > 0.0:
        raise InputError("farthest_au", farthest_au, "> 0")
    flights: list[Flown] = []

    def cost(x: Floats) -> float:
        trial = _shifted(retrieval, x * _STEP)
        flown = flown_beside_true_earth(trial, elements, trajectory_of(trial, table), limits=limits)
        if flown.status != 0 or not flown.orbit_distance_au <= farthest_au:
            return _REFUSED_M_S
        flights.append(flown)
        return flown.dv_m_s

    inward = -1.0 if retrieval.place > 0.98 else 1.0
    corners = np.vstack([np.zeros(3), np.diag([1.0, inward, 1.0])])
    minimize(
        cost, np.zeros(3), method="Nelder-Mead",
        options={"initial_simplex": corners, "maxfev": most, "xatol": 1e-2, "fatol": 1.0},
    )  # fmt: skip
    return min(flights, key=lambda flown: flown.dv_m_s, default=None)


def _shifted(retrieval: Retrieval, shift: Floats) -> Retrieval:
    """Return a retrieval with the section's date (d), place and point moved."""
    days, along, turn = (float(x) for x in shift)
    return replace(
        retrieval,
        departure_mjd_tdb=retrieval.departure_mjd_tdb + days,
        insertion_mjd_tdb=retrieval.insertion_mjd_tdb + days,
        section_mjd_tdb=retrieval.section_mjd_tdb + days,
        place=min(max(retrieval.place + along, 0.0), 1.0),
        point=(retrieval.point + turn) % 1.0,
    )
