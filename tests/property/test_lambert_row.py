"""The row kernels give the same bits however a row is cut, and right answers for every class."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ._parallel import map_blocks
from asteroid_econ.orbits.lambert import lambert
from asteroid_econ.orbits.lambert_row import (
    excess_speed_row,
    inverse_cube_root,
    lambert_row,
    scratch,
)
from lambert_problems import draw, positions
from lambert_referee import U, miss_and_condition

SEEDS = st.integers(0, 2**32 - 1)


def row(r1, r2, tof, is_prograde=True):
    """Solve a row; r2 of shape (n, 3). Return v1, v2 of the same shape."""
    n = len(tof)
    v1, v2 = np.empty((3, n)), np.empty((3, n))
    x2 = np.ascontiguousarray(r2.T)
    lambert_row(
        tuple(float(x) for x in r1),
        tuple(x2),
        np.linalg.norm(r2, axis=1),
        tof,
        inverse_cube_root(tof, 1.0),
        1.0,
        is_prograde,
        tuple(v1),
        tuple(v2),
        scratch(),
    )
    return v1.T, v2.T


def random_row(rng, n):
    """Return arrivals all around one departure, slow and fast, near and far."""
    r1 = rng.normal(size=3)
    r2 = rng.normal(size=(n, 3)) * 10.0 ** rng.uniform(-1, 1, (n, 1))
    return r1, r2, 10.0 ** rng.uniform(-3, 2.5, n)


@settings(max_examples=20)
@given(SEEDS, st.integers(1, 1500), st.booleans())
def test_cutting_a_row_changes_no_bit(seed, n, is_prograde):
    rng = np.random.default_rng(seed)
    r1, r2, tof = random_row(rng, n)
    v1, v2 = row(r1, r2, tof, is_prograde)
    a, b = sorted(rng.integers(0, n + 1, 2))
    if a < b:
        part1, part2 = row(r1, r2[a:b], tof[a:b], is_prograde)
        np.testing.assert_array_equal(part1, v1[a:b])
        np.testing.assert_array_equal(part2, v2[a:b])
    i = int(rng.integers(n))
    one1, one2 = row(r1, r2[i : i + 1], tof[i : i + 1], is_prograde)
    np.testing.assert_array_equal(one1[0], v1[i])
    np.testing.assert_array_equal(one2[0], v2[i])


def test_threads_change_no_bit():
    rows = [random_row(np.random.default_rng(i), 700) for i in range(12)]
    alone = [row(*r) for r in rows]
    together = map_blocks(lambda i: row(*rows[i]), 12, threads=4)
    np.testing.assert_array_equal(alone, together)


@settings(max_examples=10)
@given(SEEDS, st.booleans())
def test_row_agrees_with_one_by_one(seed, is_prograde):
    r1, r2, tof = random_row(np.random.default_rng(seed), 400)
    v1, v2 = row(r1, r2, tof, is_prograde)
    departures = np.broadcast_to(r1, r2.shape).copy()
    miss, condition = miss_and_condition(departures, v1.copy(), r2, v2.copy(), tof)
    assert (miss < 1e3 * U * condition).all()
    w1, _ = lambert(r1, r2, tof, mu_km3_s2=1.0, is_prograde=is_prograde)
    wrong = np.linalg.norm(v1 - w1, axis=1) / np.linalg.norm(w1, axis=1)
    assert np.median(wrong) < 1e-15
    normals = np.cross(departures, v1)[:, 2]
    assert ((normals > 0.0) == is_prograde).all()


@pytest.mark.parametrize("kind", ["generic", "angles", "half", "parabolic", "hyperbolic", "long"])
@settings(max_examples=3)
@given(seed=SEEDS)
def test_every_class_in_rows_of_one(kind, seed):
    p = draw(np.random.default_rng(seed), kind, 100)
    each = zip(p["r1_km"], p["r2_km"], p["tof_s"], p["is_prograde"], strict=True)
    solved = [row(a, b[None, :], np.array([t]), bool(turn)) for a, b, t, turn in each]
    v1, v2 = (np.array([s[i][0] for s in solved]) for i in (0, 1))
    miss, condition = miss_and_condition(p["r1_km"], v1, p["r2_km"], v2, p["tof_s"])
    assert (miss < 1e3 * U * condition).all()


def test_near_half_a_revolution():
    rng = np.random.default_rng(5)
    angle = np.pi + rng.choice([-1, 1], 200) * 10.0 ** rng.uniform(-10, -3, 200)
    r1, r2 = positions(rng, angle, rng.uniform(0.5, 2.0, 200))
    tof = rng.uniform(1.0, 6.0, 200)
    solved = [row(a, b[None, :], np.array([t])) for a, b, t in zip(r1, r2, tof, strict=True)]
    v1, v2 = (np.array([s[i][0] for s in solved]) for i in (0, 1))
    miss, _ = miss_and_condition(r1, v1, r2, v2, tof)
    assert miss.max() < 2e-12


def test_a_lane_without_a_solution_stays_alone():
    r1, r2, tof = random_row(np.random.default_rng(9), 100)
    v1, v2 = row(r1, r2, tof)
    r2[7], r2[50, 1], tof[99] = -2.0 * r1, np.nan, np.nan
    w1, w2 = row(r1, r2, tof)
    bad = np.isin(np.arange(100), [7, 50, 99])
    assert np.isnan(w1[bad]).all()
    assert np.isnan(w2[bad]).all()
    np.testing.assert_array_equal(w1[~bad], v1[~bad])
    np.testing.assert_array_equal(w2[~bad], v2[~bad])


@settings(max_examples=10)
@given(SEEDS, st.integers(1, 900))
def test_excess_speeds_are_those_of_the_velocities(seed, n):
    rng = np.random.default_rng(seed)
    r1, r2, tof = random_row(rng, n)
    u1, u2 = rng.normal(size=3), np.ascontiguousarray(rng.normal(size=(3, n)))
    x2, size = np.ascontiguousarray(r2.T), np.linalg.norm(r2, axis=1)
    speeds = np.empty((2, n))

    def fill(a, b):
        excess_speed_row(
            tuple(r1),
            tuple(u1),
            tuple(x[a:b] for x in x2),
            tuple(x[a:b] for x in u2),
            size[a:b],
            tof[a:b],
            inverse_cube_root(tof[a:b], 1.0),
            1.0,
            True,
            *speeds[:, a:b],
            scratch(),
        )

    fill(0, n)
    whole = speeds.copy()
    v1, v2 = row(r1, r2, tof)
    np.testing.assert_allclose(speeds[0], np.linalg.norm(v1 - u1, axis=1), rtol=1e-14)
    np.testing.assert_allclose(speeds[1], np.linalg.norm(v2 - u2.T, axis=1), rtol=1e-14)
    fill(0, n // 2)
    fill(n // 2, n)
    np.testing.assert_array_equal(speeds, whole)
