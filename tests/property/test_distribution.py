"""Checks return what they let pass."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asteroid_econ.errors import InputError
from asteroid_econ.sampling.distribution import bound, not_negative, number, positive

ALLOWED = {
    number: math.isfinite,
    bound: lambda x: not math.isnan(x),
    positive: lambda x: math.isfinite(x) and x > 0.0,
    not_negative: lambda x: math.isfinite(x) and x >= 0.0,
}


@given(st.floats(), st.sampled_from(list(ALLOWED)))
def test_a_number_passes_unchanged_or_not_at_all(x, check):
    if ALLOWED[check](x):
        assert check("x", x) == x
    else:
        with pytest.raises(InputError):
            check("x", x)
