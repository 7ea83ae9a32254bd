"""Lambert at the ends of what float64 holds: right, or NaN with a status that says why."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from asteroid_econ.orbits.lambert import LambertStatus, lambert, lambert_status

R1, R2 = np.array([1.0, 0.0, 0.0]), np.array([0.0, 2.0, 0.0])
# Up to the largest power of ten whose double is finite.
EXPONENTS = st.integers(-320, 307)


@given(EXPONENTS, EXPONENTS, EXPONENTS, EXPONENTS)
@example(0, 307, 0, 0)
@example(0, 0, 307, 0)
def test_never_solved_and_nan(length1, length2, time, mu):
    problem = {"mu_km3_s2": max(10.0**mu, 5e-324)}
    r1, r2, tof = 10.0**length1 * R1, 10.0**length2 * R2, 10.0**time
    if not (r1.any() and r2.any() and tof > 0.0):
        return
    status = lambert_status(r1, r2, tof, **problem)
    v1, v2 = lambert(r1, r2, tof, **problem)
    assert status in (LambertStatus.SOLVED, LambertStatus.OUT_OF_RANGE)
    is_solved = status == LambertStatus.SOLVED
    assert np.isfinite(v1).all() == np.isfinite(v2).all() == is_solved


@pytest.mark.parametrize("scale", [1e-65, 1e-20, 1e70])
def test_powers_of_the_unit_of_length(scale):
    v1, v2 = lambert(R1, R2, 3.0, mu_km3_s2=1.0)
    w1, w2 = lambert(scale * R1, scale * R2, 3.0 * scale**1.5, mu_km3_s2=1.0)
    np.testing.assert_allclose(w1 * scale**0.5, v1, rtol=1e-13, atol=1e-16)
    np.testing.assert_allclose(w2 * scale**0.5, v2, rtol=1e-13, atol=1e-16)


def test_a_time_without_end_is_the_parabola():
    v1, _ = lambert(R1, R2, 1e300, mu_km3_s2=1.0)
    assert v1 @ v1 == pytest.approx(2.0, rel=1e-14)


@pytest.mark.parametrize("length", [1e-300, 1e-100, 1e100, 1e300])
def test_the_length_of_the_plane_normal_means_nothing(length):
    half = {"r1_km": R1, "r2_km": -2.0 * R1, "tof_s": 3.0, "mu_km3_s2": 1.0}
    v1, _ = lambert(**half, plane_normal=[0.0, 0.0, length])
    w1, _ = lambert(**half, plane_normal=[0.0, 0.0, 1.0])
    np.testing.assert_array_equal(v1, w1)
