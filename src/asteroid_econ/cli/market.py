"""``asteroid-econ market``: what selling more does to a price, and where revenue turns."""

from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from asteroid_econ.cli.console import show
from asteroid_econ.cli.json_output import print_json
from asteroid_econ.cli.options import Draws, Json, Overrides, Seed, Threads, parsed_overrides
from asteroid_econ.economics.commodities import commodity
from asteroid_econ.economics.impact import (
    QUANTILES,
    PriceImpact,
    price_impact,
    sales_grid_kg_yr,
    water_impact,
)
from asteroid_econ.economics.scenario import draw_world, load_tables
from asteroid_econ.errors import InputError
from asteroid_econ.parameters.load import check_overrides, load
from asteroid_econ.reports.market_figure import impact_table, write_impact_figure
from asteroid_econ.sampling.sequences import Sampler
from asteroid_econ.studies.store import prepare_folder

_YEAR = "2025"
_SPOT = "platinum-spot-2026"
_DRAWS = 2000
# Cases of water: the place of sale. All of them show the years that the case is about.
_WATER = {
    "water-2035": "NRHO",
    "water-2035-leo": "LEO",
    "water-2035-geo": "GEO",
    "water-2035-lunar-surface": "lunar surface",
}
_WATER_YEARS = (2035, 2040)


def market(
    case: Annotated[
        str,
        typer.Argument(
            help="A metal and its anchor year (platinum-2025, iridium-2025, …), "
            "platinum-spot-2026, water-2035, or water-2035-leo, -geo, -lunar-surface."
        ),
    ] = "platinum-2025",
    sold: Annotated[
        list[float] | None,
        typer.Option(help="Tonnes sold a year; repeatable. By default a grid over four decades."),
    ] = None,
    draws: Draws = None,
    seed: Seed = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the figure, an SVG file named by the case.")
    ] = None,
    overrides: Overrides = None,
    threads: Threads = None,
    json: Json = False,
) -> None:
    """Print the price-impact curve of a product: revenue against tonnage sold, where it turns.

    Examples: `asteroid-econ market platinum-2025 --out figures`;
    `asteroid-econ market water-2035`; `asteroid-econ market iridium-2025 --sold 1 --sold 5`;
    `asteroid-econ market platinum-2025 --set market.supply=cost_curve`.
    """
    values = parsed_overrides(overrides)
    check_overrides(values)
    if case == _SPOT:
        values = {"market.platinum.price_usd_ozt": _spot_usd_ozt(values), **values}
    metal = "" if case in _WATER else _metal(case, values)
    folder = prepare_folder(out) if out else None
    n_draws, seed = _DRAWS if draws is None else draws, 0 if seed is None else seed
    world = draw_world(load_tables(values), Sampler(seed, n_draws))
    sold_kg_yr = _kg_yr(sold) if sold else None
    if metal:
        base = float(world.earth.volume_kg_yr[world.earth.metals.index(metal)])
        grid = sales_grid_kg_yr(base) if sold_kg_yr is None else sold_kg_yr
        impact = price_impact(world.earth, metal, sold_kg_yr=grid, threads=threads)
    else:
        demand = world.water.demand_kg(_WATER[case])
        volume = float(np.median(demand[demand > 0.0])) if np.any(demand > 0.0) else 1.0
        impact = water_impact(
            world.water,
            _WATER[case],
            calendar_yr=world.calendar_yr,
            years=_WATER_YEARS,
            sold_kg_yr=sales_grid_kg_yr(volume) if sold_kg_yr is None else sold_kg_yr,
            threads=threads,
        )
    title = f"{case}: {n_draws} draws, seed {seed}"
    if folder:
        write_impact_figure(folder / f"market-{case}.svg", impact, title)
    if json:
        print_json(_object(case, impact, n_draws, seed, values))
    else:
        show(impact_table(impact, title))


def _kg_yr(tonnes: list[float]) -> list[float]:
    """Return sales in kilograms, least first, as a curve has them."""
    for t in tonnes:
        if not 0.0 <= t < np.inf:
            raise InputError("sold", t, "tonnes a year, a number >= 0")
    return sorted(1e3 * t for t in tonnes)


def _spot_usd_ozt(overrides: dict[str, Any]) -> float:
    return float(load("market", overrides).value("platinum.spot_2026_usd_ozt"))


def _metal(case: str, overrides: dict[str, Any]) -> str:
    """Return the metal of a case, its price and volume checked."""
    market = load("market", overrides)
    metals = [key.removesuffix(".mine_kg_yr") for key in market if key.endswith(".mine_kg_yr")]
    cases = [*(f"{metal}-{_YEAR}" for metal in metals), _SPOT, *_WATER]
    metal, _, year = ("platinum-2025" if case == _SPOT else case).rpartition("-")
    if year != _YEAR or metal not in metals:
        near = get_close_matches(case.lower(), cases, n=1)
        hint = f"did you mean {near[0]}? One of " if near else "one of "
        raise InputError("case", case, hint + ", ".join(cases))
    commodity(metal, table=load("commodities", overrides), market=market)
    return metal


def _object(
    case: str, impact: PriceImpact, draws: int, seed: int, overrides: dict[str, Any]
) -> dict[str, Any]:
    names = [year.replace(" ", "_") for year in impact.years]
    return {
        "case": case,
        "draws": draws,
        "seed": seed,
        "overrides": overrides,
        "product": impact.product,
        "base_kg_yr": impact.base_kg_yr,
        "anchor_usd_kg": impact.anchor_usd_kg,
        "years": names,
        "note": impact.note,
        "quantiles": QUANTILES,
        **{f"turn_{name}_kg_yr": turn for name, turn in zip(names, impact.turn_kg_yr, strict=True)},
        "curve": [
            {
                "sold_kg_yr": impact.sold_kg_yr[i],
                **{f"{name}_ratio": impact.price_ratio[y][:, i] for y, name in enumerate(names)},
                **{f"{name}_usd_yr": impact.revenue_usd_yr[y, i] for y, name in enumerate(names)},
            }
            for i in range(impact.sold_kg_yr.size)
        ],
    }
