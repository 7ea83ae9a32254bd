"""Worse input never gives a better grade."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from asteroid_econ.catalogs.quality import (
    code_of_arc,
    code_of_runoff,
    runoff_arcsec_decade,
    runoff_of_sigma,
)


@given(st.floats(0.3, 30.0), st.floats(1e-12, 1.0), st.floats(1.0, 1e3))
def test_larger_sigma_is_no_better(a_au: float, sigma: float, factor: float) -> None:
    low, high = code_of_runoff(runoff_of_sigma(a_au, [sigma, sigma * factor]))
    assert 0 <= low <= high <= 9


@given(st.floats(0.0, 1e5), st.floats(0.0, 1e5))
def test_longer_arc_is_no_worse(one: float, two: float) -> None:
    short, long = code_of_arc(sorted([one, two]))
    assert long <= short


@given(st.floats(0.0, 9.0), st.floats(0.0, 9.0))
def test_runoff_rises_with_the_code(one: float, two: float) -> None:
    low, high = runoff_arcsec_decade(sorted([one, two]))
    assert low <= high
    assert np.isnan(code_of_arc(np.nan))
