"""Figure and table of a price-impact curve; nothing is computed here."""

from pathlib import Path
from typing import Any

from rich.table import Table

from asteroid_econ.economics.impact import PriceImpact

_ROWS_SHOWN = 8  # every eighth point of the curve: half a decade is four rows
_BAR = 30


def impact_table(impact: PriceImpact, title: str) -> Table:
    """Return the curve as a table, revenue of the long run drawn as bars."""
    table = Table(title=title, caption=_caption(impact), caption_justify="left")
    for header in ("sold, t/yr", "of base", "price, first year", "long run", "M$/yr, first year"):
        table.add_column(header, justify="right", no_wrap=True)
    table.add_column("M$/yr, long run", justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    highest = float(impact.long_run_usd_yr.max())
    turns = {int(impact.first_year_usd_yr.argmax()), int(impact.long_run_usd_yr.argmax())}
    for i in sorted({*range(0, impact.sold_kg_yr.size, _ROWS_SHOWN), *turns}):
        revenue = float(impact.long_run_usd_yr[i])
        table.add_row(
            f"{impact.sold_kg_yr[i] / 1e3:,.4g}",
            f"{100 * impact.sold_kg_yr[i] / impact.base_kg_yr:.3g} %",
            _band(impact.first_year_ratio[:, i]),
            _band(impact.long_run_ratio[:, i]),
            f"{impact.first_year_usd_yr[i] / 1e6:,.0f}",
            f"{revenue / 1e6:,.0f}",
            "█" * round(_BAR * revenue / highest),
        )
    return table


def _band(quantiles: Any) -> str:
    low, middle, high = (float(q) for q in quantiles)
    return f"{middle:.3f} ({low:.3f}–{high:.3f})"


def _caption(impact: PriceImpact) -> str:
    first, long_run = (kg / 1e3 for kg in impact.turn_kg_yr())
    return (
        f"Price over its baseline: median (P10–P90). Anchor {impact.anchor_usd_kg:,.0f} USD/kg, "
        f"base volume {impact.base_kg_yr / 1e3:,.1f} t/yr. "
        f"Long run: after {impact.n_years} years.\n"
        f"Expected revenue, before charges, turns at {first:,.4g} t/yr in the first year and at "
        f"{long_run:,.4g} t/yr in the long run: beyond it more sold brings less."
    )


def write_impact_figure(path: Path, impact: PriceImpact, title: str) -> None:
    """Write the curve as an SVG file, the same bytes for the same numbers."""
    import matplotlib

    matplotlib.use("agg")
    from matplotlib import pyplot

    style: Any = {"svg.hashsalt": "asteroid-econ", "font.size": 10}
    with matplotlib.rc_context(style):
        figure, (price, revenue) = pyplot.subplots(2, 1, figsize=(7, 7), sharex=True)
        tonnes = impact.sold_kg_yr / 1e3
        for ratio, usd, label, colour in (
            (impact.first_year_ratio, impact.first_year_usd_yr, "first year", "tab:orange"),
            (impact.long_run_ratio, impact.long_run_usd_yr, "long run", "tab:blue"),
        ):
            price.fill_between(tonnes, ratio[0], ratio[2], color=colour, alpha=0.2, linewidth=0)
            price.plot(tonnes, ratio[1], color=colour, label=label)
            revenue.plot(tonnes, usd / 1e9, color=colour, label=label)
            turn = int(usd.argmax())
            revenue.plot(tonnes[turn], usd[turn] / 1e9, "o", color=colour)
        list_price = impact.sold_kg_yr * impact.anchor_usd_kg / 1e9
        revenue.plot(tonnes, list_price, "--", color="grey", label="at the anchor price")
        revenue.set_ylim(0, 1.3 * float(impact.long_run_usd_yr.max()) / 1e9)
        price.set_ylabel("price / baseline (median, P10–P90)")
        revenue.set_ylabel("expected revenue, G$/yr")
        revenue.set_xlabel(f"{impact.metal} sold, t/yr")
        revenue.set_xscale("log")
        price.set_title(title)
        price.legend()
        revenue.legend()
        figure.tight_layout()
        figure.savefig(path, format="svg", metadata={"Date": None})
        pyplot.close(figure)
