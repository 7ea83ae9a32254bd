"""``asteroid-econ compare``."""

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
from asteroid_econ.reports.chain import comparison_table


def compare(
    first: Annotated[str, typer.Argument(help="A target, or an architecture with --target.")],
    second: Annotated[str, typer.Argument(help="Another one.")],
    target: Annotated[
        str | None, typer.Option(help="The target on which two architectures are compared.")
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
    """Compare two targets or two architectures side by side, under the same draws.

    Examples: `asteroid-econ compare Bennu Ryugu`;
    `asteroid-econ compare pgm-return water-nrho --target Bennu`.
    """
    given = {"catalog": catalog, "skip_bad_rows": skip_bad_rows, "draws": draws, "seed": seed}
    known = api.architectures()
    if first in known and second in known:
        if target is None:
            raise InputError("--target", "", "the target on which the architectures are flown")
        if architecture:
            raise InputError("--architecture", architecture, "nothing: the two names say it")
        pairs = [(target, [first]), (target, [second])]
    elif first in known or second in known:
        raise InputError("compare", f"{first} {second}", "two targets or two architectures")
    elif target is not None:
        raise InputError("--target", target, "only where two architectures are compared")
    else:
        pairs = [(first, architecture or list(known)), (second, architecture or list(known))]
    sides = []
    for name, flown in pairs:
        study = study_from_options(study_file, overrides, targets=(), architectures=flown, **given)
        sides.append(api.explain(study, api.find_target(study, name), threads=threads))
    if json:
        print_json({"targets": [side.as_dict() for side in sides]})
        return
    console.show(comparison_table(*sides))
