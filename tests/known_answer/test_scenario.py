"""The default cases as drawn: bands that the reference case states."""

import numpy as np
import pytest

from asteroid_econ.constants import TROY_OUNCE_KG
from asteroid_econ.economics.dynamics import Response, price_ratio_paths
from asteroid_econ.economics.earth_market import draw_response
from asteroid_econ.economics.scenario import draw_world, load_tables
from asteroid_econ.errors import ParameterError
from asteroid_econ.sampling.sequences import Sampler


@pytest.fixture(scope="module")
def platinum():
    """Answer of the platinum market alone, mines to their own price, 2e5 draws."""
    table = load_tables().market
    answer = draw_response(table, Sampler(0, 200_000))
    names = [f for f in Response.__dataclass_fields__ if f.endswith(("short", "long"))]
    return Response(
        **{f: np.ascontiguousarray(getattr(answer, f)[:1]) for f in names},
        recycled_frac=answer.recycled_frac[:1],
        basket_weight=np.zeros(1),
        other_weight=0.0,
    )


def supply_elasticity(answer):
    share = answer.recycled_frac[0]
    return (1.0 - share) * answer.mine_long[0] + share * answer.recycling_long[0]


def bands(x):
    return np.percentile(x, [10, 50, 90])


def test_share_of_the_answer_that_is_supply(platinum):
    es = supply_elasticity(platinum)
    k = es / (es + platinum.demand_long[0])
    np.testing.assert_allclose(bands(k), [0.36, 0.47, 0.58], atol=0.006)


def test_twenty_tonnes_of_platinum_a_year(platinum):
    added = np.full((1, 60, platinum.demand_long.shape[1]), 20.0 / 221.0)
    path = price_ratio_paths(added, platinum)[0]
    np.testing.assert_allclose(bands(path[0]), [0.72, 0.77, 0.80], atol=0.006)
    np.testing.assert_allclose(bands(path[-1]), [0.90, 0.92, 0.94], atol=0.006)


def test_anchor_and_volumes():
    world = draw_world(load_tables({"market.growth_frac": 0.0}), Sampler(0, 16))
    earth = world.earth
    assert earth.metals[:5] == ("platinum", "palladium", "rhodium", "ruthenium", "iridium")
    assert earth.base_kg[0, 0, 0] == 221_000.0
    assert earth.base_kg[1:5, 3, 0].tolist() == [300_000.0, 31_500.0, 39_300.0, 7_300.0]
    fixed = {"market.sigma_yr": 0.0, "market.platinum.level_usd_ozt": 1278.3}
    world = draw_world(load_tables(fixed), Sampler(0, 16))
    assert world.earth.price_usd_kg[0] == pytest.approx(1278.3 / TROY_OUNCE_KG, rel=1e-12)
    assert world.earth.price_usd_kg[0, 0, 0] == pytest.approx(41_098, abs=1)


def test_growth_of_early_estimates():
    growth = draw_world(load_tables(), Sampler(0, 100_000)).rates.growth_ratio
    assert growth.mean() == pytest.approx(1.44, abs=0.005)
    np.testing.assert_allclose(np.percentile(growth, [10, 90]), [1.02, 1.93], atol=0.01)


def test_our_launches_and_the_price_of_water_share_their_draw():
    world = draw_world(load_tables(), Sampler(0, 2000))
    order = np.argsort(world.rates.launch_usd)
    assert np.all(np.diff(world.water.leo_usd_kg[5, order]) >= 0.0)
    assert world.rates.launch_usd.min() >= 150e6
    assert world.rates.launch_usd.max() <= 178e6


def test_all_draws_are_those_of_one_seed_and_of_no_target():
    first = draw_world(load_tables(), Sampler(7, 64))
    again = draw_world(load_tables(), Sampler(7, 64))
    other = draw_world(load_tables(), Sampler(8, 64))
    assert np.array_equal(first.earth.price_usd_kg, again.earth.price_usd_kg)
    assert not np.array_equal(first.earth.price_usd_kg, other.earth.price_usd_kg)


@pytest.mark.parametrize(
    ("overrides", "key"),
    [
        ({"market.platinum.volume_year": 2024.0}, "market.platinum.volume_year"),
        ({"market.basket_other_weight": 0.25}, "market.basket_other_weight"),
        ({"market.form": "nuggets"}, "market.form"),
        ({"finance.horizon_yr": 0.0}, "finance.horizon_yr"),
    ],
)
def test_bad_parameters_name_their_key(overrides, key):
    with pytest.raises(ParameterError) as caught:
        draw_world(load_tables(overrides), Sampler(0, 4))
    assert caught.value.key == key
