"""Intervals cover the truth at their nominal rate; errors fall with the number of draws."""

import math
from statistics import NormalDist

import numpy as np
import pytest

from asteroid_econ.montecarlo.estimate import estimate
from asteroid_econ.montecarlo.proportion import proportion
from asteroid_econ.sampling.sequences import Sampler
from asteroid_econ.sampling.streams import stream

REPETITIONS = 1000


def _covered(share, confidence):
    """Say whether a rate of coverage is within 4 standard errors of the nominal one."""
    return abs(share - confidence) < 4.0 * math.sqrt(confidence * (1.0 - confidence) / REPETITIONS)


@pytest.fixture(scope="module")
def repetitions():
    draws = stream(0, "coverage").normals(REPETITIONS * 400).reshape(REPETITIONS, 400)
    return [estimate(row) for row in 3.0 + 2.0 * draws]


@pytest.mark.parametrize("confidence", [0.5, 0.9, 0.95])
def test_the_interval_of_the_mean_covers(repetitions, confidence):
    ends = [part.mean_interval(confidence) for part in repetitions]
    assert _covered(np.mean([low <= 3.0 <= high for low, high in ends]), confidence)


def test_the_interval_of_the_mean_covers_with_five_draws():
    draws = stream(1, "coverage").normals(REPETITIONS * 5).reshape(REPETITIONS, 5)
    ends = [estimate(row).mean_interval() for row in draws]
    assert _covered(np.mean([low <= 0.0 <= high for low, high in ends]), 0.95)


@pytest.mark.parametrize("p", [0.1, 0.5, 0.95])
def test_the_interval_of_a_quantile_covers(repetitions, p):
    truth = NormalDist(3.0, 2.0).inv_cdf(p)
    ends = [part.quantile_interval(p, 0.9) for part in repetitions]
    share = np.mean([low <= truth <= high for low, high in ends])
    assert share > 0.9 - 0.04  # order statistics are discrete: it may cover a little more
    assert share < 0.96


@pytest.mark.parametrize("probability", [0.05, 0.3, 0.5, 0.9])
def test_the_interval_of_a_probability_covers(probability):
    u = stream(2, f"p{probability}").uniforms(REPETITIONS * 500).reshape(REPETITIONS, 500)
    ends = [estimate(probability - row).probability_above() for row in u]
    share = np.mean([e.low <= probability <= e.high for e in ends])
    assert abs(share - 0.95) < 0.028  # Wilson's own oscillation adds to the noise


def test_the_bound_after_no_event_covers():
    """Where the event has probability 3/n the bound holds in all but 5 % of the repetitions."""
    n, probability = 1000, 2.9 / 1000
    u = stream(3, "rare").uniforms(REPETITIONS * n).reshape(REPETITIONS, n)
    n_events = (u < probability).sum(axis=1)
    bounds = [proportion(int(k), n).high for k in n_events]
    assert np.mean(np.array(bounds) >= probability) > 0.94


def test_the_standard_error_falls_with_the_square_root():
    for n in (100, 10_000):
        assert estimate(Sampler(0, n).uniforms("x")).moments.stderr == pytest.approx(
            math.sqrt(1.0 / 12.0 / n), rel=0.1
        )


def test_the_sketch_tends_to_the_quantiles_of_the_law():
    x = stream(4, "many").normals(2_000_000)
    assert estimate(x).quantile([0.05, 0.5, 0.95]) == pytest.approx(
        [-1.6449, 0.0, 1.6449], abs=5e-3
    )
