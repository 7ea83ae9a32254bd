"""Legs of mining itineraries: up to several revolutions, plane of departure, any place at Earth."""

import math

import numpy as np
from numpy.typing import NDArray

from asteroid_econ._jit import inline_kernel, kernel, simd_inline_kernel
from asteroid_econ.constants import MU_SUN_KM3_S2, OBLIQUITY_J2000_ARCSEC
from asteroid_econ.orbits.lambert_one import solve_one
from asteroid_econ.orbits.lambert_row import Rows, lambert_row
from asteroid_econ.orbits.lambert_turns import multi_rev_row
from asteroid_econ.orbits.roundtrip_grid import cheapest_outbound
from asteroid_econ.orbits.roundtrip_legs import VX, VY, VZ, R, X, Y, Z
from asteroid_econ.records import Floats

Integers = NDArray[np.int64]
Fees = tuple[float, float, float, float, float, float, float]

_POLE_Y = math.sin(math.radians(OBLIQUITY_J2000_ARCSEC / 3600.0))  # Earth's, in the ecliptic
_POLE_Z = math.cos(math.radians(OBLIQUITY_J2000_ARCSEC / 3600.0))
_LESS = 1.0 - 1e-12  # rounding never leaves out a transfer


@inline_kernel
def _fee(ux: float, uy: float, uz: float, fees: Fees) -> float:
    """Return what a place at Earth asks for an excess velocity; NaN for NaN.

    ``fees``: escape², speed, extra, free v∞, whether a burn is made (0 or 1), sine and cosine of
    the inclination of a circular orbit (1 and 0 without plane change).
    """
    escape2, speed, extra, free, burn, sin_inc, cos_inc = fees
    v2 = ux * ux + uy * uy + uz * uz
    v = math.sqrt(v2)
    v_in = free if v > free else v
    high = abs(uy * _POLE_Y + uz * _POLE_Z) / (v + 1e-30)
    level = math.sqrt(max(0.0, 1.0 - high * high))
    turn = level * cos_inc + high * sin_inc if high > sin_inc else 1.0
    peri2 = v_in * v_in + escape2
    squared = peri2 + speed * speed - 2.0 * math.sqrt(peri2) * speed * turn
    return v - v_in + burn * math.sqrt(max(0.0, squared)) + extra


@simd_inline_kernel
def _lower(
    v1: tuple[Floats, Floats, Floats], v2: tuple[Floats, Floats, Floats], origin_v: Floats,
    goal_v: tuple[Floats, Floats, Floats], is_home: bool, fees: Fees, vinf2_max: float, dv: Floats,
) -> None:  # fmt: skip
    """Lower dv to the cost of a row of transfers where that is less; ``is_home`` ends at Earth."""
    v1x, v1y, v1z = v1
    v2x, v2y, v2z = v2
    gx, gy, gz = goal_v
    ox, oy, oz = origin_v[0], origin_v[1], origin_v[2]
    for j in range(dv.size):
        ax, ay, az = v1x[j] - ox, v1y[j] - oy, v1z[j] - oz
        bx, by, bz = v2x[j] - gx[j], v2y[j] - gy[j], v2z[j] - gz[j]
        a2, b2 = ax * ax + ay * ay + az * az, bx * bx + by * by + bz * bz
        if is_home:
            total = math.sqrt(a2) + _fee(bx, by, bz, fees)
            total = total if b2 <= vinf2_max else math.inf
        else:
            total = math.sqrt(b2) + _fee(ax, ay, az, fees)
            total = total if a2 <= vinf2_max else math.inf
        dv[j] = total if total < dv[j] else dv[j]


@inline_kernel
def _first_with_turns(origin: Floats, i: int, goal: Floats, tof_s: Floats, n_rev: int) -> int:
    """Return the first place of a row where n_rev revolutions can be: the rest need not be solved.

    They take as many periods, and no ellipse through both ends has a shorter one than that of
    least energy, whose major axis is half the perimeter of the triangle with the Sun.
    """
    for k in range(tof_s.size):
        j = i + k
        dx, dy, dz = goal[X, j] - origin[X, i], goal[Y, j] - origin[Y, i], goal[Z, j] - origin[Z, i]
        chord = math.sqrt(dx * dx + dy * dy + dz * dz)
        a = 0.25 * (origin[R, i] + goal[R, j] + chord)
        turns_s = n_rev * 2.0 * math.pi * a * math.sqrt(a / MU_SUN_KM3_S2)
        if not tof_s[k] < turns_s * _LESS:
            return k
    return int(tof_s.size)


@kernel
def leg_matrix(
    origin: Floats, goal: Floats, tof_s: Floats, inv_cbrt: Floats, n_rev_max: int, is_home: bool,
    fees: Fees, vinf2_max: float, is_wanted: Floats, velocities: Floats, work: Floats, dv: Floats,
) -> None:  # fmt: skip
    """Write the least cost over all revolutions of the wanted rows of a leg matrix, else inf.

    ``velocities`` (12, legs) is scratch.
    """
    n = tof_s.size
    for i in range(dv.shape[0]):
        dv[i, :] = math.inf
        if not is_wanted[i] > 0.0:
            continue
        departure = (origin[X, i], origin[Y, i], origin[Z, i])
        origin_v = origin[VX : VZ + 1, i].copy()
        for n_rev in range(n_rev_max + 1):
            first = _first_with_turns(origin, i, goal, tof_s, n_rev)
            if first == n:
                break
            a, b = i + first, i + n
            arrival = (goal[X, a:b], goal[Y, a:b], goal[Z, a:b])
            goal_v = (goal[VX, a:b], goal[VY, a:b], goal[VZ, a:b])
            low, high = _ends(velocities, 0, first), _ends(velocities, 6, first)
            if n_rev == 0:
                lambert_row(
                    departure, arrival, goal[R, a:b], tof_s, inv_cbrt, MU_SUN_KM3_S2, True,
                    low[0], low[1], work,
                )  # fmt: skip
            else:
                multi_rev_row(
                    departure, arrival, goal[R, a:b], tof_s[first:], MU_SUN_KM3_S2, n_rev, True,
                    low, high, work,
                )  # fmt: skip
            for k in range(1 if n_rev == 0 else 2):
                v1, v2 = (low, high)[k]
                _lower(v1, v2, origin_v, goal_v, is_home, fees, vinf2_max, dv[i, first:])


@inline_kernel
def _ends(velocities: Floats, row: int, first: int) -> tuple[Rows, Rows]:
    """Return the rows of the velocities at both ends, from place ``first`` on."""
    return (
        (velocities[row, first:], velocities[row + 1, first:], velocities[row + 2, first:]),
        (velocities[row + 3, first:], velocities[row + 4, first:], velocities[row + 5, first:]),
    )


@inline_kernel
def best_leg(
    origin: Floats, i: int, goal: Floats, j: int, tof_s: float, n_rev_max: int, is_home: bool,
    fees: Fees, vinf2_max: float, first: Floats, second: Floats,
) -> int:  # fmt: skip
    """Write the excess velocities of the cheapest branch of one leg; return its revolutions.

    Outbound branches above ``vinf2_max`` do not count; −1 where none is left.
    """
    least, best = math.inf, -1
    for branch in range(2 * n_rev_max + 1):
        n_rev = (branch + 1) // 2
        _, ax, ay, az, bx, by, bz = solve_one(
            origin[X, i], origin[Y, i], origin[Z, i], goal[X, j], goal[Y, j], goal[Z, j], tof_s,
            MU_SUN_KM3_S2, n_rev, True, branch % 2 == 0, 0.0, 0.0, 0.0,
        )  # fmt: skip
        ax, ay, az = ax - origin[VX, i], ay - origin[VY, i], az - origin[VZ, i]
        bx, by, bz = bx - goal[VX, j], by - goal[VY, j], bz - goal[VZ, j]
        if is_home:
            total = math.sqrt(ax * ax + ay * ay + az * az) + _fee(bx, by, bz, fees)
        else:
            total = math.sqrt(bx * bx + by * by + bz * bz) + _fee(ax, ay, az, fees)
        is_allowed = is_home or ax * ax + ay * ay + az * az <= vinf2_max
        if total < least and is_allowed:
            least, best = total, n_rev
            first[0], first[1], first[2] = ax, ay, az
            second[0], second[1], second[2] = bx, by, bz
    return best


@kernel
def leg_costs(
    origin: Floats, goal: Floats, tof_s: Floats, n_rev_max: int, is_home: bool, fees: Fees,
    vinf2_max: float, cost: Floats,
) -> None:  # fmt: skip
    """Write what each leg from origin's to goal's node of the same number costs; NaN for none."""
    first, second = np.empty(3), np.empty(3)
    for k in range(tof_s.size):
        n_rev = best_leg(
            origin, k, goal, k, tof_s[k], n_rev_max, is_home, fees, vinf2_max, first, second
        )
        there, here = (second, first) if is_home else (first, second)
        burn = math.sqrt(here[0] ** 2 + here[1] ** 2 + here[2] ** 2)
        cost[k] = burn + _fee(there[0], there[1], there[2], fees) if n_rev >= 0 else math.nan


@kernel
def least_by_launch(
    out: Floats, back: Floats, s_min: int, s_max: int, n_max: int, limit: float, least: Floats
) -> None:
    """Write the least Δv of any trip from each launch; inf where none is within the limit."""
    n_legs = back.shape[1]
    low = np.empty(back.shape)  # least return of at most c steps
    for j in range(back.shape[0]):
        so_far = math.inf
        for c in range(n_legs):
            so_far = min(so_far, back[j, c])
            low[j, c] = so_far
    width = n_max + 1
    queue, cheapest = np.empty(width, np.int64), np.empty(width, np.int64)
    for i in range(out.shape[0]):
        least[i] = math.inf
        for d in range(cheapest_outbound(out[i], s_min, s_max, n_max, queue, cheapest), width):
            if cheapest[d] >= 0:
                c = min(n_legs - 1, n_max - d)
                least[i] = min(least[i], out[i, cheapest[d]] + low[i + d, c])
        least[i] = least[i] if least[i] <= limit else math.inf


@kernel
def best_legs(
    origin: Floats, nodes: Integers, goal: Floats, legs: Integers, tof_s: Floats, n_rev_max: int,
    is_home: bool, fees: Fees, vinf2_max: float, vinf: Floats, turns: Integers,
) -> None:  # fmt: skip
    """Write ``vinf`` (n, 2, 3) and revolutions (n,) of legs from nodes >= 0; others stay."""
    for n in range(nodes.size):
        if nodes[n] >= 0:
            turns[n] = best_leg(
                origin, nodes[n], goal, nodes[n] + legs[n], tof_s[legs[n]], n_rev_max, is_home,
                fees, vinf2_max, vinf[n, 0], vinf[n, 1],
            )  # fmt: skip
