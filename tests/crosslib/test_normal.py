"""The normal distribution against mpmath and SciPy."""

import mpmath
import numpy as np
from scipy import special

from asteroid_econ.sampling.normal import normal_cdf, normal_cdf_into, normal_ppf
from asteroid_econ.sampling.streams import stream


def _exact_ppf(p: float) -> mpmath.mpf:
    """Newton's method on erfc in 60 digits, started from SciPy."""
    with mpmath.workdps(60):
        z = mpmath.mpf(float(special.ndtri(p)))
        for _ in range(6):
            error = mpmath.erfc(-z / mpmath.sqrt(2)) / 2 - mpmath.mpf(p)
            z -= error * mpmath.sqrt(2 * mpmath.pi) * mpmath.exp(z * z / 2)
        return z


def test_ppf_is_right_to_1e_15_relative_in_60_digits():
    p = np.concatenate(
        [
            stream(1, "p").uniforms(300),
            10.0 ** np.linspace(-300, -1, 120),
            1.0 - 2.0 ** -np.arange(2.0, 54.0),
            [
                0.075 - 1e-16,
                0.075 + 1e-16,
                0.925 - 1e-16,
                0.925 + 1e-16,
                np.exp(-25.0),
                0.5 + 1e-15,
            ],
        ]
    )
    exact = [_exact_ppf(float(x)) for x in p]
    error = [abs(float(z) / float(e) - 1.0) for z, e in zip(normal_ppf(p), exact, strict=True)]
    assert max(error) < 1.5e-15


def test_ppf_agrees_with_scipy_on_a_million_draws():
    u = stream(2, "p").uniforms(1_000_000)
    assert np.max(np.abs(normal_ppf(u) / special.ndtri(u) - 1.0)) < 4e-15
    assert np.max(np.abs(stream(2, "p").normals(1_000_000) - normal_ppf(u))) == 0.0


def test_cdf_is_right_to_4e_15_relative_below_zero_and_absolute_above():
    z = np.linspace(-37.0, 8.0, 451)
    with mpmath.workdps(40):
        exact = [float(mpmath.erfc(-mpmath.mpf(float(x)) / mpmath.sqrt(2)) / 2) for x in z]
    # The relative error of the tail is that of z**2, hence it grows with z**2.
    assert np.max(np.abs(normal_cdf(z) / exact - 1.0) / np.maximum(1.0, z * z)) < 1e-15
    p = np.empty_like(z)
    normal_cdf_into(z, p)
    assert (p == normal_cdf(z)).all()
