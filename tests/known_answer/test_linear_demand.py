"""The straight demand line, and the axis that a published table runs the wrong way."""

import numpy as np
import pytest

from asteroid_econ.economics.dynamics import Response, price_ratio_paths
from asteroid_econ.economics.linear_demand import linear_price_ratio, linear_price_ratio_paths
from asteroid_econ.economics.market import clearing_price_ratio
from asteroid_econ.errors import InputError

P0, Q0 = 40_449.0, 254_582.0  # anchor of Hein, Matheson & Fries (2020), table 3


def test_line_through_the_anchor():
    assert float(linear_price_ratio(0.1, demand_elasticity=0.5, kept_ratio=0.0)) == 0.8
    assert float(linear_price_ratio(0.1, demand_elasticity=0.5, kept_ratio=1.0)) == 1.0


def test_price_of_the_published_table():
    """P = P0 + s (1 - k) q with s = -1 USD/kg per kg/yr; the true elasticity is P0 / (|s| Q0)."""
    q, k, s = 10 * 4536.0, 0.9, -1.0
    ours = P0 * linear_price_ratio(q / Q0, demand_elasticity=P0 / (abs(s) * Q0), kept_ratio=k)
    assert float(ours) == pytest.approx(P0 + s * (1.0 - k) * q, rel=1e-12)


def test_the_true_elasticity_runs_against_the_printed_label():
    slope = np.array([0.5, 1.0, 3.5])
    label, true = slope * P0 / Q0, P0 / (slope * Q0)
    np.testing.assert_allclose(label, [0.079, 0.159, 0.556], atol=5e-4)
    np.testing.assert_allclose(true, [0.318, 0.159, 0.045], atol=5e-4)
    price = linear_price_ratio(0.02, demand_elasticity=true, kept_ratio=0.5)
    assert np.all(np.diff(price) < 0.0)  # falls as the label rises,
    assert np.all(np.diff(price[::-1]) > 0.0)  # rises with the true elasticity


def test_small_quantities_agree_with_constant_elasticities():
    ed, es, x = 0.5, 0.3, 1e-5
    line = linear_price_ratio(x, demand_elasticity=ed, kept_ratio=es / (ed + es))
    curve = clearing_price_ratio(x, demand_elasticity=ed, supply_elasticity=es)
    assert float(line) == pytest.approx(float(curve), abs=1e-9)


def test_floor_is_the_marginal_use():
    price = linear_price_ratio([0.1, 5.0], demand_elasticity=0.5, kept_ratio=0.0, floor_ratio=0.2)
    assert price.tolist() == [0.8, 0.2]


@pytest.mark.parametrize(
    "change",
    [
        {"added_supply_ratio": -1.0},
        {"demand_elasticity": 0.0},
        {"kept_ratio": 1.1},
        {"floor_ratio": -0.1},
    ],
)
def test_bad_input_is_refused(change):
    arguments = {"added_supply_ratio": 0.1, "demand_elasticity": 0.5, "kept_ratio": 0.1} | change
    with pytest.raises(InputError) as caught:
        linear_price_ratio(**arguments)
    assert caught.value.name == next(iter(change))


def market(n_metals=1, *, ed=0.5, es=0.3, speed=1.0, recycled=0.2, linked=False):
    one = np.ones((n_metals, 1))
    return Response(
        ed * speed * one, ed * one, es * speed * one, es * one, es * speed * one, es * one,
        np.full(n_metals, recycled), np.full(n_metals, 0.85 / n_metals if linked else 0.0), 0.15,
    )  # fmt: skip


def test_a_year_without_lag_is_the_straight_line():
    x = np.array([[[0.1], [0.3], [0.05]]])
    path = linear_price_ratio_paths(x, market(), floor_ratio=0.0)
    line = linear_price_ratio(x, demand_elasticity=0.5, kept_ratio=0.3 / 0.8)
    np.testing.assert_allclose(path, line, rtol=1e-13)


def test_constant_sales_end_on_the_line_of_the_long_run():
    x = np.full((1, 200, 1), 0.1)
    path = linear_price_ratio_paths(x, market(speed=0.3), floor_ratio=0.0)[0, :, 0]
    assert path[0] == pytest.approx(1.0 - 0.1 / (0.3 * 0.8))
    assert path[-1] == pytest.approx(1.0 - 0.1 / 0.8)
    assert np.all(np.diff(path) >= 0.0)


def test_a_linked_metal_rises_when_the_mines_close_for_another():
    """Small sales: dp = -(x - es B) / ed for the basket B, the straight line itself."""
    x = np.zeros((2, 1, 1))
    x[0] = 0.02
    path = linear_price_ratio_paths(x, market(2, recycled=0.0, linked=True), floor_ratio=0.0)
    w, ed, es = 0.425, 0.5, 0.3
    basket = -w * 0.02 / (ed + 2.0 * w * es)  # B = w (dp1 + dp2), dp1 = -(x + es B)/ed
    np.testing.assert_allclose(
        path[:, 0, 0], [1.0 - (0.02 + es * basket) / ed, 1.0 - es * basket / ed], rtol=1e-12
    )
    bent = price_ratio_paths(x, market(2, recycled=0.0, linked=True))
    np.testing.assert_allclose(path, bent, atol=2e-3)  # the curve's tangent


def test_every_linked_year_clears_with_lags():
    """Quantities follow straight lines: each state keeps 1 - short / long of the year before."""
    x = np.random.default_rng(0).uniform(0.0, 0.03, (2, 6, 1))
    p = linear_price_ratio_paths(x, market(2, speed=0.4, linked=True), floor_ratio=0.0)[..., 0]
    demand, mines, scrap = np.zeros(2), np.zeros(2), np.zeros(2)
    for k in range(6):
        rise = p[:, k] - 1.0
        basket = 0.425 * rise.sum()
        demand = 0.6 * demand - 0.4 * 0.5 * rise
        mines = 0.6 * mines + 0.4 * 0.3 * basket
        scrap = 0.6 * scrap + 0.4 * 0.3 * rise
        np.testing.assert_allclose(demand, 0.8 * mines + 0.2 * scrap + x[:, k, 0], atol=1e-13)


def test_the_floor_takes_what_is_left():
    x = np.full((2, 3, 1), 9.0)
    path = linear_price_ratio_paths(x, market(2, linked=True), floor_ratio=0.1)
    np.testing.assert_allclose(path, 0.1)
    assert np.isnan(linear_price_ratio_paths(x * np.nan, market(2), floor_ratio=0.1)).all()
    with pytest.raises(InputError):
        linear_price_ratio_paths(x, market(2), floor_ratio=1.0)
