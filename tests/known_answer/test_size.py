"""Diameter, magnitude and mass against published pairs."""

import pytest

from asteroid_econ.composition.size import diameter_km, h_mag, implied_albedo, mass_kg
from asteroid_econ.errors import InputError


@pytest.mark.parametrize(
    ("h", "p", "d_km"),
    [
        (17.75, 0.14, 1.001),  # the "1 km" of population models
        (22.0, 0.14, 0.141),  # limit of potentially hazardous asteroids
        (23.69, 0.03, 0.140),  # Wright et al. (2016): 140 m at albedo .03 is 23.7
    ],
)
def test_diameter_of_published_pairs(h, p, d_km):
    assert diameter_km(h, p) == pytest.approx(d_km, abs=5e-4)


def test_magnitude_of_140_m_dark_body():
    assert h_mag(0.140, 0.03) == pytest.approx(23.7, abs=0.02)


def test_albedo_of_bennu():
    # Bennu: H 20.61, D 0.490 km, geometric albedo .044 (Lauretta et al. 2019)
    assert implied_albedo(20.61, 0.490) == pytest.approx(0.044, rel=0.08)


@pytest.mark.parametrize(("rho", "tonnes"), [(1900.0, 341), (2800.0, 503), (3800.0, 682)])
def test_mass_of_the_seven_metre_body_of_kiss(rho, tonnes):
    assert mass_kg(0.007, rho) / 1e3 == pytest.approx(tonnes, abs=0.8)


@pytest.mark.parametrize(
    ("function", "arguments", "name"),
    [
        (diameter_km, (20.0, 1.2), "albedo"),
        (diameter_km, (50.0, 0.1), "h_mag"),
        (h_mag, (-1.0, 0.1), "diameter_km"),
        (implied_albedo, (20.0, 0.0), "diameter_km"),
        (mass_kg, (1.0, -3.0), "density_kg_m3"),
    ],
)
def test_refuses_by_name(function, arguments, name):
    with pytest.raises(InputError) as caught:
        function(*arguments)
    assert caught.value.name == name
