"""Interpolation is linear and keeps constants, even large ones."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.sampling.chebyshev import NODES, coefficients, evaluated

T = np.linspace(-1.0, 1.0, 17)


@given(st.floats(-1e12, 1e12), st.floats(-1.0, 1.0))
@settings(max_examples=50)
def test_an_offset_passes_through(offset, slope):
    values = (offset + slope * NODES)[None, :]
    expected = offset + slope * T
    assert evaluated(coefficients(values), T)[0] == pytest.approx(
        expected, abs=1e-15 * abs(offset) + 1e-13
    )
