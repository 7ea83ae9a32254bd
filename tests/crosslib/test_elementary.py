"""Vectorisable elementary functions against mpmath, in units in the last place."""

import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest

from asteroid_econ._elementary import exp_, fma, log_, pow_, rough_cbrt
from asteroid_econ._jit import kernel, simd_kernel
from asteroid_econ.sampling.streams import stream


def _loop(decorate, function):
    @decorate
    def run(x, out):
        for i in range(x.size):
            out[i] = function(x[i])

    def apply(x):
        out = np.empty_like(x)
        run(x, out)
        return out

    return apply


def _ulps(values, exact) -> float:
    errors = []
    for value, reference in zip(values, exact, strict=True):
        unit = math.ulp(float(reference))
        errors.append(float(abs(mpmath.mpf(float(value)) - reference) / unit))
    return max(errors)


@pytest.mark.parametrize("decorate", [kernel, simd_kernel])
def test_exp_errs_by_less_than_one_ulp(decorate):
    u = stream(0, "exp").uniforms(4000)
    x = np.concatenate(
        [-745.1 + 1454.8 * u, 2.0 * u - 1.0, 1e-9 * u, np.log(2.0) * np.arange(-9, 9)]
    )
    with mpmath.workdps(40):
        assert _ulps(_loop(decorate, exp_)(x), [mpmath.exp(mpmath.mpf(float(v))) for v in x]) < 1.0


@pytest.mark.parametrize("decorate", [kernel, simd_kernel])
def test_log_errs_by_less_than_one_ulp(decorate):
    u = stream(0, "log").uniforms(4000)
    x = np.concatenate(
        [np.exp(-740.0 + 1449.0 * u), 0.6 + u, 1.0 + 1e-6 * u, 2.0 ** np.arange(-1070, 1023, 50.0)]
    )
    with mpmath.workdps(40):
        exact = [mpmath.log(mpmath.mpf(float(v))) for v in x]
        pairs = [(v, e) for v, e in zip(_loop(decorate, log_)(x), exact, strict=True) if e != 0]
        assert _ulps(*zip(*pairs, strict=True)) < 1.0


def test_pow_errs_as_stated():
    u, v = stream(0, "x").uniforms(3000), stream(0, "y").uniforms(3000)
    x, y = np.exp(20.0 * u - 10.0), 60.0 * v - 30.0

    @kernel
    def run(x, y, out):
        for i in range(x.size):
            out[i] = pow_(x[i], y[i])

    out = np.empty_like(x)
    run(x, y, out)
    with mpmath.workdps(40):
        for a, b, value in zip(x, y, out, strict=True):
            exact = mpmath.mpf(float(a)) ** mpmath.mpf(float(b))
            allowed = 1.0 + 2.0 * abs(float(b * mpmath.log(float(a))))
            assert abs(mpmath.mpf(float(value)) - exact) < allowed * math.ulp(float(exact))


def test_fma_rounds_once():
    @kernel
    def run(a, b, c):
        return fma(a, b, c)

    a = 1.0 + 2.0**-30
    assert run(a, a, -1.0) == float(Fraction(a) ** 2 - 1)
    assert run(a, a, -1.0) != a * a - 1.0


def test_rough_cube_roots_are_good_to_thirteen_digits():
    x = np.logspace(-290, 290, 20_001)
    for decorate in (kernel, simd_kernel):
        assert np.max(np.abs(_loop(decorate, rough_cbrt)(x) / np.cbrt(x) - 1.0)) < 1e-13
    special = _loop(kernel, rough_cbrt)(np.array([0.0, np.nan]))
    assert 0.0 <= special[0] < 1e-100
    assert np.isnan(special[1])
