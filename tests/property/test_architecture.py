"""One judge for every architecture: a new one is tested by being registered."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.missions.architecture import ARCHITECTURES
from asteroid_econ.missions.technology import draw_technology
from asteroid_econ.parameters.load import load
from asteroid_econ.records import Body, TransferOptions
from asteroid_econ.sampling.sequences import Sampler

N = 64
ELEMENTS = (
    "nickel",
    "cobalt",
    "iron",
    "ruthenium",
    "rhodium",
    "palladium",
    "osmium",
    "iridium",
    "platinum",
    "gold",
)
PARAMETERS = load("missions")
TECHNOLOGY = draw_technology(PARAMETERS, Sampler(0, N))


def body(mass_kg, water_frac, metal_frac, grade_frac):
    ones = np.ones(N)
    return Body(
        designation="test",
        classes=("C",),
        class_index=np.zeros(N, dtype=np.int64),
        albedo=0.1 * ones,
        diameter_km=0.1 * ones,
        density_kg_m3=2000.0 * ones,
        mass_kg=mass_kg * np.linspace(0.5, 2.0, N),
        water_frac=np.minimum(water_frac * np.linspace(0.5, 2.0, N), 1.0),
        metal_frac=metal_frac * ones,
        elements=ELEMENTS,
        grade_frac=np.full((len(ELEMENTS), N), grade_frac),
    )


def options(arrival_dv_km_s=2.0, return_dv_km_s=1.5, vinf_km_s=2.0, c3_km2_s2=5.0):
    def one(x):
        return np.array([x], dtype=np.float64)

    return TransferOptions(
        definition="test",
        departure_mjd_tdb=one(62_502.0),
        outbound_d=one(300.0),
        return_d=one(300.0),
        departure_c3_km2_s2=one(c3_km2_s2),
        departure_dv_km_s=one(3.4),
        arrival_dv_km_s=one(arrival_dv_km_s),
        return_departure_dv_km_s=one(return_dv_km_s),
        return_vinf_km_s=one(vinf_km_s),
        revisit_d=one(700.0),
        sun_distance_au=one(1.2),
    )


def fly(name, drawn, chosen, parameters=PARAMETERS):
    return ARCHITECTURES[name].fly(
        drawn,
        chosen,
        0,
        technology=TECHNOLOGY,
        parameters=parameters,
        design_block=(drawn, TECHNOLOGY),
    )


@pytest.mark.parametrize("name", ARCHITECTURES)
@settings(max_examples=60)
@given(
    st.floats(3.0, 14.0),
    st.floats(0.0, 0.2),
    st.floats(0.0, 0.98),
    st.floats(0.0, 1e-3),
    st.floats(0.0, 6.0),
    st.floats(0.0, 6.0),
    st.floats(0.0, 8.0),
)
def test_mass_closes_and_nothing_is_negative(
    name, log_mass, water, metal, grade, arrival, leave, vinf
):
    drawn = body(10.0**log_mass, water, metal, grade)
    delivery = fly(name, drawn, options(arrival, leave, vinf))
    if delivery.status[0] != 0:
        assert np.isnan(delivery.mass_in_kg).all() or np.isnan(delivery.launch_mass_kg).all()
        return
    np.testing.assert_allclose(delivery.mass_out_kg, delivery.mass_in_kg, rtol=1e-10)
    for part in (delivery.product_kg, delivery.hardware_kg, delivery.power_w):
        assert (part >= 0.0).all()
    minable = 0.5 * drawn.mass_kg
    assert (delivery.product_kg.sum(axis=(0, 2)) <= minable * (1.0 + 1e-12)).all()


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_probability_of_survival_falls_with_every_delivery(name):
    delivery = fly(name, body(1e9, 0.08, 0.2, 1e-5), options())
    assert (np.diff(delivery.survival_frac, axis=1) < 0.0).all()
    assert (delivery.survival_frac[:, 0] < delivery.launch_survival_frac).all()
    assert (np.diff(delivery.date_mjd_tdb) > 0.0).all()


@pytest.mark.parametrize("name", ARCHITECTURES)
@pytest.mark.parametrize(
    ("chosen", "status"),
    [
        (options(arrival_dv_km_s=np.nan), 1),
        (options(arrival_dv_km_s=9.0), 2),
        (options(c3_km2_s2=500.0), 4),
    ],
)
def test_what_cannot_fly_says_why(name, chosen, status):
    assert fly(name, body(1e9, 0.08, 0.2, 1e-5), chosen).status[0] == status


def test_a_capsule_that_no_stage_can_return_says_so():
    delivery = fly("pgm-return", body(1e9, 0.0, 0.2, 1e-5), options(return_dv_km_s=9.0))
    assert delivery.status[0] == 3


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_a_harder_return_never_delivers_more_water(name):
    drawn = body(1e9, 0.08, 0.2, 1e-5)
    easy = fly(name, drawn, options(return_dv_km_s=0.5)).product_kg
    hard = fly(name, drawn, options(return_dv_km_s=3.0)).product_kg
    assert (hard <= easy * (1.0 + 1e-12)).all()


def test_the_design_knows_no_draw():
    """Hardware is sized from the design block: another truth changes no launched kilogram."""
    drawn, other = body(1e9, 0.08, 0.2, 1e-5), body(1e9, 0.01, 0.2, 1e-6)
    for architecture in ARCHITECTURES.values():
        flown = [
            architecture.fly(
                truth,
                options(),
                0,
                technology=TECHNOLOGY,
                parameters=PARAMETERS,
                design_block=(drawn, TECHNOLOGY),
            )
            for truth in (drawn, other)
        ]
        np.testing.assert_array_equal(flown[0].launch_mass_kg, flown[1].launch_mass_kg)
        np.testing.assert_array_equal(flown[0].hardware_kg, flown[1].hardware_kg)
