"""``asteroid-econ inventory``."""

from typing import Annotated

import typer

from asteroid_econ import api
from asteroid_econ.cli import console
from asteroid_econ.cli.json_output import print_json
from asteroid_econ.cli.options import (
    CatalogName,
    Draws,
    Json,
    Overrides,
    Seed,
    SkipBadRows,
    StudyFile,
    Threads,
)
from asteroid_econ.cli.study_options import study_from_options
from asteroid_econ.reports.inventory import inventory_tables


def inventory(
    catalog: CatalogName = None,
    skip_bad_rows: SkipBadRows = None,
    target: Annotated[
        list[str] | None, typer.Option(help="Only this asteroid; repeatable. By default all.")
    ] = None,
    draws: Draws = None,
    seed: Seed = None,
    overrides: Overrides = None,
    study_file: StudyFile = None,
    threads: Threads = None,
    json: Json = False,
) -> None:
    """Sum what a catalogue holds: asteroids by class, water and metal, with their uncertainty.

    Examples: `asteroid-econ inventory`; `asteroid-econ inventory --target Bennu --target Ryugu`;
    `asteroid-econ inventory --catalog main-belt --draws 500 --json`.
    """
    study = study_from_options(
        study_file,
        overrides,
        catalog=catalog,
        skip_bad_rows=skip_bad_rows,
        targets=tuple(target) if target else None,
        draws=draws,
        seed=seed,
    )
    with console.progress("drawing") as report:
        found = api.inventory(study, threads=threads, progress=report)
    if json:
        print_json(found.as_dict())
        return
    for table in inventory_tables(found):
        console.show(table)
