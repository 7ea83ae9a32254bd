"""Axes of a search: launch dates and times of flight, checked before any memory is taken."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ.errors import InputError

Floats = NDArray[np.float64]

MAX_POINTS = 100_000  # of one axis
MAX_CELLS = 10_000_000  # of a stored grid: about 1 GB in all its definitions
MAX_TOF_D = 1e7
MAX_SWEPT_CELLS = 1_000_000_000  # of one target's grid that is swept and not stored


def axis(name: str, start: float, stop: float, step: float) -> Floats:
    """Return start, start + step, … up to and with stop.

    Parameters
    ----------
    name : str
        Of the axis, for the message: 'launch_mjd_tdb' or 'tof_d'.
    start, stop, step : float
        stop >= start, step > 0, in one unit; at most ``MAX_POINTS`` points.

    Returns
    -------
    ndarray, shape (n,)
        n >= 1.
    """
    if not (math.isfinite(start) and math.isfinite(stop) and stop >= start):
        raise InputError(
            name, f"{start}..{stop}", "a finite window whose end is not before its start"
        )
    if not (math.isfinite(step) and step > 0.0):
        raise InputError(f"{name} step", step, "a finite number > 0")
    n_steps = (stop - start) / step + 1e-9
    if n_steps >= MAX_POINTS:
        raise InputError(f"{name} step", step, f"at most {MAX_POINTS} points; here {n_steps:.3g}")
    return np.asarray(start + step * np.arange(int(n_steps) + 1), dtype=np.float64)


def checked_axes(
    launch_mjd_tdb: ArrayLike, tof_d: ArrayLike, *, max_cells: int
) -> tuple[Floats, Floats]:
    """Return both axes, or refuse what is not increasing, not positive or too large."""
    launch, tof = floats("launch_mjd_tdb", launch_mjd_tdb), floats("tof_d", tof_d)
    for name, x in (("launch_mjd_tdb", launch), ("tof_d", tof)):
        if x.ndim != 1 or x.size == 0:
            raise InputError(name, x.shape, "one axis of at least one value")
        if not np.all(np.isfinite(x)) or np.any(np.diff(x) <= 0.0):
            raise InputError(name, f"{x[0]} … {x[-1]}", "finite and increasing")
    if tof[0] <= 0.0 or tof[-1] > MAX_TOF_D:
        bad = tof[0] if tof[0] <= 0.0 else tof[-1]
        raise InputError("tof_d", float(bad), f"> 0 and at most {MAX_TOF_D:g}")
    if launch.size * tof.size > max_cells:
        raise InputError(
            "grid",
            f"{launch.size} x {tof.size} cells",
            f"at most {max_cells} cells; use larger steps",
        )
    return launch, tof


def arrival_epochs(launch_mjd_tdb: Floats, tof_d: Floats) -> tuple[Floats, int]:
    """Return the epochs of arrival of all rows on one table, and its stride per launch.

    Row i of the grid is ``epochs[i * stride : i * stride + tof_d.size]`` where the launch step is a
    whole multiple of the step in time of flight: neighbouring rows then share their epochs. Else
    the epochs are those of the first row, and the stride is −1: each row needs its own.
    """
    if launch_mjd_tdb.size > 1 and tof_d.size > 1:
        step = tof_d[1] - tof_d[0]
        stride = round((launch_mjd_tdb[1] - launch_mjd_tdb[0]) / step)
        is_whole = stride >= 1 and _is_even(launch_mjd_tdb, stride * step) and _is_even(tof_d, step)
        if is_whole:
            n = (launch_mjd_tdb.size - 1) * stride + tof_d.size
            return launch_mjd_tdb[0] + tof_d[0] + step * np.arange(n), stride
    elif launch_mjd_tdb.size == 1:
        return launch_mjd_tdb[0] + tof_d, 0
    return launch_mjd_tdb[0] + tof_d, -1


def _is_even(x: Floats, step: float) -> bool:
    """Say whether an axis keeps a step to a millisecond."""
    return bool(np.max(np.abs(x - x[0] - step * np.arange(x.size))) < 1e-8)
