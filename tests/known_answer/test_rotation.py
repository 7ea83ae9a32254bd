"""The mean law, and elements in closed form."""

import erfa
import numpy as np
import pytest

from asteroid_econ.constants import AU_KM, MU_SUN_KM3_S2
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.threebody.points import libration_points
from asteroid_econ.orbits.threebody.rotation import (
    conic_state,
    frame_longitude_rad,
    heliocentric_elements,
    heliocentric_state_km,
    radian_d,
    rotating_state,
)

MU = 3.0032080443e-6


def test_the_published_law():
    assert abs(np.degrees(frame_longitude_rad(51_544.5)) - 100.3762) < 1e-10
    year_later = np.degrees(frame_longitude_rad(51_544.5 + 365.25))
    assert abs(year_later - 100.3762) < 1e-9
    assert abs(radian_d() * 2.0 * np.pi - 365.25) < 1e-12


@pytest.mark.parametrize(("last", "degrees"), [(60_000.0, 1.9), (88_069.0, 2.4)])
def test_the_mean_law_is_up_to_1_9_degrees_from_the_true_earth(last, degrees):
    """Earth after ERFA's epv00: the equation of the centre, and the drift of a year too short."""
    days = np.arange(57_388.0, last, 5.0)
    r = erfa.epv00(2_400_000.5, days)[0]["p"]
    angle = np.radians(84_381.448 / 3600.0)
    x, y = r[:, 0], np.cos(angle) * r[:, 1] + np.sin(angle) * r[:, 2]
    off = np.angle(np.exp(1j * (frame_longitude_rad(days) - np.arctan2(y, x))))
    assert abs(np.degrees(np.abs(off)).max() - degrees) < 0.1


def test_a_body_at_rest_at_l4_is_on_an_orbit_in_closed_form():
    """Distance 1 from the Sun, speed nearly 1: a and e from the energy and the momentum."""
    elements = heliocentric_elements([*libration_points(MU)[3], 0, 0, 0], mu_ratio=MU)
    a = 1.0 / (2.0 - 1.0 / (1.0 - MU))
    np.testing.assert_allclose(elements[0], a, rtol=1e-14)
    np.testing.assert_allclose(elements[1], 1.0 - (1.0 / a), atol=1e-11)
    assert elements[2] == 0.0


def test_the_smaller_body_stands_on_the_line_of_the_date():
    date = 60_000.0
    r, v = heliocentric_state_km([1.0 - MU, 0, 0, 0, 0, 0], date, mu_ratio=MU)
    theta = frame_longitude_rad(date)
    np.testing.assert_allclose(r, AU_KM * np.array([np.cos(theta), np.sin(theta), 0.0]), atol=1e-3)
    speed = np.sqrt(MU_SUN_KM3_S2 / AU_KM) / np.sqrt(1.0 - MU)
    np.testing.assert_allclose(np.linalg.norm(v), speed, rtol=1e-12)


def test_a_conic_comes_round_after_its_period():
    """Kepler's third law: an orbit of 1 au takes 365.2569 days."""
    elements = np.array([1.0, 0.1, 0.01, 0.3, 1.0, 2.0])
    first, _ = conic_state(elements, 60_000.0, 60_000.0)
    again, _ = conic_state(elements, 60_000.0, 60_000.0 - 365.2568983272364)
    np.testing.assert_allclose(first, again, atol=1e-3)


def test_wrong_shapes_are_refused():
    with pytest.raises(InputError, match="elements_nd"):
        conic_state([1.0, 0.1], 60_000.0, 60_000.0)
    with pytest.raises(InputError, match="elements_nd"):
        rotating_state([1.0, 0.1], mu_ratio=MU)
