"""Limits of distributions that are known analytically."""

import numpy as np
import pytest

from asteroid_econ.sampling.distributions import Beta, parse
from asteroid_econ.sampling.normal import normal_ppf

U = np.array([0.001, 0.2, 0.5, 0.9, 0.9999])


def test_a_beta_of_large_shapes_is_normal():
    beta = Beta(4e8, 4e8)
    z = (beta.ppf(U) - beta.mean) / np.sqrt(beta.variance)
    assert z == pytest.approx(normal_ppf(U), abs=1e-7)


def test_wide_truncation_is_none():
    assert parse("truncnormal(1, 2, -90, 90)").ppf(U) == pytest.approx(
        1 + 2 * normal_ppf(U), rel=1e-13
    )


def test_narrow_truncation_is_uniform():
    cut = parse("truncnormal(0, 1, 0.5, 0.5001)")
    assert cut.ppf(U) == pytest.approx(0.5 + 1e-4 * U, abs=1e-8)
    assert cut.variance == pytest.approx(1e-8 / 12.0, rel=1e-6)


def test_a_far_tail_is_exponential():
    """Beyond 30 standard deviations the excess has mean 1/30 − 2/30**3 (Mills' ratio)."""
    assert parse("truncnormal(0, 1, 30, inf)").mean == pytest.approx(
        30 + 1 / 30 - 2 / 30**3, abs=1e-6
    )


@pytest.mark.parametrize(
    "text", ["lognormal(7, 1.000001)", "normal(7, 1e-6)", "pert(7, 7, 7.00001)"]
)
def test_small_spread_tends_to_the_constant(text):
    assert parse(text).ppf(U) == pytest.approx(7.0, rel=1e-5)


def test_a_beta_table_meets_the_slow_inverse_outside_its_range():
    """Below the smallest uniform the exact inverse takes over without a step."""
    u = 10.0 ** -np.arange(14.0, 19.0)
    assert Beta(2.0, 1.0).ppf(u) == pytest.approx(np.sqrt(u), rel=1e-12)
