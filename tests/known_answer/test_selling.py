"""Selling plans against a published two-period monopoly, and against selling at once."""

import numpy as np
import pytest

from asteroid_econ.economics.finance import npv
from asteroid_econ.economics.sales import sell
from asteroid_econ.economics.scenario import draw_world, load_tables
from asteroid_econ.economics.selling import (
    Beliefs,
    at_once_kg,
    best_beliefs,
    best_limit_ratio,
    linear_plan_kg,
    plan_sales_kg,
    share_limit_ratio,
)
from asteroid_econ.errors import InputError, ParameterError
from asteroid_econ.records import Delivery
from asteroid_econ.sampling.sequences import Sampler

LINE = {"choke_usd_kg": 100.0, "slope_usd_kg_per_kg_yr": 1.0, "discount_rate": 0.10}
OUNCE = 0.0311034768
BELIEFS = Beliefs(0.35, 0.25, 1200 / OUNCE, 5.0, 0.2, 0.10)


def test_two_period_monopoly():
    """P = 100 - q, stock 50, 10 %: 26.1905 and 23.8095, worth 3,582.251; at once 2,500."""
    plan = linear_plan_kg(50.0, t_yr=[0.0, 1.0], **LINE)
    np.testing.assert_allclose(plan, [26.1905, 23.8095], atol=5e-5)
    worth = float(npv((100.0 - plan) * plan, [0.0, 1.0], discount_rate=0.10))
    assert worth == pytest.approx(3582.251, abs=5e-4)
    assert (100.0 - 50.0) * 50.0 == 2500.0


def test_more_than_the_market_bears_is_withheld():
    plan = linear_plan_kg(500.0, t_yr=[0.0, 1.0], **LINE)
    np.testing.assert_allclose(plan, [50.0, 50.0])
    with pytest.raises(InputError):
        linear_plan_kg(-1.0, t_yr=[0.0], **LINE)
    with pytest.raises(InputError):
        linear_plan_kg(1.0, t_yr=[0.0], **{**LINE, "slope_usd_kg_per_kg_yr": 0.0})


def lump(n_years, n_draws, kg, year=8):
    arrived = np.zeros((n_years, n_draws))
    arrived[year] = kg
    return arrived


def test_a_change_of_what_is_not_yet_seen_changes_no_decision():
    earth = draw_world(load_tables(), Sampler(0, 40)).earth
    price, base = earth.price_usd_kg[0], earth.base_kg[0]
    arrived, cap = lump(30, 40, 100e3), 0.2 * base
    plan = plan_sales_kg(arrived, price, base, cap, BELIEFS)
    for seen in (9, 12, 20):
        later = price.copy()
        later[seen + 1 :] *= np.random.default_rng(seen).uniform(0.3, 3.0, later[seen + 1 :].shape)
        again = plan_sales_kg(arrived, later, base, cap, BELIEFS)
        np.testing.assert_array_equal(again[: seen + 1], plan[: seen + 1])
        assert not np.array_equal(again, plan)


def test_plan_sells_no_more_than_there_is_and_more_when_the_price_is_high():
    earth = draw_world(load_tables(), Sampler(0, 400)).earth
    price, base = earth.price_usd_kg[0], earth.base_kg[0]
    arrived, cap = lump(30, 400, 100e3), 0.2 * base
    plan = plan_sales_kg(arrived, price, base, cap, BELIEFS)
    assert np.all(plan >= 0.0)
    assert np.all(np.cumsum(plan, axis=0) <= np.cumsum(arrived, axis=0) * (1 + 1e-12))
    assert np.all(plan <= cap)
    assert np.corrcoef(price[8], plan[8])[0, 1] > 0.8


@pytest.mark.parametrize("tonnes", [0.05, 5.0, 40.0, 200.0])
def test_the_chosen_way_is_never_worse_than_selling_at_once(tonnes):
    rehearsal = draw_world(load_tables(), Sampler(99, 256)).earth
    study = draw_world(load_tables(), Sampler(0, 2000)).earth
    arrived = lump(30, 2000, 1e3 * tonnes)
    beliefs = best_beliefs(rehearsal, "platinum", arrived[:, 0], discount_rate=0.10)
    price, base = study.price_usd_kg[0], study.base_kg[0]
    cap = study.cap_frac * base
    prompt = at_once_kg(arrived, cap)
    plan = prompt if beliefs is None else plan_sales_kg(arrived, price, base, cap, beliefs)
    assert (beliefs is None) == (tonnes < 0.1)
    t = np.arange(30) + 0.5

    def worth(sold):
        added = np.zeros((len(study.metals), 30, 2000))
        added[0] = sold / base
        revenue = sold * price * study.price_ratio(added, 0, 30)[0]
        return npv(revenue.T, t, discount_rate=0.10)

    gain = worth(plan) - worth(prompt)
    assert gain.mean() >= 0.0
    if tonnes >= 40.0:
        assert gain.mean() > 3.0 * gain.std() / np.sqrt(gain.size)


def campaign(n_draws, tonnes):
    full = lambda value: np.full(n_draws, float(value))  # noqa: E731
    return Delivery(
        architecture="test",
        place="Earth",
        launch_mjd_tdb=61041.0 + 4 * 365.25,
        date_mjd_tdb=61041.0 + 365.25 * np.array([8.2, 11.2]),
        products=("platinum", "palladium"),
        product_kg=np.full((2, n_draws, 2), 1e3 * tonnes),
        hardware=("plant",),
        hardware_kg=np.full((1, n_draws), 1.0),
        hardware_units=(1,),
        power_w=full(1.0),
        launch_mass_kg=full(1.0),
        launch_c3_km2_s2=0.0,
        n_launches=full(1.0),
        launch_survival_frac=full(0.97),
        survival_frac=np.tile([0.8, 0.6], (n_draws, 1)),
        operating_d=full(3000.0),
        mass_in_kg=full(0.0),
        mass_out_kg=full(0.0),
        status=np.zeros(n_draws, dtype=np.int64),
    )


def test_a_study_that_plans_earns_more_and_sells_each_kilogram_once():
    prompt, plan = (
        draw_world(load_tables({"selling.conduct": how}), Sampler(0, 60))
        for how in ("prompt", "monopoly")
    )
    delivery, arrived = campaign(60, 40.0), np.full(60, 2.0)
    worth = []
    for world in (prompt, plan):
        sales = sell(delivery, world, n_arrived=arrived)
        assert np.all(sales.sold_kg.sum(axis=1) <= 80e3 * (1 + 1e-12))
        usd = npv(sales.expected_usd.T, sales.t_yr, discount_rate=0.10)
        worth.append(usd.mean())
    assert worth[1] > worth[0]
    with pytest.raises(ParameterError) as caught:
        draw_world(load_tables({"selling.conduct": "hope"}), Sampler(0, 4))
    assert caught.value.key == "selling.conduct"


def test_a_share_of_all_sales_is_what_its_seller_expects():
    """x / (S + x) = share at ed = .5, es = .3: p = .9^(1/.8), x = p^-.5 - p^.3."""
    answer = {
        "market.platinum.demand_elasticity": 0.5,
        "market.platinum.demand_short_elasticity": 0.5,
        "market.platinum.mine_elasticity": 0.3,
        "market.platinum.mine_short_elasticity": 0.3,
        "market.recycling_elasticity": 0.3,
    }
    rehearsal = draw_world(load_tables(answer), Sampler(99, 8)).earth
    limit = share_limit_ratio(rehearsal, "platinum", 0.1)
    price = 0.9**1.25
    assert limit == pytest.approx(price**-0.5 - price**0.3, rel=1e-12)
    assert limit / (price**0.3 + limit) == pytest.approx(0.1, rel=1e-12)


def test_a_limit_is_kept_where_the_closed_form_says_that_it_pays():
    """With supply fixed and ed = .2 revenue is x (1 + x)^-5, highest at x = 1/4.

    A share s is x = s / (1 - s). All arrives in the last year: what waits is never sold.
    """
    metal, nearly_fixed = "market.platinum.", 1e-7
    answer = {
        f"{metal}demand_elasticity": 0.2,
        f"{metal}demand_short_elasticity": 0.2,
        f"{metal}mine_elasticity": nearly_fixed,
        f"{metal}mine_short_elasticity": nearly_fixed,
        f"{metal}refining_usd_ozt": 0.0,
        f"{metal}basket_weight": 0.0,
        "market.basket_other_weight": 0.6,
        "market.recycling_elasticity": nearly_fixed,
        "market.cap_frac": 1.0,
    }
    rehearsal = draw_world(load_tables(answer), Sampler(99, 8)).earth

    def limit(share, stock):
        arrived = np.zeros(30)
        arrived[-1] = stock * np.median(rehearsal.base_kg[0, -1])
        return best_limit_ratio(rehearsal, "platinum", arrived, share, discount_rate=0.1)

    revenue = lambda x: x * (1.0 + x) ** -5.0  # noqa: E731
    assert limit(0.2, 1.5) == pytest.approx(0.25, rel=1e-5)  # up to the cap brings 1/32
    assert limit(0.2, 0.8) == pytest.approx(0.25, rel=1e-5)
    assert revenue(0.05 / 0.95) > revenue(1.0)
    assert limit(0.05, 1.5) == pytest.approx(0.05 / 0.95, rel=1e-5)
    assert revenue(0.05 / 0.95) < revenue(0.25)
    assert limit(0.05, 0.25) is None  # selling all brings twice as much
    assert limit(0.2, 0.05) is None  # never reached
