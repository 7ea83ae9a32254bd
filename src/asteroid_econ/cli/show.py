"""``asteroid-econ show``."""

from pathlib import Path
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
from asteroid_econ.reports.body_figure import check_figure_file, write_body_figure
from asteroid_econ.reports.chain import assumption_table, chain_tables, summary_tables
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
    plot: Annotated[
        Path | None,
        typer.Option(help="Draw classes, size, density and grades into this SVG or PNG file."),
    ] = None,
    assumptions: Annotated[
        bool, typer.Option("--assumptions", help="Print every parameter with its source, too.")
    ] = False,
    json: Json = False,
) -> None:
    """Show one target: what is believed of the body, then the whole chain from orbit to NPV.

    Examples: `asteroid-econ show Bennu`; `asteroid-econ show Bennu --plot bennu.png`;
    `asteroid-econ show --elements a=1.2,e=0.1,i=5,h=22 --assumptions`.
    """
    if (target is None) == (elements is None):
        raise InputError(
            "target", target or elements or "", "a TARGET, or --elements: one of the two"
        )
    if plot is not None:
        check_figure_file(plot)
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
    if plot is not None:
        write_body_figure(plot, explanation.evidence, explanation.body, name=explanation.name)
    if json:
        print_json({"targets": [explanation.as_dict()]})
        return
    for table in (*summary_tables(explanation), *chain_tables(explanation)):
        console.show(table)
    n = len(explanation.assumptions)
    console.show(
        assumption_table(explanation)
        if assumptions
        else f"{n} assumptions with their sources: --assumptions, or all of it: --json"
    )
