"""A vanishing smaller body: Hill's distance."""

import numpy as np

from asteroid_econ.orbits.threebody.points import libration_points


def test_hill_limit():
    for mu in (1e-6, 1e-9, 1e-12, 1e-30):
        hill = (mu / 3.0) ** (1.0 / 3.0)
        near, far, beyond = libration_points(mu)[:3, 0]
        atol = max(hill**2, 3e-16 / hill)  # the coordinates' last digit
        np.testing.assert_allclose((1.0 - mu - near) / hill, 1.0 - hill / 3.0, atol=atol)
        np.testing.assert_allclose((far - 1.0 + mu) / hill, 1.0 + hill / 3.0, atol=atol)
        assert abs(beyond + 1.0 + 5.0 * mu / 12.0) < max(mu**2, 3e-16)
