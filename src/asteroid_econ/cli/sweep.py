"""``asteroid-econ sweep``."""

from pathlib import Path
from typing import Annotated

import typer

from asteroid_econ.catalogs.load import load
from asteroid_econ.cli import console
from asteroid_econ.cli.json_output import print_json
from asteroid_econ.cli.options import CatalogName, Json, SkipBadRows, Threads
from asteroid_econ.cli.transfer_options import (
    Altitude,
    From,
    Launch,
    Step,
    Tof,
    TofStep,
    axes,
    parking,
)
from asteroid_econ.errors import InputError
from asteroid_econ.reports.transfers import sweep_table
from asteroid_econ.studies.store import prepare_folder, write_atomically
from asteroid_econ.studies.sweep import CatalogSweep, sweep_catalog


def sweep(
    catalog: CatalogName = None,
    skip_bad_rows: SkipBadRows = None,
    launch: Launch = "2030-01-01..2035-01-01",
    tof: Tof = "60..800",
    step: Step = 5.0,
    tof_step: TofStep = None,
    top: Annotated[int, typer.Option(min=1, help="Targets shown.")] = 20,
    options: Annotated[int, typer.Option(min=1, help="Windows shown per target.")] = 1,
    objective: Annotated[
        str,
        typer.Option(help="'total', 'vinf_sum', 'vinf_departure' or 'vinf_arrival'."),
    ] = "total",
    most: Annotated[
        float | None,
        typer.Option(
            help="Leave out what costs more, km/s; targets that cannot cost less are skipped."
        ),
    ] = None,
    body: From = "earth",
    altitude: Altitude = 400.0,
    out: Annotated[Path | None, typer.Option(help="Write the table to this Parquet file.")] = None,
    threads: Threads = None,
    json: Json = False,
) -> None:
    """Find the best transfers to many targets.

    Examples: `asteroid-econ sweep`; `asteroid-econ sweep --catalog nea.parquet --launch
    2028-08-18..2034-02-04 --tof 60..807.5 --options 3 --out transfers.parquet`.
    """
    launch_mjd, tof_d = axes(launch, tof, step, tof_step)
    start = parking(body, altitude)
    if out is not None:
        if out.suffix != ".parquet":
            raise InputError("--out", str(out), "a name that ends in .parquet")
        prepare_folder(out.parent)
    table = load(catalog or "embedded", strict=not skip_bad_rows)
    with console.progress("sweeping") as progress:
        result = sweep_catalog(
            table,
            launch_mjd,
            tof_d,
            top=top,
            n_best=options,
            objective=objective,
            most_km_s=most,
            parking=start,
            threads=threads,
            progress=progress,
        )
    if out is not None:
        write_atomically(out, result.table.write_parquet)
    if json:
        print_json(sweep_object(result))
    else:
        console.show(sweep_table(result))


def sweep_object(result: CatalogSweep) -> dict[str, object]:
    """Return the JSON object of a sweep: one entry per target, its options cheapest first."""
    targets: dict[str, dict[str, object]] = {}
    for row in result.table.iter_rows(named=True):
        key = str(row["designation"])
        head = {name: row.pop(name) for name in ("rank", "designation", "name")}
        entry = targets.setdefault(key, {**head, "options": []})
        entry["options"].append(row)  # type: ignore[attr-defined]
    return {
        "objective": result.objective,
        "parking": result.parking,
        "n_targets": result.n_targets,
        "n_skipped": result.n_skipped,
        "n_cells": result.n_cells,
        "targets": list(targets.values()),
    }
