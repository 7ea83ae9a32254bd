"""Solve and judge Lambert problems by the million: rows of all kinds, every answer checked.

Every solution is propagated in double precision by :mod:`kepler`, which shares nothing with the
solver. Where that misses by more than rounding may explain, the 32 digits of the referee decide:
wrong is a miss above 1e6 u κ, or another number of revolutions, direction or path than asked for.
"""

import math

import numpy as np

from asteroid_econ._jit import kernel
from asteroid_econ._parallel import map_blocks
from asteroid_econ.orbits.kepler import propagate
from asteroid_econ.orbits.lambert import lambert
from asteroid_econ.orbits.lambert_row import inverse_cube_root, lambert_row, scratch
from asteroid_econ.orbits.lambert_turns import multi_rev_row
from lambert_referee import U, miss_and_condition, misses

N_ROWS, N_LANES = 64, 512
BLOCK = N_ROWS * N_LANES  # problems
SUSPECT = 3e5  # misses above so many u (1 + tof |v2|/|r2|) go to the referee
KINDS = ("less than one", "low path", "high path", "one by one")


@kernel
def _solve_rows(r1, x2, size, tof, inv_cbrt, n_rev, is_prograde, is_low, v1, v2, work):
    for i in range(r1.shape[0]):
        departure = (r1[i, 0], r1[i, 1], r1[i, 2])
        arrival = (x2[i, 0], x2[i, 1], x2[i, 2])
        to1, to2 = (v1[i, 0], v1[i, 1], v1[i, 2]), (v2[i, 0], v2[i, 1], v2[i, 2])
        if n_rev[i] == 0:
            lambert_row(
                departure, arrival, size[i], tof[i], inv_cbrt[i], 1.0, is_prograde[i],
                to1, to2, work,
            )  # fmt: skip
        else:
            multi_rev_row(
                departure, arrival, size[i], tof[i], 1.0, n_rev[i], is_prograde[i], is_low,
                to1, to2, work,
            )  # fmt: skip


def _rows(rng):
    """Return departures (rows, 3), arrivals (rows, lanes, 3) and times of flight."""
    r1 = rng.normal(size=(N_ROWS, 3))
    r1 /= np.linalg.norm(r1, axis=1)[:, None]
    r2 = rng.normal(size=(N_ROWS, N_LANES, 3))
    r2 /= np.linalg.norm(r2, axis=2)[:, :, None]
    # a third of the rows: in line with the departure up to 1e-10, on either side
    thin = 10.0 ** rng.uniform(-10.0, -1.0, (N_ROWS // 3, N_LANES, 1))
    ends = rng.choice([-1.0, 1.0], thin.shape)
    r2[: N_ROWS // 3] = ends * r1[: N_ROWS // 3, None] + thin * r2[: N_ROWS // 3]
    r2 *= 10.0 ** (rng.uniform(-3.0, 3.0, (N_ROWS, 1, 1)) * rng.choice([0.1, 0.5, 1.0]))
    chord = np.linalg.norm(r2 - r1[:, None], axis=2)
    s = 0.5 * (1.0 + np.linalg.norm(r2, axis=2) + chord)
    fast = rng.choice([-4.0, -2.0, -0.7], (N_ROWS, 1))
    # from fast hyperbolae to thousands of periods of the least-energy ellipse
    tof = s**1.5 * 10.0 ** rng.uniform(fast, rng.choice([0.5, 1.0, 3.0], (N_ROWS, 1)), s.shape)
    return r1, r2, tof


def _revolutions(r1, v1, r2, v2, tof):
    """Return the number of whole revolutions and √2 cos(ΔE/2) of ellipses, NaN for others."""
    size1, size2 = np.linalg.norm(r1, axis=1), np.linalg.norm(r2, axis=1)
    alpha = 2.0 / size1 - (v1 * v1).sum(axis=1)
    root = np.sqrt(np.where(alpha > 0.0, alpha, np.nan))
    sine1, sine2 = root * (r1 * v1).sum(axis=1), root * (r2 * v2).sum(axis=1)
    turn = np.arctan2(sine2, 1.0 - alpha * size2) - np.arctan2(sine1, 1.0 - alpha * size1)
    turn = np.mod(turn, 2.0 * math.pi)
    mean = tof * root**3
    whole = (mean - (turn - sine2 + sine1)) / (2.0 * math.pi)
    near_whole = np.minimum(turn, 2.0 * math.pi - turn) < 1e-4
    return np.where(near_whole, np.nan, whole), np.cos(0.5 * turn)


def _judge(r1, v1, r2, v2, tof, n_rev, is_prograde):
    """Return how many of the solutions are wrong, and the largest miss/(u κ) that was measured."""
    solved = np.isfinite(v1).all(axis=1)
    r1, v1, r2, v2, tof = (np.ascontiguousarray(x[solved]) for x in (r1, v1, r2, v2, tof))
    n_rev, is_prograde = n_rev[solved], is_prograde[solved]
    place, _ = propagate(r1, v1, tof, mu_km3_s2=1.0)
    size = np.linalg.norm(r2, axis=1)
    miss = np.linalg.norm(place - r2, axis=1) / size
    condition = 1.0 + tof * np.linalg.norm(v2, axis=1) / size
    suspect = ~(miss < SUSPECT * U * condition)
    n_wrong, worst, n_suspects = 0, 0.0, int(suspect.sum())
    if suspect.any():  # first without the sensitivities, which cost most
        doubtful = np.flatnonzero(suspect)
        exact = np.empty(n_suspects)
        misses(*(x[doubtful] for x in (r1, v1, r2, v2, tof)), exact, np.empty(n_suspects))
        suspect[doubtful] = ~(exact < SUSPECT * U * condition[doubtful])
    if suspect.any():
        exact, kappa = miss_and_condition(*(x[suspect] for x in (r1, v1, r2, v2, tof)))
        ratio = exact / (U * kappa)
        n_wrong += int((~(ratio < 1e6)).sum())
        worst = float(np.nanmax(ratio))
    whole, _ = _revolutions(r1, v1, r2, v2, tof)
    is_sure = condition * U < 1e-8
    n_wrong += int((is_sure & (np.abs(whole - n_rev) > 0.01)).sum())
    normal = np.cross(r1, v1)
    is_clear = np.abs(normal[:, 2]) > 1e-12 * np.linalg.norm(v1, axis=1)
    n_wrong += int((is_clear & ((normal[:, 2] > 0.0) != is_prograde)).sum())
    return n_wrong, worst, n_suspects, int(solved.sum())


def _flat(x):
    return np.moveaxis(x, 1, 2).reshape(-1, 3)


def judge_block(seed, i):
    """Return for one block of problems: wrong, worst miss/(u κ), referee's cases, solutions."""
    rng = np.random.default_rng([seed, i])
    r1, r2, tof = _rows(rng)
    kind = KINDS[i % 4]
    several = kind in ("low path", "high path") or (kind == "one by one" and i % 8 == 3)
    n_rev = rng.integers(1, 51, N_ROWS) if several else np.zeros(N_ROWS, np.int64)
    if several:
        tof = tof * 3.0 * n_rev[:, None]
    is_prograde, is_low = rng.random(N_ROWS) < 0.5, kind == "low path"
    v1, v2 = np.empty((2, N_ROWS, 3, N_LANES))
    if kind == "one by one":
        w1, w2 = lambert(
            r1[:, None], r2, tof, mu_km3_s2=1.0, n_rev=n_rev[:, None],
            is_prograde=is_prograde[:, None],
        )  # fmt: skip
        v1[:], v2[:] = np.moveaxis(w1, 2, 1), np.moveaxis(w2, 2, 1)
    else:
        x2 = np.ascontiguousarray(np.moveaxis(r2, 2, 1))
        size = np.linalg.norm(r2, axis=2)
        inv_cbrt = inverse_cube_root(tof, 1.0)
        _solve_rows(r1, x2, size, tof, inv_cbrt, n_rev, is_prograde, is_low, v1, v2, scratch())
    return _judge(
        np.repeat(r1, N_LANES, axis=0),
        _flat(v1),
        r2.reshape(-1, 3),
        _flat(v2),
        tof.ravel(),
        np.repeat(n_rev, N_LANES),
        np.repeat(is_prograde, N_LANES),
    )


def campaign(n, seed=0, threads=None, progress=None):
    """Judge at least n problems; return wrong, worst ratio, referee's cases and solutions."""
    parts = map_blocks(
        lambda i: judge_block(seed, i), -(-n // BLOCK), threads=threads, progress=progress
    )
    wrong, worst, suspects, solved = zip(*parts, strict=True)
    return sum(wrong), max(worst), sum(suspects), sum(solved)
