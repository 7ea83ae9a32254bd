"""The best transfers to a catalogue as a table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.bounds import two_impulse_bound_km_s
from asteroid_econ.orbits.departure import ParkingOrbit, parking_orbit
from asteroid_econ.orbits.porkchop import ELEMENTS
from asteroid_econ.orbits.refine import each_once, follow, longest_step_d
from asteroid_econ.orbits.sweep import sweep

Floats = NDArray[np.float64]

_BOXES = 300  # per target: a bound that takes a tenth of the time of its search
# targets whose options are refined, the best of the grid: enough to find the best twenty of the
# optima among them, and at most more than anyone reads
_REFINED = (200, 1000)


@dataclass(frozen=True, slots=True)
class CatalogSweep:
    """The table of a sweep and what it was made with.

    ``n_skipped`` targets were not searched: their bound is above the limit.
    ``table`` has one row per target and option, the target with the least Δv first; a target's
    options follow each other, cheapest first.
    """

    objective: str
    parking: ParkingOrbit
    n_targets: int
    n_skipped: int
    n_cells: int
    table: pl.DataFrame


def sweep_catalog(
    catalog: Catalog,
    launch_mjd_tdb: ArrayLike,
    tof_d: ArrayLike,
    *,
    top: int = 20,
    n_best: int = 1,
    objective: str = "total",
    most_km_s: float | None = None,
    parking: ParkingOrbit | None = None,
    threads: int | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> CatalogSweep:
    """Return the targets with the cheapest transfers, with dates refined to the optimum.

    Parameters
    ----------
    catalog : Catalog
        Every row is searched.
    launch_mjd_tdb, tof_d, n_best, objective, threads, progress
        As for :func:`asteroid_econ.orbits.sweep.sweep`.
    parking : ParkingOrbit, optional
        400 km above Earth by default; of any inclination, as a sweep counts no plane change.
    most_km_s : float, optional
        Leave out what costs more. Targets that cannot cost less on any date are not searched,
        where a bound is known: from Earth, for 'total' and 'vinf_sum'.
    top : int, optional
        Targets in the table; >= 1. The best of the grid, at least 200 and at most 1000, are refined
        and ranked by their optima; beyond, targets stay as the grid found them.

    Returns
    -------
    CatalogSweep
    """
    parking = parking or parking_orbit()
    if parking.inc_rad is not None:
        raise InputError(
            "parking inc_rad",
            parking.inc_rad,
            "None: the plane change is a porkchop's, not a sweep's",
        )
    if isinstance(top, bool) or not isinstance(top, (int, np.integer)) or top < 1:
        raise InputError("top", top, "an integer >= 1")
    if most_km_s is not None and not 0.0 < most_km_s < np.inf:
        raise InputError("most_km_s", most_km_s, "a finite number > 0")
    every = [catalog.column(name) for name in ELEMENTS]
    rows = _within_reach(every, objective, parking, most_km_s, threads)
    elements = [x[rows] for x in every]
    a, ecc, inc, node, argperi, mean, epoch = elements
    found = sweep(
        a,
        ecc,
        inc,
        node,
        argperi,
        mean,
        epoch,
        launch_mjd_tdb,
        tof_d,
        n_best=n_best,
        objective=objective,
        parking=parking,
        threads=threads,
        progress=progress,
    )
    names = catalog.column("designation")[rows]
    n_refined = min(max(top, _REFINED[0]), _REFINED[1])
    order = _cheapest_first(found.objective_km_s[:, 0], names)[: max(top, n_refined)]
    best, _ = follow(
        tuple(x[order[:n_refined]] for x in elements),
        found.launch_mjd_tdb[order[:n_refined]],
        found.tof_d[order[:n_refined]],
        launch_step_d=longest_step_d(launch_mjd_tdb),
        tof_step_d=longest_step_d(tof_d),
        launch_range_mjd_tdb=_ends(launch_mjd_tdb),
        tof_range_d=_ends(tof_d),
        objective=objective,
        parking=parking,
    )
    columns = {
        name: np.concatenate([getattr(best, name), getattr(found, name)[order[n_refined:]]])
        for name in ("launch_mjd_tdb", "tof_d", "objective_km_s", "c3_km2_s2", "vinf_arrival_km_s")
    }
    # the optima rank the options and the targets anew
    columns = _each_option_once(columns)
    ranks = _cheapest_first(columns["objective_km_s"][:, 0], names[order])[:top]
    order = order[ranks]
    columns = {name: x[ranks] for name, x in columns.items()}
    flat = {name: values.ravel() for name, values in columns.items()}
    table = pl.DataFrame(
        {
            "rank": np.repeat(np.arange(1, order.size + 1), n_best),
            "designation": np.repeat(names[order], n_best),
            "name": np.repeat(catalog.column("name")[rows][order], n_best),
            "option": np.tile(np.arange(1, n_best + 1), order.size),
            **flat,
            "departure_dv_km_s": parking.dv_km_s(flat["c3_km2_s2"]),
            "arrival_mjd_tdb": flat["launch_mjd_tdb"] + flat["tof_d"],
        }
    ).filter(pl.col("objective_km_s").is_not_nan())
    if most_km_s is not None:
        table = table.filter(pl.col("objective_km_s") <= most_km_s)
    n_cells = rows.size * np.size(launch_mjd_tdb) * np.size(tof_d)
    return CatalogSweep(objective, parking, len(catalog), len(catalog) - rows.size, n_cells, table)


def _each_option_once(columns: dict[str, Floats]) -> dict[str, Floats]:
    """Return options (n, k) by cost, without those that came down to the same optimum; NaN last."""
    columns = _by_cost(columns)
    rows = zip(
        *(columns[name] for name in ("launch_mjd_tdb", "tof_d", "objective_km_s")), strict=True
    )
    for launch, tof, cost in rows:
        kept, _ = each_once(launch, tof, cost)
        cost[np.setdiff1d(np.arange(cost.size), kept)] = np.nan
    return _by_cost(columns)


def _by_cost(columns: dict[str, Floats]) -> dict[str, Floats]:
    order = np.argsort(columns["objective_km_s"], axis=1, kind="stable")
    return {name: np.take_along_axis(x, order, axis=1) for name, x in columns.items()}


def _cheapest_first(least: Floats, names: NDArray[Any]) -> NDArray[np.int64]:
    """Return the places of all but NaN, equal ones by name."""
    order = np.lexsort((names.astype(str), least))
    return order[: int(np.isfinite(least).sum())]


def _within_reach(
    elements: list[NDArray[np.float64]],
    objective: str,
    parking: ParkingOrbit,
    most_km_s: float | None,
    threads: int | None,
) -> NDArray[np.int64]:
    """Return the rows that a bound does not rule out."""
    rows = np.arange(elements[0].size)
    if most_km_s is None or parking.body != "earth" or objective not in ("total", "vinf_sum"):
        return rows
    bound = two_impulse_bound_km_s(
        *elements[:3],
        objective=objective,
        parking=parking,
        enough_km_s=most_km_s,
        n_boxes=_BOXES,
        threads=threads,
    )
    return rows[~(bound > most_km_s)]


def _ends(axis: ArrayLike) -> tuple[float, float]:
    return float(np.min(axis)), float(np.max(axis))
