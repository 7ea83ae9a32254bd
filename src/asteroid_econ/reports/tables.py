"""Tables for people, made from results; nothing is computed here."""

from collections.abc import Callable, Mapping
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from asteroid_econ.reports.transfers import iso_date
from asteroid_econ.studies.run import Result

TOP = 20


def money(usd: float | None) -> str:
    """Return dollars in millions, readable: '−1,234 M$'."""
    if usd is None or usd != usd:
        return "–"
    if abs(usd) < 1e6 and usd:
        return f"{usd / 1e6:,.3f}"
    return f"{usd / 1e6:,.0f}"


def mass(kg: float | None) -> str:
    """Return a mass to two digits with the unit that suits it: kg, t, kt, Mt, Gt."""
    if kg is None or kg != kg:
        return "–"
    kg = float(f"{kg:.2g}")
    for limit, scale, unit in (
        (1e3, 1.0, "kg"),
        (1e6, 1e3, "t"),
        (1e9, 1e6, "kt"),
        (1e12, 1e9, "Mt"),
    ):
        if abs(kg) < limit:
            return f"{kg / scale:g} {unit}"
    return f"{kg / 1e12:g} Gt"


def number(digits: int) -> Callable[[float | None], str]:
    """Return a formatter with significant digits; a dash for what is not known."""
    return lambda x: "–" if x is None or x != x else f"{x:.{digits}g}"


def percent(share: float | None) -> str:
    """Return a share in percent."""
    return "–" if share is None or share != share else f"{100 * share:.3g} %"


def _probability(row: Mapping[str, Any]) -> str:
    bound = row["p_npv_positive_below"]
    return percent(row["p_npv_positive"]) if bound is None else f"< {percent(bound)}"


def _designation(row: Mapping[str, Any]) -> str:
    return escape(f"{row['designation']} {row['name']}".strip())


def _launch(row: Mapping[str, Any]) -> str:
    mjd = row["launch_mjd_tdb"]
    return "–" if mjd is None else iso_date(mjd)


_COLUMNS: tuple[tuple[str, Callable[[Mapping[str, Any]], str]], ...] = (
    ("#", lambda r: str(r["rank"])),
    ("asteroid", _designation),
    ("class", lambda r: f"{r['class']} {percent(r['class_probability'])}"),
    ("H", lambda r: number(4)(r["h_mag"])),
    ("D, km", lambda r: number(2)(r["diameter_p50_km"])),
    ("Δv out, km/s", lambda r: number(3)(r["dv_km_s"])),
    ("launch", _launch),
    ("water", lambda r: mass(r["recoverable_water_kg"])),
    ("metal", lambda r: mass(r["recoverable_metal_kg"])),
    ("architecture", lambda r: r["architecture"]),
    ("NPV P10, M$", lambda r: money(r["npv_p10_usd"])),
    ("NPV P50, M$", lambda r: money(r["npv_p50_usd"])),
    ("NPV P90, M$", lambda r: money(r["npv_p90_usd"])),
    ("rev/cost", lambda r: number(3)(r["revenue_cost_ratio"])),
    ("break-even ×", lambda r: number(3)(r["break_even_price_multiple"])),
    ("P(NPV>0)", _probability),
    ("P(best)", lambda r: percent(r["p_best"])),
    ("P(first)", lambda r: percent(r["p_first_by_ratio"])),
)


# What a narrow terminal goes without, in this order; numbers are never cut.
_DISPENSABLE = (
    *("P(best)", "P(first)", "metal", "water", "H", "NPV P10, M$", "NPV P90, M$", "P(NPV>0)"),
    *("break-even ×", "architecture", "class"),
)


def rank_table(result: Result, top: int | None, width: int | None = None) -> Table:
    """Return the ranked list as a table of at most ``top`` rows that fits into a width.

    Parameters
    ----------
    result : Result
        From a run.
    top : int, optional
        Rows; 20 by default.
    width : int, optional
        Characters; without it every column is shown.
    """
    left_out: list[str] = []
    for dispensable in (None, *_DISPENSABLE):
        left_out += [dispensable] if dispensable else []
        table = _rank_table(result, top, left_out)
        needed = Console(width=10_000).measure(table).maximum
        if width is None or needed <= width:
            break
    return table


def _rank_table(result: Result, top: int | None, left_out: list[str]) -> Table:
    rows = result.targets.head(top or TOP).to_dicts()
    study = result.study
    hidden = [*left_out, "launch"] if study.transfers.source == "phase-free" else left_out
    columns = [(header, cell) for header, cell in _COLUMNS if header not in hidden]
    what = f"{len(result.targets)} targets of {escape(result.catalog.name)}"
    title = f"{what}, {study.draws} draws, seed {study.seed}"
    table = Table(title=title, caption=_caption(result, left_out), caption_justify="left")
    for header, _ in columns:
        left = header in ("asteroid", "class", "architecture")
        table.add_column(header, justify="left" if left else "right", no_wrap=True)
    for row in rows:
        table.add_row(*(cell(row) for _, cell in columns))
    return table


_TRANSFERS = {
    "phase-free": "Δv out: Shoemaker–Helin rendezvous from 300 km, phase-free.",
    "itineraries": "Δv out: departure from 400 km and arrival of the itinerary of the highest mean "
    "NPV; deliveries leave in its return windows.",
    "retrieval": "Δv out: Shoemaker–Helin rendezvous from 300 km; the whole asteroid is then moved "
    "to a libration orbit (`asteroid-econ ero`), and deliveries count from there. The craft that "
    "moves it is not among the costs.",
}


def _caption(result: Result, left_out: list[str]) -> str:
    measure = {"ratio": "E[PV revenue] / E[PV cost]", "value": "mean NPV"}[result.measure]
    gains = (result.candidates["npv_mean_usd"] >= 0.0).any()
    narrow = f"\nLeft out, to see in a wider terminal or by --json: {', '.join(left_out)}."
    verdict = "" if gains else " (every candidate loses on average)"
    return (
        f"Ranked by {measure}{verdict}. Money: real USD of {result.base_year}. "
        f"{_TRANSFERS[result.study.transfers.source]} "
        "Water, metal: expected recoverable from the body.\n"
        f"P(best): share of draws with the highest NPV; doing nothing is best in "
        f"{percent(result.p_do_nothing)}. P(first): share with the highest revenue/cost.\n"
        "Break-even ×: all prices, net of refining charges, times this make the mean NPV zero. "
        f"P10 is the low end, failures included.{narrow if left_out else ''}"
    )
