"""What holds for every start: shapes, order of times, threads, symmetry in time, volume."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.orbits.threebody.cr3bp import jacobi_nd
from asteroid_econ.orbits.threebody.integrate import cr3bp_matrices, cr3bp_states

FLIP = np.array([1.0, -1.0, 1.0, -1.0, 1.0, -1.0])
AROUND = st.tuples(st.floats(0.3, 0.7), st.floats(-3.0, 3.0), st.floats(-0.3, 0.3))


def _start(around):
    r, angle, z = around
    speed = r**-0.5 - r
    return np.array(
        [r * np.cos(angle), r * np.sin(angle), z,
         -speed * np.sin(angle), speed * np.cos(angle), 0.1 * z]
    )  # fmt: skip


@settings(max_examples=30)
@given(AROUND, st.floats(1e-7, 0.05))
def test_time_runs_backwards_in_the_mirror(around, mu):
    start = _start(around)
    ahead = cr3bp_states(start, 2.0, mu_ratio=mu)
    back = cr3bp_states(start * FLIP, -2.0, mu_ratio=mu) * FLIP
    np.testing.assert_allclose(ahead, back, atol=1e-12)


@settings(max_examples=30)
@given(AROUND, st.floats(1e-7, 0.05))
def test_energy_and_volume_stay(around, mu):
    start = _start(around)
    end, matrix = cr3bp_matrices(start, 2.0, mu_ratio=mu)
    assert abs(jacobi_nd(end, mu_ratio=mu) - jacobi_nd(start, mu_ratio=mu)) < 1e-12
    assert abs(np.linalg.det(matrix) - 1.0) < 1e-8


def test_times_come_in_any_order_and_threads_change_no_bit():
    starts = np.array([_start((0.5, 0.1 * k, 0.1)) for k in range(40)])
    times = np.array([[1.0, -0.5], [0.0, 2.0]])
    one = cr3bp_states(starts, times, mu_ratio=0.01, threads=1)
    two = cr3bp_states(starts, times, mu_ratio=0.01, threads=2)
    assert one.shape == (40, 2, 2, 6)
    np.testing.assert_array_equal(one, two)
    np.testing.assert_array_equal(one[:, 1, 0], starts)
    alone = cr3bp_states(starts[3], 2.0, mu_ratio=0.01)
    np.testing.assert_allclose(one[3, 1, 1], alone, atol=1e-13)


def test_what_is_not_finite_gives_nan_and_ends():
    starts = np.array([np.full(6, 0.5), np.full(6, np.nan), np.full(6, np.inf)])
    ends = cr3bp_states(starts, [1.0, np.nan], mu_ratio=0.01)
    assert np.isnan(ends[1:]).all()
    assert np.isnan(ends[0, 1]).all()
    assert np.isfinite(ends[0, 0]).all()
    _, matrix = cr3bp_matrices(starts, 1.0, mu_ratio=0.01)
    assert np.isnan(matrix[1:]).all()


def test_a_fall_into_a_body_gives_nan():
    at_body = np.zeros(6)
    at_body[0] = 1.0 - 0.01
    assert np.isnan(cr3bp_states(at_body, 0.5, mu_ratio=0.01)).all()
