"""Bounds of round trips from the states of a search: to skip what cannot qualify.

A leg meets the asteroid at a node, on the ellipse that it has there and then. So the bounds of
``bounds`` hold for perturbed motion too where they take the ranges of the elements over all
nodes; an asteroid whose orbit an encounter changes has wide ranges and a weak bound.
"""

import math

import numpy as np

from asteroid_econ._jit import kernel
from asteroid_econ.constants import AU_KM, MU_SUN_KM3_S2
from asteroid_econ.orbits.bounds import Cost, Orbits, enclose
from asteroid_econ.orbits.roundtrip_legs import VX, VY, VZ, R, X, Y, Z
from asteroid_econ.orbits.roundtrip_places import Place
from asteroid_econ.records import Floats

N_BOXES = 3_000
_SPEED2 = MU_SUN_KM3_S2 / AU_KM
_WIDER = 1e-7  # of a range: more than the rounding of an eccentricity near 0


def earth_cost(place: Place) -> Cost:
    """Return escape² and base: at Earth at least √(v∞² + escape²) − base, and ``extra_km_s``."""
    if place.is_burn:
        return place.escape2_km2_s2, place.speed_km_s
    return 0.0, place.vinf_free_km_s


@kernel
def orbit_ranges(body: Floats) -> Orbits:
    """Return the ranges of the osculating elements of a track (7, nodes), for ``enclose``.

    The least p is NaN where an orbit is not an ellipse, infinite where no state is finite.
    """
    b_low, b_high, a_low, a_high = math.inf, -math.inf, math.inf, -math.inf
    p_low, p_high, inc_low, inc_high = math.inf, -math.inf, math.inf, -math.inf
    for k in range(body.shape[1]):
        x, y, z = body[X, k], body[Y, k], body[Z, k]
        vx, vy, vz = body[VX, k], body[VY, k], body[VZ, k]
        if not body[R, k] < math.inf:
            continue  # after a collision
        hx, hy, hz = y * vz - z * vy, z * vx - x * vz, x * vy - y * vx
        h2 = hx * hx + hy * hy + hz * hz
        inverse_a = 2.0 * AU_KM / body[R, k] - (vx * vx + vy * vy + vz * vz) / _SPEED2
        p = h2 / (_SPEED2 * AU_KM * AU_KM)
        if not (inverse_a > 0.0 and p > 0.0):
            p_low = math.nan
            break
        ecc = math.sqrt(max(0.0, 1.0 - p * inverse_a))
        inc = math.acos(min(1.0, max(-1.0, hz / math.sqrt(h2))))
        b_low, b_high = min(b_low, (1.0 - ecc) / p), max(b_high, (1.0 + ecc) / p)
        a_low, a_high = min(a_low, 1.0 / inverse_a), max(a_high, 1.0 / inverse_a)
        p_low, p_high = min(p_low, p), max(p_high, p)
        inc_low, inc_high = min(inc_low, inc), max(inc_high, inc)
    less, more = 1.0 - _WIDER, 1.0 + _WIDER
    return (
        b_low * less, b_high * more, a_low * less, a_high * more, p_low * less, p_high * more,
        max(0.0, inc_low - _WIDER), inc_high + _WIDER,
    )  # fmt: skip


@kernel
def _leg_bounds(
    body: Floats, out_cost: Cost, back_cost: Cost, limit: float, n_boxes: int
) -> tuple[float, float]:
    """Return bounds of the outbound and the return leg, no finer than the limit asks for."""
    orbits = orbit_ranges(body)
    out = back = 0.0
    if not 0.0 < orbits[4] < math.inf:
        return out, back
    boxes, keys = np.empty((n_boxes + 2, 10)), np.empty(n_boxes + 2)
    for share in (30, 1):
        n = 1 + n_boxes // share
        out, out_above = enclose(orbits, out_cost, math.inf, n, boxes, keys)
        back, back_above = enclose(orbits, back_cost, math.inf, n, boxes, keys)
        if out + back > limit or out_above + back_above <= limit < math.inf:
            break
    return out, back


def leg_bounds_km_s(
    vectors: Floats, start: Place, home: Place, *, limit_km_s: float, n_boxes: int = N_BOXES
) -> tuple[float, float]:
    """Return what the outbound and the return leg of any itinerary cost at least.

    Parameters
    ----------
    vectors : ndarray, shape (7, m)
        Track of the asteroid: x, y, z in km, velocity in km/s, distance from the Sun, at every
        date of the search; heliocentric, ecliptic of J2000.
    start, home : Place
        Where the itinerary leaves and comes back to.
    limit_km_s : float
        The search for a better bound stops where it is decided on which side of it the sum lies.
    n_boxes : int, optional
        Boxes searched for each leg.

    Returns
    -------
    out_km_s, back_km_s : float
        >= 0; 0 where the orbit is no ellipse.
    """
    spare = limit_km_s - start.extra_km_s - home.extra_km_s
    out, back = _leg_bounds(vectors, earth_cost(start), earth_cost(home), spare, n_boxes)
    return out + start.extra_km_s, back + home.extra_km_s
