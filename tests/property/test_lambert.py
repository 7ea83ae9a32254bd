"""Every Lambert solution leads to its target, of every class, judged with 32 digits."""

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.orbits.lambert import LambertStatus, lambert, lambert_status
from lambert_problems import KINDS, draw
from lambert_referee import U, miss_and_condition, misses

SEEDS = st.integers(0, 2**32 - 1)


def judge(problems):
    """Return status, miss/(u κ) and the revolutions made, the last two of solved problems only."""
    status = lambert_status(**problems, mu_km3_s2=1.0)
    v1, v2 = lambert(**problems, mu_km3_s2=1.0)
    solved = status == LambertStatus.SOLVED
    assert np.isnan(v1[~solved]).all()
    assert np.isnan(v2[~solved]).all()
    r1, r2, tof = (problems[k][solved] for k in ("r1_km", "r2_km", "tof_s"))
    miss, condition = miss_and_condition(r1, v1[solved], r2, v2[solved], tof)
    turns = np.empty(len(tof))
    misses(r1, v1[solved], r2, v2[solved], tof, np.empty(len(tof)), turns)
    return status, miss / (U * condition), np.where(U * condition < 1e-4, turns, np.nan)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=5)
@given(seed=SEEDS)
def test_every_class_to_rounding_error(kind, seed):
    problems = draw(np.random.default_rng(seed), kind, 300)
    status, ratio, turns = judge(problems)
    if kind != "revolutions":
        assert (status == LambertStatus.SOLVED).all()
    assert set(status) <= {LambertStatus.SOLVED, LambertStatus.NO_SOLUTION}
    assert ratio.max() < 1e3
    assert np.median(ratio) < 10.0
    wanted = problems["n_rev"][status == LambertStatus.SOLVED]
    known = ~np.isnan(turns)
    assert (np.floor(turns[known]) == wanted[known]).all()


def _izzo_time(x, lam, n_rev):
    """Return T of Izzo in mpmath, from Lagrange's equation."""
    y = mp.sqrt(1 - lam**2 * (1 - x**2))
    psi = mp.acos(x * y + lam * (1 - x**2))
    return ((psi + n_rev * mp.pi) / mp.sqrt(1 - x**2) - x + lam * y) / (1 - x**2)


def _least_time(lam, n_rev):
    low, high = mp.mpf(0), mp.mpf("0.999999")
    golden = (mp.sqrt(5) - 1) / 2
    for _ in range(90):
        a, b = high - golden * (high - low), low + golden * (high - low)
        if _izzo_time(a, lam, n_rev) < _izzo_time(b, lam, n_rev):
            high = b
        else:
            low = a
    return low, _izzo_time(low, lam, n_rev)


@settings(max_examples=25)
@given(st.floats(0.05, 6.2), st.floats(0.1, 10.0), st.integers(1, 50), st.floats(-11.5, 0.5), SEEDS)
def test_both_paths_exist_above_the_least_time_and_none_below(angle, ratio, n_rev, excess, seed):
    with mp.workdps(30):
        r1, r2 = mp.mpf(1), mp.mpf(ratio)
        chord = mp.sqrt(r1**2 + r2**2 - 2 * r1 * r2 * mp.cos(angle))
        s = (r1 + r2 + chord) / 2
        lam = mp.sqrt(r1 * r2) * mp.cos(mp.mpf(angle) / 2) / s
        x_least, t_least = _least_time(lam, n_rev)
        seconds = t_least * mp.sqrt(s**3 / 2)
        above, below = (float(seconds * (1 + sign * mp.mpf(10) ** excess)) for sign in (1, -1))
        s, x_least = float(s), float(x_least)
    r1, r2 = [1.0, 0.0, 0.0], [ratio * np.cos(angle), ratio * np.sin(angle), 0.0]
    xs = []
    for is_low in (False, True):
        branch = {"mu_km3_s2": 1.0, "n_rev": n_rev, "is_low_path": is_low}
        if below > 0.0:
            assert lambert_status(r1, r2, below, **branch) == LambertStatus.NO_SOLUTION
        v1, v2 = lambert(r1, r2, above, **branch)
        miss, condition = miss_and_condition(*(np.array([q]) for q in (r1, v1, r2, v2, above)))
        assert miss[0] < 1e3 * U * condition[0]
        # x from the energy, its sign from the half anomaly: 1 − x² = s/(2a)
        size = np.sqrt(max(1.0 - 0.5 * s * (2.0 - v1 @ v1), 0.0))
        turns = np.empty(1)
        misses(*(np.array([q]) for q in (r1, v1, r2, v2, above)), np.empty(1), turns)
        half, lam_ = np.pi * (turns[0] - n_rev), float(lam)

        def mismatch(x, half=half, lam_=lam_):
            y = np.sqrt(1.0 - lam_**2 * (1.0 - x * x))
            return abs(np.cos(half) - (x * y + lam_ * (1.0 - x * x)))

        xs.append(min((size, -size), key=mismatch))
    assert xs[0] <= x_least + 1e-6
    assert xs[1] >= x_least - 1e-6


@settings(max_examples=20)
@given(SEEDS)
def test_within_rounding_of_the_least_time_either_answer(seed):
    rng = np.random.default_rng(seed)
    angle, ratio, n_rev = rng.uniform(0.1, 6.1), rng.uniform(0.2, 5.0), int(rng.integers(1, 20))
    with mp.workdps(30):
        chord = mp.sqrt(1 + mp.mpf(ratio) ** 2 - 2 * mp.mpf(ratio) * mp.cos(angle))
        s = (1 + mp.mpf(ratio) + chord) / 2
        lam = mp.sqrt(mp.mpf(ratio)) * mp.cos(mp.mpf(angle) / 2) / s
        least = float(_least_time(lam, n_rev)[1] * mp.sqrt(s**3 / 2))
    tof = least * (1.0 + 1e-12 * np.linspace(-1.0, 1.0, 9))
    r1, r2 = np.array([1.0, 0, 0]), ratio * np.array([np.cos(angle), np.sin(angle), 0.0])
    for is_low in (False, True):
        problems = {"mu_km3_s2": 1.0, "n_rev": n_rev, "is_low_path": is_low}
        status = lambert_status(r1, r2, tof, **problems)
        assert set(status) <= {LambertStatus.SOLVED, LambertStatus.NO_SOLUTION}
        solved = status == LambertStatus.SOLVED
        v1, v2 = (v[solved] for v in lambert(r1, r2, tof, **problems))
        if solved.any():
            wide = [np.broadcast_to(q, v1.shape).copy() for q in (r1, r2)]
            miss, condition = miss_and_condition(wide[0], v1, wide[1], v2, tof[solved])
            assert (miss < 1e3 * U * condition).all()


@settings(max_examples=20)
@given(SEEDS, st.floats(-12, 12), st.floats(-12, 12))
def test_units_do_not_matter(seed, length_exponent, time_exponent):
    p = draw(np.random.default_rng(seed), "generic", 50)
    length, time = 10.0**length_exponent, 10.0**time_exponent
    v1, v2 = lambert(**p, mu_km3_s2=1.0)
    scaled = {
        **p,
        "r1_km": p["r1_km"] * length,
        "r2_km": p["r2_km"] * length,
        "tof_s": p["tof_s"] * time,
    }
    w1, w2 = lambert(**scaled, mu_km3_s2=length**3 / time**2)
    for v, w in ((v1, w1), (v2, w2)):
        size = np.linalg.norm(v, axis=1)
        assert (np.linalg.norm(w * time / length - v, axis=1) < 1e-9 * size).all()


@settings(max_examples=20)
@given(SEEDS)
def test_back_in_time_from_the_arrival(seed):
    p = draw(np.random.default_rng(seed), "generic", 50)
    v1, v2 = lambert(**p, mu_km3_s2=1.0)
    back = {**p, "r1_km": p["r2_km"], "r2_km": p["r1_km"], "is_prograde": ~p["is_prograde"]}
    w1, w2 = lambert(**back, mu_km3_s2=1.0)
    np.testing.assert_allclose(w1, -v2, rtol=0, atol=1e-9 * np.abs(v2).max())
    np.testing.assert_allclose(w2, -v1, rtol=0, atol=1e-9 * np.abs(v1).max())


@settings(max_examples=10)
@given(SEEDS, st.integers(1, 40))
def test_broadcasting_changes_no_bit(seed, n):
    p = draw(np.random.default_rng(seed), "angles", n)
    v1, v2 = lambert(p["r1_km"][:, None], p["r2_km"], p["tof_s"][:, None], mu_km3_s2=1.0)
    assert v1.shape == v2.shape == (n, n, 3)
    i, j = n // 2, n - 1
    w1, w2 = lambert(p["r1_km"][i], p["r2_km"][j], p["tof_s"][i], mu_km3_s2=1.0)
    np.testing.assert_array_equal(v1[i, j], w1)
    np.testing.assert_array_equal(v2[i, j], w2)
