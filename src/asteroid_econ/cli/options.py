"""Options that several commands share, each defined once."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from asteroid_econ.errors import InputError

Threads = Annotated[
    int | None,
    typer.Option(min=1, help="Threads; by default every CPU. Results do not depend on it."),
]
Seed = Annotated[
    int | None,
    typer.Option(
        help="Seed of all random draws, any integer; 0 is as good as any.", show_default="0"
    ),
]
Draws = Annotated[
    int | None,
    typer.Option(min=1, help="Monte Carlo draws per target.", show_default="2000"),
]
CatalogName = Annotated[
    str | None,
    typer.Option(
        help="'embedded', 'main-belt', or a CSV or Parquet file.", show_default="embedded"
    ),
]
SkipBadRows = Annotated[
    bool | None,
    typer.Option(
        "--skip-bad-rows", help="Leave bad rows of a file out and report them; else they stop it."
    ),
]
ArchitectureNames = Annotated[
    list[str] | None,
    typer.Option(help="Only this architecture; repeatable. By default all, the best one shown."),
]
StudyFile = Annotated[
    Path | None,
    typer.Option("--study", help="Start from this study file; other options change it."),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")]
Overrides = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="Override a parameter by a number or a distribution: 'pert(1, 2, 4)'. Repeatable.",
    ),
]


def parsed_overrides(assignments: Iterable[str] | None) -> dict[str, Any]:
    """Return key → number or text from ``--set KEY=VALUE`` options.

    Whether a key is known is checked where parameters are loaded; here only the form is.
    """
    result: dict[str, Any] = {}
    for assignment in assignments or ():
        key, equals, text = (part.strip() for part in assignment.partition("="))
        if not (key and equals and text):
            raise InputError("--set", assignment, "KEY=VALUE, such as missions.plant.mass_kg=5000")
        if key in result:
            raise InputError("--set", assignment, f"one value per key; '{key}' is given twice")
        result[key] = _number_or_text(text)
    return result


def _number_or_text(text: str) -> Any:
    try:
        return float(text)
    except ValueError:
        return text
