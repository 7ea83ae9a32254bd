"""``asteroid-econ porkchop``."""

import logging
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from asteroid_econ.catalogs.load import load
from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.cli import console
from asteroid_econ.cli.json_output import print_json
from asteroid_econ.cli.options import Json, Threads
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
from asteroid_econ.errors import InputError, TargetError
from asteroid_econ.reports.transfers import (
    iso_date,
    minimum_table,
    porkchop_figure,
    window_table,
)
from asteroid_econ.studies.porkchop import (
    MEETS_AU,
    TargetPorkchop,
    dataset,
    target_porkchop,
    write_dataset,
)
from asteroid_econ.studies.store import prepare_folder, write_atomically

_FIGURES = ("png", "svg", "pdf")
_log = logging.getLogger("asteroid_econ")


def porkchop(
    target: Annotated[str, typer.Argument(help="Designation, name or number.")],
    launch: Launch = "2030-01-01..2035-01-01",
    tof: Tof = "60..800",
    step: Step = 5.0,
    tof_step: TofStep = None,
    body: From = "earth",
    altitude: Altitude = 400.0,
    inclination: Annotated[
        float | None,
        typer.Option(
            help="Of the parking orbit to the planet's equator, degrees: adds the plane change."
        ),
    ] = None,
    threshold: Annotated[
        float | None,
        typer.Option(
            help="Windows are where the total Δv is at most this, km/s.",
            show_default="the least of the grid's cells + 1",
        ),
    ] = None,
    catalog: Annotated[
        str | None,
        typer.Option(
            help="'embedded', 'main-belt', or a CSV or Parquet file.",
            show_default="main-belt where it has the target, else embedded",
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write the grid to this netCDF file.")] = None,
    plot: Annotated[
        Path | None, typer.Option(help="Draw the grid into this .png, .svg or .pdf file.")
    ] = None,
    threads: Threads = None,
    json: Json = False,
) -> None:
    """Compute the Δv over departure and arrival dates for one target.

    Examples: `asteroid-econ porkchop Bennu`; `asteroid-econ porkchop Ceres --from mars --launch
    2035-01-01..2045-01-01 --tof 200..1500 --step 10 --plot ceres.png`.
    """
    launch_mjd, tof_d = axes(launch, tof, step, tof_step)
    start = parking(body, altitude, inclination)
    for path, allowed in ((out, ("nc",)), (plot, _FIGURES)):
        _check_output(path, allowed)
    row = _catalog_with(target, catalog).target(target)
    result = target_porkchop(
        row, launch_mjd, tof_d, parking=start, threshold_km_s=threshold, threads=threads
    )
    if result.encounter_mjd_tdb.size:
        _warn_of_encounters(result)
    if out:
        write_dataset(out, dataset(result))
    if plot:
        figure, form = porkchop_figure(result), plot.suffix[1:].lower()
        write_atomically(plot, lambda file: figure.savefig(file, format=form))
    if json:
        print_json(porkchop_object(result))
    else:
        console.show(window_table(result))
        if (result.minimum_window < 0).any():
            console.show(minimum_table(result))


def _warn_of_encounters(result: TargetPorkchop) -> None:
    k = int(np.argmin(result.encounter_au))
    _log.warning(
        "%s passes Earth at %.2g au about %s, between the epoch of its elements, %s, and the last "
        "of these dates (%d within %g au): what lies beyond is an example on the undisturbed "
        "orbit; `nhats` and `itineraries` integrate through encounters",
        result.target.name or result.target.designation,
        result.encounter_au[k],
        iso_date(result.encounter_mjd_tdb[k]),
        iso_date(result.target.epoch_mjd_tdb),
        result.encounter_au.size,
        MEETS_AU,
    )


def porkchop_object(result: TargetPorkchop) -> dict[str, object]:
    """Return the JSON object of a porkchop: its grid, its windows and their optima."""
    grid, found, best = result.grid, result.windows, result.optima
    windows = [
        {
            "launch_mjd_tdb": best.launch_mjd_tdb[0, k],
            "tof_d": best.tof_d[0, k],
            "c3_km2_s2": best.c3_km2_s2[0, k],
            "vinf_arrival_km_s": best.vinf_arrival_km_s[0, k],
            "total_dv_km_s": best.objective_km_s[0, k],
            "first_launch_mjd_tdb": found.first_launch_mjd_tdb[k],
            "last_launch_mjd_tdb": found.last_launch_mjd_tdb[k],
            "least_tof_d": found.least_tof_d[k],
            "most_tof_d": found.most_tof_d[k],
            "n_cells": found.n_cells[k],
            "late_dv_km_s": found.late_dv_km_s[k],
        }
        for k in range(found.dv_km_s.size)
    ]
    least = result.minima
    minima = [
        {
            "launch_mjd_tdb": least.launch_mjd_tdb[k],
            "tof_d": least.tof_d[k],
            "c3_km2_s2": least.c3_km2_s2[k],
            "vinf_arrival_km_s": least.vinf_arrival_km_s[k],
            "total_dv_km_s": least.objective_km_s[k],
            "window": result.minimum_window[k] if result.minimum_window[k] >= 0 else None,
        }
        for k in range(least.tof_d.size)
    ]
    return {
        "target": result.target.designation,
        "ephemeris": "two-body",
        "epoch_mjd_tdb": result.target.epoch_mjd_tdb,
        "earth_encounters": [
            {"mjd_tdb": mjd, "distance_au": au}
            for mjd, au in zip(result.encounter_mjd_tdb, result.encounter_au, strict=True)
        ],
        "parking": grid.parking,
        "threshold_km_s": found.threshold_km_s,
        "late_d": found.late_d,
        "windows": windows,
        "minima": minima,
        "launch_mjd_tdb": grid.launch_mjd_tdb,
        "tof_d": grid.tof_d,
        "c3_km2_s2": grid.c3_km2_s2,
        "vinf_departure_km_s": grid.vinf_departure_km_s,
        "vinf_arrival_km_s": grid.vinf_arrival_km_s,
        "declination_rad": grid.declination_rad,
        "departure_dv_km_s": grid.departure_dv_km_s,
        "plane_change_dv_km_s": grid.plane_change_dv_km_s,
        "total_dv_km_s": grid.total_dv_km_s,
    }


def _catalog_with(target: str, catalog: str | None) -> Catalog:
    """Return the catalogue of the option; without one, the main belt's where it has the target."""
    if catalog is not None:
        return load(catalog)
    belt = load("main-belt")
    try:
        belt.row_of(target)
    except TargetError:
        return load("embedded")
    return belt


def _check_output(path: Path | None, allowed: tuple[str, ...]) -> None:
    if path is None:
        return
    if path.suffix[1:].lower() not in allowed:
        raise InputError("output file", str(path), "a name that ends in ." + ", .".join(allowed))
    prepare_folder(path.parent)
