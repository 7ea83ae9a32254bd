"""Mining itineraries: long stays, several revolutions, cargo to any place at Earth."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._parallel import map_blocks
from asteroid_econ.constants import DAY_S, MU_SUN_KM3_S2
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.elements import vectors
from asteroid_econ.orbits.lambert_row import inverse_cube_root, scratch
from asteroid_econ.orbits.perturbed import (
    NodeStates,
    block_states,
    blocks_of_lanes,
    per_asteroid,
)
from asteroid_econ.orbits.perturbed_field import PlanetTable, planet_table
from asteroid_econ.orbits.planets import heliocentric_state
from asteroid_econ.orbits.roundtrip import ROUNDING_STEPS, field_span_mjd_tdb
from asteroid_econ.orbits.roundtrip_bound import leg_bounds_km_s
from asteroid_econ.orbits.roundtrip_grid import least_by_duration, wanted_returns
from asteroid_econ.orbits.roundtrip_legs import track
from asteroid_econ.orbits.roundtrip_places import Place, departure_place, return_place
from asteroid_econ.orbits.roundtrip_turns import best_legs, least_by_launch, leg_matrix
from asteroid_econ.records import Floats


@dataclass(frozen=True, slots=True)
class MiningSearch:
    """Grid, limits and places of a search for mining itineraries.

    Everything comes every ``step_d``: launches, legs from one step to ``leg_max_d``, stays (the
    shortest is the first multiple that reaches ``stay_min_d``).
    ``departure_inc_rad`` charges a departure from a circular orbit for the plane that its
    declination asks for; None leaves it free.
    """

    first_launch_mjd_tdb: float = 61_041.0
    last_launch_mjd_tdb: float = 73_825.0
    step_d: float = 10.0
    leg_max_d: float = 1500.0
    n_rev_max: int = 2
    stay_min_d: float = 30.0
    stay_max_d: float = 1830.0
    duration_max_d: float = 3650.0
    dv_max_km_s: float = 12.0
    c3_max_km2_s2: float = 60.0
    departure: str = "leo"
    departure_inc_rad: float | None = None
    return_to: str = "entry"
    entry_speed_max_km_s: float | None = None

    def __post_init__(self) -> None:
        """Refuse an empty or endless grid and unknown places."""
        checks: dict[str, tuple[Callable[[], bool], str]] = {
            "step_d": (lambda: 1.0 <= self.step_d < math.inf, "finite, at least 1"),
            "first_launch_mjd_tdb": (
                lambda: -math.inf < self.first_launch_mjd_tdb <= self.last_launch_mjd_tdb,
                "finite, not later than last_launch_mjd_tdb",
            ),
            "last_launch_mjd_tdb": (lambda: self.last_launch_mjd_tdb < math.inf, "finite"),
            "leg_max_d": (lambda: self.step_d <= self.leg_max_d <= 5000.0, "step_d … 5,000"),
            "n_rev_max": (lambda: self.n_rev_max in range(6), "an integer, 0 … 5"),
            "stay_min_d": (
                lambda: (
                    0.0 < self.stay_min_d < 1e5
                    and self.n_stay_min - ROUNDING_STEPS <= self.stay_max_d / self.step_d < math.inf
                ),
                "> 0, below 100,000, and its next multiple of step_d at most stay_max_d",
            ),
            "duration_max_d": (
                lambda: self.duration_max_d <= 15_000.0 and self.n_stay_min <= self.n_steps_max,
                "two legs and the shortest stay, in steps, … 15,000",
            ),
            "dv_max_km_s": (lambda: 0.0 < self.dv_max_km_s < math.inf, "finite, > 0"),
            "c3_max_km2_s2": (lambda: self.c3_max_km2_s2 > 0.0, "> 0"),
            "departure_inc_rad": (
                lambda: self.departure_inc_rad is None or 0.0 <= self.departure_inc_rad <= math.pi,
                "0 … π, or None",
            ),
        }
        for name, (is_good, allowed) in checks.items():
            if not is_good():
                raise InputError(name, getattr(self, name), allowed)
        departure_place(self.departure)
        return_place(self.return_to, entry_speed_max_km_s=self.entry_speed_max_km_s)

    @property
    def n_launches(self) -> int:
        """Number of launch dates."""
        span_d = self.last_launch_mjd_tdb - self.first_launch_mjd_tdb
        return int(span_d / self.step_d + ROUNDING_STEPS) + 1

    @property
    def n_legs(self) -> int:
        """Number of times of flight."""
        return int(self.leg_max_d / self.step_d + ROUNDING_STEPS)

    @property
    def n_stay_min(self) -> int:
        """Steps of the shortest stay: the first multiple that reaches ``stay_min_d``."""
        return max(1, math.ceil(self.stay_min_d / self.step_d - ROUNDING_STEPS))

    @property
    def n_stay_max(self) -> int:
        """Steps of the longest stay."""
        return min(int(self.stay_max_d / self.step_d + ROUNDING_STEPS), self.n_steps_max)

    @property
    def n_steps_max(self) -> int:
        """Steps of the longest itinerary, beyond the two first leg times."""
        return int(self.duration_max_d / self.step_d + ROUNDING_STEPS) - 2

    @property
    def n_nodes(self) -> int:
        """Dates that the search needs states for."""
        return self.n_launches + self.n_steps_max + self.n_legs

    @property
    def nodes_mjd_tdb(self) -> Floats:
        """Dates at which the search needs the states of the asteroid."""
        steps = self.step_d * np.arange(1.0, self.n_nodes + 1.0)
        return self.first_launch_mjd_tdb + steps

    @property
    def span_mjd_tdb(self) -> tuple[float, float]:
        """First and last date that the search needs states for."""
        return self.first_launch_mjd_tdb, self.first_launch_mjd_tdb + self.step_d * (
            self.n_nodes + 1
        )


@dataclass(frozen=True, slots=True)
class MiningTrips:
    """What a search found for one asteroid; m durations.

    ``dv_km_s`` (m,), ``steps`` (m, 4) and ``vinf_km_s`` (m, 4, 3) as in ``RoundTrips``;
    ``n_rev`` (m, 2) are the whole revolutions of the two legs, −1 for none;
    ``dv_by_launch_km_s`` (launches,) the least Δv of all itineraries from each launch date;
    ``bound_km_s`` what any itinerary costs at least, whatever its dates.
    """

    search: MiningSearch
    dv_km_s: Floats
    steps: NDArray[np.int64]
    vinf_km_s: Floats
    n_rev: NDArray[np.int64]
    dv_by_launch_km_s: Floats
    status: int
    bound_km_s: float = 0.0

    def pareto(self) -> list[int]:
        """Return the durations that none shorter has a lower or equal Δv of, shortest first."""
        before = np.fmin.accumulate(np.concatenate([[np.inf], self.dv_km_s[:-1]]))
        return [int(n) for n in np.flatnonzero(self.dv_km_s < before)]

    def recurrences(self) -> list[int]:
        """Return the launches that are cheapest within a year on either side, cheapest first."""
        dv = np.where(np.isnan(self.dv_by_launch_km_s), np.inf, self.dv_by_launch_km_s)
        half = round(365.25 / self.search.step_d)
        padded = np.pad(dv, half, constant_values=np.inf)
        around = np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1).min(axis=1)
        found = np.flatnonzero(np.isfinite(dv) & (dv <= around))
        return [int(i) for i in found[np.lexsort((found, dv[found]))]]


def mining_planets(search: MiningSearch, epoch_mjd_tdb: ArrayLike) -> PlanetTable:
    """Return the planet table that a search from orbits of these epochs needs."""
    return planet_table(*field_span_mjd_tdb(search.span_mjd_tdb, epoch_mjd_tdb))


def mining_trips(
    r_km: ArrayLike,
    v_km_s: ArrayLike,
    epoch_mjd_tdb: ArrayLike,
    search: MiningSearch,
    *,
    planets: PlanetTable | None = None,
    nongravitational_au_d2: ArrayLike = (0.0, 0.0, 0.0),
    states: NodeStates | None = None,
    is_bounded: bool = True,
    threads: int | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> list[MiningTrips]:
    """Return the best mining itinerary of every duration and from every launch date.

    Parameters
    ----------
    r_km, v_km_s : array_like, shape (n, 3)
        States of the asteroids at their epochs; heliocentric, ecliptic of J2000.
    epoch_mjd_tdb : array_like, shape () or (n,)
        Epochs.
    search : MiningSearch
        Grid, limits and places.
    planets : PlanetTable, optional
        By default made for the search.
    nongravitational_au_d2 : array_like, shape (3,) or (n, 3), optional
        Marsden's A1, A2, A3.
    states : NodeStates, optional
        From :func:`~asteroid_econ.orbits.perturbed.node_states` at the search's ``nodes_mjd_tdb``;
        by default integrated here.
    is_bounded : bool, optional
        Whether asteroids and dates that the phase-free bounds of both legs exclude are left out,
        which saves time and changes no itinerary.
    threads : int, optional
        Changes no bit of the result.
    progress : callable, optional
        Called with the number of asteroids just done and the number of all.

    Returns
    -------
    list of MiningTrips
        One for each asteroid.

    Notes
    -----
    From coarse to fine: the bound of the orbit, the outbound legs, the returns from where those
    lead, all combinations; each stage leaves out only what cannot qualify, so that the result is
    that of the whole grid. Patched conics, Lambert arcs in the
    direction of the planets, no manoeuvre under way. Δv is departure from the place, with its
    plane change where an inclination is given, both matches of velocity at the asteroid, and
    arrival at the place of return.
    """
    r, v = vectors(r_km=r_km, v_km_s=v_km_s)
    rows = np.concatenate([r.reshape(-1, 3), v.reshape(-1, 3)], axis=1)
    n = len(rows)
    epoch = per_asteroid("epoch_mjd_tdb", epoch_mjd_tdb, (n,))
    push = per_asteroid("nongravitational_au_d2", nongravitational_au_d2, (n, 3))
    table = mining_planets(search, epoch) if planets is None else planets
    table.check_span("launch and return dates", np.array(search.span_mjd_tdb))
    table.check_span("epoch_mjd_tdb", epoch)
    body_mjd = search.nodes_mjd_tdb
    launch = body_mjd[: search.n_launches] - search.step_d
    if states is not None and states.vectors.shape != (n, 6, body_mjd.size):
        raise InputError("states", states.vectors.shape, f"({n}, 6, {body_mjd.size})")
    earth_out = track(*heliocentric_state("earth", launch))
    earth_back = track(*heliocentric_state("earth", body_mjd + search.step_d))
    blocks = blocks_of_lanes(epoch, body_mjd, rows)
    found: list[MiningTrips | None] = [None] * n

    def run(i: int) -> None:
        start, members = blocks[i]
        if states is not None:
            own, status = states.vectors[members], states.status[members]
        else:
            own, status = block_states(
                rows[members],
                epoch[members],
                push[members],
                body_mjd,
                table,
                start=start,
            )
        for k, target in enumerate(members):
            body = track(own[k, :3].T, own[k, 3:].T)
            found[target] = _search_one(
                search, earth_out, body, earth_back, int(status[k]), is_bounded
            )
            if progress is not None:
                progress(1, n)

    map_blocks(run, len(blocks), threads=threads)
    return [trips for trips in found if trips is not None]


def _search_one(
    search: MiningSearch,
    earth_out: Floats,
    body: Floats,
    earth_back: Floats,
    status: int,
    is_bounded: bool,
) -> MiningTrips:
    start = departure_place(search.departure)
    home = return_place(search.return_to, entry_speed_max_km_s=search.entry_speed_max_km_s)
    bounds = (0.0, 0.0)
    if is_bounded:
        bounds = leg_bounds_km_s(body, start, home, limit_km_s=search.dv_max_km_s)
    m, n_launches, n_legs = search.n_steps_max + 1, search.n_launches, search.n_legs
    stays = (search.n_stay_min, search.n_stay_max, search.n_steps_max)
    tof_s = DAY_S * search.step_d * np.arange(1.0, n_legs + 1.0)
    legs = (tof_s, inverse_cube_root(tof_s, MU_SUN_KM3_S2), search.n_rev_max)
    fees_out, fees_back = fees_of(search)
    c3_max, dv_max = float(search.c3_max_km2_s2), float(search.dv_max_km_s)
    least, by_launch = np.full(m, np.inf), np.full(n_launches, np.inf)
    steps, turns = np.full((m, 4), -1), np.full((m, 2), -1)
    vinf = np.full((m, 4, 3), np.nan)
    out, back = np.empty((n_launches, n_legs)), np.empty((n_launches + m - 1, n_legs))
    is_wanted, space = np.ones(len(back)), (np.empty((12, n_legs)), scratch())
    out_max = dv_max - bounds[1]  # dearer legs there leave too little for any leg back
    if bounds[0] < out_max:
        leg_matrix(
            earth_out, body, *legs, False, fees_out, c3_max, is_wanted[:n_launches], *space, out
        )
        wanted_returns(out, *stays, out_max, is_wanted)
        if is_wanted.any():
            leg_matrix(body, earth_back, *legs, True, fees_back, np.inf, is_wanted, *space, back)
            least_by_duration(out, back, *stays, dv_max, least, steps)
    if least.min() < np.inf:
        least_by_launch(out, back, *stays, dv_max, by_launch)
        launch, a, stay, c = np.ascontiguousarray(steps.T)
        leave = np.where(launch >= 0, launch + a + stay, -1)
        best_legs(
            earth_out, launch, body, a, tof_s, search.n_rev_max, False, fees_out, c3_max,
            vinf[:, :2], turns[:, 0],
        )  # fmt: skip
        best_legs(
            body, leave, earth_back, c, tof_s, search.n_rev_max, True, fees_back, np.inf,
            vinf[:, 2:], turns[:, 1],
        )  # fmt: skip
    dv, launches = (np.where(np.isfinite(x), x, np.nan) for x in (least, by_launch))
    return MiningTrips(search, dv, steps, vinf, turns, launches, status, sum(bounds))


def fees_of(search: MiningSearch) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return what the kernels need of the places of departure and return."""
    home = return_place(search.return_to, entry_speed_max_km_s=search.entry_speed_max_km_s)
    return (
        _fees(departure_place(search.departure), search.departure_inc_rad),
        _fees(home, None),
    )


def _fees(place: Place, inc_rad: float | None) -> tuple[float, ...]:
    sine, cosine = 1.0, 0.0
    if inc_rad is not None and place.is_circular:
        sine, cosine = math.sin(inc_rad), abs(math.cos(inc_rad))
    return (
        place.escape2_km2_s2,
        place.speed_km_s,
        place.extra_km_s,
        place.vinf_free_km_s,
        float(place.is_burn),
        sine,
        cosine,
    )
