"""Hein, Matheson & Fries (2020): water and platinum from asteroids, break-even per mission.

The elasticity column of the paper's table 3 is not used: its numbers are reproduced only when the
slope is read as dP/dQ, in $/kg per kg/yr, which runs the printed axis the wrong way. The slope is
taken over, the axis is not.
"""

import math
from functools import partial

import numpy as np

from asteroid_econ.published.case import Case
from asteroid_econ.published.tables import Table, table
from asteroid_econ.records import Floats

SOURCE = "Hein, Matheson & Fries (2020), Acta Astronautica 168:104-115"
_ANCHOR_USD_KG = 40_449.0
_MISSION_KG = 4_536.0
_MISSION_USD = 160.95e6
_INTEREST_USD_YR = 81.8e6
_DEVELOPMENT_USD = 818e6
_INTEREST_FRAC = 0.10
_HORIZON_YR = 30
_MOST_MISSIONS_YR = 50


def water_mission(t: Table) -> dict[str, Floats]:
    """Return profit, break-even time and masses of table 1, one value per scenario."""
    n = t.numbers
    craft_kg = n("spacecraft_kg")
    revenue_usd = craft_kg * n("processed_ratio") * n("water_frac") * n("price_usd_kg")
    hardware_usd = craft_kg * (n("production_usd_kg") + n("transport_usd_kg"))
    profit_usd = revenue_usd - hardware_usd - n("operations_usd")
    breakeven_yr = n("development_usd_kg") * craft_kg / profit_usd
    processed_ratio = breakeven_yr * n("processed_ratio") * 365.0 / n("mining_d")
    return {
        "profit_musd": profit_usd / 1e6,
        "breakeven_yr": breakeven_yr,
        "processed_until_breakeven_ratio": processed_ratio,
        "bootstrapping_ratio": processed_ratio * n("water_frac") / craft_kg,
    }


def platinum_profit_usd_yr(slope_usd_kg_per_kg_yr: Floats, kept_ratio: Floats) -> Floats:
    """Return the yearly profit of table 3 at the number of missions that maximises it."""
    n_missions = np.arange(1, _MOST_MISSIONS_YR + 1)
    sold_kg_yr = n_missions * _MISSION_KG
    added_kg_yr = (1.0 - kept_ratio[:, None]) * sold_kg_yr
    price_usd_kg = _ANCHOR_USD_KG + slope_usd_kg_per_kg_yr[:, None] * added_kg_yr
    profit_usd_yr = price_usd_kg * sold_kg_yr - n_missions * _MISSION_USD
    best: Floats = profit_usd_yr.max(axis=1) - _INTEREST_USD_YR
    return best


def platinum_breakeven_yr(profit_usd_yr: float) -> float:
    """Return the years until an annuity repays the development; NaN beyond the horizon."""
    unpaid_frac = 1.0 - _INTEREST_FRAC * _DEVELOPMENT_USD / profit_usd_yr
    if profit_usd_yr <= 0.0 or unpaid_frac <= 0.0:
        return math.nan
    years = math.ceil(-math.log(unpaid_frac) / math.log1p(_INTEREST_FRAC))
    return float(years) if years <= _HORIZON_YR else math.nan


def cases() -> tuple[Case, ...]:
    """Return the cases of tables 1 and 3."""
    return (*_water_cases(), *_platinum_cases())


def _water_cases() -> tuple[Case, ...]:
    t = table("hein_2020_table1")
    printed = {
        "profit_musd": ("profit per mission", "M$", (0.5, 0.5)),
        "breakeven_yr": ("years to break even", "yr", (0.05, 0.005)),
        "processed_until_breakeven_ratio": ("processed until break-even", "kg/kg", (0.5, 0.5)),
        "bootstrapping_ratio": ("bootstrapping factor", "1", (0.05, 0.005)),
    }

    def ours(column: str, row: int) -> float:
        return float(water_mission(t)[column][row])

    return tuple(
        Case(
            id=f"hein-2020/table-1/{scenario}/{column.rsplit('_', 1)[0].replace('_', '-')}",
            title="Water return by small spacecraft",
            source=f"{SOURCE}, table 1",
            quantity=quantity,
            unit=unit,
            reference=t.numbers(column)[row : row + 1],
            tolerance=tolerances[row],
            kind="model",
            compute=partial(ours, column, row),
        )
        for row, scenario in enumerate(t.text("scenario"))
        for column, (quantity, unit, tolerances) in printed.items()
    )


def _platinum_cases() -> tuple[Case, ...]:
    t = table("hein_2020_table3")
    slope, kept = t.numbers("slope_usd_kg_per_kg_yr"), t.numbers("kept_production_ratio")
    labels = tuple(f"slope {s:g}, k {k:g}" for s, k in zip(slope, kept, strict=True))
    years = [math.nan if x in {"", ">30"} else float(x) for x in t.text("breakeven_yr")]

    def breakeven() -> list[float]:
        return [platinum_breakeven_yr(x) for x in platinum_profit_usd_yr(slope, kept)]

    return (
        Case(
            id="hein-2020/table-3/profit",
            title="Platinum sold into a falling price",
            source=f"{SOURCE}, table 3",
            quantity="profit a year at the best number of missions",
            unit="M$/yr",
            reference=t.numbers("profit_musd_yr"),
            tolerance=0.6,
            kind="table",
            compute=lambda: platinum_profit_usd_yr(slope, kept) / 1e6,
            labels=labels,
        ),
        Case(
            id="hein-2020/table-3/breakeven",
            title="Platinum sold into a falling price",
            source=f"{SOURCE}, table 3",
            quantity="years to repay the development (none: beyond 30)",
            unit="yr",
            reference=np.array(years),
            tolerance=0.0,
            kind="table",
            compute=breakeven,
            labels=labels,
        ),
    )
