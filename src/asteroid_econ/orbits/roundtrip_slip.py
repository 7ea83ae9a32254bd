"""What it costs a mining itinerary to slip: a launch period, a late launch, a late return."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ.constants import DAY_S
from asteroid_econ.orbits.perturbed import perturbed_states
from asteroid_econ.orbits.perturbed_field import PlanetTable
from asteroid_econ.orbits.planets import heliocentric_state
from asteroid_econ.orbits.roundtrip_legs import track
from asteroid_econ.orbits.roundtrip_mining import MiningSearch, fees_of
from asteroid_econ.orbits.roundtrip_turns import leg_costs
from asteroid_econ.records import Floats

PERIOD_D = 21
LATE_D = 30.0
_ARRIVAL_STEP_D = 5.0
_LEG_MIN_D = 20.0


class Slip(NamedTuple):
    """What slipping costs more than the nominal itinerary, in km/s; NaN where no leg is possible.

    ``period``: 21 days of launches, the dearest of them; ``late``: a launch 30 days late;
    ``late_return``: leaving the asteroid 30 days late.
    """

    period: float
    late: float
    late_return: float


def slip_dv_km_s(
    search: MiningSearch,
    dates_mjd_tdb: tuple[float, float, float, float],
    costs_km_s: tuple[float, float],
    r_km: ArrayLike,
    v_km_s: ArrayLike,
    epoch_mjd_tdb: float,
    *,
    planets: PlanetTable,
    nongravitational_au_d2: ArrayLike = (0.0, 0.0, 0.0),
) -> Slip:
    """Return what it costs to slip from an itinerary.

    Parameters
    ----------
    search : MiningSearch
        Places, limits and whole revolutions: every leg is the cheapest over all of them.
    dates_mjd_tdb : tuple of four floats
        Launch, arrival, departure from the asteroid, return; increasing.
    costs_km_s : tuple of two floats
        Nominal cost of the outbound and of the return leg, burns at both ends.
    r_km, v_km_s : array_like, shape (3,)
        State of the asteroid at the epoch.
    epoch_mjd_tdb : float
        Epoch.
    planets : PlanetTable
        The one of the search.
    nongravitational_au_d2 : array_like, shape (3,), optional
        Marsden's A1, A2, A3.

    Returns
    -------
    Slip
        A launch period arrives on the nominal day; a late launch arrives before the shortest
        stay's beginning; a late return arrives whenever it is cheapest within the limits. Late
        may be cheaper: then negative.
    """
    launch, arrival, leave, _ = dates_mjd_tdb
    days = np.arange(1.0 - PERIOD_D, PERIOD_D)
    days = days[days <= arrival - launch - 1.0]
    late = np.arange(
        launch + LATE_D + _LEG_MIN_D,
        leave - search.step_d * search.n_stay_min + 0.5,
        _ARRIVAL_STEP_D,
    )
    late = late[late <= launch + LATE_D + search.leg_max_d]
    last = min(leave + LATE_D + search.leg_max_d, launch + search.duration_max_d)
    home = np.arange(leave + LATE_D + _LEG_MIN_D, last + 0.5, _ARRIVAL_STEP_D)
    nodes = np.unique(np.concatenate([[arrival, leave + LATE_D], late]))
    r, v, _ = perturbed_states(
        r_km, v_km_s, epoch_mjd_tdb, nodes, planets=planets,
        nongravitational_au_d2=nongravitational_au_d2,
    )  # fmt: skip
    body = track(r[0], v[0])

    def asteroid(dates: Floats) -> Floats:
        return np.ascontiguousarray(body[:, np.searchsorted(nodes, dates)])

    def out(launches: Floats, arrivals: Floats) -> Floats:
        earth = track(*heliocentric_state("earth", launches))
        tof_s = DAY_S * (arrivals - launches)
        return _costs(search, earth, asteroid(arrivals), tof_s, is_home=False)

    def back(leaves: Floats, returns: Floats) -> Floats:
        earth = track(*heliocentric_state("earth", returns))
        return _costs(search, asteroid(leaves), earth, DAY_S * (returns - leaves), is_home=True)

    return Slip(
        _period(out(launch + days, np.full(days.size, arrival)), days, costs_km_s[0]),
        _least(out(np.full(late.size, launch + LATE_D), late)) - costs_km_s[0],
        _least(back(np.full(home.size, leave + LATE_D), home)) - costs_km_s[1],
    )


def _costs(
    search: MiningSearch, origin: Floats, goal: Floats, tof_s: Floats, *, is_home: bool
) -> Floats:
    """Return what each leg costs, cheapest over all revolutions; NaN where there is none."""
    cost = np.full(tof_s.size, np.nan)
    fees = fees_of(search)[1 if is_home else 0]
    vinf2_max = np.inf if is_home else search.c3_max_km2_s2
    leg_costs(origin, goal, tof_s, search.n_rev_max, is_home, fees, vinf2_max, cost)
    return cost


def _period(cost: Floats, days: Floats, nominal: float) -> float:
    """Return the dearest launch of the best 21 days around the nominal one, less that."""
    if days.size < PERIOD_D:
        return float("nan")
    dearest = np.lib.stride_tricks.sliding_window_view(cost, PERIOD_D).max(axis=1)
    return max(0.0, _least(dearest) - nominal)


def _least(cost: Floats) -> float:
    finite = cost[np.isfinite(cost)]
    return float(finite.min()) if finite.size else float("nan")
