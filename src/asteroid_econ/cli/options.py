"""Options that several commands share, each defined once."""

from collections.abc import Iterable
from typing import Annotated, Any

import typer

from asteroid_econ.errors import InputError

Threads = Annotated[
    int | None,
    typer.Option(min=1, help="Threads; by default every CPU. Results do not depend on it."),
]
Seed = Annotated[
    int,
    typer.Option(min=0, max=2**63 - 1, help="Seed of all random draws; 0 is as good as any."),
]
Draws = Annotated[int, typer.Option(min=1, help="Monte Carlo draws per target.")]
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
            raise InputError("--set", assignment, "KEY=VALUE, such as mission.cruise_mtbf_yr=20")
        if key in result:
            raise InputError("--set", assignment, f"one value per key; '{key}' is given twice")
        result[key] = _number_or_text(text)
    return result


def _number_or_text(text: str) -> Any:
    try:
        return float(text)
    except ValueError:
        return text
