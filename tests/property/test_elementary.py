"""Special values, and the same bits wherever an element stands."""

import math

import numpy as np
import pytest

from asteroid_econ._elementary import exp_, log_, pow_
from asteroid_econ._jit import kernel, simd_kernel
from asteroid_econ.sampling.streams import stream

INF, NAN = math.inf, math.nan


@kernel
def _exp(x):
    return exp_(x)


@kernel
def _log(x):
    return log_(x)


@kernel
def _pow(x, y):
    return pow_(x, y)


@pytest.mark.parametrize(
    ("x", "expected"),
    [(0.0, 1.0), (-INF, 0.0), (INF, INF), (NAN, NAN), (-745.2, 0.0), (709.79, INF), (-1e300, 0.0)],
)
def test_special_values_of_exp(x, expected):
    assert _exp(x) == expected or (math.isnan(expected) and math.isnan(_exp(x)))


def test_exp_reaches_the_subnormals():
    assert _exp(-745.0) == math.exp(-745.0) > 0.0
    assert _exp(-720.0) == pytest.approx(math.exp(-720.0), abs=5e-324)


@pytest.mark.parametrize(
    ("x", "expected"),
    [(1.0, 0.0), (0.0, -INF), (-0.0, -INF), (INF, INF), (NAN, NAN), (-1.0, NAN), (-INF, NAN)],
)
def test_special_values_of_log(x, expected):
    assert _log(x) == expected or (math.isnan(expected) and math.isnan(_log(x)))


@pytest.mark.parametrize("x", [5e-324, 2.2e-308, 1.7976931348623157e308])
def test_log_at_the_ends_of_the_range(x):
    assert _log(x) == pytest.approx(math.log(x), rel=3e-16)


@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [(2.0, 10.0, 1024.0), (0.0, 2.0, 0.0), (0.0, -1.0, INF), (5.0, 0.0, 1.0), (1.0, 7.0, 1.0)],
)
def test_special_values_of_pow(x, y, expected):
    assert _pow(x, y) == pytest.approx(expected, rel=1e-14)


def test_pow_gives_nan_for_nan_and_for_negative_bases():
    assert math.isnan(_pow(NAN, 2.0))
    assert math.isnan(_pow(2.0, NAN))
    assert math.isnan(_pow(-2.0, 2.0))


@pytest.mark.parametrize("function", [exp_, log_])
def test_every_place_in_every_kind_of_kernel_gives_the_same_bits(function):
    """Vector body, scalar remainder, strict flags or not."""

    @kernel
    def strict(x, out):
        for i in range(x.size):
            out[i] = function(x[i])

    @simd_kernel
    def relaxed(x, out):
        for i in range(x.size):
            out[i] = function(x[i])

    x = stream(0, "x").uniforms(1003) * 50.0
    whole = np.empty_like(x)
    strict(x, whole)
    for run in (strict, relaxed):
        for start, stop in [(0, 1003), (1, 1003), (3, 20), (5, 6), (100, 133), (996, 1003)]:
            part = np.empty(stop - start)
            run(x[start:stop], part)
            assert (part == whole[start:stop]).all()
