"""Contracts against textbook payoffs."""

import numpy as np
import pytest

from asteroid_econ.economics.contracts import (
    Offtake,
    fair_upfront_usd,
    forward_gain_usd,
    offtake_revenue_usd,
    stream_revenue_usd,
)
from asteroid_econ.economics.pricing import forward_price_usd_kg, log_ou_path
from asteroid_econ.errors import InputError
from asteroid_econ.sampling.normal import normal_ppf

MARKET = np.array([20.0, 30.0, 50.0])


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ({"kind": "fixed", "price_usd_kg": 35.0}, [35.0, 35.0, 35.0]),
        ({"kind": "collar", "floor_usd_kg": 25.0, "ceiling_usd_kg": 40.0}, [25.0, 30.0, 40.0]),
        ({"kind": "index", "index_ratio": 0.9}, [18.0, 27.0, 45.0]),
        # The buyer leaves where 40 % of 35 plus the market price is below 35.
        ({"kind": "take-or-pay", "price_usd_kg": 35.0, "pay_ratio": 0.4}, [34.0, 35.0, 35.0]),
    ],
)
def test_payoffs(terms, expected):
    per_kg = offtake_revenue_usd(10.0, MARKET, Offtake(kg=10.0, **terms)) / 10.0
    np.testing.assert_allclose(per_kg, expected, rtol=1e-14)


def test_collar_is_the_metal_with_a_put_less_a_call():
    """Hull, Options, Futures and Other Derivatives: range forward."""
    contract = Offtake("collar", kg=1.0, floor_usd_kg=25.0, ceiling_usd_kg=40.0)
    put, call = np.maximum(25.0 - MARKET, 0.0), np.maximum(MARKET - 40.0, 0.0)
    np.testing.assert_allclose(offtake_revenue_usd(1.0, MARKET, contract), MARKET + put - call)


def test_the_rest_goes_at_the_market_and_a_shortfall_costs_damages():
    fixed = Offtake("fixed", kg=10.0, price_usd_kg=35.0, default_ratio=1.2)
    assert float(offtake_revenue_usd(14.0, 20.0, fixed)) == 10 * 35.0 + 4 * 20.0
    assert float(offtake_revenue_usd(4.0, 20.0, fixed)) == 4 * 35.0 - 1.2 * 6 * 20.0
    lenient = Offtake("fixed", kg=10.0, price_usd_kg=35.0)
    assert float(offtake_revenue_usd(0.0, 20.0, lenient)) == 0.0


def test_a_fair_stream_changes_no_expected_value():
    rng = np.random.default_rng(0)
    revenue, t = rng.lognormal(3.0, 1.0, (500, 4)), np.array([5.0, 7.0, 9.0, 11.0])
    terms = {"share_frac": 0.3, "paid_on_delivery_ratio": 0.2}
    upfront = fair_upfront_usd(revenue, t, discount_rate=0.10, **terms)
    factor = 1.1**-t
    before = (revenue @ factor).mean()
    after = upfront + (stream_revenue_usd(revenue, **terms) @ factor).mean()
    assert after == pytest.approx(before, rel=1e-12)
    assert upfront == pytest.approx(0.3 * 0.8 * before, rel=1e-12)


def test_a_forward_at_the_expected_price_gains_nothing_on_average():
    z = normal_ppf((np.arange(100_000) + 0.5) / 100_000)[None]
    terms = {"level_usd_kg": 1150.0, "half_life_yr": 5.0, "sigma": 0.2}
    market = log_ou_path(1278.0, **terms, t_yr=[10.0], shocks=z)[0]
    fair = float(forward_price_usd_kg(1278.0, **terms, tenor_yr=10.0))
    gain = forward_gain_usd(market, hedged_kg=100.0, forward_usd_kg=fair)
    assert abs(gain.mean()) < 1e-3 * 100.0 * fair
    assert np.std(gain + 100.0 * market) < 1e-6  # the hedge removes all risk of price


@pytest.mark.parametrize(
    "call",
    [
        lambda: Offtake("barter", kg=1.0),
        lambda: Offtake("fixed", kg=-1.0),
        lambda: Offtake("collar", kg=1.0, floor_usd_kg=3.0, ceiling_usd_kg=2.0),
        lambda: Offtake("take-or-pay", kg=1.0, pay_ratio=1.5),
        lambda: Offtake("fixed", kg=1.0, price_usd_kg=-1.0),
        lambda: offtake_revenue_usd(-1.0, 1.0, Offtake("index", kg=1.0)),
        lambda: stream_revenue_usd(1.0, share_frac=1.1, paid_on_delivery_ratio=0.0),
        lambda: stream_revenue_usd(1.0, share_frac=0.1, paid_on_delivery_ratio=-0.1),
        lambda: forward_gain_usd(1.0, hedged_kg=-1.0, forward_usd_kg=1.0),
        lambda: fair_upfront_usd(
            [1.0], [1.0], share_frac=0.1, paid_on_delivery_ratio=0.0, discount_rate=-1.0
        ),
    ],
)
def test_bad_input_is_refused(call):
    with pytest.raises(InputError):
        call()
