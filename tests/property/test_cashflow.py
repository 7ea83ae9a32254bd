"""What is true of every campaign's money."""

import dataclasses
import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.economics.cashflow import CLASSES, cash_flow
from asteroid_econ.economics.finance import npv
from asteroid_econ.economics.sales import sell
from asteroid_econ.economics.scenario import draw_world, load_tables
from asteroid_econ.errors import InputError
from asteroid_econ.records import Delivery
from asteroid_econ.sampling.sequences import Sampler

D = 40
WORLD = draw_world(load_tables(), Sampler(3, D))
METALS = ("platinum", "iridium", "gold", "osmium")
LUCK = Sampler(3, D).uniforms("luck")


def campaign(
    *, scale=30.0, years=(6.3, 9.3, 12.3), products=METALS, place="Earth", survival=0.8, seed=0
):
    rng = np.random.default_rng(seed)
    n = len(years)
    kg = scale * rng.lognormal(0.0, 1.0, (len(products), D, 1)) * np.ones(n)
    alive = 0.97 * survival ** np.arange(1, n + 1)
    full = lambda value: np.full(D, float(value))  # noqa: E731
    return Delivery(
        architecture="test",
        place=place,
        launch_mjd_tdb=61041.0 + 4 * 365.25,
        date_mjd_tdb=61041.0 + 365.25 * np.array(years),
        products=products,
        product_kg=kg,
        hardware=("plant", "bus", "power", "propulsion", "capsule"),
        hardware_kg=np.full((5, D), 400.0),
        hardware_units=(1, 1, 1, 1, n),
        power_w=full(5000.0),
        launch_mass_kg=full(9000.0),
        launch_c3_km2_s2=0.0,
        n_launches=full(1.0),
        launch_survival_frac=full(0.97),
        survival_frac=np.tile(alive, (D, 1)),
        operating_d=full(365.25 * (years[-1] - 4.0)),
        mass_in_kg=full(0.0),
        mass_out_kg=full(0.0),
        status=np.zeros(D, dtype=np.int64),
    )


def enumerated(delivery, world):
    """Sum cash flows over every outcome of the failure tree, each flown as a sample."""
    steps = np.concatenate([delivery.launch_survival_frac[:1], delivery.survival_frac[0]])
    bounds = np.concatenate([[1.0], steps, [0.0]])
    flow = cash_flow(delivery, world, failure_uniform=LUCK)
    total = np.zeros_like(flow.sampled_usd)
    for high, low in itertools.pairwise(bounds):
        middle = np.full(D, 0.5 * (high + low))
        total += (high - low) * cash_flow(delivery, world, failure_uniform=middle).sampled_usd
    return flow, total


@pytest.mark.parametrize(
    "delivery",
    [
        campaign(),
        campaign(years=(6.3, 6.8, 12.3)),  # two in one year: one market year
        campaign(scale=3e4),  # more than the yearly cap: carried into later years
        campaign(products=("water",), place="NRHO", scale=3e5),
        campaign(survival=1.0, years=(7.0,)),
    ],
    ids=["plain", "two in a year", "capped", "water", "one"],
)
def test_the_failure_tree_is_summed_exactly(delivery):
    flow, total = enumerated(delivery, WORLD)
    np.testing.assert_allclose(flow.flow_usd.sum(axis=0), total, rtol=1e-9, atol=1e-3)


@given(
    st.floats(1e-2, 1e6),
    st.lists(st.floats(4.5, 33.0), min_size=1, max_size=5, unique=True).map(sorted),
    st.integers(0, 1000),
)
@settings(max_examples=40)
def test_every_kilogram_sold_enters_its_market_once(scale, years, seed):
    delivery = campaign(scale=scale, years=tuple(years), seed=seed)
    sales = sell(delivery, WORLD, n_arrived=np.full(D, float(len(years))))
    arrived = np.where(np.array(years) < WORLD.horizon_yr, delivery.product_kg, 0.0).sum(axis=2)
    sold = sales.sold_kg.sum(axis=1)
    assert np.all(sales.sold_kg >= 0.0)
    assert np.all(sold <= arrived * (1.0 + 1e-12))
    earth = WORLD.earth
    year = sales.t_yr.astype(int)
    for i, product in enumerate(METALS):
        if product in earth.unsold:
            assert np.all(sold[i] == 0.0)
            continue
        m = earth.metals.index(product)
        yearly = np.zeros((earth.base_kg.shape[1], D))
        np.add.at(yearly, year, sales.sold_kg[i])
        cap = earth.cap_frac * earth.base_kg[m]
        assert np.all(yearly <= cap * (1.0 + 1e-12))
        # What is left over never had a year with room after it arrived.
        left = arrived[i] - sold[i] > 1e-9 * arrived[i]
        if np.any(left) and len(year):
            assert np.all(yearly[year[-1] :][:, left] >= cap[year[-1] :][:, left] * (1 - 1e-9))


def test_more_of_everything_never_sold_before_it_arrives():
    sales = sell(campaign(scale=3e4), WORLD, n_arrived=np.full(D, 3.0))
    arrived = np.zeros((len(METALS), D))
    for e, t in enumerate(sales.t_yr):
        for k, year in enumerate((6.3, 9.3, 12.3)):
            if abs(t - year) < 1e-9:
                arrived += campaign(scale=3e4).product_kg[:, :, k]
        assert np.all(sales.sold_kg[:, : e + 1].sum(axis=1) <= arrived * (1.0 + 1e-12))


def test_costs_do_not_depend_on_what_is_sold_and_sum_by_class():
    small, large = (cash_flow(campaign(scale=s), WORLD, failure_uniform=LUCK) for s in (1.0, 50.0))
    assert small.classes == CLASSES
    np.testing.assert_array_equal(small.flow_usd[1:], large.flow_usd[1:])
    assert np.all(small.flow_usd[0] >= 0.0)
    assert np.all(small.flow_usd[1:] <= 0.0)
    spent = small.flow_usd.sum(axis=2)
    np.testing.assert_allclose(
        spent[1], -(WORLD.rates.nre_usd + WORLD.rates.autonomy_nre_usd * WORLD.rates.growth_ratio)
    )
    np.testing.assert_allclose(
        spent[3], -(WORLD.rates.launch_usd + WORLD.rates.licence_usd + WORLD.rates.liability_usd)
    )


def test_development_takes_four_years_and_hardware_two_before_launch():
    flow = cash_flow(campaign(), WORLD, failure_uniform=LUCK)
    spent = [flow.t_yr[np.any(flow.flow_usd[c] != 0.0, axis=0)] for c in range(4)]
    np.testing.assert_allclose(spent[1], [0.5, 1.5, 2.5, 3.5])
    np.testing.assert_allclose(spent[2], [2.5, 3.5])
    np.testing.assert_allclose(spent[3], [4.0])
    np.testing.assert_allclose(spent[0], [6.3, 9.3, 12.3])


def test_without_failure_the_sample_is_the_expectation():
    delivery = dataclasses.replace(
        campaign(), launch_survival_frac=np.ones(D), survival_frac=np.ones((D, 3))
    )
    flow = cash_flow(delivery, WORLD, failure_uniform=LUCK)
    np.testing.assert_allclose(flow.sampled_usd, flow.flow_usd.sum(axis=0), rtol=1e-12)
    value = npv(flow.sampled_usd, flow.t_yr, discount_rate=WORLD.discount_rate)
    assert np.isfinite(value).all()


def test_infeasible_draws_are_nan_and_alone():
    status = np.zeros(D, dtype=np.int64)
    status[5] = 1
    flow = cash_flow(dataclasses.replace(campaign(), status=status), WORLD, failure_uniform=LUCK)
    bad = np.isnan(flow.flow_usd).all(axis=(0, 2))
    assert np.flatnonzero(bad).tolist() == [5]
    assert np.isnan(flow.sampled_usd[5]).all()


def test_cheaper_launch_never_raises_the_price_of_water():
    for place in WORLD.water.gear_ratio:
        cheap = dataclasses.replace(WORLD.water, leo_usd_kg=0.5 * WORLD.water.leo_usd_kg)
        assert np.all(cheap.ceiling_usd_kg(place) <= WORLD.water.ceiling_usd_kg(place))


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"products": ("unobtainium", "iridium", "gold", "osmium")}, "products"),
        ({"hardware": ("plant", "bus", "power", "propulsion", "elevator")}, "hardware"),
        ({"launch_mjd_tdb": 61000.0}, "launch_mjd_tdb"),
        ({"place": "Atlantis"}, "place"),
    ],
)
def test_bad_input_names_the_field(change, name):
    with pytest.raises(InputError) as caught:
        cash_flow(dataclasses.replace(campaign(), **change), WORLD, failure_uniform=LUCK)
    assert caught.value.name == name
