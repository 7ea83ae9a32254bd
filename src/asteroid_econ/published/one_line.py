"""Published results that one line of arithmetic gives: guards of formulas, not models.

Metzger (2023): output over life per mass of plant. Blair (2000): what the platinum of one body is
worth. United Launch Alliance (2016): water to propellant to revenue. Terzi & Nicoli (2026): how
many doublings of launches the fall of the price took.
"""

import math

from asteroid_econ.constants import TROY_OUNCE_KG
from asteroid_econ.published.case import Case
from asteroid_econ.published.tables import table

_WATER_PER_HYDROGEN = 9.0  # by mass, to the whole numbers that the source uses


def cases() -> tuple[Case, ...]:
    """Return one case per published line."""
    metzger, blair = _inputs("metzger_2023"), _inputs("blair_2000")
    ula, terzi = _inputs("ula_2016"), _inputs("terzi_2026")
    propellant_ratio = (1.0 + ula["oxygen_hydrogen_ratio"]) / _WATER_PER_HYDROGEN
    plant_t = metzger["plant_t"] + metzger["power_t"]
    fall_ratio = terzi["last_usd_kg"] / terzi["first_usd_kg"]
    platinum_kg = blair["platinum_t"] * 1e3
    return (
        _line(
            "metzger_2023",
            "phi_ratio",
            "output over life per mass of plant",
            tolerance=0.5,
            ours=metzger["output_t_yr"] * metzger["life_yr"] / plant_t,
        ),
        _line(
            "blair_2000",
            "value_musd",
            "platinum of one body at list price",
            tolerance=5.0,
            ours=platinum_kg / TROY_OUNCE_KG * blair["price_usd_ozt"] / 1e6,
        ),
        _line(
            "blair_2000",
            "grade_g_t",
            "platinum grade of the body",
            tolerance=0.05,
            ours=blair["platinum_t"] / blair["body_mt"],
        ),
        _line(
            "ula_2016",
            "propellant_t",
            "propellant from water, surplus oxygen left",
            tolerance=0.5,
            ours=ula["water_t"] * propellant_ratio,
        ),
        _line(
            "ula_2016",
            "revenue_musd_yr",
            "yearly revenue in low Earth orbit",
            tolerance=0.5,
            ours=ula["leo_t"] * ula["leo_price_usd_kg"] / 1e3,
        ),
        _line(
            "terzi_2026",
            "doublings",
            "doublings of launches behind the fall of the price",
            tolerance=0.005,
            ours=math.log(fall_ratio, 1.0 - terzi["learning_rate_frac"]),
        ),
    )


def _inputs(model: str) -> dict[str, float]:
    return table("one_line_models").where("model", model).mapping("input", "value")


def _line(model: str, output: str, quantity: str, *, tolerance: float, ours: float) -> Case:
    t = table("one_line_models").where("model", model)
    row = t.text("input").index(output)
    return Case(
        id=f"{model}/{output}".replace("_", "-"),
        title="One line of arithmetic",
        source=t.text("source")[row],
        quantity=quantity,
        unit=t.text("unit")[row],
        reference=t.numbers("value")[row : row + 1],
        tolerance=tolerance,
        kind="identity",
        compute=lambda: ours,
    )
