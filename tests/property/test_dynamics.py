"""What is true of every path of prices."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.economics.dynamics import Response, price_ratio_paths, subset
from asteroid_econ.economics.market import clearing_price_ratio


def random_response(rng, n, d, weight, other):
    long = rng.uniform(0.1, 1.5, (3, n, d))
    short = long * rng.uniform(0.1, 1.0, (3, n, d))
    return Response(
        short[0], long[0], short[1], long[1], short[2], long[2],
        rng.uniform(0.0, 0.6, n), np.asarray(weight, float), other,
    )  # fmt: skip


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=30)
def test_every_year_clears(seed):
    rng = np.random.default_rng(seed)
    n, k, d = 3, 6, 5
    answer = random_response(rng, n, d, [0.6, 0.3, 0.0], 0.1)
    x = 10.0 ** rng.uniform(-6.0, 1.0, (n, k, d)) * (rng.random((n, k, d)) < 0.7)
    p = price_ratio_paths(x, answer)
    basket = answer.other_weight + np.einsum("j,jkd->kd", answer.basket_weight, p)
    demand, mine, scrap = np.zeros((n, d)), np.zeros((n, d)), np.zeros((n, d))
    for year in range(k):
        y = np.log(p[:, year])
        linked = answer.basket_weight[:, None] > 0.0
        driver = np.where(linked, np.log(basket[year]), y)
        demand = (1 - answer.demand_short / answer.demand_long) * demand - answer.demand_short * y
        mine = (1 - answer.mine_short / answer.mine_long) * mine + answer.mine_short * driver
        keep = 1 - answer.recycling_short / answer.recycling_long
        scrap = keep * scrap + answer.recycling_short * y
        share = answer.recycled_frac[:, None]
        supply = (1 - share) * np.exp(mine) + share * np.exp(scrap) + x[:, year]
        np.testing.assert_allclose(np.exp(demand), supply, rtol=1e-9)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=20)
def test_a_draw_does_not_depend_on_the_draws_beside_it(seed):
    rng = np.random.default_rng(seed)
    d = int(rng.integers(1, 150))
    answer = random_response(rng, 3, d, [0.7, 0.2, 0.0], 0.1)
    x = 10.0 ** rng.uniform(-6.0, 1.0, (3, 4, d))
    together = price_ratio_paths(x, answer)
    i = int(rng.integers(d))
    names = [f for f in Response.__dataclass_fields__ if f.endswith(("short", "long"))]
    one = Response(
        **{f: np.ascontiguousarray(getattr(answer, f)[:, i : i + 1]) for f in names},
        recycled_frac=answer.recycled_frac,
        basket_weight=answer.basket_weight,
        other_weight=answer.other_weight,
    )
    alone = price_ratio_paths(np.ascontiguousarray(x[:, :, i : i + 1]), one)
    assert np.array_equal(alone[:, :, 0], together[:, :, i])


def test_one_period_is_the_single_market():
    rng = np.random.default_rng(4)
    ed, es = rng.uniform(0.1, 2.0, (2, 1, 300))
    x = 10.0 ** rng.uniform(-6.0, 1.5, (1, 1, 300))
    zero = np.zeros_like(ed)
    answer = Response(ed, ed, es, es, zero, zero, np.zeros(1), np.zeros(1), 0.0)
    expected = clearing_price_ratio(x[0, 0], demand_elasticity=ed[0], supply_elasticity=es[0])
    np.testing.assert_allclose(price_ratio_paths(x, answer)[0, 0], expected, rtol=1e-10)


def test_before_the_first_sale_and_without_sales_the_price_is_the_baseline():
    rng = np.random.default_rng(1)
    answer = random_response(rng, 2, 4, [0.5, 0.5], 0.0)
    x = np.zeros((2, 5, 4))
    assert np.all(price_ratio_paths(x, answer) == 1.0)
    x[0, 3] = 0.1
    p = price_ratio_paths(x, answer)
    assert np.all(p[:, :3] == 1.0)
    assert np.all(p[0, 3] < 1.0)
    assert np.all(p[1, 3] > 1.0)  # mines cut back what they sell together


def test_nan_stays_in_its_draw():
    rng = np.random.default_rng(1)
    answer = random_response(rng, 2, 4, [0.5, 0.4], 0.1)
    x = np.full((2, 3, 4), 0.1)
    x[0, 1, 2] = np.nan
    bad = np.isnan(price_ratio_paths(x, answer))
    assert bad[:, 1:, 2].all()
    assert not bad[:, :, [0, 1, 3]].any()


def test_metals_without_a_basket_do_not_know_of_each_other():
    rng = np.random.default_rng(2)
    answer = random_response(rng, 3, 7, [0.0, 0.0, 0.0], 0.0)
    x = 10.0 ** rng.uniform(-4.0, 0.5, (3, 5, 7))
    wanted = np.array([True, False, True])
    some = price_ratio_paths(np.ascontiguousarray(x[wanted]), subset(answer, wanted))
    assert np.array_equal(some, price_ratio_paths(x, answer)[wanted])
    known = known_answer_for_one_metal(x[0, 0], answer)
    np.testing.assert_allclose(some[0, 0], known, rtol=1e-10)


def known_answer_for_one_metal(x, answer):
    """Solve the first year of the first metal by halving."""
    low, high = np.full(x.shape, -200.0), np.full(x.shape, 5.0)
    share = answer.recycled_frac[0]
    for _ in range(200):
        y = 0.5 * (low + high)
        mines = (1.0 - share) * np.exp(answer.mine_short[0] * y)
        scrap = share * np.exp(answer.recycling_short[0] * y)
        is_low = np.exp(-answer.demand_short[0] * y) > mines + scrap + x
        low, high = np.where(is_low, y, low), np.where(is_low, high, y)
    return np.exp(high)
