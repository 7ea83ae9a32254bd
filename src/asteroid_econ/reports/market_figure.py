"""Figure and table of a price-impact curve; nothing is computed here."""

from pathlib import Path
from typing import Any

import numpy as np
from rich.table import Table

from asteroid_econ.economics.impact import PriceImpact

_ROWS_SHOWN = 8  # every eighth point of the curve: half a decade is four rows
_BAR = 30
_ROUNDS_TO_ONE = 0.9995
_CENTS_BELOW_USD = 100.0
_SHOWN_AS_ZERO = 0.0005


def impact_table(impact: PriceImpact, title: str) -> Table:
    """Return the curve as a table, revenue of the later year drawn as bars."""
    first, later = impact.years
    table = Table(title=title, caption=_caption(impact), caption_justify="left")
    headers = (f"price, {first}", later, f"M$/yr, {first}", f"M$/yr, {later}")
    for header in ("sold, t/yr", "of base", *headers):
        table.add_column(header, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    usd = impact.revenue_usd_yr
    highest = float(usd[1].max())
    step = _ROWS_SHOWN if impact.sold_kg_yr.size > _ROWS_SHOWN else 1
    for i in sorted({*range(0, impact.sold_kg_yr.size, step), *usd.argmax(axis=1).tolist()}):
        table.add_row(
            _number(impact.sold_kg_yr[i] / 1e3),
            f"{_number(100 * impact.sold_kg_yr[i] / impact.base_kg_yr, digits=3)} %",
            *(_band(ratio[:, i]) for ratio in impact.price_ratio),
            *(_number(usd[y, i] / 1e6) for y in range(2)),
            "█" * round(_BAR * usd[1, i] / highest) if highest > 0.0 else "",
        )
    return table


def _number(x: float, *, digits: int = 4) -> str:
    """Return a number to some digits, written out where it is large."""
    return f"{x:,.0f}" if abs(x) >= 10.0**digits else f"{x:,.{digits}g}"


def _band(quantiles: Any) -> str:
    low, middle, high = (float(q) for q in quantiles)
    if _ROUNDS_TO_ONE <= low < 1.0:  # say how little the price falls, not that it does not
        return f"1 − {1.0 - middle:.1e}"
    return f"{_ratio(middle)} ({_ratio(low)}–{_ratio(high)})"


def _ratio(x: float) -> str:
    return "<.001" if 0.0 < x < _SHOWN_AS_ZERO else f"{x:.3f}"


def _caption(impact: PriceImpact) -> str:
    price = impact.anchor_usd_kg
    without = f"{price:,.2f}" if price < _CENTS_BELOW_USD else f"{price:,.0f}"
    return (
        f"Price over the one without the venture: median (P10–P90). Without it "
        f"{without} USD/kg, {_number(impact.base_kg_yr / 1e3)} t/yr. {impact.note}\n"
        f"{_turns(impact)}"
    )


def _turns(impact: PriceImpact) -> str:
    if impact.sold_kg_yr.min() == impact.sold_kg_yr.max():
        return "Where expected revenue turns takes more than one quantity, or the default curve."
    turns = ", ".join(
        f"{'not on this curve' if kg is None else f'at {_number(kg / 1e3)} t/yr'} ({year})"
        for kg, year in zip(impact.turn_kg_yr, impact.years, strict=True)
    )
    return (
        "Expected revenue, before charges, turns at the point from which more sold brings less: "
        f"{turns}."
    )


def write_impact_figure(path: Path, impact: PriceImpact, title: str) -> None:
    """Write the curve as an SVG file, the same bytes for the same numbers."""
    import matplotlib

    matplotlib.use("agg")
    from matplotlib import pyplot

    style: Any = {"svg.hashsalt": "asteroid-econ", "font.size": 10}
    highest = float(impact.revenue_usd_yr.max())
    scale, unit = (1e9, "G$/yr") if highest >= 1e9 else (1e6, "M$/yr")
    with matplotlib.rc_context(style):
        figure, (price, revenue) = pyplot.subplots(2, 1, figsize=(7, 7), sharex=True)
        tonnes = impact.sold_kg_yr / 1e3
        curves = zip(
            impact.years,
            impact.price_ratio,
            impact.revenue_usd_yr / scale,
            impact.turn_kg_yr,
            ("tab:orange", "tab:blue"),
            (4.0, 1.5),  # so that both are seen where they coincide
            strict=True,
        )
        least = int(np.argmin(tonnes))
        for label, ratio, usd, turn_kg_yr, colour, width in curves:
            price.fill_between(tonnes, ratio[0], ratio[2], color=colour, alpha=0.2, linewidth=0)
            price.plot(tonnes, ratio[1], color=colour, linewidth=width, label=label)
            revenue.plot(tonnes, usd, color=colour, linewidth=width, label=label)
            stayed = tonnes * usd[least] / tonnes[least]
            revenue.plot(tonnes, stayed, "--", color=colour, linewidth=1.0)
            if turn_kg_yr is not None:
                revenue.plot(turn_kg_yr / 1e3, usd.max(), "o", color=colour)
        revenue.plot([], [], "--", color="grey", label="at the price of the least quantity")
        revenue.set_ylim(0, 1.3 * highest / scale)
        price.set_ylim(bottom=0.0)
        price.set_ylabel("price / price without the venture\n(median, P10–P90)")
        revenue.set_ylabel(f"expected revenue, {unit}")
        revenue.set_xlabel(f"{impact.product} sold, t/yr")
        revenue.set_xscale("log")
        price.set_title(title)
        price.legend()
        revenue.legend()
        figure.tight_layout()
        figure.savefig(path, format="svg", metadata={"Date": None})
        pyplot.close(figure)
