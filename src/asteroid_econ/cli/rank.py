"""``asteroid-econ rank``."""

import logging
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
from asteroid_econ.reports.tables import rank_table
from asteroid_econ.studies.store import prepare_folder, write_result, write_study

_log = logging.getLogger("asteroid_econ")


def rank(
    catalog: CatalogName = None,
    target: Annotated[
        list[str] | None, typer.Option(help="Only this target; repeatable. By default all.")
    ] = None,
    skip_bad_rows: SkipBadRows = None,
    architecture: ArchitectureNames = None,
    draws: Draws = None,
    seed: Seed = None,
    sampling: Annotated[
        str | None, typer.Option(help="'random' (default), 'antithetic', 'latin' or 'sobol'.")
    ] = None,
    rank_by: Annotated[
        str | None, typer.Option(help="'ratio' (revenue/cost), 'value' (mean NPV) or 'auto'.")
    ] = None,
    transfers: Annotated[
        str | None,
        typer.Option(
            help="'phase-free' (default): closed form, for whole catalogues; 'itineraries': dated "
            "round trips, for some targets; 'retrieval': the whole asteroid is moved to L1 or "
            "L2 of Sun and Earth. A study file sets their limits under [transfers]."
        ),
    ] = None,
    top: Annotated[
        int | None,
        typer.Option(min=1, help="Rows shown, also by --json; without it 20, by --json all."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for Parquet tables, the study and a manifest.")
    ] = None,
    overrides: Overrides = None,
    study_file: StudyFile = None,
    save_study: Annotated[
        Path | None, typer.Option(help="Write the study that these options make to a TOML file.")
    ] = None,
    threads: Threads = None,
    json: Json = False,
) -> None:
    """Rank targets by what a mission to each would earn and cost.

    Examples: `asteroid-econ rank`; `asteroid-econ rank --architecture water-nrho --top 50`;
    `asteroid-econ rank --transfers itineraries --target Bennu --target Ryugu`;
    `asteroid-econ rank --catalog my.csv --set missions.plant.mass_kg=5000 --out results`.
    """
    study = study_from_options(
        study_file,
        overrides,
        catalog=catalog,
        skip_bad_rows=skip_bad_rows,
        targets=target,
        architectures=architecture,
        draws=draws,
        seed=seed,
        sampling=sampling,
        rank_by=rank_by,
        transfers=transfers,
    )
    api.check_study(study)
    folder = prepare_folder(out) if out else None
    if save_study:
        write_study(save_study, study)
    with console.progress("ranking") as progress:
        result = api.run(study, threads=threads, progress=progress)
    for fault in result.catalog.report.faults:
        _log.warning("left out: %s", fault.error(result.catalog.name))
    if folder:
        write_result(folder, result)
    if json:
        print_json(result_object(result, top))
    else:
        console.show(rank_table(result, top, console.width()))


def result_object(result: api.Result, top: int | None) -> dict[str, object]:
    """Return the JSON object of a ranking: the study, the hashes and the ranked targets."""
    targets = result.targets if top is None else result.targets.head(top)
    return {
        "study": result.study.model_dump(mode="json"),
        "study_sha256": result.study.identity,
        "catalog_content_sha256": result.catalog.content_sha256,
        "ranked_by": result.measure,
        "measure": result.study.measure,
        "base_year": result.base_year,
        "p_do_nothing": result.p_do_nothing,
        "n_targets": len(result.targets),
        "n_bad_rows": len({fault.row for fault in result.catalog.report.faults}),
        "targets": targets.to_dicts(),
    }
