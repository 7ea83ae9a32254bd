"""What holds for every distribution, and what bad input says."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.errors import InputError
from asteroid_econ.parameters.load import Parameter
from asteroid_econ.sampling.distributions import (
    FAMILIES,
    Dirichlet,
    Mixture,
    distribution_of,
    empirical,
    parse,
)

EXAMPLES = {
    "constant": "3",
    "uniform": "uniform(-1, 2)",
    "loguniform": "loguniform(0.5, 40)",
    "tri": "tri(0, 0.2, 1)",
    "pert": "pert(10, 20, 100)",
    "normal": "normal(5, 2)",
    "truncnormal": "truncnormal(0, 1, -1, inf)",
    "lognormal": "lognormal(5, 2)",
    "beta": "beta(0.5, 3)",
    "discrete": "discrete([1, 2, 5], [0.1, 0.6, 0.3])",
    "empirical": "empirical([4, 4, 1, 9])",
    "mixture": "mixture([0.5, 0.25, 0.25], [normal(0, 1), tri(1, 2, 3), 2.5])",
}
DEGENERATE = [
    "uniform(2, 2)",
    "loguniform(2, 2)",
    "tri(2, 2, 2)",
    "pert(2, 2, 2)",
    "normal(2, 0)",
    "truncnormal(0, 1, 2, 2)",
    "lognormal(2, 1)",
    "empirical([2])",
    "mixture([1], [2])",
]
inside = st.floats(0.0, 1.0, exclude_min=True, exclude_max=True)


def test_every_family_is_examined():
    assert set(FAMILIES) - {"dirichlet"} == set(EXAMPLES) - {"constant"}


@pytest.mark.parametrize("text", EXAMPLES.values())
@given(us=st.lists(inside, min_size=1, max_size=20))
@settings(max_examples=40)
def test_ppf_ascends_and_is_the_inverse_of_cdf(text, us):
    u = np.sort(us)
    distribution = parse(text)
    x = distribution.ppf(u)
    assert np.isfinite(x).all()
    assert (np.diff(x) >= -1e-14 * np.abs(x[1:])).all()
    assert (distribution.cdf(x) >= u - 1e-13).all()
    just_below = distribution.cdf(x - 1e-9 * np.maximum(1.0, np.abs(x)))
    assert (just_below <= u + 1e-7).all()


@pytest.mark.parametrize("text", EXAMPLES.values())
def test_cdf_goes_from_0_to_1_and_keeps_nan(text):
    distribution = parse(text)
    assert distribution.cdf([-1e300, 1e300]).tolist() == [0.0, 1.0]
    assert np.isnan(distribution.cdf(np.nan))
    assert (np.diff(distribution.cdf(np.linspace(-5, 120, 999))) >= 0.0).all()


@pytest.mark.parametrize("text", EXAMPLES.values())
def test_moments_are_those_of_the_quantiles(text):
    u = (np.arange(400_000) + 0.5) / 400_000
    x = parse(text).ppf(u)
    scale = math.sqrt(parse(text).variance) or 1.0
    assert parse(text).mean == pytest.approx(x.mean(), abs=1e-3 * scale)
    assert parse(text).variance == pytest.approx(x.var(), abs=3e-3 * scale**2)


@pytest.mark.parametrize("text", EXAMPLES.values())
def test_any_cut_and_shape_gives_the_same_bits(text):
    u = np.random.default_rng(5).random(1001)
    distribution = parse(text)
    whole = distribution.ppf(u)
    assert (np.concatenate([distribution.ppf(u[:37]), distribution.ppf(u[37:])]) == whole).all()
    assert distribution.ppf(u[500]).shape == ()
    assert distribution.ppf(u[500]) == whole[500]
    assert (distribution.ppf(u.reshape(7, 11, 13)) == whole.reshape(7, 11, 13)).all()
    assert (distribution.ppf(u[::2]) == whole[::2]).all()


@pytest.mark.parametrize("text", [*EXAMPLES.values(), *DEGENERATE])
@pytest.mark.parametrize("bad", [0.0, 1.0, -1e-9, 1.5, np.nan])
def test_a_quantile_outside_0_1_is_refused(text, bad):
    with pytest.raises(InputError, match=r"^u = .*strictly between 0 and 1"):
        parse(text).ppf([0.5, bad])


@pytest.mark.parametrize("text", DEGENERATE)
def test_no_width_is_a_constant(text):
    distribution = parse(text)
    assert (distribution.ppf([1e-9, 0.5, 1 - 1e-9]) == 2.0).all()
    assert distribution.cdf([1.999, 2.0, np.nan])[:2].tolist() == [0.0, 1.0]
    assert (distribution.mean, distribution.variance) == (2.0, 0.0)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("uniform(nan, 1)", "low of uniform: a finite number"),
        ("uniform(2, 1)", "high of uniform: at least low = 2.0"),
        ("tri(3, 2, 1)", "mode of tri: at least low = 3.0"),
        ("tri(0, inf, 1)", "mode of tri: a finite number"),
        ("pert(0, 1, 2, 0)", "peakedness of pert: a finite number > 0"),
        ("normal(0, -1)", "sd of normal: a finite number >= 0"),
        ("normal(0, nan)", "sd of normal"),
        ("truncnormal(0, 1, 2, 1)", "high of truncnormal: at least low"),
        ("truncnormal(0, 0, 1, 2)", "sd of truncnormal: a finite number > 0"),
        ("truncnormal(0, 1, 50, 51)", "low of truncnormal: limits less than 36 sd"),
        ("truncnormal(0, 1, nan, 1)", "low of truncnormal: a number, inf or -inf"),
        ("lognormal(-5, 2)", "median of lognormal: a finite number > 0"),
        ("lognormal(5, 0.5)", "gsd of lognormal: a geometric standard deviation >= 1"),
        ("lognormal(median=5, sigma=-1)", "sigma of lognormal: a finite number >= 0"),
        ("lognormal(5)", "median with gsd or sigma, or two percentiles"),
        ("lognormal(p10=5, p90=1)", "p90 of lognormal: at least p10 = 5.0"),
        ("lognormal(p10=5)", "two different percentiles"),
        ("lognormal(p10=5, q90=1)", "percentiles such as p10 and p90"),
        ("lognormal(p10=1, p90=9, sigma=1)", "percentiles, or gsd, or sigma"),
        (
            "lognormal(median=5, p10=1, p90=9)",
            "median of lognormal: 3, which the percentiles imply",
        ),
        ("loguniform(0, 1)", "low of loguniform: a finite number > 0"),
        ("beta(0, 1)", "a of beta: a finite number > 0"),
        ("beta(0.01, 1)", "a of beta: a shape from 0.05"),
        ("beta(mean=0.5, sd=0.9)", "sd of beta: below sqrt"),
        ("beta(mean=1.5, sd=0.1)", "mean of beta: between 0 and 1"),
        ("beta(1, 2, mean=0.5, sd=0.1)", "a and b, or mean and sd"),
        ("discrete([1, 2], [0.5, 0.6])", "probabilities of discrete: .*sum to one"),
        ("discrete([1, 2], [1.5, -0.5])", "probabilities of discrete: .*>= 0"),
        ("discrete([1, 2], [1])", "2 probabilities, one for each value"),
        ("discrete([1, nan], [0.5, 0.5])", "values of discrete: .*finite"),
        ("empirical([])", "values of empirical: a list of at least one finite number"),
        ("mixture([0.5, 0.6], [1, 2])", "weights of mixture: .*sum to one"),
        ("mixture([1], [dirichlet([1, 2])])", "components of mixture: distributions of one"),
        ("mixture([1], 5)", "components of mixture: a list of distributions"),
        ("dirichlet([1])", "alpha of dirichlet: two or more"),
        ("dirichlet([1, 0])", "alpha of dirichlet: two or more"),
        ("unifrm(0, 1)", "did you mean uniform"),
        ("gumbel(0, 1)", "one of uniform"),
        ("normal(0)", r"normal\(mean, sd\): missing a required argument: 'sd'"),
        ("normal(0, 1, 2)", "too many positional"),
        ("normal(0, sigma=1)", "unexpected keyword argument 'sigma'|missing"),
        ("normal(0, sd=1, sd=2)", "each argument once"),
        ("normal(0, 'a')", "numbers, lists"),
        ("normal(0, True)", "a finite number"),
        ("[1, 2]", "one distribution"),
        ("1 + 1", "numbers, lists"),
        ("-normal(0, 1)", "a sign before a number"),
        ("x.uniform(0, 1)", "numbers, lists"),
        ("__import__('os')", "family: one of"),
        ("(lambda: 1)()", "numbers, lists"),
        ("nan", "a finite number"),
        ("1e999", "a finite number"),
        ("", "a number or a form"),
        ("normal(0, 1", "a number or a form"),
        ("normal(0, 1)\n normal(0, 1)", "a number or a form"),
        ("(" * 5000 + "1" + ")" * 5000, "a number or a form"),
        ("1" * 200_000, "at most 100000 characters"),
    ],
)
def test_bad_text_names_the_variable_and_what_is_allowed(text, says):
    with pytest.raises(InputError, match=says) as caught:
        parse(text, name="market.price_usd_kg")
    assert caught.value.name == "market.price_usd_kg"
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize("value", [np.nan, np.inf, None, [1.0], True])
def test_a_bad_number_is_refused(value):
    with pytest.raises(InputError, match="grade"):
        parse(value, name="grade")


def test_a_parameter_without_a_number_is_refused_by_its_key():
    fields = {"key": "tax.rule", "unit": "", "meaning": "m", "source": "s", "mark": "D"}
    with pytest.raises(InputError, match=r"^tax\.rule"):
        distribution_of(Parameter(value="flat tax", **fields))
    with pytest.raises(InputError, match=r"^tax\.rule"):
        distribution_of(Parameter(value=(1.0, 2.0), **fields))


def test_the_same_text_is_parsed_once():
    assert parse("pert(1, 2, 9)") is parse("pert(1, 2, 9)")


def test_dirichlet_takes_components_first():
    shares = Dirichlet((1.0, 2.0, 3.0))
    assert shares.ppf(np.full((3, 5, 2), 0.3)).shape == (3, 5, 2)
    for bad in (0.5, [0.5, 0.5]):
        with pytest.raises(InputError, match="first axis has length 3"):
            shares.ppf(bad)
        with pytest.raises(InputError, match="first axis has length 3"):
            shares.cdf(bad)


def test_dirichlet_with_tiny_concentrations_stays_finite():
    u = np.random.default_rng(0).random((3, 10_000))
    x = Dirichlet((0.05, 0.05, 0.05)).ppf(u)
    assert np.isfinite(x).all()
    assert np.max(np.abs(x.sum(axis=0) - 1.0)) < 1e-15


def test_components_of_a_mixture_must_be_distributions():
    with pytest.raises(InputError, match="components"):
        Mixture((1.0,), (3.0,))
    with pytest.raises(InputError, match="values"):
        empirical([[1.0, 2.0]])
