"""Lambert problems of every class that is known to be hard, drawn at random; mu = 1.

A problem is (r1, r2, tof, n_rev, is_prograde, is_low_path). The times are chosen by class from the
parabolic time or the period of the least-energy ellipse, so that the shape of the orbit is known.
"""

import math

import numpy as np


def _unit(rng, n):
    x = rng.normal(size=(n, 3))
    return x / np.linalg.norm(x, axis=1)[:, None]


def _log(rng, low, high, n):
    return 10.0 ** rng.uniform(low, high, n)


def positions(rng, angle, ratio):
    """Return r1, r2 an angle apart in the prograde sense, |r1| = 1, |r2| = ratio."""
    n = len(angle)
    along = _unit(rng, n)
    normal = np.cross(along, _unit(rng, n))
    normal /= np.linalg.norm(normal, axis=1)[:, None]
    normal *= np.where(normal[:, 2] < 0.0, -1.0, 1.0)[:, None]
    across = np.cross(normal, along)
    r2 = np.cos(angle)[:, None] * along + np.sin(angle)[:, None] * across
    return along, ratio[:, None] * r2


def any_angle(rng, n):
    """Angles in (0, 2π): a quarter each uniform, near 0, near π and near 2π, down to 1e-10."""
    near = _log(rng, -10, -1, n)
    kind = rng.integers(0, 4, n)
    side = rng.choice([-1.0, 1.0], n)
    return np.choose(
        kind, [rng.uniform(0.01, 6.27, n), near, math.pi + side * near, 2.0 * math.pi - near]
    )


def shape(r1, r2, angle):
    """Return the semi-perimeter and λ of Izzo."""
    chord = np.linalg.norm(r2 - r1, axis=1)
    a, b = np.linalg.norm(r1, axis=1), np.linalg.norm(r2, axis=1)
    s = 0.5 * (a + b + chord)
    return s, np.sqrt(a * b) * np.cos(angle / 2.0) / s


def parabolic_time(s, lam):
    """Return the time on the parabola: Euler's equation."""
    rest = np.maximum(1.0 - lam**2, 1e-300)
    # (1 − λ³)(2/3), without cancellation for λ → 1
    gap = np.where(lam > 0.0, rest * (1.0 + lam + lam**2) / (1.0 + lam), 1.0 - lam**3)
    return np.sqrt(s**3 / 2.0) * 2.0 / 3.0 * gap


def draw(rng, kind, n):
    """Return n problems of a class as a dict of arrays."""
    angle, ratio = any_angle(rng, n), _log(rng, -3, 3, n)
    n_rev, is_low = np.zeros(n, int), np.ones(n, bool)
    if kind == "generic":
        angle, ratio = rng.uniform(0.05, 6.2, n), _log(rng, -0.5, 0.5, n)
    if kind == "half":
        angle, ratio = math.pi + rng.choice([-1, 1], n) * _log(rng, -10, -2, n), _log(rng, -1, 1, n)
    r1, r2 = positions(rng, angle, ratio)
    s, lam = shape(r1, r2, angle)
    parabolic, period = parabolic_time(s, lam), np.sqrt(s**3 / 2.0) * math.pi
    if kind in ("generic", "half", "angles"):
        tof = period * _log(rng, -1.5, 1.0, n)
    elif kind == "parabolic":
        tof = parabolic * (1.0 + rng.choice([-1.0, 1.0], n) * _log(rng, -17, -2, n))
    elif kind == "hyperbolic":
        tof = parabolic * _log(rng, -6, -0.1, n)
    elif kind == "long":
        tof = period * _log(rng, 1, 14, n)
    elif kind == "revolutions":
        n_rev, is_low = rng.integers(1, 51, n), rng.random(n) < 0.5
        tof = period * n_rev * (1.0 + _log(rng, -6, 2, n)) * 1.02
    else:
        raise ValueError(kind)
    is_prograde = np.ones(n, bool)
    if rng.random() < 0.5:  # the same motion, its axis turned upside down
        r1, r2, is_prograde = r1 * [1, -1, -1], r2 * [1, -1, -1], ~is_prograde
    return {
        "r1_km": r1,
        "r2_km": r2,
        "tof_s": tof,
        "n_rev": n_rev,
        "is_prograde": is_prograde,
        "is_low_path": is_low,
    }


KINDS = ("generic", "angles", "half", "parabolic", "hyperbolic", "long", "revolutions")
