"""Launch windows: connected regions of a grid below a threshold, and the price of being late."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import ndimage

from asteroid_econ._arrays import floats
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.grid import MAX_CELLS, checked_axes

Floats = NDArray[np.float64]

LATE_D = 30.0
_TOUCHING = np.ones((3, 3), dtype=int)  # cells that share a corner belong together


@dataclass(frozen=True, slots=True)
class Windows:
    """Windows of one grid, cheapest first; arrays (n_windows,), their lateness (n_windows, n_late).

    ``first_launch`` to ``last_launch`` and ``least_tof`` to ``most_tof`` enclose a window, up to
    where Δv crosses the threshold on straight lines between neighbouring cells.
    ``launch_mjd_tdb``, ``tof_d``, ``dv_km_s`` are its best cell; ``n_cells`` its size.
    ``late_dv_km_s``: what launching ``late_d`` days after the best date costs more, with the time
    of flight chosen anew; NaN beyond the grid. ``worst_late_dv_km_s``: the most of it up to
    30 days late; NaN where the launch step is longer than that.
    """

    threshold_km_s: float
    first_launch_mjd_tdb: Floats
    last_launch_mjd_tdb: Floats
    least_tof_d: Floats
    most_tof_d: Floats
    launch_mjd_tdb: Floats
    tof_d: Floats
    dv_km_s: Floats
    n_cells: NDArray[np.int64]
    late_d: Floats
    late_dv_km_s: Floats
    worst_late_dv_km_s: Floats


def windows(
    launch_mjd_tdb: ArrayLike, tof_d: ArrayLike, dv_km_s: ArrayLike, *, threshold_km_s: float
) -> Windows:
    """Return the connected regions of a grid where Δv does not exceed a threshold.

    Parameters
    ----------
    launch_mjd_tdb, tof_d : array_like, shapes (n_launch,) and (n_tof,)
        Axes of the grid, increasing.
    dv_km_s : array_like, shape (n_launch, n_tof)
        Δv by any definition, >= 0; NaN where there is no transfer.
    threshold_km_s : float
        > 0.

    Returns
    -------
    Windows
        Empty arrays where no cell is below the threshold.

    Notes
    -----
    Lateness is counted in whole launch steps, up to 30 days after the window's best launch, over
    all times of flight of the grid: leaving late may mean another window. A region that lies
    between the cells is not seen.
    """
    launch, tof = checked_axes(launch_mjd_tdb, tof_d, max_cells=MAX_CELLS)
    dv = floats("dv_km_s", dv_km_s)
    if dv.shape != (launch.size, tof.size):
        raise InputError("dv_km_s", dv.shape, f"shape ({launch.size}, {tof.size})")
    if not 0.0 < threshold_km_s < np.inf:
        raise InputError("threshold_km_s", threshold_km_s, "a finite number > 0")
    cost = np.where(np.isnan(dv), np.inf, dv)
    label, n = ndimage.label(cost <= threshold_km_s, structure=_TOUCHING)
    boxes = ndimage.find_objects(label)
    best = np.array([_best_cell(cost, label, k, box) for k, box in enumerate(boxes, 1)], dtype=int)
    best = best.reshape(n, 2)
    order = np.lexsort((best[:, 1], best[:, 0], cost[best[:, 0], best[:, 1]]))
    i, j = best[order].T
    first, last = _reach(launch, cost, label, boxes, threshold_km_s)
    transposed = [box[::-1] for box in boxes]
    least, most = _reach(tof, cost.T, label.T, transposed, threshold_km_s)
    late_d, late = _lateness(launch, cost.min(axis=1), i)
    is_known = late_d.size > 1
    worst = np.array([np.nanmax(row) if is_known else np.nan for row in late])
    return Windows(
        float(threshold_km_s),
        first[order],
        last[order],
        least[order],
        most[order],
        launch[i],
        tof[j],
        cost[i, j],
        np.bincount(label.ravel(), minlength=n + 1)[1:][order],
        late_d,
        late,
        worst,
    )


def _best_cell(
    cost: Floats, label: NDArray[np.int32], k: int, box: tuple[slice, slice]
) -> tuple[int, int]:
    inside = np.where(label[box] == k, cost[box], np.inf)
    i, j = np.unravel_index(np.argmin(inside), inside.shape)
    return box[0].start + int(i), box[1].start + int(j)


def _reach(
    axis: Floats,
    cost: Floats,
    label: NDArray[np.int32],
    boxes: list[tuple[slice, slice]],
    threshold: float,
) -> tuple[Floats, Floats]:
    """Return where each window begins and ends along the first axis of the grid."""
    begin, end = np.empty((2, len(boxes)))
    for k, (along, across) in enumerate(boxes):
        low, high = max(along.start - 1, 0), min(along.stop + 1, axis.size)
        inside = label[low:high, across] == k + 1
        place, here = axis[low:high, None], cost[low:high, across]
        # the part of the step to a dearer neighbour that is still below the threshold
        step = np.diff(place, axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):  # beside no transfer, or no rise
            rise = np.diff(here, axis=0)
            up = step * np.clip((threshold - here[:-1]) / rise, 0.0, 1.0)
            down = step * np.clip((threshold - here[1:]) / -rise, 0.0, 1.0)
        more, less = np.zeros(here.shape), np.zeros(here.shape)
        more[:-1] = np.where(inside[1:] | ~np.isfinite(here[1:]), 0.0, up)
        less[1:] = np.where(inside[:-1] | ~np.isfinite(here[:-1]), 0.0, down)
        begin[k] = np.min(np.where(inside, place - less, np.inf))
        end[k] = np.max(np.where(inside, place + more, -np.inf))
    return begin, end


def local_minima(dv_km_s: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the cells of a grid that no neighbour is below, cheapest first.

    Parameters
    ----------
    dv_km_s : array_like, shape (n_launch, n_tof)
        NaN where there is no transfer.

    Returns
    -------
    i, j : ndarray of int, shape (n,)
        Their places. Neighbours share a side or a corner.
    """
    dv = floats("dv_km_s", dv_km_s)
    if dv.ndim != 2:
        raise InputError("dv_km_s", dv.shape, "a grid (n_launch, n_tof)")
    cost = np.where(np.isnan(dv), np.inf, dv)
    around = ndimage.minimum_filter(cost, size=3, mode="nearest")
    i, j = np.nonzero((cost <= around) & np.isfinite(cost))
    order = np.argsort(cost[i, j], kind="stable")
    return i[order], j[order]


def _lateness(launch: Floats, row_min: Floats, i: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Return delays and the extra Δv of each, NaN where the grid ends; n_windows rows.

    On an uneven axis a delay is by the shortest step, to the last date of the grid until then.
    """
    step = float(np.min(np.diff(launch))) if launch.size > 1 else LATE_D
    n_late = min(int(LATE_D / step + 1e-6) + 1, launch.size + 1)
    late_d = step * np.arange(n_late, dtype=np.float64)
    date = launch[i][:, None] + late_d
    places = np.searchsorted(launch, date + 1e-3 * step, side="right") - 1
    extra = np.where(date < launch[-1] + 1e-3 * step, row_min[places], np.inf) - row_min[i][:, None]
    return late_d, np.where(np.isfinite(extra), extra, np.nan)
