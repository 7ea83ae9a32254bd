"""Polynomials through Chebyshev nodes against numpy.polynomial."""

import numpy as np
import pytest
from numpy.polynomial import chebyshev as cheb
from numpy.polynomial import polynomial as poly

from asteroid_econ.sampling.chebyshev import DEGREE, NODES, coefficients, evaluated

T = np.linspace(-1.0, 1.0, 41)


def test_nodes_are_the_zeros_of_the_next_polynomial():
    assert cheb.chebval(NODES, [0.0] * (DEGREE + 1) + [1.0]) == pytest.approx(0.0, abs=1e-14)


def test_polynomials_come_back_exactly():
    powers = np.random.default_rng(0).normal(size=(5, DEGREE + 1))
    values = np.stack([poly.polyval(NODES, row[::-1]) for row in powers])
    assert coefficients(values) == pytest.approx(powers, abs=3e-12)
    expected = np.stack([poly.polyval(T, row[::-1]) for row in powers])
    assert evaluated(coefficients(values), T) == pytest.approx(expected, abs=1e-12)


def test_smooth_functions_as_numpy_interpolates_them():
    numpys = cheb.chebval(T, cheb.chebinterpolate(np.exp, DEGREE))
    mine = evaluated(coefficients(np.exp(NODES)[None, :]), T)[0]
    assert mine == pytest.approx(numpys, abs=5e-15)
