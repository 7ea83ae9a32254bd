"""Clearing prices of a market with constant elasticities, against closed forms."""

from asteroid_econ.economics.market import clearing_price_ratio
from asteroid_econ.published.case import Case
from asteroid_econ.published.tables import Table, table


def cases() -> tuple[Case, ...]:
    """Return one case per kind of row: each has the tolerance of its digits."""
    t = table("market_cases")
    kinds = dict.fromkeys(zip(t.text("case"), t.text("tolerance"), strict=True))
    return tuple(_case(t, name, tolerance) for name, tolerance in kinds)


def _case(every: Table, name: str, tolerance: str) -> Case:
    t = every.where("case", name).where("tolerance", tolerance)
    x, ed, es = (
        t.numbers(c) for c in ("added_supply_ratio", "demand_elasticity", "supply_elasticity")
    )
    return Case(
        id=f"market-clearing/{name.replace(' ', '-')}/{tolerance}",
        title="Price after an added supply",
        source=t.text("source")[0],
        quantity="price over price before",
        unit="1",
        reference=t.numbers("price_ratio"),
        tolerance=float(tolerance),
        kind="identity",
        compute=lambda: clearing_price_ratio(x, demand_elasticity=ed, supply_elasticity=es),
        labels=tuple(f"x {a:.4g}, ed {b:g}, es {c:g}" for a, b, c in zip(x, ed, es, strict=True)),
    )
