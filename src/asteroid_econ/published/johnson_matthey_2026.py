"""The platinum statistics of Johnson Matthey (2026): supply less demand is the balance printed.

Masses are printed to 0.1 t, demand and balance to 1 koz: together the identity holds to 2.6 koz
where the figures are of one table. Those of 2022 are not: see the explanation.
"""

from asteroid_econ.constants import TROY_OUNCE_KG
from asteroid_econ.published.case import Case
from asteroid_econ.published.tables import Table, table

_HALF_DIGIT_T, _HALF_DIGIT_KOZ = 0.05, 0.5
ROUNDING_KOZ = _HALF_DIGIT_T / TROY_OUNCE_KG + 2.0 * _HALF_DIGIT_KOZ
_WHY = (
    "as printed, 2022 is off by 5.3 koz; rounding of supply (0.05 t = 1.6 koz), demand and balance "
    "(0.5 koz each) allows 2.6, so no unrounded figures fit: at least one printed number is wrong "
    "by 2.7 koz or more (demand 6,678 instead of 6,673, balance 88 instead of 83, or supply "
    "210.1 t instead of 210.3 would do). No price and no elasticity enters."
)


def cases() -> tuple[Case, ...]:
    """Return the years that balance, and the one that does not."""
    t = table("platinum_balance")
    good = [year for year in t.text("year") if year != "2022"]
    return (
        *(_case(t.where("year", year), ROUNDING_KOZ) for year in good),
        _case(t.where("year", "2022"), ROUNDING_KOZ, because=_WHY, bound=5.5),
    )


def _case(row: Table, tolerance: float, *, because: str = "", bound: float = 0.0) -> Case:
    year = row.text("year")[0]
    ours = row.numbers("supply_t") / TROY_OUNCE_KG - row.numbers("demand_koz")
    return Case(
        id=f"johnson-matthey-2026/balance/{year}",
        title="Platinum statistics",
        source=row.text("source")[0],
        quantity=f"supply less demand of platinum, {year}",
        unit="koz",
        reference=row.numbers("balance_koz"),
        tolerance=tolerance,
        kind="identity",
        compute=lambda: ours,
        explanation=because,
        explained_bound=bound,
    )
