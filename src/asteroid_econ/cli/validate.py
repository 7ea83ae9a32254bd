"""``asteroid-econ validate``: this program against published results."""

from collections import Counter
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from asteroid_econ._parallel import map_blocks
from asteroid_econ.cli.console import progress, show
from asteroid_econ.cli.json_output import print_json
from asteroid_econ.cli.options import Json, Threads
from asteroid_econ.published.case import Check, judge
from asteroid_econ.published.registry import all_cases

_COLOURS = {"pass": "green", "explained": "cyan", "not run": "yellow", "fail": "bold red"}


def validate(
    run_all: Annotated[
        bool, typer.Option("--all", help="Also the long cases; show every row of every table.")
    ] = False,
    threads: Threads = None,
    json: Json = False,
) -> None:
    """Compare this program with published results.

    Each case shows the reference, our value, the tolerance and a verdict: pass, explained (a
    written reason with a bound of its own), not run (what is missing), fail. Of a table the row
    that differs most is shown. Exit code 1 if a case fails, else 0.
    """
    cases = all_cases()
    with progress("published cases") as advance:
        checks = map_blocks(
            lambda i: judge(cases[i], run_long=run_all),
            len(cases),
            threads=threads,
            progress=lambda done: advance(done, len(cases)),
        )
    if json:
        print_json({"summary": _summary(checks), "cases": [_as_json(c) for c in checks]})
    else:
        show(_table(checks, every_row=run_all))
        for check in checks:
            if check.note:
                show(f"{escape(check.case.id)}: {escape(check.note)}")
        show(", ".join(f"{n} {what}" for what, n in _summary(checks).items()))
    if any(check.verdict == "fail" for check in checks):
        raise typer.Exit(1)


def _summary(checks: list[Check]) -> dict[str, int]:
    """Count verdicts; identities are counted apart from what was published as a result."""
    verdicts = Counter[str](check.verdict for check in checks)
    identities = sum(check.case.kind == "identity" for check in checks)
    results = {"cases": len(checks), "identities": identities}
    return results | {verdict: verdicts[verdict] for verdict in _COLOURS}


def _table(checks: list[Check], *, every_row: bool) -> Table:
    table = Table(title="Published results and ours")
    for name in ("case", "quantity", "unit"):
        table.add_column(name, overflow="fold")
    for name in ("reference", "ours", "tolerance"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    for check in checks:
        rows = range(len(check.case.labels)) if every_row else (check.worst,)
        for row in rows:
            table.add_row(*_cells(check, row, every_row=every_row))
    return table


def _cells(check: Check, row: int, *, every_row: bool) -> tuple[str, ...]:
    case, n = check.case, len(check.case.labels)
    label = case.labels[row] if every_row or n == 1 else f"worst of {n}: {case.labels[row]}"
    colour = _COLOURS[check.verdict]
    return (
        escape(f"{case.id} {label}".strip()),
        escape(case.quantity),
        escape(case.unit),
        f"{case.reference[row]:.7g}",
        "" if check.verdict == "not run" else f"{check.ours[row]:.7g}",
        f"{case.tolerance:.2g}",
        f"[{colour}]{check.verdict}[/]",
    )


def _as_json(check: Check) -> dict[str, Any]:
    case = check.case
    return {
        "id": case.id,
        "title": case.title,
        "source": case.source,
        "kind": case.kind,
        "quantity": case.quantity,
        "unit": case.unit,
        "labels": case.labels,
        "reference": case.reference,
        "ours": check.ours,
        "tolerance": case.tolerance,
        "explained_bound": case.explained_bound if case.explanation else None,
        "verdict": check.verdict,
        "note": check.note,
    }
