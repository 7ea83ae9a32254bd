"""The class-free law of albedo against Wright et al. (2016)."""

import numpy as np
import pytest

from asteroid_econ.composition.albedo import class_free_albedo, class_free_albedo_cdf
from asteroid_econ.composition.size import LN_PER_MAG
from asteroid_econ.parameters.load import load
from asteroid_econ.sampling.normal import normal_ppf
from composition_targets import sampler

SIZE = load("size")


@pytest.fixture(scope="module")
def albedos():
    return class_free_albedo(sampler(1_000_000).uniforms("albedo"), SIZE)


def test_quantiles_of_a_million_draws(albedos):
    probabilities = [0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95]
    published = [0.019, 0.028, 0.056, 0.151, 0.249, 0.337, 0.391]
    assert np.quantile(albedos, probabilities) == pytest.approx(published, rel=0.02)


def test_share_of_dark_bodies(albedos):
    assert class_free_albedo_cdf(0.1, SIZE) == pytest.approx(0.37, abs=0.005)
    assert np.mean(albedos < 0.1) == pytest.approx(0.37, abs=0.005)


@pytest.mark.parametrize(("h_sigma", "expected", "tolerance"), [(0.0, -1.0, 1e-12),
                                                                (0.3, -0.963, 0.005)])  # fmt: skip
def test_correlation_of_size_and_albedo_at_one_magnitude(albedos, h_sigma, expected, tolerance):
    z = normal_ppf(sampler(1_000_000).uniforms("h"))
    ln_d = -0.5 * np.log(albedos) - LN_PER_MAG * h_sigma * z
    assert np.corrcoef(ln_d, np.log(albedos))[0, 1] == pytest.approx(expected, abs=tolerance)
