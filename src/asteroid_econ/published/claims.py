"""Published claims of what an asteroid holds, and the assumptions that reproduce each.

Three kinds of case stand side by side: the arithmetic of the claim with its own assumptions, what
the claim implies (a grade, a price), and what the meteorites of this package give instead.
"""

import re
from functools import cache

import numpy as np

from asteroid_econ.composition.analogues import GROUPS
from asteroid_econ.composition.grades import PRECIOUS, GradeTables
from asteroid_econ.composition.size import mass_kg
from asteroid_econ.composition.tables import load_tables
from asteroid_econ.constants import TROY_OUNCE_KG
from asteroid_econ.parameters.load import load
from asteroid_econ.published.case import Case
from asteroid_econ.published.tables import table

_TITLE = "Claims of what an asteroid holds"


def cases() -> tuple[Case, ...]:
    """Return the claims, in the order of their sizes."""
    return (*_ten_metre(), *_thirty_metre(), *_kilometre(), *_psyche(), *_amun(), *_water())


def _ten_metre() -> tuple[Case, ...]:
    x = _inputs("ten_metre")
    kg = _mass_kg(x)
    metal, rare = _of_chondrites("H")
    return (
        _case(
            "ten_metre", "metal_t", "all metallic elements of H chondrite, oxidised or not",
            x["metallic_elements_frac"] * kg / 1e3, 5.0,
            because="the claim is rounded down, or takes 2660 kg/m3", bound=15.0,
        ),
        _case(
            "ten_metre", "metal_t", "native metal of H chondrite", metal * kg / 1e3, 5.0,
            because="the claim counts iron and magnesium that are bound in silicates as metal; "
            "native metal is two fifths of it", bound=400.0,
        ),
        _case(
            "ten_metre", "rare_kg", "platinum group and gold of H chondrite", rare * kg, 5.0,
            because="no meteorite group of S types holds 35 ppm: the claim is seven times too much",
            bound=44.0,
        ),
        *(
            _case("ten_metre", f"native_{group.lower()}_t", f"native metal of {group} chondrite",
                  _solid_kg(x, group) * _of_chondrites(group)[0] / 1e3, digit)
            for group, digit in (("H", 5.0), ("LL", 0.5))
        ),
        _case("ten_metre", "native_rare_kg", "platinum group and gold of H chondrite",
              _solid_kg(x, "H") * rare, 0.05,
              because="5.45 ppm and 3,420 kg/m3 here, 5.4 ppm and 3,400 kg/m3 there", bound=0.2),
    )  # fmt: skip


def _thirty_metre() -> tuple[Case, ...]:
    x = _inputs("thirty_metre")
    kg, usd_kg = _mass_kg(x), x["price_usd_ozt"] / TROY_OUNCE_KG
    needed = {end: x[f"platinum_{end}_busd"] * 1e9 / usd_kg / kg * 1e6 for end in ("low", "high")}
    in_iron = load_tables().grades.precious[GROUPS.index("IRON"), PRECIOUS.index("platinum")]
    return (
        _case("thirty_metre", "needed_low_ppm", "platinum that the low claim needs",
              needed["low"], 50.0),
        _case("thirty_metre", "needed_high_ppm", "platinum that the high claim needs",
              needed["high"], 50.0),
        _case("thirty_metre", "iron_value_musd", "its platinum at 15 ppm",
              x["iron_ppm"] * 1e-6 * kg * usd_kg / 1e6, 0.5),
        _case(
            "thirty_metre", "needed_low_ppm", "median platinum of iron metal here",
            float(in_iron * 1e6), 50.0,
            because="iron meteorites hold a four-hundredth of what the claim needs: it is right "
            "for a body of ten times the diameter", bound=4545.0,
        ),
    )  # fmt: skip


def _kilometre() -> tuple[Case, ...]:
    metal, kargel = _inputs("one_km"), _inputs("kargel")
    x = _inputs("kiss")
    rubble_gt = float(mass_kg(metal["diameter_km"], metal["rubble_kg_m3"])) / 1e12
    return (
        _case("one_km", "metal_gt", "all of 3900 kg/m3 is metal", _mass_kg(metal) / 1e12, 0.05),
        _case(
            "one_km", "metal_gt", "a rubble pile of 4500 kg/m3 with .6 of metal",
            metal["rubble_metal_frac"] * rubble_gt, 0.05,
            because="an iron rubble pile would hold 2.3 Gt, a metal-rich body of stone and metal "
            "a third less than the claim", bound=0.7,
        ),
        _case("kargel", "precious_t", "100 ppm of solid iron",
              kargel["precious_ppm"] * 1e-6 * _mass_kg(kargel) / 1e3, 50_000.0),
        *(
            _case("kiss", f"{end}_t", "mass of a body of 7 m",
                  float(mass_kg(x["diameter_km"], x[f"{end}_kg_m3"])) / 1e3, tolerance)
            for end, tolerance in (("low", 0.5), ("mid", 5.0), ("high", 0.5))
        ),
    )  # fmt: skip


def _psyche() -> tuple[Case, ...]:
    x = _inputs("psyche")

    def parts(end: str) -> tuple[float, float]:
        volume = x[f"metal_vol_{end}_frac"]
        return volume * x["metal_g_cm3"], (1.0 - volume) * x["silicate_g_cm3"]

    def share(end: str) -> float:
        return parts(end)[0] / sum(parts(end))

    def porosity(end: str) -> float:
        return 1.0 - x["bulk_g_cm3"] / sum(parts(end))

    return (
        _case("psyche", "metal_kg", "three quarters of its mass",
              x["metal_frac"] * x["mass_kg"], 0.05e19),
        _case("psyche", "metal_mass_low_frac", "30 % of the solid volume is metal",
              share("low"), 0.005),
        _case("psyche", "metal_mass_high_frac", "60 % of the solid volume is metal",
              share("high"), 0.005),
        _case("psyche", "porosity_low_frac", "30 % of the solid volume is metal",
              porosity("low"), 0.005),
        _case("psyche", "porosity_high_frac", "60 % of the solid volume is metal",
              porosity("high"), 0.005),
        _case(
            "psyche", "metal_kg", "60 % of the solid volume is metal",
            share("high") * x["mass_kg"], 0.05e19,
            because="the claim is the upper end of what the density allows", bound=0.15e19,
        ),
    )  # fmt: skip


def _amun() -> tuple[Case, ...]:
    x, da = _inputs("amun"), _inputs("da_1986")
    kg = _mass_kg(x)
    cobalt_kg, precious_kg = x["cobalt_frac"] * kg, x["platinum_group_ppm"] * 1e-6 * kg
    parts = x["iron_nickel_tusd"] + x["cobalt_tusd"] + x["platinum_group_tusd"]
    return (
        _case("amun", "value_tusd", "sum of its parts", parts, 0.5),
        _case("amun", "mass_kg", "solid iron", kg, 0.005e13),
        _case("amun", "iron_nickel_usd_kg", "price implied for iron and nickel",
              x["iron_nickel_tusd"] * 1e12 / kg, 0.0005),
        _case("amun", "cobalt_usd_kg", "price implied for cobalt",
              x["cobalt_tusd"] * 1e12 / cobalt_kg, 0.05),
        _case("amun", "platinum_group_usd_kg", "price implied for the platinum group",
              x["platinum_group_tusd"] * 1e12 / precious_kg, 10.0),
        _case("da_1986", "value_tusd", "yearly value over its life",
              da["value_busd_yr"] * da["life_yr"] / 1e3, 0.005),
    )  # fmt: skip


def _water() -> tuple[Case, ...]:
    x = _inputs("rivkin")
    each = x["water_frac"] * _mass_kg(x)
    return tuple(
        _case("rivkin", f"{end}_gkg", "water of hydrated bodies easier to reach than the Moon",
              x[f"{end}_bodies"] * each / 1e9, 50.0)
        for end in ("low", "mid", "high")
    )  # fmt: skip


@cache
def _inputs(claim: str) -> dict[str, float]:
    return table("claims").where("claim", claim).mapping("quantity", "value")


def _mass_kg(x: dict[str, float]) -> float:
    return float(mass_kg(x["diameter_km"], x["density_kg_m3"]))


def _solid_kg(x: dict[str, float], group: str) -> float:
    """Return the mass of a body of one group of meteorites without pores between its stones."""
    density = load("meteorites").value(f"density.{group}")["mean"]
    return float(mass_kg(x["diameter_km"], density))


def _of_chondrites(group: str) -> tuple[float, float]:
    """Return native metal, and platinum group with gold, as fractions of the bulk."""
    grades: GradeTables = load_tables().grades
    i = GROUPS.index(group)
    return float(grades.metal[i, 0]), float(grades.precious[i].sum())


def _case(
    claim: str,
    quantity: str,
    what: str,
    ours: float,
    tolerance: float,
    *,
    because: str = "",
    bound: float = 0.0,
) -> Case:
    t = table("claims").where("claim", claim)
    row = t.text("quantity").index(quantity)
    slug = re.sub("[^a-z0-9]+", "-", what.lower())
    return Case(
        id=f"claims/{claim}/{quantity}/{slug}".replace("_", "-"),
        title=_TITLE,
        source=t.text("source")[row],
        quantity=f"{quantity.rsplit('_', 1)[0].replace('_', ' ')}: {what}",
        unit=t.text("unit")[row],
        reference=np.array([t.numbers("value")[row]]),
        tolerance=tolerance,
        kind="model" if because else "identity",
        compute=lambda: ours,
        explanation=because,
        explained_bound=bound,
    )
