"""The row kernel of several revolutions: right answers, the same bits however a row is cut."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.orbits.lambert import LambertStatus, lambert, lambert_status
from asteroid_econ.orbits.lambert_row import scratch
from asteroid_econ.orbits.lambert_turns import multi_rev_row
from lambert_certificate import way_round
from lambert_draws import least_time, shape
from lambert_problems import any_angle, positions
from lambert_referee import U, miss_and_condition

SEEDS = st.integers(0, 2**32 - 1)


def row(r1, r2, tof, n_rev, is_prograde, is_low_path):
    v = np.empty((2, 2, 3, len(tof)))
    multi_rev_row(
        tuple(r1),
        tuple(np.ascontiguousarray(r2.T)),
        np.linalg.norm(r2, axis=1),
        tof,
        1.0,
        n_rev,
        is_prograde,
        (tuple(v[0, 0]), tuple(v[0, 1])),
        (tuple(v[1, 0]), tuple(v[1, 1])),
        scratch(),
    )
    v1, v2 = v[0 if is_low_path else 1]
    return v1.T.copy(), v2.T.copy()


def random_row(rng, n, n_rev):
    r1, r2 = rng.normal(size=3), rng.normal(size=(n, 3)) * 10.0 ** rng.uniform(-1, 1, (n, 1))
    return r1, r2, n_rev * 10.0 ** rng.uniform(-0.5, 3.0, n)


BRANCHES = pytest.mark.parametrize("is_low_path", [True, False])


@BRANCHES
@settings(max_examples=8)
@given(seed=SEEDS, n_rev=st.integers(1, 50), is_prograde=st.booleans())
def test_right_where_there_is_a_transfer(is_low_path, seed, n_rev, is_prograde):
    r1, r2, tof = random_row(np.random.default_rng(seed), 400, n_rev)
    branch = {"n_rev": n_rev, "is_prograde": is_prograde, "is_low_path": is_low_path}
    v1, v2 = row(r1, r2, tof, **branch)
    status = lambert_status(r1, r2, tof, mu_km3_s2=1.0, **branch)
    solved = status == LambertStatus.SOLVED
    np.testing.assert_array_equal(np.isfinite(v1).all(axis=1), solved)
    departures = np.broadcast_to(r1, r2.shape)[solved].copy()
    miss, condition = miss_and_condition(
        departures, v1[solved], r2[solved], v2[solved], tof[solved]
    )
    assert (miss < 1e3 * U * condition).all()
    w1, _ = lambert(r1, r2, tof, mu_km3_s2=1.0, **branch)
    sizes = np.linalg.norm(w1[solved], axis=1)
    assert (np.linalg.norm((v1 - w1)[solved], axis=1) < 1e-5 * sizes).all()  # the same branch


@BRANCHES
@settings(max_examples=4)
@given(seed=SEEDS)
def test_angles_near_whole_and_half_revolutions(is_low_path, seed):
    rng = np.random.default_rng(seed)
    r1, r2 = positions(rng, any_angle(rng, 60), 10.0 ** rng.uniform(-2, 2, 60))
    tof = 30.0 * np.maximum(1.0, np.linalg.norm(r2, axis=1)) ** 1.5 * rng.uniform(1.0, 9.0, 60)
    each = zip(r1, r2, tof, strict=True)
    solved = [row(a, b[None, :], np.array([t]), 2, True, is_low_path) for a, b, t in each]
    v1, v2 = (np.array([s[i][0] for s in solved]) for i in (0, 1))
    assert np.isfinite(v1).all()
    miss, condition = miss_and_condition(r1, v1, r2, v2, tof)
    assert (miss < 1e3 * U * condition).all()


@BRANCHES
@settings(max_examples=8)
@given(seed=SEEDS, n_rev=st.integers(1, 50), is_prograde=st.booleans())
def test_none_is_lost_above_the_least_time_at_small_angles(is_low_path, seed, n_rev, is_prograde):
    """There T bends sharply near x = 0, and a guess of the least time may be far above it."""
    rng, n = np.random.default_rng(seed), 200
    r1 = rng.normal(size=3)
    r2 = r1 * 10.0 ** rng.uniform(-0.1, 0.1, (n, 1))
    r2 = r2 + 10.0 ** rng.uniform(-8.0, -1.0, (n, 1)) * rng.normal(size=(n, 3))
    tof = np.empty(n)
    for i, arrival in enumerate(r2):
        a, b = tuple(r1), tuple(arrival)
        s, lam, rest = shape(a, b, way_round(a, b, is_prograde))
        least = least_time(lam, rest, n_rev)[1] * s * np.sqrt(0.5 * s)
        tof[i] = least * (1.0 + rng.choice([-1.0, 1.0]) * 10.0 ** rng.uniform(-11.0, -1.0))
        is_solved = np.isfinite(
            row(r1, r2[i : i + 1], tof[i : i + 1], n_rev, is_prograde, is_low_path)[0]
        ).all()
        assert is_solved == (tof[i] > least)


@BRANCHES
@settings(max_examples=10)
@given(seed=SEEDS, n=st.integers(1, 1200))
def test_cutting_a_row_changes_no_bit(is_low_path, seed, n):
    rng = np.random.default_rng(seed)
    r1, r2, tof = random_row(rng, n, 2)
    v1, v2 = row(r1, r2, tof, 2, True, is_low_path)
    i = int(rng.integers(n))
    for a, b in ((i, n), (0, i), (i, i + 1)):
        if a < b:
            w1, w2 = row(r1, r2[a:b], tof[a:b], 2, True, is_low_path)
            np.testing.assert_array_equal(w1, v1[a:b])
            np.testing.assert_array_equal(w2, v2[a:b])
