"""What is true of every draw of the markets."""

import numpy as np

from asteroid_econ.economics.earth_market import draw_response, metal_names
from asteroid_econ.economics.scenario import draw_world, load_tables
from asteroid_econ.sampling.sequences import Sampler

TABLE = load_tables().market


def test_the_long_run_answers_more_than_the_first_year():
    answer = draw_response(TABLE, Sampler(1, 5000))
    for short, long in (
        (answer.demand_short, answer.demand_long),
        (answer.mine_short, answer.mine_long),
        (answer.recycling_short, answer.recycling_long),
    ):
        assert np.all((short >= 0.0) & (short <= long))
    assert np.all(answer.demand_short > 0.0)
    assert abs(answer.basket_weight.sum() + answer.other_weight - 1.0) < 1e-12
    assert len(metal_names(TABLE)) == len(answer.recycled_frac)


def test_more_draws_change_no_draw():
    few, many = (draw_world(load_tables(), Sampler(4, n)).earth for n in (16, 48))
    np.testing.assert_array_equal(few.price_usd_kg, many.price_usd_kg[:, :, :16])
    np.testing.assert_array_equal(few.response.demand_long, many.response.demand_long[:, :16])


def test_every_process_starts_at_the_anchor_and_stays_positive():
    for process in ("constant", "gbm", "log_ou", "scenario"):
        earth = draw_world(load_tables({"market.process": process}), Sampler(0, 4000)).earth
        assert np.all(earth.price_usd_kg > 0.0)
        median = np.median(earth.price_usd_kg[0, 0])
        assert abs(median / earth.anchor_usd_kg[0] - 1.0) < 0.03


def test_mines_and_buyers_that_never_answer_are_the_limit_of_those_that_hardly_do():
    """No number is missing at an elasticity of 0."""
    for side in ("mine", "demand"):
        ratio = []
        for elasticity in (0.0, 1e-9):
            keys = (f"market.platinum.{side}_{kind}" for kind in ("elasticity", "short_elasticity"))
            world = draw_world(load_tables(dict.fromkeys(keys, elasticity)), Sampler(0, 8))
            added = np.full((len(world.earth.metals), 5, 8), 0.01)
            ratio.append(world.earth.price_ratio(added, 0, 5))
        assert np.all(np.isfinite(ratio[0]))
        np.testing.assert_allclose(ratio[0], ratio[1], rtol=1e-6)
