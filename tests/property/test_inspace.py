"""What is true of every price in space."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from asteroid_econ.economics.inspace import ceiling_price_usd_kg


@given(st.floats(1.0, 1e5), st.floats(1.0, 1e5), st.floats(0.0, 0.9), st.floats(0.1, 1.0))
def test_cheaper_alternatives_never_raise_the_price(earth, lunar, discount, factor):
    price = ceiling_price_usd_kg([earth, earth * factor], lunar, discount_frac=discount)
    assert price[1] <= price[0]
    moon = ceiling_price_usd_kg(earth, np.array([lunar, lunar * factor]), discount_frac=discount)
    assert moon[1] <= moon[0]
    assert price[0] <= min(earth, lunar)
