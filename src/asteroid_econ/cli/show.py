"""``asteroid-econ show``."""

from typing import Annotated

import typer

from asteroid_econ import api
from asteroid_econ.cli import console
from asteroid_econ.cli.json_output import print_json
from asteroid_econ.cli.options import (
    ArchitectureNames,
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
from asteroid_econ.errors import InputError
from asteroid_econ.reports.chain import assumption_table, chain_tables
from asteroid_econ.studies.explain import target_from_elements


def show(
    target: Annotated[
        str | None, typer.Argument(help="Designation, name or number, such as 'Bennu' or 101955.")
    ] = None,
    elements: Annotated[
        str | None,
        typer.Option(
            help="One's own body: 'a=1.2,e=0.1,i=5,h=22'; also node, argperi, m (degrees), epoch "
            "(MJD), albedo, diameter (km), rotation (h), taxonomy."
        ),
    ] = None,
    catalog: CatalogName = None,
    skip_bad_rows: SkipBadRows = None,
    architecture: ArchitectureNames = None,
    draws: Draws = None,
    seed: Seed = None,
    overrides: Overrides = None,
    study_file: StudyFile = None,
    threads: Threads = None,
    json: Json = False,
) -> None:
    """Show one target's whole chain, from orbit to NPV, with every assumption and its source.

    Examples: `asteroid-econ show Bennu`; `asteroid-econ show --elements a=1.2,e=0.1,i=5,h=22`.
    """
    if (target is None) == (elements is None):
        raise InputError("target", target or elements, "a TARGET, or --elements: one of the two")
    study = study_from_options(
        study_file,
        overrides,
        catalog=catalog,
        skip_bad_rows=skip_bad_rows,
        architectures=architecture,
        draws=draws,
        seed=seed,
    )
    if not study.is_fleet:  # then the others decide nothing
        study = study.model_copy(update={"targets": ()})
    body = target_from_elements(elements) if elements else api.find_target(study, str(target))
    explanation = api.explain(study, body, threads=threads)
    if json:
        print_json({"targets": [explanation.as_dict()]})
        return
    for table in chain_tables(explanation):
        console.show(table)
    console.show(assumption_table(explanation))
