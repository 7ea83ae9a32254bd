"""What is true of every commodity."""

import pytest

from asteroid_econ.economics.commodities import commodity, commodity_names
from asteroid_econ.economics.earth_market import metal_names
from asteroid_econ.parameters.load import load

TABLE, MARKET = load("commodities"), load("market")


@pytest.mark.parametrize("name", commodity_names(TABLE))
def test_twice_the_price_is_twice_the_price(name):
    one = commodity(name, table=TABLE, market=MARKET)
    key = next(
        k for t in (MARKET, TABLE) for k in (p.key for p in t.values())
        if k.split(".")[1] == name and k.split(".")[-1].startswith("price_usd")
    )  # fmt: skip
    raised = {key: 2.0 * load(key.split(".")[0]).value(key.split(".", 1)[1])}
    two = commodity(name, table=load("commodities", raised), market=load("market", raised))
    assert two.price_usd_kg == pytest.approx(2.0 * one.price_usd_kg, rel=1e-14)
    assert two.volume_kg_yr == one.volume_kg_yr


def test_every_metal_market_is_a_commodity():
    assert set(metal_names(MARKET)) <= set(commodity_names(TABLE))
