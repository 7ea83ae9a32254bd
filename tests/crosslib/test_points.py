"""mpmath solves the same balance with 40 digits."""

import mpmath
import pytest

from asteroid_econ.orbits.threebody.points import libration_points


@pytest.mark.parametrize("mu", [1e-12, 3.0032080443e-6, 0.01215058560962404, 0.3, 0.5])
@pytest.mark.parametrize("point", [0, 1, 2])
def test_points_to_the_last_digits(mu, point):
    ours = libration_points(mu)[point, 0]
    with mpmath.workdps(40):
        m = mpmath.mpf(mu)

        def force(x):
            to_1, to_2 = x + m, x - 1 + m
            return x - (1 - m) * to_1 / abs(to_1) ** 3 - m * to_2 / abs(to_2) ** 3

        exact = mpmath.findroot(force, (mpmath.mpf(float(ours)), mpmath.mpf(float(ours) + 1e-9)))
        assert abs(exact - mpmath.mpf(float(ours))) < 3e-16
