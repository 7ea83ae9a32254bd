"""Stable manifolds: the trajectories that wind onto a periodic orbit by themselves.

A trajectory is followed backwards from a point beside the orbit to the section, a plane through
the Sun 22.5° ahead of Earth (L2, from outside Earth's orbit) or behind it (L1, from inside), where
Earth no longer matters and the motion is a conic.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ._jit import kernel
from asteroid_econ._parallel import map_blocks
from asteroid_econ.constants import AU_KM, R_EARTH_KM
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.threebody.correct import PeriodicOrbit
from asteroid_econ.orbits.threebody.cr3bp import N_STATE, slopes_at
from asteroid_econ.orbits.threebody.integrate import (
    N_STAGES,
    cr3bp_matrices,
    one_step,
    step_growth,
    workspace,
)
from asteroid_econ.parameters.load import load
from asteroid_econ.records import Floats

STATUS = {
    0: "reaches the section",
    1: "meets the smaller body",
    2: "does not reach the section in the longest time",
    3: "reaches the section on the wrong side of the smaller body's orbit",
}
ARRIVED, HIT, TOO_LONG, WRONG_SIDE = 0, 1, 2, 3
TOLERANCE = 1e-15
_MAX_STEPS = 100_000
_MAX_SECANTS = 60
_TRAJECTORIES_PER_BLOCK = 8
_MATRIX_TOLERANCE = 1e-13
_N_AROUND = 16


@dataclass(frozen=True, slots=True, eq=False)
class StableManifold:
    """Trajectories of one stable manifold, shape (n,) of points on the orbit.

    ``phase_frac`` is the share of the period from the orbit's state to the point. ``end_state_nd``
    (n, 6) is where a trajectory joins the orbit, ``section_state_nd`` (n, 6) where it passes the
    section ``time_nd`` earlier: ``cr3bp_states(end_state_nd[i], -t)`` gives it in between, and
    two-body motion before. NaN where ``status`` is not 0; ``STATUS`` says why.
    """

    orbit: PeriodicOrbit
    point: int
    phase_frac: Floats
    end_state_nd: Floats
    section_state_nd: Floats
    time_nd: Floats
    status: NDArray[np.int64]


def section_angle_rad(point: int) -> float:
    """Return the angle of the section of L1 (< 0) or L2 (> 0) from the Sun–Earth line."""
    if point not in (1, 2):
        raise InputError("point", point, "1 or 2")
    angle = math.radians(load("threebody").value("manifolds.section_deg"))
    return angle if point == 2 else -angle


def stable_manifold(
    orbit: PeriodicOrbit,
    phase_frac: ArrayLike,
    *,
    point: int,
    offset_nd: float | None = None,
    longest_nd: float | None = None,
    threads: int | None = 1,
) -> StableManifold:
    """Return the trajectories that lead from the section to points of a periodic orbit.

    Parameters
    ----------
    orbit : PeriodicOrbit
        Unstable, about L1 or L2.
    phase_frac : array_like, shape (n,)
        Points on the orbit, as shares of its period from its state.
    point : {1, 2}
        The libration point: L1 is reached from inside, L2 from outside.
    offset_nd : float, optional
        Distance from the orbit at which a trajectory ends; by default that of the parameters.
    longest_nd : float, optional
        Longest time from the section; by default that of the parameters.
    threads : int, optional
        Changes no bit of the result.

    Returns
    -------
    StableManifold

    References
    ----------
    García Yárnoz, Sanchez & McInnes (2013), Celest. Mech. Dyn. Astron. 116, 367;
    Parker & Anderson (2014), Low-Energy Lunar Trajectory Design, section 2.6.
    """
    settings = load("threebody")
    offset = float(settings.value("manifolds.offset_nd") if offset_nd is None else offset_nd)
    longest = float(settings.value("manifolds.longest_nd") if longest_nd is None else longest_nd)
    if not 0.0 < offset <= 1e-2:
        raise InputError("offset_nd", offset_nd, "in (0, 0.01]")
    if not 0.0 < longest < math.inf:
        raise InputError("longest_nd", longest_nd, "finite and > 0")
    phase = np.atleast_1d(floats("phase_frac", phase_frac))
    if phase.ndim != 1:
        raise InputError("phase_frac", phase.shape, "one dimension")
    angle = section_angle_rad(point)
    on_orbit, direction = stable_directions(orbit, phase)
    away = 1.0 if point == 2 else -1.0
    side = _outward_side(orbit, away)
    ends = on_orbit + side * offset * direction
    states, times, status = _marched(orbit.mu_ratio, ends, angle, away, longest, threads)
    return StableManifold(orbit, point, phase, ends, states, times, status)


def stable_directions(orbit: PeriodicOrbit, phase_frac: Floats) -> tuple[Floats, Floats]:
    """Return states on an orbit and the stable direction there, of unit length in position.

    Parameters
    ----------
    orbit : PeriodicOrbit
        With a real stable eigenvalue.
    phase_frac : ndarray, shape (n,)
        Points on the orbit; whole numbers drop out.

    Returns
    -------
    state_nd, direction_nd : ndarray, shape (n, 6)
        The direction turns continuously along the orbit.
    """
    mu, period = orbit.mu_ratio, orbit.period_nd
    # backwards in time the stable direction grows: it is found, and carried on, without loss
    _, back = cr3bp_matrices(orbit.state_nd, -period, mu_ratio=mu)
    values, vectors = np.linalg.eig(back)
    fastest = int(np.argmax(np.abs(values)))
    if abs(values[fastest].imag) > 1e-9 * abs(values[fastest]) or abs(values[fastest]) < 1.001:
        raise InputError("orbit", complex(values[fastest]), "an orbit with a real stable direction")
    first = vectors[:, fastest].real
    first = first * (1.0 if first[np.argmax(np.abs(first))] > 0.0 else -1.0)
    since = (np.mod(phase_frac, 1.0) - 1.0) * period
    starts = np.broadcast_to(orbit.state_nd, (since.size, N_STATE))
    states, matrices = cr3bp_matrices(starts, since, mu_ratio=mu, tolerance=_MATRIX_TOLERANCE)
    directions = matrices @ first
    lengths = np.linalg.norm(directions[:, :3], axis=1, keepdims=True)
    return states, directions / lengths


def _outward_side(orbit: PeriodicOrbit, away: float) -> float:
    """Return the sign of the stable direction that comes from far outside, not from Earth.

    Seen from the libration point the stable direction leans along the Sun–Earth line all around
    the orbit; far out on the largest orbits it wavers, so that its mean decides.
    """
    _, directions = stable_directions(orbit, np.arange(_N_AROUND) / _N_AROUND)
    return 1.0 if away * float(directions[:, 0].sum()) > 0.0 else -1.0


def _marched(
    mu: float, ends: Floats, angle: float, away: float, longest: float, threads: int | None
) -> tuple[Floats, Floats, NDArray[np.int64]]:
    out, times = np.full(ends.shape, np.nan), np.full(len(ends), np.nan)
    status = np.full(len(ends), TOO_LONG)
    surface = R_EARTH_KM / AU_KM

    def run(block: int) -> None:
        part = slice(block * _TRAJECTORIES_PER_BLOCK, (block + 1) * _TRAJECTORIES_PER_BLOCK)
        _march_block(
            mu, ends[part], angle, away, longest, surface, out[part], times[part], status[part]
        )

    map_blocks(run, -(-len(ends) // _TRAJECTORIES_PER_BLOCK), threads=threads)
    return out, times, status


@kernel
def _march_block(
    mu: float, ends: Floats, angle: float, away: float, longest: float, surface: float,
    out: Floats, times: Floats, status: NDArray[np.int64],
) -> None:  # fmt: skip
    for i in range(len(ends)):
        y = ends[i].copy()
        time = _back_to_section(mu, y, angle, longest, surface)
        if time == 0.0:
            status[i] = TOO_LONG
        elif time < 0.0:
            status[i] = HIT
        elif (math.hypot(y[0] + mu, y[1]) - 1.0) * away < 0.0:
            status[i] = WRONG_SIDE
        else:
            status[i] = ARRIVED
            times[i] = time
            out[i] = y


@kernel
def _back_to_section(mu: float, y: Floats, angle: float, longest: float, surface: float) -> float:
    """Move a state back in time to the section, in place; return the time.

    0 where the section is not reached, −1 at a collision.
    """
    cosine, sine = math.cos(angle), math.sin(angle)
    slopes, stage, moved, size = workspace(N_STATE)
    time = 0.0
    slopes_at(mu, y, slopes[0])
    height = y[1] * cosine - (y[0] + mu) * sine
    for _ in range(_MAX_STEPS):
        error = one_step(mu, y, -size[0], TOLERANCE, slopes, stage, moved)
        growth = step_growth(error)
        if not error <= 1.0:
            size[0] *= min(growth, 0.9)
            continue
        height_moved = moved[1] * cosine - (moved[0] + mu) * sine
        in_front = (moved[0] + mu) * cosine + moved[1] * sine > 0.0
        if height * height_moved <= 0.0 and in_front:
            share = _to_crossing(mu, y, size[0], height, height_moved, cosine, sine, stage, moved)
            y[:] = moved
            return time + share
        time += size[0]
        if time > longest:
            return 0.0
        y[:] = moved
        height = height_moved
        if (y[0] - 1.0 + mu) ** 2 + y[1] ** 2 + y[2] ** 2 < surface * surface:
            return -1.0
        slopes_at(mu, y, slopes[0])
        size[0] *= growth
    return 0.0


@kernel
def _to_crossing(
    mu: float, y: Floats, step: float, height: float, height_moved: float,
    cosine: float, sine: float, stage: Floats, moved: Floats,
) -> float:  # fmt: skip
    """Write the state on the section within a step back from y; return the part of the step.

    Each trial is one step of the same method, whose error is below the tolerance as the whole's is.
    Regula falsi with the weight of an end that stays halved (Illinois).
    """
    slopes = np.empty((N_STAGES, N_STATE))
    slopes_at(mu, y, slopes[0])
    low, high = 0.0, step
    f_low, f_high = height, height_moved
    part = high
    for _ in range(_MAX_SECANTS):
        if f_high == f_low:
            break
        part = (low * f_high - high * f_low) / (f_high - f_low)
        one_step(mu, y, -part, TOLERANCE, slopes, stage, moved)
        f = moved[1] * cosine - (moved[0] + mu) * sine
        if abs(f) < 1e-16 or part in (low, high):
            break
        if f * f_high < 0.0:
            low, f_low = high, f_high
        else:
            f_low *= 0.5
        high, f_high = part, f
    return part
