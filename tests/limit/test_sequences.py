"""How fast the error of a mean falls with the number of draws."""

import numpy as np
import pytest

from asteroid_econ.sampling.sequences import Sampler

VARIABLES = tuple(f"v{i}" for i in range(6))
SIZES = [2**m for m in range(7, 14)]


def _smooth(u):
    """A smooth function of mean 1: a product over variables of weights that fall off."""
    weights = 1.0 / np.arange(1.0, len(u) + 1.0)[:, None]
    return np.prod(1.0 + weights * (u + u**2 - 5.0 / 6.0), axis=0)


def _errors(method):
    squares = []
    for n in SIZES:
        samplers = [Sampler(seed, n, method, variables=VARIABLES) for seed in range(60)]
        means = [_smooth(np.stack([s.uniforms(v) for v in VARIABLES])).mean() for s in samplers]
        squares.append(np.mean((np.array(means) - 1.0) ** 2))
    return np.sqrt(squares)


@pytest.fixture(scope="module")
def errors():
    return {m: _errors(m) for m in ("random", "antithetic", "latin", "sobol")}


def _slope(values):
    return np.polyfit(np.log(SIZES), np.log(values), 1)[0]


def test_random_draws_err_with_the_inverse_square_root(errors):
    assert _slope(errors["random"]) == pytest.approx(-0.5, abs=0.06)


def test_scrambled_sobol_errs_with_nearly_the_inverse_three_halves(errors):
    """Owen (1997): variance O(n**-3 log(n)**(d-1)) for smooth functions."""
    assert -1.65 < _slope(errors["sobol"]) < -1.2


def test_sobol_beats_all_and_each_beats_random(errors):
    assert errors["sobol"][-1] < 0.01 * errors["random"][-1]
    assert (errors["latin"] < 0.8 * errors["random"]).all()
    assert (errors["antithetic"] < 0.8 * errors["random"]).all()


def test_sobol_is_unbiased():
    """Over 1,000 scramblings of 16 points, the mean error is within its own noise."""
    means = [
        _smooth(
            np.stack([Sampler(s, 16, "sobol", variables=VARIABLES).uniforms(v) for v in VARIABLES])
        ).mean()
        for s in range(1000)
    ]
    assert abs(np.mean(means) - 1.0) < 4.0 * np.std(means) / np.sqrt(1000)


def test_sobol_means_over_common_and_target_variables_are_unbiased_and_better(errors):
    """Half of the variables belong to a target: paired at random, yet evenly on each side."""
    names = [(v, None if i % 2 else "Bennu") for i, v in enumerate(VARIABLES)]

    def mean(method, seed):
        sampler = Sampler(seed, SIZES[-1], method, variables=VARIABLES)
        return _smooth(np.stack([sampler.uniforms(v, t) for v, t in names])).mean()

    means = np.array([mean("sobol", seed) for seed in range(60)])
    assert np.sqrt(np.mean((means - 1.0) ** 2)) < 0.5 * errors["random"][-1]
