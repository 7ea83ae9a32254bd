import numpy as np
import pytest
from scipy import stats

from asteroid_econ.composition.porosity import N_KNOTS, Z_MAX, porosity_tables
from asteroid_econ.parameters.load import load


def test_tables_are_scipys_beta_quantiles():
    size = load("size")
    tables = porosity_tables(size)
    u = stats.norm.cdf(np.linspace(-Z_MAX, Z_MAX, N_KNOTS))
    mean, sd = size.value("porosity.rubble_mean")["S"], size.value("porosity.rubble_sd")["S"]
    total = mean * (1.0 - mean) / sd**2 - 1.0
    expected = stats.beta(mean * total, (1.0 - mean) * total)
    row = tables.quantiles[list(size.value("porosity.rubble_mean")).index("S")]
    assert row == pytest.approx(expected.ppf(u), rel=1e-9)
    assert expected.std() == pytest.approx(sd)
