"""Clearings and cash flows per second on one thread, beside plain numpy in the same run.

Each case checks its answer first, and calls once to compile. The peer of the single-period
market is Newton's method over whole arrays; that of the yearly market is the same, year by year.
"""

import time

import numpy as np
import pytest

from asteroid_econ.economics.cashflow import cash_flow
from asteroid_econ.economics.dynamics import Response, price_ratio_paths
from asteroid_econ.economics.finance import npv
from asteroid_econ.economics.market import clearing_price_ratio
from asteroid_econ.economics.scenario import draw_world, load_tables
from asteroid_econ.records import Delivery
from asteroid_econ.sampling.sequences import Sampler

ROUNDS = 100


def _best_s(function, repeats=10):
    """Return the shortest of several runs, in seconds, after one to warm up."""
    function()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return min(times)


def _report(benchmark, function, n, peer):
    """Time a function; record million items per second, the peer's, and their ratio."""
    benchmark.pedantic(function, rounds=ROUNDS, warmup_rounds=3)
    million_s = n / benchmark.stats.stats.min / 1e6
    peer_million_s = n / _best_s(peer) / 1e6
    benchmark.extra_info["million_per_s"] = round(million_s, 2)
    benchmark.extra_info["peer_million_per_s"] = round(peer_million_s, 2)
    benchmark.extra_info["ratio"] = round(million_s / peer_million_s, 1)
    return million_s


def _numpy_clearing(x, ed, es, steps=12):
    """Newton's method on ln(demand) - ln(supply) over whole arrays, a fixed number of steps."""
    y = np.zeros_like(x)
    for _ in range(steps):
        supply = np.exp(es * y)
        total = supply + x
        y += (-ed * y - np.log(total)) / (ed + es * supply / total)
    return np.exp(y)


def test_single_period_clearings(benchmark):
    rng = np.random.default_rng(8)
    n = 1 << 16
    ed, es = rng.uniform(0.02, 5.0, (2, n))
    x = 10.0 ** rng.uniform(-9.0, 4.0, n)

    def ours():
        return clearing_price_ratio(x, demand_elasticity=ed, supply_elasticity=es)

    p = ours()
    assert np.max(np.abs(-ed * np.log(p) - np.log(x + p**es))) < 1e-11
    million_s = _report(benchmark, ours, n, lambda: _numpy_clearing(x, ed, es))
    assert million_s >= 30.0


def _numpy_paths(added, r, steps=8):
    """Solve the same yearly market in numpy, a fixed number of joint Newton steps a year."""
    share, weight = r.recycled_frac[:, None], r.basket_weight[:, None]
    keep = [1.0 - a / b for a, b in _pairs(r)]
    d, m, s = (np.zeros_like(r.demand_short) for _ in range(3))
    out = np.empty_like(added)
    for k in range(added.shape[1]):
        d, m, s = keep[0] * d, keep[1] * m, keep[2] * s
        y, b = np.zeros_like(d), np.zeros(d.shape[1])
        mine, scrap = (1.0 - share) * np.exp(m), share * np.exp(s)
        for _ in range(steps):
            from_mines = mine * np.exp(r.mine_short * b)
            from_scrap = scrap * np.exp(r.recycling_short * y)
            supply = from_mines + from_scrap + added[:, k]
            slope = r.demand_short + r.recycling_short * from_scrap / supply
            to_zero = (d - r.demand_short * y - np.log(supply)) / slope
            per_basket = r.mine_short * from_mines / supply / slope
            value = weight * np.exp(y)
            total = r.other_weight + value.sum(axis=0)
            gap = np.log(total) - b + (value * to_zero).sum(axis=0) / total
            step = gap / (1.0 + (value * per_basket).sum(axis=0) / total)
            b, y = b + step, y + to_zero - per_basket * step
        d, m, s = d - r.demand_short * y, m + r.mine_short * b, s + r.recycling_short * y
        out[:, k] = np.exp(y)
    return out


def _pairs(r):
    return (
        (r.demand_short, r.demand_long),
        (r.mine_short, r.mine_long),
        (r.recycling_short, r.recycling_long),
    )


def test_yearly_market_of_three_linked_metals(benchmark):
    rng = np.random.default_rng(8)
    n_metals, n_years, n_draws = 3, 15, 1024
    long = rng.uniform(0.3, 1.0, (3, n_metals, n_draws))
    short = 0.4 * long
    answer = Response(
        short[0],
        long[0],
        short[1],
        long[1],
        short[2],
        long[2],
        np.full(n_metals, 0.2),
        np.array([0.45, 0.20, 0.20]),
        0.15,
    )
    added = 10.0 ** rng.uniform(-5.0, -1.0, (n_metals, n_years, n_draws))
    ours = price_ratio_paths(added, answer)
    np.testing.assert_allclose(ours, _numpy_paths(added, answer), rtol=1e-9)
    n = n_metals * n_years * n_draws
    _report(
        benchmark,
        lambda: price_ratio_paths(added, answer),
        n,
        lambda: _numpy_paths(added, answer),
    )


@pytest.mark.parametrize("scale", [1.0, 100.0], ids=["below the cap", "beyond the cap"])
def test_cash_flow_and_npv_of_a_thousand_draws(benchmark, scale):
    n_draws, n_deliveries = 1000, 5
    sampler = Sampler(0, n_draws)
    world = draw_world(load_tables(), sampler)
    products = ("ruthenium", "rhodium", "palladium", "osmium", "iridium", "platinum", "gold")
    full = lambda value: np.full(n_draws, float(value))  # noqa: E731
    kg = scale * np.random.default_rng(1).lognormal(3.0, 1.0, (len(products), n_draws, 1))
    launch = 62502.0
    delivery = Delivery(
        architecture="benchmark",
        place="Earth",
        launch_mjd_tdb=launch,
        date_mjd_tdb=launch + 365.25 * (2.0 + 3.0 * np.arange(1, n_deliveries + 1)),
        products=products,
        product_kg=kg * np.ones(n_deliveries),
        hardware=("plant", "bus", "power", "propulsion", "capsule"),
        hardware_kg=np.full((5, n_draws), 500.0),
        hardware_units=(1, 1, 1, 1, n_deliveries),
        power_w=full(5000.0),
        launch_mass_kg=full(9000.0),
        launch_c3_km2_s2=0.0,
        n_launches=full(1.0),
        launch_survival_frac=full(0.97),
        survival_frac=np.tile(0.97 * 0.8 ** np.arange(1, n_deliveries + 1), (n_draws, 1)),
        operating_d=full(365.25 * 17.0),
        mass_in_kg=full(0.0),
        mass_out_kg=full(0.0),
        status=np.zeros(n_draws, dtype=np.int64),
    )
    luck = sampler.uniforms("luck")

    def ours():
        flow = cash_flow(delivery, world, failure_uniform=luck)
        return npv(flow.flow_usd, flow.t_yr, discount_rate=world.discount_rate)

    value = ours().sum(axis=0)
    assert np.isfinite(value).all()
    assert scale > 1.0 or value.mean() == pytest.approx(-1.9e9, rel=0.15)
    benchmark.pedantic(ours, rounds=ROUNDS, warmup_rounds=3)
    benchmark.extra_info["ms_per_1000_draws"] = round(1e3 * benchmark.stats.stats.min, 2)
