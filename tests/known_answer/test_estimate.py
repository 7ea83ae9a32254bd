"""Reference data sets and published intervals."""

import math

import numpy as np
import pytest

from asteroid_econ.montecarlo.estimate import estimate, merge_all
from asteroid_econ.montecarlo.proportion import proportion
from asteroid_econ.sampling.normal import normal_ppf

# NIST/SEMATECH Statistical Reference Datasets, univariate summary statistics: data as described
# there (one value, then 500 pairs), certified mean and standard deviation.
NUM_ACC = {
    "NumAcc1": ([10000001.0, 10000003.0, 10000002.0], 10000002.0, 1.0),
    "NumAcc2": ([1.2] + [1.1, 1.3] * 500, 1.2, 0.1),
    "NumAcc3": ([1000000.2] + [1000000.1, 1000000.3] * 500, 1000000.2, 0.1),
    "NumAcc4": ([10000000.2] + [10000000.1, 10000000.3] * 500, 10000000.2, 0.1),
}


@pytest.mark.parametrize("name", NUM_ACC)
def test_nist_univariate_data_sets(name):
    data, mean, sd = NUM_ACC[name]
    moments = estimate(data).moments
    assert moments.mean == pytest.approx(mean, rel=1e-15)
    # The data are not exactly representable: 1e-9 is half an ulp of 1e7 against 0.1, squared away.
    assert moments.sd == pytest.approx(sd, rel=1e-8)
    pieces = merge_all(estimate(data[i : i + 100], i) for i in range(0, len(data), 100))
    assert pieces.moments == moments


def test_tail_mean_of_the_normal_distribution():
    """Closed form φ(z)/p: 2.0627 at 5 % and 2.6652 at 1 % (McNeil, Frey and Embrechts, 2005)."""
    quantiles = normal_ppf((np.arange(60_000) + 0.5) / 60_000)
    normal = estimate(quantiles)
    assert normal.cvar(0.05) == pytest.approx(-2.0627, abs=5e-4)
    assert normal.cvar(0.01, is_upper=True) == pytest.approx(2.6652, abs=1e-3)


def test_tail_mean_counts_a_draw_on_the_border_in_part():
    """Acerbi and Tasche (2002): four equal draws, worst 3/8: (1 + 2/2)/1.5."""
    assert estimate([4.0, 1.0, 2.0, 8.0]).cvar(0.375) == pytest.approx((1.0 + 0.5 * 2.0) / 1.5)


def test_quantiles_of_type_7():
    """Hyndman and Fan (1996), definition 7, on 1 … 10: 1 + 9p."""
    assert estimate(np.arange(1.0, 11.0)).quantile([0.1, 0.5, 0.75]) == pytest.approx(
        [1.9, 5.5, 7.75]
    )


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_intervals_of_newcombe_1998(successes, n, low, high):
    interval = proportion(successes, n)
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize("n", [30, 100, 1000, 100_000])
def test_the_rule_of_three(n):
    """Hanley and Lippman-Hand (1983): none in n, at most 3/n with 95 % confidence."""
    assert proportion(0, n).high == pytest.approx(3.0 / n, rel=0.06)
    assert proportion(n, n).low == pytest.approx(1.0 - 3.0 / n, abs=0.06 * 3.0 / n)
    assert str(proportion(0, n)).startswith("< ")
    assert str(proportion(n, n)).startswith("> 0.")


def test_no_event_prints_a_bound_not_zero():
    losses = estimate(-np.ones(1000)).probability_above()
    assert str(losses) == "< 0.003 (0 of 1000)"
    assert losses.value == 0.0
    assert str(estimate([]).probability_above()) == "unknown (0 draws)"
    assert str(estimate([1.0] * 3 + [-1.0] * 7).probability_above()) == "0.3 (0.108 to 0.603)"


def test_histogram_counts():
    assert estimate([-1.0, 0.0, 0.5, 1.0, 1.5, 9.0]).histogram([0.0, 1.0, 2.0]).tolist() == [
        1,
        2,
        2,
        1,
    ]


def test_student_interval():
    """Student (1908) on Cushny and Peebles' sleep data: t = 2.262 for ten draws."""
    gains = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    low, high = estimate(gains).mean_interval()
    half = 2.262157 * estimate(gains).moments.sd / math.sqrt(10.0)
    assert (low, high) == pytest.approx((0.75 - half, 0.75 + half), abs=1e-6)
