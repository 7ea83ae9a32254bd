"""Lambert's problem: the orbits that join two positions in a given time."""

import math
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ._jit import kernel
from asteroid_econ._parallel import map_blocks
from asteroid_econ.errors import InputError
from asteroid_econ.orbits import lambert_one
from asteroid_econ.orbits.anomaly import positive

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

MAX_PROBLEMS = 10**9  # one call; 50 GB of velocities
MAX_REV = 1000
_BLOCK = 16_384  # problems handed to a thread at a time


class LambertStatus(IntEnum):
    """What became of one problem, see :func:`lambert_status`."""

    SOLVED = lambert_one.SOLVED
    PLANE_UNDEFINED = lambert_one.PLANE_UNDEFINED
    NO_SOLUTION = lambert_one.NO_SOLUTION
    NOT_CONVERGED = lambert_one.NOT_CONVERGED
    OUT_OF_RANGE = lambert_one.OUT_OF_RANGE


def lambert(
    r1_km: ArrayLike,
    r2_km: ArrayLike,
    tof_s: ArrayLike,
    *,
    mu_km3_s2: float,
    n_rev: ArrayLike = 0,
    is_prograde: ArrayLike = True,
    is_low_path: ArrayLike = True,
    plane_normal: ArrayLike | None = None,
) -> tuple[Floats, Floats]:
    """Return the velocities at both ends of the transfer from r1 to r2 in a given time.

    Parameters
    ----------
    r1_km, r2_km : array_like, shapes broadcast to S + (3,)
        Positions at departure and at arrival; finite, not zero.
    tof_s : array_like, broadcasts to S
        Time of flight; finite, > 0.
    mu_km3_s2 : float
        Gravitational parameter of the central body, > 0. Any consistent units will do.
    n_rev : array_like of int, broadcasts to S
        Number of whole revolutions, 0 to 1000.
    is_prograde : array_like of bool, broadcasts to S
        Whether the angular momentum has h_z > 0. Where h_z = 0 exactly, True means the way
        shorter than half a revolution.
    is_low_path : array_like of bool, broadcasts to S
        With n_rev >= 1 there are two transfers: True takes the one with the larger x of Izzo.
        Means nothing for n_rev = 0.
    plane_normal : array_like, shape broadcasts to S + (3,), optional
        A normal of the plane, of either sign, for positions exactly in line with the centre,
        whose plane they leave open; elsewhere unused. Only its part normal to r1 counts.

    Returns
    -------
    v1_km_s, v2_km_s : ndarray, shape S + (3,)
        Velocities at departure and at arrival. NaN where :func:`lambert_status` is not zero.

    Notes
    -----
    Right to rounding error for every orbit: propagating (r1, v1) in exact arithmetic misses r2 by
    a few units of the error that rounding r1, v1 and the time to double precision causes, also for
    angles within 1e-10 of 0, half and whole revolutions, near-parabolic and deep hyperbolic arcs,
    ratios of the radii of 1000 and 50 revolutions.

    References
    ----------
    Izzo (2015), Revisiting Lambert's problem, Celest. Mech. Dyn. Astron. 121, for the variable x;
    Arora & Russell (2013), A fast and robust multiple revolution Lambert algorithm using a cosine
    transformation, AAS 13-728, for the time equation; both rearranged so that nothing cancels.

    Examples
    --------
    Curtis (2013), Orbital Mechanics for Engineering Students, example 5.2:

    >>> v1_km_s, v2_km_s = lambert(
    ...     [5000.0, 10000.0, 2100.0], [-14600.0, 2500.0, 7000.0], 3600.0, mu_km3_s2=398600.0
    ... )
    >>> print(np.round(v1_km_s, 4), np.round(v2_km_s, 4))
    [-5.9925  1.9254  3.2456] [-3.3125 -4.1966 -0.3853]
    """
    problems = _read(r1_km, r2_km, tof_s, mu_km3_s2, n_rev, is_prograde, is_low_path, plane_normal)
    v1, v2, _ = _solve(problems)
    return v1, v2


def lambert_status(
    r1_km: ArrayLike,
    r2_km: ArrayLike,
    tof_s: ArrayLike,
    *,
    mu_km3_s2: float,
    n_rev: ArrayLike = 0,
    is_prograde: ArrayLike = True,
    is_low_path: ArrayLike = True,
    plane_normal: ArrayLike | None = None,
) -> Integers:
    """Return what became of each problem of :func:`lambert`, from the same kernel.

    Parameters
    ----------
    r1_km, r2_km, tof_s, mu_km3_s2, n_rev, is_prograde, is_low_path, plane_normal
        As for :func:`lambert`.

    Returns
    -------
    ndarray of int, shape S
        A member of :class:`LambertStatus`:

        = ================ ==========================================================
        0 SOLVED           the velocities are right
        1 PLANE_UNDEFINED  r1 and r2 are exactly in line with the centre (0 or π) and
                           ``plane_normal`` is not given or is parallel to r1
        2 NO_SOLUTION      the time is too short for ``n_rev`` revolutions, or r1 = r2
        3 NOT_CONVERGED    no root to working accuracy; not known to happen
        4 OUT_OF_RANGE     numbers overflow or vanish on the way: a length beyond 1e-70 … 1e75, or
                           a time or ``mu`` that is out of all proportion to them
        = ================ ==========================================================

    Examples
    --------
    Half a revolution, without a plane and with one:

    >>> half = dict(r1_km=[1.0, 0.0, 0.0], r2_km=[-2.0, 0.0, 0.0], tof_s=3.0, mu_km3_s2=1.0)
    >>> print(lambert_status(**half), lambert_status(**half, plane_normal=[0.0, 0.0, 1.0]))
    1 0
    """
    problems = _read(r1_km, r2_km, tof_s, mu_km3_s2, n_rev, is_prograde, is_low_path, plane_normal)
    return _solve(problems)[2]


@dataclass(frozen=True, slots=True)
class _Problems:
    """Checked input: flat arrays of one length, and the shape that the caller sees."""

    shape: tuple[int, ...]
    r1: Floats
    r2: Floats
    tof: Floats
    mu: float
    n_rev: Integers
    is_prograde: Flags
    is_low: Flags
    normal: Floats


def _read(
    r1_km: ArrayLike,
    r2_km: ArrayLike,
    tof_s: ArrayLike,
    mu_km3_s2: float,
    n_rev: ArrayLike,
    is_prograde: ArrayLike,
    is_low_path: ArrayLike,
    plane_normal: ArrayLike | None,
) -> _Problems:
    """Check every argument, then broadcast: nothing is allocated for input that is refused."""
    r1, r2 = _position("r1_km", r1_km), _position("r2_km", r2_km)
    tof = floats("tof_s", tof_s)
    _refuse("tof_s", tof, ~((tof > 0.0) & np.isfinite(tof)), "a finite time > 0")
    mu = positive("mu_km3_s2", mu_km3_s2)
    turns = floats("n_rev", n_rev)
    _refuse("n_rev", turns, ~np.isin(turns, np.arange(MAX_REV + 1)), f"0, 1, …, {MAX_REV}")
    prograde, low = _flags("is_prograde", is_prograde), _flags("is_low_path", is_low_path)
    normal = np.zeros(3) if plane_normal is None else _vector("plane_normal", plane_normal)
    _refuse("plane_normal", normal, ~np.isfinite(normal), "finite")
    length = np.max(np.abs(normal), axis=-1, keepdims=True)
    # so that squares neither overflow nor vanish
    normal = normal / np.where(length > 0.0, length, 1.0)
    vectors = {"r1_km": r1, "r2_km": r2, "plane_normal": normal}
    scalars = {"tof_s": tof, "n_rev": turns, "is_prograde": prograde, "is_low_path": low}
    shape = _common_shape(
        {k: v.shape[:-1] for k, v in vectors.items()} | {k: v.shape for k, v in scalars.items()}
    )

    def flat(x: NDArray, dtype: type) -> NDArray:
        return np.ascontiguousarray(np.broadcast_to(x, shape), dtype).reshape(-1)

    def flat_vectors(x: Floats) -> Floats:
        return np.ascontiguousarray(np.broadcast_to(x, (*shape, 3))).reshape(-1, 3)

    return _Problems(
        shape=shape,
        r1=flat_vectors(r1),
        r2=flat_vectors(r2),
        tof=flat(tof, np.float64),
        mu=mu,
        n_rev=flat(turns, np.int64),
        is_prograde=flat(prograde, np.bool_),
        is_low=flat(low, np.bool_),
        normal=flat_vectors(normal),
    )


def _vector(name: str, x: ArrayLike) -> Floats:
    array = floats(name, x)
    if array.ndim == 0 or array.shape[-1] != 3:
        raise InputError(name, array.shape, "a shape (..., 3)")
    return array


def _position(name: str, x: ArrayLike) -> Floats:
    position = _vector(name, x)
    _refuse(name, position, ~np.isfinite(position), "finite")
    _refuse(name, position, ~position.any(axis=-1), "a position off the centre of attraction")
    return position


def _flags(name: str, x: ArrayLike) -> Flags:
    array = np.asarray(x)
    if array.dtype != np.bool_:
        raise InputError(name, x, "True or False")
    return array


def _refuse(name: str, x: Floats, is_bad: ArrayLike, allowed: str) -> None:
    """Raise, naming the first bad value and its place, where there is one."""
    if np.any(is_bad):
        place = tuple(int(i) for i in np.argwhere(is_bad)[0])
        value = x[place].tolist()
        raise InputError(f"{name}{list(place)}" if place else name, value, allowed)


def _common_shape(shapes: dict[str, tuple[int, ...]]) -> tuple[int, ...]:
    try:
        shape = np.broadcast_shapes(*shapes.values())
    except ValueError:
        raise InputError(", ".join(shapes), list(shapes.values()), "broadcasting shapes") from None
    if math.prod(shape) > MAX_PROBLEMS:
        raise InputError("shape", shape, f"at most {MAX_PROBLEMS:.0e} problems in one call")
    return shape


def _solve(problems: _Problems) -> tuple[Floats, Floats, Integers]:
    p, n = problems, problems.tof.size
    v1, v2, status = np.empty((n, 3)), np.empty((n, 3)), np.empty(n, np.int64)

    def block(i: int) -> None:
        part = slice(i * _BLOCK, (i + 1) * _BLOCK)
        _solve_each(
            *(x[part] for x in (p.r1, p.r2, p.tof, p.n_rev, p.is_prograde, p.is_low, p.normal)),
            p.mu, v1[part], v2[part], status[part],
        )  # fmt: skip

    map_blocks(block, -(-n // _BLOCK))
    return v1.reshape((*p.shape, 3)), v2.reshape((*p.shape, 3)), status.reshape(p.shape)


@kernel
def _solve_each(
    r1: Floats, r2: Floats, tof: Floats, n_rev: Integers, is_prograde: Flags, is_low: Flags,
    normal: Floats, mu: float, v1: Floats, v2: Floats, status: Integers,
) -> None:  # fmt: skip
    for i in range(tof.size):
        (
            status[i], v1[i, 0], v1[i, 1], v1[i, 2], v2[i, 0], v2[i, 1], v2[i, 2]
        ) = lambert_one.solve_one(
            r1[i, 0], r1[i, 1], r1[i, 2], r2[i, 0], r2[i, 1], r2[i, 2], tof[i], mu, n_rev[i],
            is_prograde[i], is_low[i], normal[i, 0], normal[i, 1], normal[i, 2],
        )  # fmt: skip
