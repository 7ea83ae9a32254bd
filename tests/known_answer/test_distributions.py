"""Closed forms and textbook values of distributions, and the compact text."""

import math

import numpy as np
import pytest

from asteroid_econ.parameters.load import Parameter
from asteroid_econ.sampling.distributions import (
    Beta,
    Constant,
    Discrete,
    Lognormal,
    LogUniform,
    Mixture,
    Normal,
    Pert,
    Triangular,
    TruncatedNormal,
    Uniform,
    distribution_of,
    empirical,
    parse,
)

U = np.array([1e-12, 0.01, 0.3, 0.5, 0.8, 0.999])


def test_beta_with_one_unit_shape_is_a_power():
    assert Beta(1.0, 5.0).ppf(U) == pytest.approx(-np.expm1(np.log1p(-U) / 5.0), rel=1e-12)
    assert Beta(5.0, 1.0).ppf(U) == pytest.approx(U**0.2, rel=1e-12)


def test_arcsine_law():
    assert Beta(0.5, 0.5).ppf(U) == pytest.approx(np.sin(0.5 * math.pi * U) ** 2, rel=1e-12)


def test_pert_mean_of_malcolm_et_al_1959():
    """Mean (a + 4m + b)/6; the variance is the beta's, (mean − a)(b − mean)/7 (Vose 2008)."""
    pert = Pert(2.0, 5.0, 14.0)
    assert pert.mean == 6.0
    assert pert.variance == pytest.approx(4.0 * 8.0 / 7.0)
    assert (Pert(0.0, 1.0, 2.0).ppf(0.5), Pert(0.0, 1.0, 2.0).cdf(1.0)) == pytest.approx((1.0, 0.5))


def test_triangular_closed_form():
    triangle = Triangular(0.0, 1.0, 4.0)
    assert triangle.ppf([0.25, 0.0625, 0.8125]) == pytest.approx([1.0, 0.5, 2.5])
    assert (triangle.mean, triangle.variance) == pytest.approx((5.0 / 3.0, 13.0 / 18.0))


def test_lognormal_of_limpert_et_al_2001():
    """68.3 % lie between median/gsd and median·gsd (BioScience 51, 341–352)."""
    plants = parse("lognormal(9.0, 1.4)")
    inside = plants.cdf(9.0 * 1.4) - plants.cdf(9.0 / 1.4)
    assert inside == pytest.approx(0.6827, abs=5e-5)
    assert Lognormal(1.0, 1.0).mean == pytest.approx(1.6487212707)


def test_half_normal_moments():
    """A normal cut at its mean: mean sqrt(2/π), variance 1 − 2/π."""
    half = TruncatedNormal(0.0, 1.0, 0.0, math.inf)
    assert half.mean == pytest.approx(math.sqrt(2.0 / math.pi), rel=1e-12)
    assert half.variance == pytest.approx(1.0 - 2.0 / math.pi, rel=1e-12)
    assert half.ppf(0.5) == pytest.approx(0.6744897501960817, rel=1e-14)


def test_uniform_and_log_uniform():
    assert Uniform(1.0, 3.0).ppf(U) == pytest.approx(1.0 + 2.0 * U)
    assert LogUniform(1.0, 100.0).ppf(0.5) == pytest.approx(10.0)
    assert LogUniform(1.0, math.e).mean == pytest.approx(math.e - 1.0)


def test_a_die():
    die = empirical([1, 2, 3, 4, 5, 6])
    assert (die.mean, die.variance) == pytest.approx((3.5, 35.0 / 12.0))
    assert die.ppf([0.01, 0.5, 0.51, 0.99]).tolist() == [1.0, 3.0, 4.0, 6.0]


def test_a_mixture_has_its_atom_exactly():
    idle = Mixture((0.3, 0.7), (Constant(0.0), Uniform(1.0, 2.0)))
    assert idle.ppf([0.1, 0.3, 0.65, 1.0 - 1e-12]).tolist() == pytest.approx([0.0, 0.0, 1.5, 2.0])
    assert (idle.ppf([0.001, 0.29999]) == 0.0).all()
    assert Mixture((0.5, 0.5), (Constant(1.0), Constant(2.0))).ppf([0.5, 0.500001]).tolist() == [
        1,
        2,
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1278.3", Constant(1278.3)),
        (1278.3, Constant(1278.3)),
        (" -1_000e-3 ", Constant(-1.0)),
        ("uniform(0, 1)", Uniform(0.0, 1.0)),
        ("uniform(high=1, low=0)", Uniform(0.0, 1.0)),
        ("tri(0.1, mode=0.2, high=0.3)", Triangular(0.1, 0.2, 0.3)),
        ("pert(100, 588.5, 2000)", Pert(100.0, 588.5, 2000.0)),
        ("normal(mean=0, sd=0.01)", Normal(0.0, 0.01)),
        (
            "lognormal(median=100, p10=20, p90=500)",
            Lognormal(100.0, math.log(5.0) / 1.2815515655446004),
        ),
        ("beta(a=2, b=3)", Beta(2.0, 3.0)),
        ("discrete([2, 1], [0.5, 0.5])", Discrete((1.0, 2.0), (0.5, 0.5))),
    ],
)
def test_compact_text(text, expected):
    parsed = parse(text)
    assert type(parsed) is type(expected)
    assert parsed.ppf(U) == pytest.approx(expected.ppf(U), rel=1e-14)


def test_a_parameter_is_drawn_by_its_text_else_constant():
    fields = {"key": "k", "unit": "kg", "meaning": "m", "source": "s", "mark": "D"}
    assert distribution_of(Parameter(value=2.0, **fields)) == Constant(2.0)
    assert distribution_of(Parameter(value=2, distribution="tri(1, 2, 3)", **fields)) == Triangular(
        1.0, 2.0, 3.0
    )
