"""``asteroid-econ parameters``: every sourced number, with what is needed to trust it."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from asteroid_econ.cli.console import show
from asteroid_econ.cli.json_output import print_json
from asteroid_econ.cli.options import Json, Overrides, parsed_overrides
from asteroid_econ.errors import InputError
from asteroid_econ.parameters.load import MARKS, Parameter, check_overrides, load, names


def parameters(
    prefix: Annotated[
        str, typer.Argument(help="Only keys that start so, such as 'market' or 'market.pt'.")
    ] = "",
    overrides: Overrides = None,
    json: Json = False,
) -> None:
    """List the parameters with value, unit, distribution and source.

    A study overrides any of them by its key (--set, or the parameters table of a study file).
    """
    values = parsed_overrides(overrides)
    check_overrides(values)
    every = [p for name in names() for p in load(name, values).values()]
    chosen = [p for p in every if p.key.startswith(prefix)]
    if not chosen:
        raise InputError("prefix", prefix, _nearest(prefix, every))
    if json:
        print_json({"parameters": chosen, "marks": MARKS})
        return
    show(_table(chosen))
    used = {p.mark for p in chosen}
    show("; ".join(f"{escape(mark)}: {text}" for mark, text in MARKS.items() if mark in used))


def _nearest(prefix: str, every: list[Parameter]) -> str:
    keys = [p.key for p in every]
    starts = {".".join(key.split(".")[:n]) for key in keys for n in range(1, key.count(".") + 2)}
    nearest = get_close_matches(prefix, sorted(starts), n=3, cutoff=0.4) or names()
    return f"the start of a key, such as {', '.join(nearest)}"


def _table(chosen: list[Parameter]) -> Table:
    table = Table(title=f"{len(chosen)} parameters")
    for name in ("key", "value", "unit", "distribution", "mark", "meaning", "source"):
        table.add_column(name, overflow="fold")
    for p in chosen:
        unit = f"{p.unit} of {p.base_year}" if p.base_year else p.unit
        cells = (p.key, _text(p.value), unit, p.distribution or "", p.mark, p.meaning, p.source)
        table.add_row(*(escape(cell) for cell in cells))
    return table


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_text(item)}" for key, item in value.items())
    if isinstance(value, tuple):
        return ", ".join(_text(item) for item in value)
    return f"{value:.10g}" if isinstance(value, float) else str(value)
