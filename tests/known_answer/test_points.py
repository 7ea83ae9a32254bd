"""Libration points that others print."""

import numpy as np
import pytest

from asteroid_econ.errors import InputError
from asteroid_econ.orbits.threebody.points import libration_points
from asteroid_econ.published.tables import table

POINTS = table("libration_points")


@pytest.mark.parametrize("k", range(len(POINTS.text("point"))))
def test_published_points(k):
    ours = libration_points(POINTS.numbers("mu_ratio")[k])[int(POINTS.text("point")[k][1]) - 1, 0]
    assert abs(ours - POINTS.numbers("x_nd")[k]) < POINTS.numbers("tolerance")[k]


def test_l4_and_l5_make_equal_triangles():
    mu = 3.0542e-6
    for point in libration_points(mu)[3:]:
        sides = [np.linalg.norm(point - [at, 0.0, 0.0]) for at in (-mu, 1.0 - mu)]
        np.testing.assert_allclose(sides, 1.0, atol=1e-15)


def test_a_mass_ratio_that_cannot_be_is_refused():
    with pytest.raises(InputError, match="mu_ratio"):
        libration_points(0.7)
