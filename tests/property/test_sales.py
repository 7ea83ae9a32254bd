"""What holds under every switch of a study: kilograms, no clairvoyance, contracts and markets."""

from dataclasses import replace
from itertools import product as every_combination

import numpy as np
import pytest

from asteroid_econ.economics.agreements import agreements
from asteroid_econ.economics.finance import npv
from asteroid_econ.economics.fleet import fleet_sales
from asteroid_econ.economics.sales import sell
from asteroid_econ.economics.scenario import draw_world, load_tables
from asteroid_econ.economics.seller import Seller
from asteroid_econ.economics.selling import share_limit_ratio
from asteroid_econ.errors import ParameterError
from asteroid_econ.records import Delivery
from asteroid_econ.sampling.sequences import Sampler

D = 24
METALS = ("platinum", "iridium", "gold", "osmium")
YEARS = (6.3, 9.3, 12.3)
CONDUCTS = ("prompt", "competitive", "monopoly", "fixed_share")
MARKETS = (
    {},
    {"market.demand": "linear"},
    {"market.supply": "cost_curve"},
    {"market.rival.conduct": "cournot", "market.rival.entry_yr": 2030.0},
    {"market.rival.volume_kg_yr": 2e4, "market.process": "gbm", "finance.measure": "integrated"},
)
CONTRACTS = {
    "offtake": [
        {
            "product": "platinum",
            "kind": "collar",
            "kg_yr": 900.0,
            "first_yr": 2031,
            "last_yr": 2040,
            "floor_usd_kg": 30e3,
            "default_ratio": 0.5,
        },
        {
            "product": "platinum",
            "kind": "take-or-pay",
            "kg_yr": 500.0,
            "first_yr": 2030,
            "last_yr": 2045,
            "price_usd_kg": 20e3,
            "pay_ratio": 0.2,
        },
        {
            "product": "water",
            "kind": "fixed",
            "kg_yr": 5e4,
            "first_yr": 2033,
            "last_yr": 2040,
            "price_usd_kg": 900.0,
        },
    ],
    "stream": [
        {
            "product": "iridium",
            "share_frac": 0.3,
            "paid_on_delivery_ratio": 0.2,
            "upfront_usd": "fair",
        }
    ],
    "forward": [{"product": "gold", "year": 2035, "kg": 100.0, "price_usd_kg": "fair"}],
}


def world_of(overrides, contracts=None, n_draws=D):
    made = agreements(contracts or {})
    return draw_world(load_tables(overrides), Sampler(3, n_draws), agreements=made)


def campaign(scale, products=METALS, place="Earth", n_draws=D, years=YEARS, seed=0):
    rng = np.random.default_rng(seed)
    full = lambda value: np.full(n_draws, float(value))  # noqa: E731
    n = len(years)
    return Delivery(
        architecture="test",
        place=place,
        launch_mjd_tdb=61041.0 + 4 * 365.25,
        date_mjd_tdb=61041.0 + 365.25 * np.array(years),
        products=products,
        product_kg=scale * rng.lognormal(0.0, 1.0, (len(products), n_draws, 1)) * np.ones(n),
        hardware=("plant",),
        hardware_kg=np.full((1, n_draws), 1.0),
        hardware_units=(1,),
        power_w=full(1.0),
        launch_mass_kg=full(1.0),
        launch_c3_km2_s2=0.0,
        n_launches=full(1.0),
        launch_survival_frac=full(0.97),
        survival_frac=np.tile(0.97 * 0.8 ** np.arange(1, n + 1), (n_draws, 1)),
        operating_d=full(3000.0),
        mass_in_kg=full(0.0),
        mass_out_kg=full(0.0),
        status=np.zeros(n_draws, dtype=np.int64),
    )


def assert_each_kilogram_is_sold_once(sales, delivery):
    arrived = delivery.product_kg.sum(axis=2)
    assert np.all(sales.sold_kg >= 0.0)
    assert np.all(sales.sold_kg.sum(axis=1) <= arrived * (1.0 + 1e-12))
    for i in range(len(delivery.products)):  # and never before it is there
        sold = np.cumsum(sales.sold_kg[i], axis=0)
        t = (delivery.date_mjd_tdb - 61041.0) / 365.25
        for e, date in enumerate(sales.t_yr):
            here = delivery.product_kg[i][:, t <= date + 1e-9].sum(axis=1)
            assert np.all(sold[e] <= here * (1.0 + 1e-9))


@pytest.mark.parametrize("contracts", [None, CONTRACTS], ids=["spot", "contracts"])
@pytest.mark.parametrize(
    ("conduct", "market"),
    list(every_combination(CONDUCTS, MARKETS)),
    ids=lambda x: x if isinstance(x, str) else "+".join(x) or "default",
)
def test_every_kilogram_enters_its_market_once_under_every_switch(conduct, market, contracts):
    world = world_of({**market, "selling.conduct": conduct}, contracts)
    everything = np.full(D, 3.0)
    for scale in (30.0, 3e4):
        delivery = campaign(scale)
        sales = sell(delivery, world, n_arrived=everything)
        assert np.all(np.isfinite(sales.expected_usd))
        assert_each_kilogram_is_sold_once(sales, delivery)
        assert np.all(sales.sold_kg[METALS.index("osmium")] == 0.0)
    fleet = [campaign(3e3), campaign(3e4, seed=1, years=(7.2, 9.3))]
    together = fleet_sales(fleet, world, n_arrived=[everything, everything])
    for delivery, own in zip(fleet, together, strict=True):
        assert_each_kilogram_is_sold_once(own, delivery)
    for i, metal in enumerate(METALS[:3]):
        m = world.earth.metals.index(metal)
        yearly = np.zeros((30, D))
        for own in together:
            np.add.at(yearly, own.t_yr.astype(int), own.sold_kg[i])
        assert np.all(yearly <= world.earth.cap_frac * world.earth.base_kg[m] * (1.0 + 1e-9))


@pytest.mark.parametrize("conduct", CONDUCTS)
def test_contracted_mass_clears_in_the_market(conduct):
    """The same market prices, whatever has been agreed; a plan alone may deliver more."""
    plain, bound = (world_of({"selling.conduct": conduct}, c) for c in (None, CONTRACTS))
    delivery, everything = campaign(3e4), np.full(D, 3.0)
    free, tied = (sell(delivery, w, n_arrived=everything) for w in (plain, bound))
    for i in range(len(METALS)):
        yearly = np.zeros((2, 30, D))
        for side, sales in zip(yearly, (free, tied), strict=True):
            np.add.at(side, sales.t_yr.astype(int), sales.sold_kg[i])
        if conduct in ("prompt", "fixed_share"):
            np.testing.assert_allclose(yearly[0], yearly[1], rtol=1e-12)
    year = tied.t_yr[1:].astype(np.int64)  # the first date is the payment in advance
    prices = [
        Seller(METALS, "Earth", w).net_usd_kg(tied.sold_kg[:, 1:], year) for w in (plain, bound)
    ]
    np.testing.assert_array_equal(*prices)


def test_water_under_contract_is_sold_once_and_clears():
    everything = np.full(D, 3.0)
    delivery = campaign(2e5, products=("water",), place="NRHO")
    free, tied = (sell(delivery, world_of({}, c), n_arrived=everything) for c in (None, CONTRACTS))
    assert_each_kilogram_is_sold_once(tied, delivery)
    np.testing.assert_allclose(
        tied.sold_kg.sum(axis=(0, 1)), free.sold_kg.sum(axis=(0, 1)), rtol=1e-12
    )
    index = {
        "offtake": [
            {
                "product": "water",
                "kind": "index",
                "kg_yr": 1e6,
                "first_yr": 2026,
                "last_yr": 2055,
                "index_ratio": 1.0,
            }
        ]
    }
    same = sell(delivery, world_of({}, index), n_arrived=everything)
    for name in ("expected_usd", "sampled_usd"):  # an index at par changes nothing
        ours, theirs = getattr(same, name).sum(axis=0), getattr(free, name).sum(axis=0)
        np.testing.assert_allclose(ours, theirs, rtol=1e-9)


def test_what_is_fair_changes_no_mean():
    """At the study's own rate a fair stream and a fair forward leave the mean NPV where it was."""
    fair = {
        "stream": [
            {
                "product": p,
                "share_frac": 0.4,
                "paid_on_delivery_ratio": 0.1,
                "upfront_usd": "fair",
            }
            for p in ("platinum", "iridium")
        ],
        "forward": [{"product": "platinum", "year": 2036, "kg": 5e3, "price_usd_kg": "fair"}],
    }
    delivery, arrived = campaign(3e3), np.arange(D) % 4.0
    free, bound = (
        sell(delivery, world_of({"finance.discount_rate_frac": 0.10}, c), n_arrived=arrived)
        for c in (None, fair)
    )
    worth = [npv(s.expected_usd.T, s.t_yr, discount_rate=0.10) for s in (free, bound)]
    assert worth[0].mean() == pytest.approx(worth[1].mean(), rel=1e-9)
    assert worth[0].std() > worth[1].std()  # both take risk off the seller


def test_a_seller_who_delivers_nothing_owes_damages():
    world = world_of({}, {"offtake": [{**CONTRACTS["offtake"][0], "default_ratio": 1.0}]})
    delivery = replace(campaign(3e3), survival_frac=np.zeros((D, 3)))
    sales = sell(delivery, world, n_arrived=np.zeros(D))
    assert np.all(sales.expected_usd.sum(axis=0) < 0.0)
    np.testing.assert_allclose(sales.expected_usd, sales.sampled_usd)
    earth, m = world.earth, 0
    net = earth.price_usd_kg[m, 5:15] * earth.payable_frac[m] - earth.refining_usd_kg[m]
    np.testing.assert_allclose(-sales.expected_usd.sum(axis=0), 900.0 * net.sum(axis=0), rtol=1e-9)


@pytest.mark.parametrize("conduct", CONDUCTS)
def test_no_decision_sees_what_is_not_yet_revealed(conduct):
    """Later prices, growth, elasticities and luck of a draw move no kilogram sold before."""
    world = world_of({"selling.conduct": conduct})
    delivery, everything = campaign(3e4), np.full(D, 3.0)
    sold = sell(delivery, world, n_arrived=everything).sold_kg
    dates = sell(delivery, world, n_arrived=everything).t_yr
    rng = np.random.default_rng(1)

    def again(earth, arrived=everything):
        sales = sell(delivery, replace(world, earth=earth), n_arrived=arrived)
        found = np.zeros((len(METALS), dates.size, D))
        at = np.searchsorted(dates, sales.t_yr)
        found[:, at] = sales.sold_kg
        return found

    elasticities = {
        name: getattr(world.earth.response, name) * 1.3
        for name in ("demand_short", "demand_long", "mine_short", "mine_long")
    }
    np.testing.assert_array_equal(
        again(replace(world.earth, response=replace(world.earth.response, **elasticities))), sold
    )
    np.testing.assert_array_equal(again(world.earth, np.arange(D) % 4.0), sold)
    for seen in (8, 11, 15):
        price, base = world.earth.price_usd_kg.copy(), world.earth.base_kg.copy()
        price[:, seen + 1 :] *= rng.uniform(0.3, 3.0, price[:, seen + 1 :].shape)
        base[:, seen + 1 :] *= rng.uniform(0.5, 2.0, base[:, seen + 1 :].shape)
        before = dates.astype(int) <= seen
        changed = again(replace(world.earth, price_usd_kg=price, base_kg=base))
        np.testing.assert_array_equal(changed[:, before], sold[:, before])


def gain_over_dumping(conduct, scale, overrides=None, contracts=None, n_draws=1500):
    """What the campaign is worth more (D,) than one that sells at once."""
    worth = []
    for how in (conduct, "prompt"):
        made = {"selling.conduct": how, **(overrides or {})}
        world = world_of(made, contracts, n_draws=n_draws)
        delivery = campaign(scale, products=("platinum",), n_draws=n_draws)
        sales = sell(delivery, world, n_arrived=np.full(n_draws, 3.0))
        worth.append(npv(sales.expected_usd.T, sales.t_yr, discount_rate=0.10))
    return worth[0] - worth[1]


@pytest.mark.parametrize("conduct", CONDUCTS[1:])
@pytest.mark.parametrize("demand", ["elastic", "linear"])
@pytest.mark.parametrize("scale", [5e3, 4e4, 3e5])
def test_a_plan_is_never_worse_in_expectation_than_dumping(conduct, demand, scale):
    gain = gain_over_dumping(conduct, scale, {"market.demand": demand})
    assert gain.mean() >= -2.0 * gain.std() / np.sqrt(gain.size)


@pytest.mark.parametrize("conduct", CONDUCTS[1:])
def test_a_plan_is_not_worse_where_masses_are_uncertain_and_missions_fail(conduct):
    """A limit that pays at the expected mass may not in expectation."""
    metals, n_draws = ("palladium", "rhodium", "ruthenium"), 3000
    delivery = campaign(72608.0, metals, n_draws=n_draws, years=(8.3, 13.7, 14.4, 19.0))
    spread = np.random.default_rng(0).lognormal(0.0, 1.3, (3, n_draws, 1))
    delivery = replace(
        delivery,
        product_kg=72608.0 * spread * np.ones(4),
        survival_frac=np.tile(0.91 ** np.arange(1, 5), (n_draws, 1)),
    )
    worth = []
    for how in (conduct, "prompt"):
        world = world_of({"selling.conduct": how, "market.demand": "linear"}, n_draws=n_draws)
        sales = sell(delivery, world, n_arrived=np.full(n_draws, 4.0))
        worth.append(npv(sales.expected_usd.T, sales.t_yr, discount_rate=0.10))
    gain = worth[0] - worth[1]
    assert gain.mean() >= -2.0 * gain.std() / np.sqrt(gain.size)


DEAR = {
    "product": "platinum",
    "kind": "fixed",
    "kg_yr": 5e4,
    "first_yr": 2032,
    "last_yr": 2032,
    "price_usd_kg": 2e5,
}


@pytest.mark.parametrize("conduct", CONDUCTS[1:])
@pytest.mark.parametrize("scale", [4e4, 3e5])
def test_with_contracts_too_a_plan_is_never_worse_than_dumping(conduct, scale):
    """A buyer who pays five times the price in one year is not left waiting."""
    gain = gain_over_dumping(conduct, scale, contracts={"offtake": [DEAR]})
    assert gain.mean() >= -2.0 * gain.std() / np.sqrt(gain.size)


def test_a_plan_that_defaults_to_withhold_is_not_taken():
    """Who owes damages of all that is missing delivers what he owes before he withholds.

    The contract ends while metal would still wait; one that lasts as long as the stock is served
    as well by selling slowly.
    """
    owed = {**DEAR, "kg_yr": 3e4, "last_yr": 2037, "price_usd_kg": 4e4, "default_ratio": 1.0}
    world = world_of({"selling.conduct": "monopoly"}, {"offtake": [owed]})
    delivery = campaign(4e4, products=("platinum",))
    seller = Seller(("platinum",), "Earth", world)
    kg = np.ascontiguousarray(np.moveaxis(delivery.product_kg, 2, 1))
    seller.rehearse(kg, np.array([6, 9, 12]))
    assert set(seller.beliefs["platinum"].owed_kg[6:12]) == {3e4}
    assert set(seller.beliefs["platinum"].owed_kg[:6]) == {0.0}
    sold = sell(delivery, world, n_arrived=np.full(D, 3.0)).sold_kg[0]
    arrived = kg[0, 0]
    cap = 0.2 * world.earth.base_kg[0, 6]
    assert np.all(sold[0] >= np.minimum(np.minimum(arrived, 3e4), cap) * (1.0 - 1e-12))


ON_PLATINUM = {
    "offtake": [CONTRACTS["offtake"][0]],
    "stream": [{**CONTRACTS["stream"][0], "product": "platinum"}],
    "forward": [{**CONTRACTS["forward"][0], "product": "platinum"}],
}


def without_first_draw(delivery):
    """One draw in which the mission cannot fly: its masses are no numbers."""
    kg, status = delivery.product_kg.copy(), delivery.status.copy()
    kg[:, 0], status[0] = np.nan, 1
    return replace(delivery, product_kg=kg, status=status)


@pytest.mark.parametrize("conduct", CONDUCTS)
def test_a_draw_that_cannot_fly_moves_no_other_draw(conduct):
    """Fair prices and plans rest on means over the draws."""
    world = world_of({"selling.conduct": conduct}, ON_PLATINUM)
    delivery = without_first_draw(campaign(3e4, products=("platinum",)))
    sales = sell(delivery, world, n_arrived=np.full(D, 3.0))
    assert np.all(np.isfinite(sales.expected_usd[:, 1:]))
    kg = delivery.product_kg.copy()
    kg[:, 0] = 0.0
    same = sell(replace(delivery, product_kg=kg), world, n_arrived=np.full(D, 3.0))
    np.testing.assert_array_equal(sales.expected_usd[:, 1:], same.expected_usd[:, 1:])


@pytest.mark.parametrize("contracts", [None, CONTRACTS], ids=["spot", "contracts"])
@pytest.mark.parametrize("scale", [30.0, 3e5])
@pytest.mark.parametrize(("products", "place"), [(METALS, "Earth"), (("water",), "NRHO")])
def test_what_arrives_after_the_horizon_takes_nothing_from_the_sample(
    products, place, scale, contracts
):
    """Without failures what is sampled is what is expected, however many come too late."""
    world = world_of({}, contracts)
    delivery = campaign(scale, products=products, place=place, years=(6.3, 6.8, 12.3, 31.3))
    delivery = replace(delivery, survival_frac=np.ones((D, 4)))
    sales = sell(delivery, world, n_arrived=np.full(D, 4.0))
    assert sales.expected_usd.any()
    np.testing.assert_allclose(sales.sampled_usd, sales.expected_usd, rtol=1e-12)


def test_what_the_market_does_not_bear_is_withheld():
    """At ed = .3 and es = .08 revenue turns at half of the base volume; the cap is all of it."""
    market = {
        "market.cap_frac": 1.0,
        "market.platinum.demand_elasticity": 0.3,
        "market.platinum.demand_short_elasticity": 0.3,
        "market.platinum.mine_elasticity": 0.001,
        "market.platinum.mine_short_elasticity": 0.001,
    }
    delivery = campaign(1e8, products=("platinum",), years=(6.3,))
    sales, dumped = (
        sell(delivery, world_of({**market, "selling.conduct": how}), n_arrived=np.ones(D))
        for how in ("monopoly", "prompt")
    )
    assert np.all(sales.sold_kg.sum(axis=(0, 1)) < 0.6 * dumped.sold_kg.sum(axis=(0, 1)))
    assert sales.expected_usd.sum() > dumped.expected_usd.sum()


def test_a_larger_share_allows_more_each_year():
    world = world_of({"selling.conduct": "fixed_share"})
    limits = [share_limit_ratio(world.rehearsal, "platinum", s) for s in (0.02, 0.05, 0.1)]
    assert limits == sorted(set(limits))


def yearly_platinum(sales):
    yearly = np.zeros((30, D))
    np.add.at(yearly, sales.t_yr.astype(int), sales.sold_kg[0])
    return yearly


@pytest.mark.parametrize("contracts", [None, CONTRACTS], ids=["spot", "contracts"])
def test_a_share_that_is_kept_bounds_every_year_of_every_draw(contracts):
    """Demand is too stiff for the cap, and the stock can wait: the limit pays."""
    stiff = {
        "market.cap_frac": 1.0,
        "market.platinum.demand_elasticity": 0.2,
        "market.platinum.demand_short_elasticity": 0.2,
    }
    delivery, everything = campaign(1e5, products=("platinum",)), np.full(D, 3.0)
    world = world_of({**stiff, "selling.conduct": "fixed_share"}, contracts)
    limit = share_limit_ratio(world.rehearsal, "platinum", world.share_frac)
    most = limit * world.earth.base_kg[0, :30]
    kept = yearly_platinum(sell(delivery, world, n_arrived=everything))
    assert np.all(kept <= most * (1.0 + 1e-9))
    assert np.any(kept >= most * (1.0 - 1e-9))
    fleet = fleet_sales([delivery, delivery], world, n_arrived=[everything, everything])
    assert np.all(sum(yearly_platinum(own) for own in fleet) <= most * (1.0 + 1e-9))
    prompt = sell(delivery, world_of(stiff, contracts), n_arrived=everything)
    assert np.any(yearly_platinum(prompt) > most)


def test_a_share_that_does_not_pay_is_dropped_as_a_whole():
    """No time is left to sell what would wait."""
    delivery = campaign(3e4, products=("platinum",), years=(29.3,))
    world, prompt = world_of({"selling.conduct": "fixed_share"}), world_of({})
    free, dumped = (sell(delivery, w, n_arrived=np.ones(D)) for w in (world, prompt))
    np.testing.assert_array_equal(yearly_platinum(free), yearly_platinum(dumped))
    np.testing.assert_array_equal(free.expected_usd, dumped.expected_usd)
    limit = share_limit_ratio(world.rehearsal, "platinum", world.share_frac)
    assert np.any(yearly_platinum(free) > limit * world.earth.base_kg[0, :30])


def test_customers_lower_a_price_and_never_raise_it():
    plain = world_of({})
    for name in ("ula_2016", "kornuta_2019", "miyajima_2022", "luna10_2024", "jones_2018"):
        water = world_of({"selling.customers": name}).water
        for place in ("LEO", "GEO", "NRHO", "lunar surface"):
            theirs, ours = water.ceiling_usd_kg(place), plain.water.ceiling_usd_kg(place)
            assert np.all(theirs <= ours)
    kornuta = world_of({"selling.customers": "kornuta_2019"}).water
    demand = kornuta.demand_kg("NRHO")
    assert set(np.unique(demand)) <= {0.0, 280e3}


def test_without_any_room_everything_waits_for_ever():
    sales = sell(campaign(30.0), world_of({"market.cap_frac": 0.0}), n_arrived=np.full(D, 3.0))
    assert np.all(sales.sold_kg == 0.0)
    assert np.all(sales.expected_usd == 0.0)


def test_what_a_study_does_not_sell_is_not_sold():
    """A metal with a market, one without, and water; the other metals are sold as before."""
    everything = np.full(D, 3.0)
    world = world_of({"market.unsold": "iridium, water"})
    sales = sell(campaign(3e3), world, n_arrived=everything)
    free = sell(campaign(3e3), world_of({}), n_arrived=everything)
    is_sold = np.array([name not in ("iridium", "osmium") for name in METALS])
    assert not sales.sold_kg[~is_sold].any()
    np.testing.assert_allclose(
        sales.sold_kg[is_sold].sum(axis=1), free.sold_kg[is_sold].sum(axis=1), rtol=1e-12
    )
    water = sell(campaign(3e3, ("water",), "NRHO"), world, n_arrived=everything)
    assert not water.sold_kg.any()
    with pytest.raises(ParameterError) as caught:
        world_of({"market.unsold": "iridum"})
    assert caught.value.key == "market.unsold"
