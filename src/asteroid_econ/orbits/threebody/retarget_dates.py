"""Dates of both burns, sought anew on a manifold as the ephemeris has it.

The asteroid moves in the field of the Sun alone, the manifold in that of Sun, Earth and Moon; a
Lambert arc between them says what a pair of dates costs.
"""

from collections.abc import Callable

import numpy as np

from asteroid_econ.constants import AU_KM, DAY_S, MU_SUN_KM3_S2
from asteroid_econ.orbits.elements import state
from asteroid_econ.orbits.kepler import propagate
from asteroid_econ.orbits.perturbed import perturbed_states
from asteroid_econ.orbits.perturbed_field import PlanetTable
from asteroid_econ.orbits.threebody.retrieval import Retrieval, RetrievalLimits
from asteroid_econ.orbits.threebody.retrieval_cost import cheapest_arc
from asteroid_econ.orbits.threebody.sun_earth_line import earth_moon_state_km
from asteroid_econ.records import Floats

NEARBY_D = 240.0  # how far from a retrieval's dates others are tried
_GRID_D = 12.0
_LEAST_SINE = 0.05
_REFUSED = 100.0  # km/s


def asteroid_state_km(elements: Floats, mjd_tdb: float | Floats) -> tuple[Floats, Floats]:
    """Return the two-body state of (a_km, e, i, node, argument, mean anomaly, epoch)."""
    motion = np.sqrt(MU_SUN_KM3_S2 / elements[0] ** 3) * DAY_S
    mean = elements[5] + motion * (mjd_tdb - elements[6])
    a, ecc, inc, node, argperi = (float(x) for x in elements[:5])
    return state(a, ecc, inc, node, argperi, mean, mu_km3_s2=MU_SUN_KM3_S2)


def cheapest_between(
    start_km: tuple[Floats, Floats], end_km: tuple[Floats, Floats], transfer_d: float
) -> tuple[float, float, int, bool]:
    """Return burns (km/s), revolutions and path of the cheapest Lambert arc between two states.

    A state is a position (km) and a velocity (km/s), shapes (3,).
    """
    rate = 2.0 * np.pi / 365.25
    ends = [tuple(float(x) for x in np.concatenate(one)) for one in (start_km, end_km)]
    return cheapest_arc(ends[0], ends[1], transfer_d, rate, 1, _LEAST_SINE)


def moved_dates(
    retrieval: Retrieval, elements: Floats, section_km: Floats, section_mjd_tdb: float,
    planets: PlanetTable, limits: RetrievalLimits,
) -> tuple[float, float] | None:  # fmt: skip
    """Return departure and insertion near the given dates, cheapest by a Lambert arc, or None.

    Parameters
    ----------
    retrieval : Retrieval
        Whose dates are near.
    elements : ndarray, shape (7,)
        Of the asteroid, as for :func:`asteroid_state_km`.
    section_km : ndarray, shape (6,)
        State on the manifold, km and km/s, at ``section_mjd_tdb``.
    section_mjd_tdb : float
        When the section is passed.
    planets : PlanetTable
        The field.
    limits : RetrievalLimits
        What the dates keep to.
    """
    from scipy.optimize import minimize

    shift = section_mjd_tdb - retrieval.section_mjd_tdb
    departure, insertion = retrieval.departure_mjd_tdb + shift, retrieval.insertion_mjd_tdb + shift
    first = max(planets.first_mjd_tdb, insertion - NEARBY_D)
    last = min(section_mjd_tdb, insertion + NEARBY_D)
    nodes = np.arange(first, last, 1.0)
    r, v, _ = perturbed_states(
        section_km[:3], section_km[3:], section_mjd_tdb, nodes, planets=planets
    )
    is_far = _is_far_from_earth(elements, departure, limits)

    def cost(x: Floats) -> float:
        leave, join = departure + x[0], insertion + x[1]
        if abs(x[0]) > NEARBY_D or not nodes[0] <= join <= nodes[-1]:
            return _REFUSED
        if not 1.0 <= join - leave <= limits.longest_transfer_d:
            return _REFUSED
        if section_mjd_tdb - join > limits.longest_coast_d or not is_far(leave):
            return _REFUSED
        k = int(join - nodes[0])
        goal = propagate(r[0, k], v[0, k], (join - nodes[k]) * DAY_S, mu_km3_s2=MU_SUN_KM3_S2)
        dv1, dv2, _, _ = cheapest_between(asteroid_state_km(elements, leave), goal, join - leave)
        return min(dv1 + dv2, _REFUSED)

    steps = np.arange(-NEARBY_D, NEARBY_D + 1.0, _GRID_D)
    grid = np.array([[x, y] for x in steps for y in steps])
    best = grid[np.argmin([cost(x) for x in grid])]
    found = minimize(
        cost, best, method="Nelder-Mead",
        options={
            "initial_simplex": best + np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 2.0]]),
            "maxfev": 300, "xatol": 1e-3, "fatol": 1e-7,
        },
    )  # fmt: skip
    if not found.fun < _REFUSED:
        return None
    return departure + float(found.x[0]), insertion + float(found.x[1])


def _is_far_from_earth(
    elements: Floats, departure: float, limits: RetrievalLimits
) -> Callable[[float], bool]:
    """Return whether the asteroid may be left on a date near a departure."""
    days = departure + np.arange(-NEARBY_D - 1.0, NEARBY_D + 2.0)
    earth, _ = earth_moon_state_km(days)
    away_au = np.linalg.norm(asteroid_state_km(elements, days)[0] - earth, axis=1) / AU_KM

    def is_far(mjd_tdb: float) -> bool:
        is_early = mjd_tdb < limits.first_departure_mjd_tdb
        away = np.interp(mjd_tdb, days, away_au)
        return not is_early and bool(away > limits.nearest_earth_au)

    return is_far
