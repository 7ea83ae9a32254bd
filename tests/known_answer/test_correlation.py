"""Published nearest correlation matrices and closed forms of the Gaussian copula."""

import math

import numpy as np
import pytest

from asteroid_econ.errors import CorrelationError
from asteroid_econ.sampling.correlation import (
    correlated_uniforms,
    correlation_matrix,
    from_rank_correlation,
    nearest_correlation,
)
from asteroid_econ.sampling.normal import normal_ppf
from asteroid_econ.sampling.streams import stream


def test_higham_2002_section_4():
    nearest = nearest_correlation([[1, 1, 0], [1, 1, 1], [0, 1, 1]])
    expected = [[1.0, 0.7607, 0.1573], [0.7607, 1.0, 0.7607], [0.1573, 0.7607, 1.0]]
    assert nearest == pytest.approx(np.array(expected), abs=5e-5)
    distance = np.linalg.norm(nearest - np.array([[1, 1, 0], [1, 1, 1], [0, 1, 1]]))
    assert distance == pytest.approx(0.5278, abs=5e-5)


def test_rank_correlation_of_a_gaussian_copula():
    """Kruskal (1958): 6/π asin(r/2); a rank correlation of 1/2 needs r = 2 sin(π/12)."""
    assert from_rank_correlation(0.5) == pytest.approx(2.0 * math.sin(math.pi / 12.0))
    assert from_rank_correlation([-1.0, 0.0, 1.0]) == pytest.approx([-1.0, 0.0, 1.0])


def test_quadrant_probability_of_sheppard_1899():
    """Both above their medians: 1/4 + asin(r)/(2π)."""
    u = np.stack([stream(0, name).uniforms(400_000) for name in "ab"])
    for r in (-0.7, 0.0, 0.5, 0.95):
        both = (correlated_uniforms(u, [[1.0, r], [r, 1.0]]) > 0.5).all(axis=0).mean()
        exact = 0.25 + math.asin(r) / (2.0 * math.pi)
        assert abs(both - exact) < 4.5 * math.sqrt(exact * (1.0 - exact) / 400_000)


def test_three_variables_have_their_correlations():
    u = np.stack([stream(0, name).uniforms(400_000) for name in "abc"])
    r = correlation_matrix([[1.0, 0.6, -0.4], [0.6, 1.0, 0.2], [-0.4, 0.2, 1.0]])
    assert np.corrcoef(normal_ppf(correlated_uniforms(u, r))) == pytest.approx(r, abs=0.008)


def test_three_equal_negative_correlations_end_at_minus_one_half():
    for r, is_possible in ((-0.5, True), (-0.501, False)):
        matrix = np.full((3, 3), r)
        np.fill_diagonal(matrix, 1.0)
        if is_possible:
            assert (correlation_matrix(matrix) == matrix).all()
        else:
            with pytest.raises(CorrelationError) as caught:
                correlation_matrix(matrix)
            assert np.array(caught.value.nearest)[0, 1] == pytest.approx(-0.5, abs=1e-4)
