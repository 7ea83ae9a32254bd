"""From the options of a command to the study that it runs."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from asteroid_econ.cli.options import parsed_overrides
from asteroid_econ.studies.config import Study, make_study, read_study


def study_from_options(
    study_file: Path | None, assignments: Iterable[str] | None, **options: Any
) -> Study:
    """Return the study that a command's options make.

    ``options`` are fields of a study; None means that the option was not given, so that the study
    file's value (else the default) stands. ``transfers`` is the name of their source.
    """
    base = read_study(study_file) if study_file else Study()
    if options.get("transfers") is not None:
        options["transfers"] = {**base.transfers.model_dump(), "source": options["transfers"]}
    given = {name: value for name, value in options.items() if value is not None}
    parameters = {**base.parameters, **parsed_overrides(assignments)}
    return make_study(**{**base.model_dump(), **given, "parameters": parameters})
