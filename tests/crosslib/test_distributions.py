"""Every distribution against SciPy: exact functions, and a million draws."""

import math

import numpy as np
import pytest
from scipy import stats

from asteroid_econ.sampling.distributions import Dirichlet, Mixture, parse
from asteroid_econ.sampling.sequences import Sampler
from asteroid_econ.sampling.streams import stream

LN2 = math.log(2.0)
FROM_P10_P90 = math.log(10.0) / (2.0 * stats.norm.ppf(0.9))
CASES = {
    "uniform(-2, 5)": stats.uniform(-2, 7),
    "loguniform(0.1, 300)": stats.loguniform(0.1, 300),
    "tri(0.1, 0.2, 0.5)": stats.triang(0.25, 0.1, 0.4),
    "tri(0, 0, 3)": stats.triang(0.0, 0, 3),
    "tri(0, 3, 3)": stats.triang(1.0, 0, 3),
    "normal(3, 0.5)": stats.norm(3, 0.5),
    "truncnormal(1, 2, -1, 4)": stats.truncnorm(-1, 1.5, 1, 2),
    "truncnormal(0, 1, 5, inf)": stats.truncnorm(5, math.inf),
    "truncnormal(0, 1, -inf, -8)": stats.truncnorm(-math.inf, -8),
    "lognormal(5, 2)": stats.lognorm(LN2, scale=5),
    "lognormal(median=7, sigma=0.3)": stats.lognorm(0.3, scale=7),
    "lognormal(p10=1, p90=10)": stats.lognorm(FROM_P10_P90, scale=math.sqrt(10.0)),
    "lognormal(median=1, p84_13447460685429=2)": stats.lognorm(LN2, scale=1),
    "beta(2, 3.5)": stats.beta(2, 3.5),
    "beta(0.3, 0.2)": stats.beta(0.3, 0.2),
    "beta(mean=0.2, sd=0.1)": stats.beta(3.0, 12.0),
    "pert(100, 588.5, 2000)": stats.beta(
        1 + 4 * 488.5 / 1900, 1 + 4 * 1411.5 / 1900, loc=100, scale=1900
    ),
    "pert(0, 1, 3, peakedness=2)": stats.beta(1 + 2 / 3, 1 + 4 / 3, loc=0, scale=3),
}
U = np.concatenate(
    [stream(0, "u").uniforms(3000), 2.0 ** -np.arange(2, 53), 1 - 2.0 ** -np.arange(2, 30)]
)


@pytest.mark.parametrize("text", CASES)
def test_quantiles(text):
    mine, other = parse(text).ppf(U), CASES[text].ppf(U)
    spread = CASES[text].std()
    assert np.max(np.abs(mine - other) / np.maximum(np.abs(other), spread)) < 2e-11
    middle = (U > 1e-3) & (U < 1 - 1e-3)
    assert np.max(np.abs(mine - other)[middle] / np.maximum(np.abs(other), spread)[middle]) < 2e-13


@pytest.mark.parametrize("text", CASES)
def test_cumulative_probabilities(text):
    low, high = CASES[text].ppf([1e-9, 1 - 1e-9])
    x = np.linspace(low - 0.1 * (high - low), high + 0.1 * (high - low), 1001)
    assert np.max(np.abs(parse(text).cdf(x) - CASES[text].cdf(x))) < 1e-13


@pytest.mark.parametrize("text", CASES)
def test_moments(text):
    assert parse(text).mean == pytest.approx(CASES[text].mean(), rel=1e-9)
    assert parse(text).variance == pytest.approx(CASES[text].var(), rel=1e-7)


@pytest.mark.parametrize("text", CASES)
def test_a_million_draws(text):
    n = 1_000_000
    x = Sampler(1, n).draw(parse(text), "x")
    other = CASES[text]
    mean, variance, kurtosis = (float(v) for v in other.stats("mvk"))
    assert abs(x.mean() - mean) < 4.5 * math.sqrt(variance / n)
    if kurtosis < 50.0:
        assert abs(x.var() / variance - 1.0) < 4.5 * math.sqrt((kurtosis + 2.0) / n)
    for p in (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99):
        below = np.mean(x <= other.ppf(p))
        assert abs(below - p) < 4.5 * math.sqrt(p * (1.0 - p) / n)


def test_discrete_and_empirical():
    values, shares = (3.0, 1.0, 7.5), (0.2, 0.5, 0.3)
    other = stats.rv_discrete(values=((1, 3, 7), (0.5, 0.2, 0.3)))
    mine = parse("discrete([3, 1, 7], [0.2, 0.5, 0.3])")
    assert (mine.ppf(U) == other.ppf(U)).all()
    x = np.linspace(0, 9, 50)
    assert np.max(np.abs(mine.cdf(x) - other.cdf(x))) < 1e-15
    assert (mine.mean, mine.variance) == pytest.approx((other.mean(), other.var()))
    draws = Sampler(1, 1_000_000).draw(parse(f"discrete({list(values)}, {list(shares)})"), "x")
    counts = [(draws == v).sum() for v in values]
    assert stats.chisquare(counts, 1e6 * np.array(shares)).pvalue > 1e-3
    sample = [2.0, 2.0, 5.0, 9.0, -1.0]
    assert (
        parse(f"empirical({sample})").ppf(U) == np.quantile(sample, U, method="inverted_cdf")
    ).all()


def test_dirichlet():
    alpha = [0.4, 1.0, 2.5, 30.0]
    mine, other = Dirichlet(tuple(alpha)), stats.dirichlet(alpha)
    assert mine.mean == pytest.approx(other.mean())
    assert mine.variance == pytest.approx(other.var())
    x = Sampler(1, 200_000).draw(mine, "x")
    assert x.shape == (4, 200_000)
    assert np.max(np.abs(x.sum(axis=0) - 1.0)) < 4e-16 * 4
    covariance = np.cov(x)
    assert np.max(np.abs(covariance - other.cov())) < 5.0 * other.cov().max() / math.sqrt(2e5)
    for i in range(4):
        marginal = stats.beta(alpha[i], sum(alpha) - alpha[i])
        assert stats.kstest(x[i, :20_000], marginal.cdf).pvalue > 1e-4
        assert mine.cdf(x[:, :100])[i] == pytest.approx(marginal.cdf(x[i, :100]), abs=1e-13)
        assert mine.marginal(i).mean == pytest.approx(marginal.mean())


MIXTURES = {
    "mixture([0.3, 0.7], [normal(0, 1), lognormal(5, 2)])": [
        (0.3, stats.norm()),
        (0.7, stats.lognorm(LN2, scale=5)),
    ],
    "mixture([0.25, 0.5, 0.25], [tri(0, 1, 3), uniform(2, 4), beta(2, 2)])": [
        (0.25, stats.triang(1 / 3, 0, 3)),
        (0.5, stats.uniform(2, 2)),
        (0.25, stats.beta(2, 2)),
    ],
    "mixture([0.99, 0.01], [normal(0, 0.001), normal(1000, 1)])": [
        (0.99, stats.norm(0, 0.001)),
        (0.01, stats.norm(1000, 1)),
    ],
}


@pytest.mark.parametrize("text", MIXTURES)
def test_mixtures(text):
    mine, parts = parse(text), MIXTURES[text]
    assert isinstance(mine, Mixture)

    def cdf(x):
        return sum(w * d.cdf(x) for w, d in parts)

    x = mine.ppf(U)
    assert np.max(np.abs(cdf(x) - U)) < 2e-13
    lower = np.array([1e-3, 1e-6, 1e-9, 1e-12])
    assert cdf(mine.ppf(lower)) == pytest.approx(lower, rel=1e-11)
    mean = sum(w * d.mean() for w, d in parts)
    assert mine.mean == pytest.approx(mean)
    second = sum(w * (d.var() + d.mean() ** 2) for w, d in parts)
    assert mine.variance == pytest.approx(second - mean**2)
    draws = Sampler(1, 300_000).draw(mine, "x")
    assert stats.kstest(draws, cdf).pvalue > 1e-3


def test_beta_quantiles_against_mpmath():
    mpmath = pytest.importorskip("mpmath")
    for a, b in [(3.0, 3.0), (1.4, 4.6), (0.3, 0.2), (50.0, 2.0)]:
        for u in (1e-15, 1e-6, 0.1, 0.5, 0.9, 1.0 - 2.0**-20):
            x = float(parse(f"beta({a}, {b})").ppf(u))
            with mpmath.workdps(30):
                p = mpmath.betainc(a, b, 0, mpmath.mpf(x), regularized=True)
                density = (
                    mpmath.mpf(x) ** (a - 1) * (1 - mpmath.mpf(x)) ** (b - 1) / mpmath.beta(a, b)
                )
                step = (p - mpmath.mpf(u)) / density
            assert abs(float(step)) < 1e-12 * x
