"""Stardust: a return to Utah, at 40° north, that its asymptote allowed."""

import numpy as np
import pytest

from asteroid_econ.constants import MU_EARTH_KM3_S2, R_EARTH_KM
from asteroid_econ.orbits.landing import landing_latitudes_rad


def test_a_fall_from_rest_comes_straight_down():
    # without excess speed and angular momentum the asymptote's own latitude is hit
    low, high = landing_latitudes_rad(1e-3, 0.3, entry_angle_rad=np.radians(89.9999))
    assert np.degrees([low, high]) == pytest.approx(np.degrees([-0.3, -0.3]), abs=0.01)


def test_a_grazing_parabola_turns_half_round():
    # the textbook parabola: perigee is 180° from where it comes from
    low, high = landing_latitudes_rad(1e-6, 0.3, entry_angle_rad=0.0)
    assert np.degrees([low, high]) == pytest.approx(np.degrees([0.3, 0.3]), abs=0.01)


def test_a_grazing_hyperbola_turns_by_the_textbook_angle():
    vinf, r = 6.0, R_EARTH_KM + 125.0
    ecc = 1.0 + r * vinf**2 / MU_EARTH_KM3_S2
    low, high = landing_latitudes_rad(vinf, 0.0, entry_angle_rad=0.0)
    # Vallado: half the turn of a fly-by is arcsin(1/e); the perigee lies 90° beyond it
    expected = np.pi - (0.5 * np.pi + np.arcsin(1.0 / ecc))
    assert high == pytest.approx(expected)
    assert low == pytest.approx(-expected)
