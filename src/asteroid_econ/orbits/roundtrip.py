"""Round trips to asteroids: the search of NHATS, over perturbed ephemerides."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ._parallel import map_blocks
from asteroid_econ.constants import (
    DAY_S,
    ENTRY_ALTITUDE_KM,
    ENTRY_SPEED_MAX_KM_S,
    MU_EARTH_KM3_S2,
    MU_SUN_KM3_S2,
    R_EARTH_KM,
)
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.elements import vectors
from asteroid_econ.orbits.lambert_row import inverse_cube_root
from asteroid_econ.orbits.perturbed import (
    NodeStates,
    block_states,
    blocks_of_lanes,
    per_asteroid,
)
from asteroid_econ.orbits.perturbed_field import PlanetTable, planet_table
from asteroid_econ.orbits.planets import RANGE_MJD_TDB, heliocentric_state
from asteroid_econ.orbits.roundtrip_legs import reach_km, track
from asteroid_econ.orbits.roundtrip_search import Grid, search_body
from asteroid_econ.records import Floats

MARGIN_D = 8.0
ROUNDING_STEPS = 1e-9  # by which a number of steps may miss a whole one: 5.5 / 1.1


@dataclass(frozen=True, slots=True)
class Search:
    """Grid and limits of a round-trip search; launches and stays include both ends.

    Legs take ``leg_first_d`` plus multiples of ``step_d``; launches come every ``step_d``, and
    stays take multiples of it: the shortest is the first that reaches ``stay_min_d``. Only trips
    within every limit are viable.
    """

    first_launch_mjd_tdb: float
    last_launch_mjd_tdb: float
    step_d: float = 8.0
    leg_first_d: float = 1.0
    stay_min_d: float = 8.0
    stay_max_d: float = math.inf
    duration_max_d: float = 450.0
    dv_max_km_s: float = 12.0
    c3_max_km2_s2: float = 60.0
    entry_speed_max_km_s: float = ENTRY_SPEED_MAX_KM_S
    parking_altitude_km: float = 400.0

    def __post_init__(self) -> None:
        """Refuse an empty or endless grid."""
        checks: dict[str, Callable[[], bool]] = {  # in this order: the later rest on the earlier
            "step_d": lambda: 0.5 <= self.step_d < math.inf,
            "leg_first_d": lambda: 0.0 < self.leg_first_d < math.inf,
            "first_launch_mjd_tdb": lambda: (
                -math.inf < self.first_launch_mjd_tdb <= self.last_launch_mjd_tdb
            ),
            "last_launch_mjd_tdb": lambda: self.last_launch_mjd_tdb < math.inf,
            "stay_min_d": lambda: (
                0.0 < self.stay_min_d < 1e5
                and self.n_stay_min <= self.stay_max_d / self.step_d + ROUNDING_STEPS
            ),
            "duration_max_d": lambda: (
                self.duration_max_d < 1e5 and self.n_steps_max >= self.n_stay_min
            ),
            "dv_max_km_s": lambda: 0.0 < self.dv_max_km_s < math.inf,
            "c3_max_km2_s2": lambda: self.c3_max_km2_s2 > 0.0,
            "entry_speed_max_km_s": lambda: self.vinf_free_km_s >= 0.0,
            "parking_altitude_km": lambda: 100.0 <= self.parking_altitude_km <= 1e5,
        }
        for name, is_good in checks.items():
            if not is_good():
                raise InputError(name, getattr(self, name), _ALLOWED[name])

    @property
    def n_launches(self) -> int:
        """Number of launch dates."""
        span_d = self.last_launch_mjd_tdb - self.first_launch_mjd_tdb
        return int(span_d / self.step_d + ROUNDING_STEPS) + 1

    @property
    def n_steps_max(self) -> int:
        """Steps of the longest trip, beyond the two first leg times."""
        span_d = self.duration_max_d - 2.0 * self.leg_first_d
        return int(span_d / self.step_d + ROUNDING_STEPS)

    @property
    def n_stay_min(self) -> int:
        """Steps of the shortest stay."""
        return max(1, math.ceil(self.stay_min_d / self.step_d - ROUNDING_STEPS))

    @property
    def n_stay_max(self) -> int:
        """Steps of the longest stay."""
        longest_d = min(self.stay_max_d, self.duration_max_d)
        return min(int(longest_d / self.step_d + ROUNDING_STEPS), self.n_steps_max)

    @property
    def vinf_free_km_s(self) -> float:
        """Excess speed at the return to Earth that needs no burn."""
        escape2 = 2.0 * MU_EARTH_KM3_S2 / (R_EARTH_KM + ENTRY_ALTITUDE_KM)
        spare = self.entry_speed_max_km_s**2 - escape2
        return math.sqrt(spare) if spare >= 0.0 else -1.0


_ALLOWED = {
    "first_launch_mjd_tdb": "finite, not later than last_launch_mjd_tdb",
    "last_launch_mjd_tdb": "finite",
    "step_d": "finite, at least 0.5",
    "leg_first_d": "finite, > 0",
    "stay_min_d": "> 0, below 100,000, and its next multiple of step_d at most stay_max_d",
    "duration_max_d": "below 100,000, at least two legs of leg_first_d and the shortest stay",
    "dv_max_km_s": "finite, > 0",
    "c3_max_km2_s2": "> 0",
    "entry_speed_max_km_s": "at least the escape speed at 125 km",
    "parking_altitude_km": "in 100 … 100,000",
}

PRESETS = {
    "nhats": Search(58_853.0, 68_345.0),  # 2020-01-05 + 8 k days … 2045-12-31
    "nhats-2012": Search(57_027.0, 66_519.0),  # 2015-01-05 + 8 k days … 2040-12-31
}


@dataclass(frozen=True, slots=True)
class RoundTrips:
    """What a search found for n asteroids; m columns, one for each duration and one more.

    ``dv_km_s`` (n, m) is the least Δv of a trip of each duration, NaN where none is viable;
    ``steps`` (n, m, 4) its launch, outbound, stay and return in steps of the grid, −1 for none;
    ``vinf_km_s`` (n, m, 4, 3) its excess velocities, ecliptic of J2000: from Earth, at the
    asteroid on arrival and on departure, at Earth. The last column is the first trip of the least
    duration in the order of the grid, which is the one that NHATS lists. ``n_viable`` (n,) counts
    all viable trips. ``status`` is that of the ephemeris.
    """

    search: Search
    dv_km_s: Floats
    steps: NDArray[np.int64]
    vinf_km_s: Floats
    n_viable: NDArray[np.int64]
    status: NDArray[np.int64]

    def best(self) -> NDArray[np.int64]:
        """Return the column with the least Δv, the shortest of equals; −1 for no viable trip."""
        filled = np.where(np.isnan(self.dv_km_s), np.inf, self.dv_km_s)
        return np.where(self.n_viable > 0, np.argmin(filled, axis=1), -1)

    def shortest(self) -> NDArray[np.int64]:
        """Return the last column, −1 for no viable trip."""
        return np.where(self.n_viable > 0, self.dv_km_s.shape[1] - 1, -1)

    def pareto(self, target: int) -> list[int]:
        """Return the columns that no shorter trip of at most their Δv outdoes, shortest first."""
        dv = self.dv_km_s[target, :-1]
        before = np.fmin.accumulate(np.concatenate([[np.inf], dv[:-1]]))
        return [int(n) for n in np.flatnonzero(dv < before)]


def search_span_mjd_tdb(search: Search) -> tuple[float, float]:
    """Return the first and the last date that a search needs states for."""
    last = search.first_launch_mjd_tdb + 2.0 * search.leg_first_d
    return search.first_launch_mjd_tdb, last + search.step_d * (_n_nodes(search) - 1)


def search_nodes_mjd_tdb(search: Search) -> Floats:
    """Return the dates at which a search needs the states of the asteroid."""
    steps = search.step_d * np.arange(_n_nodes(search), dtype=np.float64)
    return search.first_launch_mjd_tdb + search.leg_first_d + steps


def planets_for(search: Search, epoch_mjd_tdb: ArrayLike) -> PlanetTable:
    """Return the planet table that a search from orbits of these epochs needs."""
    return planet_table(*field_span_mjd_tdb(search_span_mjd_tdb(search), epoch_mjd_tdb))


def field_span_mjd_tdb(
    span_mjd_tdb: tuple[float, float], epoch_mjd_tdb: ArrayLike
) -> tuple[float, float]:
    """Return the span of the planet table for dates of a search and epochs; else an InputError."""
    lowest, highest = RANGE_MJD_TDB
    epochs = floats("epoch_mjd_tdb", epoch_mjd_tdb)
    known = epochs[np.isfinite(epochs)]
    for name, dates in (("launch dates", np.array(span_mjd_tdb)), ("epoch_mjd_tdb", known)):
        bad = dates[~((lowest + MARGIN_D <= dates) & (dates <= highest - MARGIN_D))]
        if bad.size:
            span = f"MJD (TDB) within {lowest:g} to {highest:g} (1900 to 2100) for all dates"
            raise InputError(name, float(bad.flat[0]), span)
    dates = np.concatenate([span_mjd_tdb, known.ravel()])
    return float(dates.min()) - MARGIN_D, float(dates.max()) + MARGIN_D


def round_trips(
    r_km: ArrayLike,
    v_km_s: ArrayLike,
    epoch_mjd_tdb: ArrayLike,
    search: Search,
    *,
    planets: PlanetTable | None = None,
    nongravitational_au_d2: ArrayLike = (0.0, 0.0, 0.0),
    states: NodeStates | None = None,
    threads: int | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> RoundTrips:
    """Return the best round trip of every duration, and how many are viable.

    Parameters
    ----------
    r_km, v_km_s : array_like, shape (n, 3)
        States of the asteroids at their epochs; heliocentric, ecliptic of J2000.
    epoch_mjd_tdb : array_like, shape () or (n,)
        Epochs.
    search : Search
        Grid and limits; ``PRESETS`` has those of NHATS.
    planets : PlanetTable, optional
        By default made for the search. Must cover the grid and the epochs.
    nongravitational_au_d2 : array_like, shape (3,) or (n, 3), optional
        Marsden's A1, A2, A3.
    states : NodeStates, optional
        From :func:`~asteroid_econ.orbits.perturbed.node_states` at :func:`search_nodes_mjd_tdb`;
        by default integrated here.
    threads : int, optional
        Changes no bit of the result.
    progress : callable, optional
        Called with the number of asteroids just done and the number of all.

    Returns
    -------
    RoundTrips

    Notes
    -----
    Patched conics, Lambert arcs of less than one revolution in the direction of the planets, no
    manoeuvre under way. Δv is that of NHATS: departure from a circular orbit, both matches of
    velocity at the asteroid, and the burn that caps the entry speed. The declination of the
    departure is not charged.

    References
    ----------
    Barbee et al. (2013), AAS 13-716: method of embedded trajectory grids.
    """
    r, v = vectors(r_km=r_km, v_km_s=v_km_s)
    rows = np.concatenate([r.reshape(-1, 3), v.reshape(-1, 3)], axis=1)
    n = len(rows)
    epoch = per_asteroid("epoch_mjd_tdb", epoch_mjd_tdb, (n,))
    push = per_asteroid("nongravitational_au_d2", nongravitational_au_d2, (n, 3))
    grid = _grid(search)
    table = planets_for(search, epoch) if planets is None else planets
    table.check_span("launch and return dates", np.array(search_span_mjd_tdb(search)))
    table.check_span("epoch_mjd_tdb", epoch)
    blocks = blocks_of_lanes(epoch, grid.body_mjd_tdb, rows)
    m = search.n_steps_max + 2
    result = RoundTrips(
        search,
        np.full((n, m), np.nan),
        np.full((n, m, 4), -1),
        np.full((n, m, 4, 3), np.nan),
        np.zeros(n, dtype=np.int64),
        np.zeros(n, dtype=np.int64),
    )

    if states is not None and states.vectors.shape != (n, 6, grid.body_mjd_tdb.size):
        raise InputError("states", states.vectors.shape, f"({n}, 6, {grid.body_mjd_tdb.size})")

    def run(i: int) -> None:
        start, members = blocks[i]
        if states is not None:
            found, result.status[members] = states.vectors[members], states.status[members]
        else:
            found, result.status[members] = block_states(
                rows[members],
                epoch[members],
                push[members],
                grid.body_mjd_tdb,
                table,
                start=start,
            )
        for one, target in zip(found, members, strict=True):
            _search_one(one, grid, result, int(target))
            if progress is not None:
                progress(1, n)

    map_blocks(run, len(blocks), threads=threads)
    return result


def _n_row(search: Search) -> int:
    """Legs in a row of transfers."""
    return search.n_steps_max - search.n_stay_min + 1


def _n_nodes(search: Search) -> int:
    return search.n_launches + search.n_steps_max + _n_row(search)


def _grid(search: Search) -> Grid:
    steps = search.step_d * np.arange(_n_nodes(search), dtype=np.float64)
    launch = search.first_launch_mjd_tdb + steps[: search.n_launches]
    body = search_nodes_mjd_tdb(search)
    tof_s = DAY_S * (search.leg_first_d + steps[: _n_row(search)])
    parking_km = R_EARTH_KM + search.parking_altitude_km
    return Grid(
        body_mjd_tdb=body,
        earth_out=track(*heliocentric_state("earth", launch)),
        earth_there_km=heliocentric_state("earth", body)[0],
        earth_back=track(*heliocentric_state("earth", body + search.leg_first_d)),
        legs=(tof_s, inverse_cube_root(tof_s, MU_SUN_KM3_S2)),
        reach_km=np.stack(
            [
                reach_km(math.sqrt(search.c3_max_km2_s2), tof_s),
                reach_km(search.dv_max_km_s + search.vinf_free_km_s, tof_s),
            ]
        ),
        stays=(search.n_stay_min, search.n_stay_max, search.n_steps_max),
        price=(
            float(search.c3_max_km2_s2),
            2.0 * MU_EARTH_KM3_S2 / parking_km,
            math.sqrt(MU_EARTH_KM3_S2 / parking_km),
            search.vinf_free_km_s,
        ),
        dv_max_km_s=float(search.dv_max_km_s),
    )


def _search_one(states: Floats, grid: Grid, result: RoundTrips, target: int) -> None:
    """Search one asteroid, states (6, nodes), and write its part of the result."""
    n_viable, least, result.steps[target], result.vinf_km_s[target] = search_body(states, grid)
    result.n_viable[target] = n_viable
    result.dv_km_s[target] = np.where(np.isfinite(least), least, np.nan)
