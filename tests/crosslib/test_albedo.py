import numpy as np
import pytest
from scipy import stats

from asteroid_econ.composition.albedo import class_free_albedo, class_free_albedo_cdf
from asteroid_econ.parameters.load import load


def test_cdf_is_a_mixture_of_scipys_rayleighs():
    p = np.linspace(0.0, 0.9, 91)
    mixture = 0.253 * stats.rayleigh.cdf(p, scale=0.030) + 0.747 * stats.rayleigh.cdf(
        p, scale=0.168
    )
    assert class_free_albedo_cdf(p, load("size")) == pytest.approx(mixture, abs=1e-14)


def test_quantiles_invert_the_cdf():
    u = np.linspace(0.001, 0.999, 999)
    size = load("size")
    assert class_free_albedo_cdf(class_free_albedo(u, size), size) == pytest.approx(u, abs=1e-13)
