"""Commodities against market statistics and published prices."""

import csv
from importlib.resources import files

import pytest

from asteroid_econ.constants import TROY_OUNCE_KG
from asteroid_econ.economics.commodities import END_MARKETS, commodity, commodity_names
from asteroid_econ.errors import InputError, ParameterError
from asteroid_econ.parameters.load import load

TABLE, MARKET = load("commodities"), load("market")
BALANCE = list(
    csv.DictReader(
        files("asteroid_econ.published")
        .joinpath("figures/platinum_balance.csv")
        .read_text(encoding="utf-8")
        .splitlines()
    )
)


def get(name, **overrides):
    return commodity(name, table=load("commodities", overrides), market=load("market", overrides))


@pytest.mark.parametrize("row", BALANCE, ids=lambda r: r["year"])
def test_the_platinum_statistics_balance_but_for_2022(row):
    """0.05 t of supply and 0.5 koz of demand and of balance are what the digits leave open."""
    supply_t, demand, balance = (float(row[c]) for c in ("supply_t", "demand_koz", "balance_koz"))
    gap = supply_t / TROY_OUNCE_KG - demand - balance
    assert (abs(gap) <= 0.05 / TROY_OUNCE_KG + 1.0) == (row["year"] != "2022")
    assert abs(gap) <= 5.31
    parts = float(row["primary_t"]) + float(row["secondary_t"])
    assert parts == pytest.approx(supply_t, abs=0.11)


def test_platinum_is_that_of_the_statistics():
    platinum = get("platinum")
    in_2025 = next(row for row in BALANCE if row["year"] == "2025")
    assert platinum.volume_kg_yr == pytest.approx(1e3 * float(in_2025["supply_t"]))
    assert platinum.price_usd_kg == pytest.approx(41_098, abs=1.0)
    assert platinum.year == 2025


def test_the_list_covers_what_is_named_and_every_number_has_a_source():
    names = commodity_names(TABLE)
    wanted = "platinum palladium rhodium ruthenium iridium osmium gold nickel cobalt iron water"
    assert set(wanted.split()) <= set(names)
    others = {
        "propellant", "structural_metal", "regolith", "carbon_compounds", "nitrogen_compounds",
        "helium_3", "rare_earths",
    }  # fmt: skip
    assert others <= set(names)
    markets = set()
    for name in names:
        one = get(name)
        assert one.price_usd_kg > 0.0
        assert one.volume_kg_yr > 0.0
        assert 0.0 < one.payable_frac <= 1.0
        assert all(one.sources)
        markets |= set(one.end_markets)
    assert markets == set(END_MARKETS)
    assert get("osmium").end_markets == ()


def test_bad_input_names_the_key():
    with pytest.raises(InputError) as caught:
        get("platinium")
    assert "platinum" in caught.value.allowed
    with pytest.raises(ParameterError) as other:
        get("water", **{"commodities.water.volume_year": 2019.0})
    assert other.value.key == "commodities.water.volume_year"
    with pytest.raises(ParameterError) as third:
        get("water", **{"commodities.water.end_markets": "Mars"})
    assert third.value.key == "commodities.water.end_markets"
