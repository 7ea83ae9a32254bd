"""Everything that can be sold, with its price, volume, stock, terms and end markets."""

from dataclasses import dataclass
from difflib import get_close_matches

from asteroid_econ.constants import TROY_OUNCE_KG
from asteroid_econ.errors import InputError, ParameterError
from asteroid_econ.parameters.load import ParameterSet, load

END_MARKETS = (
    "Earth export",
    "propellant and satellite refuelling",
    "life support",
    "construction material",
    "science samples",
)


@dataclass(frozen=True, slots=True)
class Commodity:
    """One product; real USD and volumes of ``year``.

    ``sources`` names where price, volume and stock come from. ``end_markets`` is empty for what
    nobody buys in quantity.
    """

    name: str
    year: int
    price_usd_kg: float
    volume_kg_yr: float
    stock_kg: float
    growth_frac: float
    payable_frac: float
    refining_usd_kg: float
    end_markets: tuple[str, ...]
    sources: tuple[str, str, str]


def commodity_names(table: ParameterSet) -> tuple[str, ...]:
    """Return the names of all commodities, in the order of the set ``commodities``."""
    return tuple(k.removesuffix(".end_markets") for k in table if k.endswith(".end_markets"))


def unsold_products(market: ParameterSet) -> tuple[str, ...]:
    """Return what is never sold: what ``market.unsold`` names, and what has no market anywhere.

    Parameters
    ----------
    market : ParameterSet
        The set ``market``.
    """
    names = commodity_names(load("commodities"))
    listed = [name.strip() for name in str(market.value("unsold")).split(",") if name.strip()]
    for name in listed:
        if name not in names:
            problem = f"{name!r} is not known"
            raise ParameterError("market.unsold", problem, ", ".join(names), value=name)
    without = [n for n in names if f"{n}.mine_kg_yr" not in market and n != "water"]
    return tuple(dict.fromkeys((*listed, *without)))


def commodity(name: str, *, table: ParameterSet, market: ParameterSet) -> Commodity:
    """Return a commodity.

    Parameters
    ----------
    name : str
        One of :func:`commodity_names`.
    table, market : ParameterSet
        The sets ``commodities`` and ``market``; metals with a market of their own have price,
        volume and terms in the latter.
    """
    names = commodity_names(table)
    if name not in names:
        nearest = get_close_matches(name, names, n=3, cutoff=0.5)
        hint = f"did you mean {', '.join(nearest)}?" if nearest else ", ".join(names)
        raise InputError("commodity", name, hint)
    listed = table.value(f"{name}.end_markets").split(", ")
    unknown = [m for m in listed if m not in (*END_MARKETS, "none")]
    if unknown:
        key = f"commodities.{name}.end_markets"
        raise ParameterError(key, f"{unknown[0]!r} is not known", ", ".join(END_MARKETS))
    in_market = f"{name}.mine_kg_yr" in market
    stock = (market if in_market else table)[f"{name}.stock_kg"]
    priced = _from_market(name, market) if in_market else _own(name, table)
    price, volume, year, payable, refining, sources = priced
    return Commodity(
        name=name,
        year=year,
        price_usd_kg=price,
        volume_kg_yr=volume,
        stock_kg=stock.value,
        growth_frac=table.value(f"{name}.growth_frac"),
        payable_frac=payable,
        refining_usd_kg=refining,
        end_markets=tuple(m for m in listed if m != "none"),
        sources=(*sources, stock.source),
    )


_Priced = tuple[float, float, int, float, float, tuple[str, str]]


def _own(name: str, table: ParameterSet) -> _Priced:
    price, volume = table[f"{name}.price_usd_kg"], table[f"{name}.volume_kg_yr"]
    year = one_year(table, name, price.base_year)
    payable, refining = table[f"{name}.payable_frac"].value, table[f"{name}.refining_usd_kg"].value
    return price.value, volume.value, year, payable, refining, (price.source, volume.source)


def _from_market(name: str, market: ParameterSet) -> _Priced:
    unit = "ozt" if f"{name}.price_usd_ozt" in market else "kg"
    per_kg = 1.0 / TROY_OUNCE_KG if unit == "ozt" else 1.0
    price, mined = market[f"{name}.price_usd_{unit}"], market[f"{name}.mine_kg_yr"]
    volume = mined.value + market.value(f"{name}.recycled_kg_yr")
    year = one_year(market, name, price.base_year)
    payable = market.value(f"{market.value('form')}_payable_frac")
    refining = market.value(f"{name}.refining_usd_{unit}") * per_kg
    return price.value * per_kg, volume, year, payable, refining, (price.source, mined.source)


def one_year(table: ParameterSet, name: str, price_year: int | None) -> int:
    """Return the calendar year of price and volume; an error where they are of two years.

    Parameters
    ----------
    table : ParameterSet
        The set that has ``volume_year`` of the product.
    name : str
        The product.
    price_year : int, optional
        Year of its price.
    """
    volume_year = table.value(f"{name}.volume_year")
    if price_year != volume_year:
        raise ParameterError(
            f"{table.name}.{name}.volume_year",
            f"a volume of {volume_year:.0f} stands beside a price of {price_year}",
            "price and volume of one calendar year",
            value=volume_year,
        )
    return int(volume_year)
