"""Lower bounds of the two-impulse Δv that hold for every date: to skip targets that cannot qualify.

Any transfer crosses Earth's distance r1 and the target's distance r2 with one energy and one
angular momentum h, in a plane inclined by I to the ecliptic, hence by at least i − I to the
target's. With the radial speeds v_r this gives, whatever the phases, nodes and periapsides,

    w1² >= (v_r1 − v_rE)² + |h − k_E at angle I|² / r1²
    w2² >= (v_r2 − v_rA)² + |h − k_A at angle i − I|² / r2²,

where k are the planet's and the target's angular momenta. The least of the objective over the box
of all (1/r2, h, v_r1, I) is enclosed by branch and bound: each box has a lower bound by interval
arithmetic, the box with the least one is halved again and again, and the least one left is the
bound. It holds wherever the search stops; more boxes only bring it closer. Earth enters with
everything its distance, radial speed and angular momentum can be in 1900 to 2100.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ._jit import inline_kernel, kernel
from asteroid_econ._parallel import map_blocks
from asteroid_econ.constants import (
    AU_KM,
    ENTRY_ALTITUDE_KM,
    ENTRY_SPEED_MAX_KM_S,
    MU_EARTH_KM3_S2,
    MU_SUN_KM3_S2,
    R_EARTH_KM,
)
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.bounds_boxes import drop_first, halve, insert
from asteroid_econ.orbits.departure import ParkingOrbit, parking_orbit
from asteroid_econ.orbits.shoemaker_helin import checked_elements

Floats = NDArray[np.float64]
Cost = tuple[float, float]  # escape² and base of the cost at Earth
Orbits = tuple[float, float, float, float, float, float, float, float]

OBJECTIVES = ("total", "vinf_sum", "return")
DEFAULT_BOXES = 10_000
EARTH_RADIUS_AU = (0.98319, 1.01681)  # over 1900 to 2100, from epv00
EARTH_RADIAL_SPEED = 0.01719  # most, in units of the circular speed at 1 au
EARTH_MOMENTUM = (0.99936, 1.00036)  # angular momentum, in units of the circular orbit at 1 au
EARTH_TILT_RAD = 0.0003  # most, of Earth's motion to the ecliptic of J2000

_SPEED_KM_S = math.sqrt(MU_SUN_KM3_S2 / AU_KM)
_H_MAX, _RADIAL_MAX = 2.6, 1.5  # beyond, the excess speed at Earth is above 44 km/s
_BEYOND_KM_S = 1.48 * _SPEED_KM_S
_ROUNDING_KM_S = 1e-9
_CLOSE_KM_S = 0.02  # where a search ends: the bound is that near the relaxed minimum
_NEAR, _FAR = 1.0 / EARTH_RADIUS_AU[0], 1.0 / EARTH_RADIUS_AU[1]
_MOMENTUM_SPREAD = max(1.0 - EARTH_MOMENTUM[0], EARTH_MOMENTUM[1] - 1.0)
_TARGETS_PER_BLOCK = 64


def two_impulse_bound_km_s(
    a_au: ArrayLike,
    ecc: ArrayLike,
    inc_rad: ArrayLike,
    *,
    objective: str = "total",
    parking: ParkingOrbit | None = None,
    enough_km_s: ArrayLike = np.inf,
    n_boxes: int = DEFAULT_BOXES,
    threads: int | None = None,
) -> Floats:
    """Return a lower bound of what any direct transfer between Earth and a target costs.

    Parameters
    ----------
    a_au, ecc, inc_rad : array_like, shapes broadcast to S
        a_au > 0, 0 <= ecc < 1, inc_rad in [0, π].
    objective : {'total', 'vinf_sum', 'return'}, optional
        'total': burn in the parking orbit + v∞ at the target; 'vinf_sum': v∞ + v∞; 'return': v∞
        at the target + the burn that caps the entry at 12 km/s. The first two hold out and back.
    parking : ParkingOrbit, optional
        About Earth; 400 km by default, without plane change.
    enough_km_s : array_like, optional, broadcasts to S
        Stop where the bound exceeds it, or where the relaxed minimum is seen not to.
    n_boxes : int, optional
        Boxes searched per target, 1 to 1,000,000.
    threads : int, optional
        Changes the time that it takes, never a bit of the result.

    Returns
    -------
    ndarray, shape S
        >= 0. NaN where an element is NaN.

    Notes
    -----
    Two bodies, one impulse at each end, any number of revolutions, prograde or retrograde, no
    swing-by. The relaxation forgets that node, periapsis and position must fit: on the near-Earth
    catalogue it lies a few per cent below the best of all phases.

    References
    ----------
    Moore, Kearfott & Cloud (2009), Introduction to Interval Analysis, chapter 5.
    """
    a, ecc, inc = checked_elements(a_au, ecc, inc_rad)
    if objective not in OBJECTIVES:
        raise InputError("objective", objective, f"one of {', '.join(OBJECTIVES)}")
    n_boxes, parking = _checked(n_boxes, parking)
    try:
        enough = np.broadcast_to(floats("enough_km_s", enough_km_s), a.shape)
    except ValueError:
        raise InputError("enough_km_s", np.shape(enough_km_s), f"a shape like {a.shape}") from None
    flat = tuple(np.ascontiguousarray(x).ravel() for x in (a, ecc, inc, enough))
    return _enclosed(flat, _cost(objective, parking), n_boxes, threads)[0].reshape(a.shape)


def round_trip_bound_km_s(
    a_au: ArrayLike,
    ecc: ArrayLike,
    inc_rad: ArrayLike,
    *,
    parking: ParkingOrbit | None = None,
    enough_km_s: float = np.inf,
    n_boxes: int = DEFAULT_BOXES,
    threads: int | None = None,
) -> Floats:
    """Return a lower bound of a round trip by the NHATS sum.

    Parameters
    ----------
    a_au, ecc, inc_rad, parking, n_boxes, threads
        As for :func:`two_impulse_bound_km_s`.
    enough_km_s : float, optional
        The limit, such as 12 km/s: the search stops where it is decided on which side it lies.

    Returns
    -------
    ndarray, shape S
        Bound of departure burn + arrival + departure from the target + entry-capping burn; a
        target above the limit cannot qualify, whatever the dates. NaN where an element is NaN.
    """
    a, ecc, inc = checked_elements(a_au, ecc, inc_rad)
    n_boxes, parking = _checked(n_boxes, parking)
    limit = float(floats("enough_km_s", enough_km_s))
    flat = [np.ascontiguousarray(x).ravel() for x in (a, ecc, inc)]
    bound, open_ = np.full(a.size, np.nan), np.arange(a.size)
    # most targets are decided by a hundredth of the boxes
    for n in (1 + n_boxes // 100, 1 + n_boxes // 10, n_boxes):
        rows = (*(x[open_] for x in flat), np.full(open_.size, np.inf))
        out, out_above = _enclosed(rows, _cost("total", parking), n, threads)
        back, back_above = _enclosed(rows, _cost("return", parking), n, threads)
        bound[open_] = out + back
        is_below = (out_above + back_above <= limit) & (limit < np.inf)
        open_ = open_[(out + back <= limit) & ~is_below]
    return bound.reshape(a.shape)


def _checked(n_boxes: int, parking: ParkingOrbit | None) -> tuple[int, ParkingOrbit]:
    if not 1 <= n_boxes <= 1_000_000:
        raise InputError("n_boxes", n_boxes, "1 to 1,000,000")
    parking = parking or parking_orbit()
    if parking.body != "earth":
        raise InputError("parking", parking.body, "a parking orbit about Earth")
    return n_boxes, parking


def _enclosed(
    columns: tuple[Floats, ...], cost: Cost, n_boxes: int, threads: int | None
) -> tuple[Floats, Floats]:
    """Return bounds from below and from above of the relaxed minimum of each target."""
    a, ecc, inc, enough = columns
    out = np.empty((2, a.size))

    def block(b: int) -> None:
        part = slice(b * _TARGETS_PER_BLOCK, (b + 1) * _TARGETS_PER_BLOCK)
        _bounds(a[part], ecc[part], inc[part], cost, enough[part], n_boxes, out[:, part])

    map_blocks(block, -(-a.size // _TARGETS_PER_BLOCK), threads=threads)
    return out[0], out[1]


def _cost(objective: str, parking: ParkingOrbit) -> Cost:
    """Return escape² and base of the cost at Earth, max(0, √(w1² + escape²) − base)."""
    if objective == "total":
        circular2 = parking.mu_km3_s2 / (parking.radius_km + parking.altitude_km)
        return 2.0 * circular2, math.sqrt(circular2)
    if objective == "return":
        escape2 = 2.0 * MU_EARTH_KM3_S2 / (R_EARTH_KM + ENTRY_ALTITUDE_KM)
        return 0.0, math.sqrt(ENTRY_SPEED_MAX_KM_S**2 - escape2)
    return 0.0, 0.0


@kernel
def _bounds(
    a: Floats,
    ecc: Floats,
    inc: Floats,
    cost: Cost,
    enough: Floats,
    n_boxes: int,
    out: Floats,
) -> None:
    boxes, keys = np.empty((n_boxes + 2, 10)), np.empty(n_boxes + 2)
    for k in range(a.size):
        p = a[k] * (1.0 - ecc[k]) * (1.0 + ecc[k])
        near, far = (1.0 - ecc[k]) / p, (1.0 + ecc[k]) / p
        orbits = (near, far, a[k], a[k], p, p, inc[k], inc[k])
        out[0, k], out[1, k] = enclose(orbits, cost, enough[k], n_boxes, boxes, keys)


@kernel
def enclose(
    orbits: Orbits, cost: Cost, enough: float, n_boxes: int, boxes: Floats, keys: Floats
) -> tuple[float, float]:
    """Return bounds from below and above: branch and bound, the box with the least key first.

    ``orbits`` holds the least and the greatest of 1/r, a, p (au) and inclination that the target
    has; ``boxes`` (n_boxes + 2, 10) and ``keys`` (n_boxes + 2,) are a heap.
    """
    b_low, b_high, _, _, p_low, _, inc_low, inc_high = orbits
    if not (p_low > 0.0 and inc_low >= 0.0):
        return math.nan, math.nan
    box = boxes[0]
    box[0], box[1] = b_low, b_high
    box[2], box[3] = 0.0, _H_MAX
    box[4], box[5] = 0.0, _RADIAL_MAX
    box[6], box[7] = 0.0, inc_high
    box[8], box[9] = _FAR, _NEAR
    keys[0] = _least_of_box(box, orbits, cost)
    beyond = _earth_cost(_BEYOND_KM_S, cost)
    size, above = 1, math.inf
    halves = np.empty((2, 10))
    for _ in range(n_boxes):
        least = keys[0]
        is_decided = least > enough or above <= enough < math.inf
        if is_decided or above - least < _CLOSE_KM_S or not least < beyond:
            break
        halve(boxes[0], halves)
        size = drop_first(boxes, keys, size)
        for half in range(2):
            key = max(least, _least_of_box(halves[half], orbits, cost))
            if key < math.inf:
                size = insert(boxes, keys, size, halves[half], key)
                above = min(above, _middle_of_box(halves[half], orbits, cost))
        if size == 0:
            return beyond, beyond
    return max(0.0, min(keys[0], beyond) - _ROUNDING_KM_S), min(above, beyond)


@inline_kernel
def _earth_cost(w1_km_s: float, cost: Cost) -> float:
    return max(0.0, math.sqrt(w1_km_s * w1_km_s + cost[0]) - cost[1])


@inline_kernel
def _turned_distance(h_low: float, h_high: float, k: float, cosine: float) -> float:
    """Return the least distance of two vectors an angle apart, one of length k, one in a range."""
    h = min(max(k * cosine, h_low), h_high)
    return math.sqrt(max(0.0, h * h + k * k - 2.0 * h * k * cosine))


@inline_kernel
def _ranges_distance(
    h_low: float, h_high: float, k_low: float, k_high: float, cosine: float
) -> float:
    """Return the same with both lengths in ranges: convex, hence least on an edge."""
    least = _turned_distance(h_low, h_high, k_low, cosine)
    if k_low < k_high:
        least = min(least, _turned_distance(h_low, h_high, k_high, cosine))
        least = min(least, _turned_distance(k_low, k_high, h_low, cosine))
        least = min(least, _turned_distance(k_low, k_high, h_high, cosine))
    return least


@inline_kernel
def _gap(low: float, high: float, other_low: float, other_high: float) -> float:
    return max(0.0, low - other_high, other_low - high)


@kernel
def _least_of_box(box: Floats, orbits: Orbits, cost: Cost) -> float:
    """Return a lower bound of the objective over a box; infinity where no transfer lies in it."""
    _, _, a_low, a_high, p_low, p_high, inc_low, _ = orbits
    b_low, b_high, h_low, h_high = box[0], box[1], box[2], box[3]
    x_low, x_high, i_low, i_high = box[4], box[5], box[6], box[7]
    home_far, home_near = box[8], box[9]
    # radial speed at the target, squared: linear in h², hence extreme at an end of h
    s_low, s_high = math.inf, -math.inf
    for h in (h_low, h_high):
        h2 = h * h
        home_low = -max(_depth(home_near, h2), _depth(home_far, h2))
        if home_far * h2 < 1.0 < home_near * h2:
            home_low = -1.0 / h2
        home_high = -min(_depth(home_near, h2), _depth(home_far, h2))
        there_low = min(_depth(b_low, h2), _depth(b_high, h2))
        there_high = max(_depth(b_low, h2), _depth(b_high, h2))
        if b_low * h2 < 1.0 < b_high * h2:
            there_high = 1.0 / h2
        s_low, s_high = min(s_low, home_low + there_low), max(s_high, home_high + there_high)
    s_low, s_high = s_low + x_low * x_low, s_high + x_high * x_high
    if s_high < 0.0:
        return math.inf
    v_low, v_high = math.sqrt(max(0.0, s_low)), math.sqrt(s_high)
    # the target's own radial speed, squared, is concave in 1/r
    own_low = min(_own_radial2(b_low, a_low, p_high), _own_radial2(b_high, a_low, p_high))
    b_peak = min(max(1.0 / p_low, b_low), b_high)
    own_high = _own_radial2(b_peak, a_high, p_low)
    u_low, u_high = math.sqrt(max(0.0, own_low)), math.sqrt(max(0.0, own_high))
    radial2 = _gap(v_low, v_high, u_low, u_high)
    turn = math.cos(max(0.0, inc_low - i_high))
    across2 = b_low * _ranges_distance(h_low, h_high, math.sqrt(p_low), math.sqrt(p_high), turn)
    radial1 = max(0.0, x_low - _earth_radial_speed(home_far, home_near))
    tilt = math.cos(max(0.0, i_low - EARTH_TILT_RAD))
    across1 = max(0.0, _turned_distance(h_low, h_high, 1.0, tilt) - _MOMENTUM_SPREAD) * home_far
    w1 = _SPEED_KM_S * math.sqrt(radial1 * radial1 + across1 * across1)
    w2 = _SPEED_KM_S * math.sqrt(radial2 * radial2 + across2 * across2)
    return _earth_cost(w1, cost) + w2


@inline_kernel
def _earth_radial_speed(b_low: float, b_high: float) -> float:
    """Return the most of Earth's radial speed where 1/r lies in a range; 0 at its apsides."""
    from_mean = max(0.0, b_low - 1.0, 1.0 - b_high) - _MOMENTUM_SPREAD
    left = EARTH_RADIAL_SPEED * EARTH_RADIAL_SPEED - max(0.0, from_mean) ** 2
    return math.sqrt(max(0.0, left))


@inline_kernel
def _depth(b: float, h2: float) -> float:
    """Return 2/r − h²/r² for b = 1/r."""
    return b * (2.0 - h2 * b)


@inline_kernel
def _own_radial2(b: float, a: float, p: float) -> float:
    return b * (2.0 - p * b) - 1.0 / a


@kernel
def _middle_of_box(box: Floats, orbits: Orbits, cost: Cost) -> float:
    """Return the relaxed objective in the middle of a box, Earth on a circle of 1 au."""
    a, p = 0.5 * (orbits[2] + orbits[3]), 0.5 * (orbits[4] + orbits[5])
    inc = 0.5 * (orbits[6] + orbits[7])
    b, h = 0.5 * (box[0] + box[1]), 0.5 * (box[2] + box[3])
    x, tilt = 0.5 * (box[4] + box[5]), 0.5 * (box[6] + box[7])
    home = 0.5 * (box[8] + box[9])
    s = x * x - _depth(home, h * h) + _depth(b, h * h)
    if s < 0.0:
        return math.inf
    radial2 = math.sqrt(s) - math.sqrt(max(0.0, _own_radial2(b, a, p)))
    across2 = b * _turned_distance(h, h, math.sqrt(p), math.cos(inc - tilt))
    across1 = home * _turned_distance(h, h, 1.0, math.cos(tilt))
    w1 = _SPEED_KM_S * math.sqrt(x * x + across1 * across1)
    return _earth_cost(w1, cost) + _SPEED_KM_S * math.sqrt(radial2 * radial2 + across2 * across2)
