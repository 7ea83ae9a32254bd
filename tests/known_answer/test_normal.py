"""Published values of the normal distribution."""

import numpy as np
import pytest

from asteroid_econ.sampling.normal import normal_cdf, normal_ppf, normal_ppf_into

# Wichura (1988), AS 241, the test data of PPND16.
WICHURA = [
    (0.25, -0.6744897501960817),
    (0.001, -3.090232306167814),
    (1e-20, -9.262340089798408),
]
# Abramowitz and Stegun (1964), table 26.1, P(x) to 15 decimals.
ABRAMOWITZ_STEGUN = [
    (0.0, 0.5),
    (0.5, 0.691462461274013),
    (1.0, 0.841344746068543),
    (1.5, 0.933192798731142),
    (2.0, 0.977249868051821),
    (3.0, 0.998650101968370),
]


@pytest.mark.parametrize(("p", "expected"), WICHURA)
def test_ppf_as241(p, expected):
    assert normal_ppf(p) == pytest.approx(expected, rel=1e-15)
    z = np.empty(1)
    normal_ppf_into(np.array([p]), z)
    assert z[0] == normal_ppf(p)


@pytest.mark.parametrize(("z", "expected"), ABRAMOWITZ_STEGUN)
def test_cdf_table_26_1(z, expected):
    assert normal_cdf(z) == pytest.approx(expected, abs=6e-16)
    assert normal_cdf(-z) == pytest.approx(1.0 - expected, abs=6e-16)
