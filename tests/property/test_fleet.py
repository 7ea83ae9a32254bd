"""A fleet meets one market."""

import dataclasses

import numpy as np
import pytest

from asteroid_econ.economics.agreements import agreements
from asteroid_econ.economics.fleet import fleet_sales
from asteroid_econ.economics.sales import sell
from asteroid_econ.economics.scenario import draw_world, load_tables
from asteroid_econ.errors import InputError
from asteroid_econ.records import Delivery
from asteroid_econ.sampling.sequences import Sampler

D = 30
WORLD = draw_world(load_tables(), Sampler(3, D))


def craft(years=(6.3, 9.3), kg=2000.0, products=("platinum", "iridium"), place="Earth"):
    full = lambda value: np.full(D, float(value))  # noqa: E731
    n = len(years)
    return Delivery(
        architecture="test",
        place=place,
        launch_mjd_tdb=61041.0 + 4 * 365.25,
        date_mjd_tdb=61041.0 + 365.25 * np.array(years),
        products=products,
        product_kg=np.full((len(products), D, n), kg),
        hardware=("plant",),
        hardware_kg=np.full((1, D), 1.0),
        hardware_units=(1,),
        power_w=full(1.0),
        launch_mass_kg=full(1.0),
        launch_c3_km2_s2=0.0,
        n_launches=full(1.0),
        launch_survival_frac=full(0.97),
        survival_frac=np.tile(0.97 * 0.8 ** np.arange(1, n + 1), (D, 1)),
        operating_d=full(3000.0),
        mass_in_kg=full(0.0),
        mass_out_kg=full(0.0),
        status=np.zeros(D, dtype=np.int64),
    )


ARRIVED = np.arange(D) % 3.0


def sold_kg(sales, fleet, product):
    """All that is sold of a product, by campaign, in each draw."""
    return np.array(
        [
            own.sold_kg[c.products.index(product)].sum(axis=0)
            for own, c in zip(sales, fleet, strict=True)
            if product in c.products
        ]
    )


def total_usd(sales):
    return sum(own.sampled_usd.sum(axis=0) for own in sales)


def test_a_fleet_of_one_is_the_craft():
    alone = sell(craft(kg=20.0), WORLD, n_arrived=ARRIVED)
    (fleet,) = fleet_sales([craft(kg=20.0)], WORLD, n_arrived=[ARRIVED])
    np.testing.assert_allclose(fleet.sampled_usd, alone.sampled_usd, rtol=1e-12)


def test_a_capped_fleet_of_one_is_the_craft():
    alone = sell(craft(kg=200e3), WORLD, n_arrived=ARRIVED)
    (fleet,) = fleet_sales([craft(kg=200e3)], WORLD, n_arrived=[ARRIVED])
    np.testing.assert_allclose(total_usd([fleet]), total_usd([alone]), rtol=1e-9)


def test_each_craft_lowers_the_price_of_the_others():
    all_arrive = np.full(D, 2.0)
    one = fleet_sales([craft(kg=200.0)], WORLD, n_arrived=[all_arrive])
    many = fleet_sales([craft(kg=200.0)] * 4, WORLD, n_arrived=[all_arrive] * 4)
    assert np.all(total_usd(many) < 4.0 * total_usd(one))
    for own in many:
        np.testing.assert_allclose(own.sampled_usd, many[0].sampled_usd, rtol=1e-12)
        np.testing.assert_allclose(own.sold_kg, one[0].sold_kg, rtol=1e-12)


def test_every_kilogram_of_every_craft_is_sold_once_or_withheld():
    fleet = [craft(), craft((7.1, 9.3), products=("gold", "platinum")), craft((6.3,), kg=50e3)]
    arrived = [ARRIVED, ARRIVED[::-1], np.ones(D)]
    sales = fleet_sales(fleet, WORLD, n_arrived=arrived)
    for product in ("platinum", "iridium", "gold"):
        came = np.array(
            [
                c.product_kg[c.products.index(product)][:, 0] * n
                for c, n in zip(fleet, arrived, strict=True)
                if product in c.products
            ]
        )
        sold = sold_kg(sales, fleet, product)
        assert np.all(sold <= came * (1.0 + 1e-12))  # no craft sells another's metal
        if product == "gold":
            np.testing.assert_allclose(sold, came, rtol=1e-12)


def test_places_are_markets_of_their_own():
    water = craft(products=("water",), place="NRHO")
    both = fleet_sales([craft(), water], WORLD, n_arrived=[ARRIVED, ARRIVED])
    for own, alone in zip(both, (craft(), water), strict=True):
        (single,) = fleet_sales([alone], WORLD, n_arrived=[ARRIVED])
        np.testing.assert_array_equal(own.sampled_usd, single.sampled_usd)


def test_what_cannot_fly_sells_nothing_and_spoils_nothing():
    wreck = dataclasses.replace(
        craft(), product_kg=np.full((2, D, 2), np.nan), status=np.ones(D, dtype=np.int64)
    )
    with_it = fleet_sales([craft(), wreck], WORLD, n_arrived=[ARRIVED, ARRIVED])
    without = fleet_sales([craft()], WORLD, n_arrived=[ARRIVED])
    np.testing.assert_allclose(total_usd(with_it), total_usd(without), rtol=1e-12)


def test_a_fleet_after_the_horizon_sells_nothing():
    (late,) = fleet_sales([craft(years=(31.0, 34.0))], WORLD, n_arrived=[np.full(D, 2.0)])
    assert late.t_yr.size == 0
    assert late.sold_kg.shape == (2, 0, D)


def test_an_agreement_binds_one_place():
    """At two it would be settled, and paid in advance, twice."""
    forward = {"product": "water", "year": 2036, "kg": 1.0, "price_usd_kg": 1e3}
    made = agreements({"forward": [forward]})
    world = draw_world(load_tables(), Sampler(3, D), agreements=made)
    places = [craft(products=("water",), place=place) for place in ("NRHO", "LEO", "NRHO")]
    assert len(fleet_sales(places[::2], world, n_arrived=[ARRIVED] * 2)) == 2
    with pytest.raises(InputError, match="LEO"):
        fleet_sales(places, world, n_arrived=[ARRIVED] * 3)


def test_bad_input_is_refused():
    with pytest.raises(InputError):
        fleet_sales([craft()], WORLD, n_arrived=[])
    with pytest.raises(InputError):
        fleet_sales([], WORLD, n_arrived=[])
    with pytest.raises(InputError):
        fleet_sales(
            [dataclasses.replace(craft(), products=("unobtainium", "iridium"))],
            WORLD,
            n_arrived=[ARRIVED],
        )
