"""``asteroid-econ market``: what selling more does to a price, and where revenue turns."""

from pathlib import Path
from typing import Annotated, Any

import typer

from asteroid_econ.cli.console import show
from asteroid_econ.cli.json_output import print_json
from asteroid_econ.cli.options import Draws, Json, Overrides, Seed, Threads, parsed_overrides
from asteroid_econ.economics.commodities import commodity
from asteroid_econ.economics.impact import QUANTILES, PriceImpact, price_impact, sales_grid_kg_yr
from asteroid_econ.economics.scenario import draw_world, load_tables
from asteroid_econ.errors import InputError
from asteroid_econ.parameters.load import check_overrides, load
from asteroid_econ.reports.market_figure import impact_table, write_impact_figure
from asteroid_econ.sampling.sequences import Sampler
from asteroid_econ.studies.store import prepare_folder

_YEAR = "2025"
_DRAWS = 2000


def market(
    case: Annotated[
        str, typer.Argument(help="A metal and its anchor year: platinum-2025, iridium-2025, …")
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
    """Print the price-impact curve of a metal: revenue against tonnage sold, and where it turns.

    Examples: `asteroid-econ market platinum-2025 --out figures`;
    `asteroid-econ market iridium-2025 --sold 1 --sold 5`;
    `asteroid-econ market platinum-2025 --set market.supply=cost_curve`.
    """
    del threads  # one curve is one task; the option is there as everywhere
    values = parsed_overrides(overrides)
    check_overrides(values)
    metal = _metal(case, values)
    folder = prepare_folder(out) if out else None
    n_draws, seed = _DRAWS if draws is None else draws, 0 if seed is None else seed
    earth = draw_world(load_tables(values), Sampler(seed, n_draws)).earth
    base = float(earth.volume_kg_yr[earth.metals.index(metal)])
    sold_kg_yr = [1e3 * t for t in sold] if sold else sales_grid_kg_yr(base)
    impact = price_impact(earth, metal, sold_kg_yr=sold_kg_yr)
    title = f"{case}: {n_draws} draws, seed {seed}"
    if folder:
        write_impact_figure(folder / f"market-{case}.svg", impact, title)
    if json:
        print_json(_object(case, impact, n_draws, seed, values))
    else:
        show(impact_table(impact, title))


def _metal(case: str, overrides: dict[str, Any]) -> str:
    """Return the metal of a case; commodities without a metal market are named as such."""
    market = load("market", overrides)
    metals = [key.removesuffix(".mine_kg_yr") for key in market if key.endswith(".mine_kg_yr")]
    cases = ", ".join(f"{metal}-{_YEAR}" for metal in metals)
    metal, _, year = case.rpartition("-")
    if year != _YEAR or metal not in metals:
        raise InputError("case", case, cases)
    commodity(metal, table=load("commodities", overrides), market=market)
    return metal


def _object(
    case: str, impact: PriceImpact, draws: int, seed: int, overrides: dict[str, Any]
) -> dict[str, Any]:
    first, long_run = impact.turn_kg_yr()
    return {
        "case": case,
        "draws": draws,
        "seed": seed,
        "overrides": overrides,
        "metal": impact.metal,
        "base_kg_yr": impact.base_kg_yr,
        "anchor_usd_kg": impact.anchor_usd_kg,
        "n_years": impact.n_years,
        "quantiles": QUANTILES,
        "turn_first_year_kg_yr": first,
        "turn_long_run_kg_yr": long_run,
        "curve": [
            {
                "sold_kg_yr": impact.sold_kg_yr[i],
                "first_year_ratio": impact.first_year_ratio[:, i],
                "long_run_ratio": impact.long_run_ratio[:, i],
                "first_year_usd_yr": impact.first_year_usd_yr[i],
                "long_run_usd_yr": impact.long_run_usd_yr[i],
            }
            for i in range(impact.sold_kg_yr.size)
        ],
    }
