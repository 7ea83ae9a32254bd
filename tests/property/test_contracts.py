"""What is true of every contract."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from asteroid_econ.economics.contracts import (
    OFFTAKE_KINDS,
    Offtake,
    fair_upfront_usd,
    forward_gain_usd,
    offtake_revenue_usd,
    stream_revenue_usd,
)

KG, USD, SHARE = st.floats(0.0, 1e4), st.floats(0.0, 1e5), st.floats(0.0, 1.0)


@given(st.sampled_from(OFFTAKE_KINDS), KG, KG, USD, USD, SHARE)
def test_metal_beyond_the_contract_earns_the_market_price(kind, kg, extra, price, market, ratio):
    contract = Offtake(kind, kg=kg, price_usd_kg=price, index_ratio=ratio, pay_ratio=ratio)
    served = float(offtake_revenue_usd(kg, market, contract))
    more = float(offtake_revenue_usd(kg + extra, market, contract))
    beyond = (kg + extra) - kg  # what a sum of floats holds of the extra
    assert abs(more - served - beyond * market) <= 1e-9 * (abs(more) + 1.0)
    assert served >= 0.0


@given(USD, SHARE, SHARE)
def test_a_stream_takes_no_more_than_its_share(revenue, share, ratio):
    kept = float(stream_revenue_usd(revenue, share_frac=share, paid_on_delivery_ratio=ratio))
    assert revenue * (1 - share) * (1 - 1e-12) <= kept <= revenue
    paid = fair_upfront_usd(
        [revenue], [0.0], share_frac=share, paid_on_delivery_ratio=ratio, discount_rate=0.1
    )
    assert abs(paid + kept - revenue) <= 1e-9 * (revenue + 1.0)


@given(KG, USD, USD)
def test_a_forward_pays_on_what_was_hedged_only(hedged, market, forward):
    gain = float(forward_gain_usd(market, hedged_kg=hedged, forward_usd_kg=forward))
    assert np.isclose(gain, hedged * (forward - market), rtol=1e-9, atol=1e-3)
