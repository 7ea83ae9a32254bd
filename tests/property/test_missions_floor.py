"""More of what helps never hurts: monotone building blocks of a mission."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from asteroid_econ.missions.campaign import campaign
from asteroid_econ.missions.craft import ReturnVehicle, build_craft
from asteroid_econ.missions.destinations import earth_entry_dv_km_s, nrho_dv_km_s
from asteroid_econ.missions.launchers import payload_kg
from asteroid_econ.missions.mining import Ore, energy_wh_kg, ore_capacity
from asteroid_econ.missions.technology import draw_technology
from asteroid_econ.parameters.load import load
from asteroid_econ.records import Body, TransferOptions
from asteroid_econ.sampling.sequences import Sampler

N = 32
PARAMETERS = load("missions")
TECHNOLOGY = draw_technology(PARAMETERS, Sampler(3, N))
speeds = st.floats(0.0, 30.0)


def options(arrival_dv_km_s=1.0, c3_km2_s2=4.0, outbound_d=300.0):
    def one(x):
        return np.array([float(x)])

    return TransferOptions(
        definition="test",
        departure_mjd_tdb=one(62_502.0),
        outbound_d=one(outbound_d),
        return_d=one(200.0),
        departure_c3_km2_s2=one(c3_km2_s2),
        departure_dv_km_s=one(3.4),
        arrival_dv_km_s=one(arrival_dv_km_s),
        return_departure_dv_km_s=one(1.0),
        return_vinf_km_s=one(2.0),
        revisit_d=one(700.0),
        sun_distance_au=one(1.2),
    )


def body(mass_kg):
    nothing = np.zeros(N)
    fields = dict.fromkeys(Body.__dataclass_fields__, nothing)
    fields |= {"designation": "x", "classes": ("C",), "elements": ()}
    return Body(**{**fields, "mass_kg": np.full(N, mass_kg)})


@given(speeds, speeds)
def test_a_faster_arrival_costs_more(one, two):
    slow, fast = sorted((one, two))
    assert nrho_dv_km_s(slow, PARAMETERS) <= nrho_dv_km_s(fast, PARAMETERS)
    assert earth_entry_dv_km_s(slow, PARAMETERS) <= earth_entry_dv_km_s(fast, PARAMETERS)
    assert earth_entry_dv_km_s(slow, PARAMETERS) >= 0.0


@given(st.floats(0.0, 300.0), st.floats(0.0, 300.0))
def test_payload_falls_with_departure_energy(one, two):
    low, high = sorted((one, two))
    assert payload_kg(high, PARAMETERS) <= payload_kg(low, PARAMETERS)
    assert payload_kg(high, PARAMETERS) >= 0.0


@given(st.floats(0.0, 0.5), st.floats(1.0, 16.0), st.floats(1.0, 1e6))
def test_ore_stays_within_plant_power_and_body(product_frac, log_mass, power_w):
    share = np.full(N, product_frac)
    energy = energy_wh_kg(share, TECHNOLOGY, is_water=True)
    assert (energy >= TECHNOLOGY.excavation_wh_kg).all()
    drawn = body(10.0**log_mass)
    calendar = {"interval_d": 1095.75, "n_deliveries": 5}
    free = ore_capacity(drawn, energy, TECHNOLOGY, PARAMETERS, **calendar)
    bound = ore_capacity(drawn, energy, TECHNOLOGY, PARAMETERS, **calendar, power_limit_w=power_w)
    assert (bound.per_delivery_kg <= free.per_delivery_kg).all()
    assert (bound.power_w <= power_w * (1.0 + 1e-12)).all()
    assert (5 * free.per_delivery_kg <= drawn.mass_kg).all()


@given(st.floats(1.0, 5000.0))
def test_a_campaign_keeps_its_order_and_its_plant_s_life(outbound_d):
    calendar = campaign(options(outbound_d=outbound_d), 0, PARAMETERS)
    assert calendar.launch_mjd_tdb < calendar.arrival_mjd_tdb < calendar.delivery_mjd_tdb[0]
    assert (np.diff(calendar.delivery_mjd_tdb) > 0.0).all()
    assert np.isclose(calendar.interval_d * calendar.n_deliveries, 15.0 * 365.25)


@given(st.floats(0.0, 4.0), st.floats(0.0, 4.0), st.floats(1.0, 1e4))
def test_a_harder_arrival_needs_more_on_the_launcher(one, two, empty_kg):
    easy, hard = sorted((one, two))
    vehicle = ReturnVehicle("tank", empty_kg, 0.0, 100.0, 5)
    ore = Ore(np.ones(N), np.full(N, 1e4))
    built = [
        build_craft(vehicle, ore, TECHNOLOGY, options(dv), 0, PARAMETERS) for dv in (easy, hard)
    ]
    assert built[0].launch_mass_kg <= built[1].launch_mass_kg
    assert built[0].n_launches <= built[1].n_launches
    for craft in built:
        total = craft.site_kg + craft.outbound_stage_kg + craft.outbound_propellant_kg
        assert np.isclose(total, craft.launch_mass_kg)
        assert craft.n_launches == int(craft.n_launches)
