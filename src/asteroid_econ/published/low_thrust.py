"""Dawn and M-ARGO: the Δv of low-thrust transfers against two impulses in the same time.

Each transfer is compared with the cheapest Lambert arc whose launch and arrival lie within the
time that the low-thrust craft had. What the launcher gave is not counted.
"""

import math
from functools import cache

import numpy as np

from asteroid_econ.constants import DAY_S, MU_SUN_KM3_S2
from asteroid_econ.orbits.lambert import lambert
from asteroid_econ.orbits.lowthrust import low_thrust_dv_km_s
from asteroid_econ.orbits.perturbed import perturbed_states
from asteroid_econ.orbits.perturbed_field import planet_table
from asteroid_econ.orbits.planets import heliocentric_state
from asteroid_econ.published.case import Case
from asteroid_econ.published.perturbed_tracks import elements_state
from asteroid_econ.published.tables import table
from asteroid_econ.records import Floats

STEP_D = 10.0
SHORTEST_D = 60.0
_EXPLANATION = (
    "one factor for all: an estimate, with a one-sigma factor of 1.44; M-ARGO's times are the "
    "shortest possible, which asks for more Δv than a slower flight"
)


def cases() -> tuple[Case, ...]:
    """Return the estimate of every published transfer over its published Δv."""
    known = table("low_thrust")
    names = ("mission", "origin", "target")
    rows = zip(*(known.text(name) for name in names), strict=True)
    return (
        Case(
            id="low-thrust/estimate",
            title="Low-thrust Δv estimated from two impulses",
            source="Dawn: Garner et al., JPL TRS 44986; M-ARGO: public scripts, pykep",
            quantity="estimated Δv over the published one",
            unit="ratio",
            reference=np.ones(known.numbers("dv_km_s").size),
            tolerance=0.44,
            kind="model",
            compute=lambda: low_thrust_dv_km_s(impulsive_dv_km_s()) / known.numbers("dv_km_s"),
            labels=tuple(f"{mission}, {a} to {b}" for mission, a, b in rows),
            explanation=_EXPLANATION,
            explained_bound=0.8,
        ),
    )


def fit() -> tuple[float, float]:
    """Return the factor that fits the transfers best, and the one-sigma factor of its error."""
    logs = np.log(table("low_thrust").numbers("dv_km_s") / impulsive_dv_km_s())
    return math.exp(float(logs.mean())), math.exp(float(logs.std(ddof=1)))


@cache
def impulsive_dv_km_s() -> Floats:
    """Return the least sum of excess speeds for every transfer of the table."""
    known = table("low_thrust")
    first, last = known.numbers("first_mjd_tdb"), known.numbers("last_mjd_tdb")
    flight, given = known.numbers("flight_d"), known.numbers("launch_vinf_km_s")
    ends = zip(known.text("origin"), known.text("target"), strict=True)
    return np.array(
        [
            _least(origin, target, first[i], last[i], flight[i], given[i])
            for i, (origin, target) in enumerate(ends)
        ]
    )


def _least(
    origin: str, target: str, first: float, last: float, flight_d: float, given: float
) -> float:
    """Return the cheapest arc that starts and ends within one flight of the window."""
    dates = np.arange(first, last + flight_d + 1e-9, STEP_D)
    start, goal = _track(origin, dates), _track(target, dates)
    least = math.inf
    for k in range(int(SHORTEST_D // STEP_D), int(flight_d // STEP_D) + 1):
        n = dates.size - k
        for n_rev, is_low in ((0, True), (1, True), (1, False)):
            v1, v2 = lambert(
                start[0][:n],
                goal[0][k:],
                k * STEP_D * DAY_S,
                mu_km3_s2=MU_SUN_KM3_S2,
                n_rev=n_rev,
                is_low_path=is_low,
            )
            leave = np.linalg.norm(v1 - start[1][:n], axis=-1)
            arrive = np.linalg.norm(v2 - goal[1][k:], axis=-1)
            total = np.maximum(leave - given, 0.0) + arrive
            least = min(least, float(np.fmin.reduce(total, initial=math.inf)))
    return least


def _track(name: str, dates: Floats) -> tuple[Floats, Floats]:
    if name == "earth":
        return heliocentric_state("earth", dates)
    known = table("low_thrust_elements")
    epoch = known.mapping("designation", "epoch_mjd_tdb")[name]
    r_km, v_km_s = elements_state("low_thrust_elements", name)
    planets = planet_table(min(dates[0], epoch) - 40.0, max(dates[-1], epoch) + 40.0)
    r, v, _ = perturbed_states(r_km, v_km_s, epoch, dates, planets=planets)
    return r[0], v[0]
