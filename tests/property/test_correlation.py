"""What holds for every correlation matrix."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from asteroid_econ.errors import CorrelationError, InputError
from asteroid_econ.sampling.correlation import (
    correlated_uniforms,
    correlation_matrix,
    from_rank_correlation,
    nearest_correlation,
)
from asteroid_econ.sampling.streams import stream


def _symmetric(values):
    matrix = np.tril(values, -1)
    return matrix + matrix.T + np.eye(len(values))


def matrices(k=4):
    entries = st.floats(-1.0, 1.0).map(lambda x: round(x, 3))
    return arrays(float, (k, k), elements=entries).map(_symmetric)


@given(matrices())
@settings(max_examples=60)
def test_an_impossible_matrix_is_refused_and_the_one_offered_is_accepted(matrix):
    if np.linalg.eigvalsh(matrix)[0] > -1e-10:
        assert (correlation_matrix(matrix) == matrix).all()
        return
    with pytest.raises(CorrelationError, match=r"nearest is \[\[1\.0, ") as caught:
        correlation_matrix(matrix)
    offered = np.array(caught.value.nearest)
    assert (correlation_matrix(offered) == offered).all()


@given(matrices(), matrices())
@settings(max_examples=60)
def test_no_valid_matrix_is_nearer_than_the_nearest(matrix, other):
    nearest = nearest_correlation(matrix)
    assert np.linalg.eigvalsh(nearest)[0] > -1e-9
    assert (np.diagonal(nearest) == 1.0).all()
    other = nearest_correlation(other)
    for t in (1.0, 0.1, 0.01):
        towards = (1.0 - t) * nearest + t * other
        assert np.linalg.norm(towards - matrix) > np.linalg.norm(nearest - matrix) - 1e-6


def test_a_valid_matrix_is_its_own_nearest():
    matrix = _symmetric(np.full((5, 5), 0.3))
    assert nearest_correlation(matrix) == pytest.approx(matrix, abs=1e-12)


@pytest.mark.parametrize(
    ("matrix", "says"),
    [
        ([[1.0, 1.2], [1.2, 1.0]], r"rho\[0\]\[1\] = 1.2.*from -1 to 1"),
        ([[1.0, np.nan], [np.nan, 1.0]], r"rho\[0\]\[1\] = nan"),
        ([[0.9, 0.0], [0.0, 1.0]], r"rho\[0\]\[0\] = 0.9.*1 on the diagonal"),
        ([[1.0, 0.2], [0.3, 1.0]], r"rho\[0\]\[1\] = 0.2.*the same as \[1\]\[0\]"),
        ([[1.0, 0.2]], "square"),
        ([], "square"),
        ([["a"]], "real numbers"),
    ],
)
def test_bad_matrices_are_refused_by_place(matrix, says):
    with pytest.raises(InputError, match=says):
        correlation_matrix(matrix, "rho")


@given(st.integers(0, 299), st.floats(-1.0, 1.0))
@settings(max_examples=60)
def test_draws_are_mixed_one_by_one_and_stay_inside(cut, r):
    u = np.stack([stream(0, name).uniforms(300) for name in "ab"])
    matrix = [[1.0, r], [r, 1.0]]
    mixed = correlated_uniforms(u, matrix)
    parts = [correlated_uniforms(u[:, :cut], matrix), correlated_uniforms(u[:, cut:], matrix)]
    assert (np.concatenate(parts, axis=1) == mixed).all()
    assert (mixed[0] == u[0]).all()
    assert ((mixed > 0.0) & (mixed < 1.0)).all()


def test_the_extremes_are_equal_and_opposite():
    u = np.stack([stream(0, name).uniforms(10_000) for name in "ab"])
    assert correlated_uniforms(u, [[1, 1], [1, 1]])[1] == pytest.approx(u[0], rel=1e-13)
    assert correlated_uniforms(u, [[1, -1], [-1, 1]])[1] == pytest.approx(1.0 - u[0], rel=1e-12)


def test_shapes_are_checked():
    with pytest.raises(InputError, match=r"^u = .*one row per variable"):
        correlated_uniforms([0.5, 0.5], np.eye(2))
    with pytest.raises(InputError, match=r"^u = "):
        correlated_uniforms([[0.5], [1.0]], np.eye(2))


@given(st.floats(-1.0, 1.0))
def test_rank_and_linear_correlations_stay_close(r):
    assert abs(from_rank_correlation(r) - r) < 0.0181
