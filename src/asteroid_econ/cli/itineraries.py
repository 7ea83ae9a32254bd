"""``asteroid-econ itineraries``: mining round trips to named asteroids."""

import logging
import re
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from asteroid_econ.catalogs.known_names import row_of_known
from asteroid_econ.catalogs.load import load
from asteroid_econ.cli import console
from asteroid_econ.cli.itineraries_catalog import show_catalog
from asteroid_econ.cli.json_output import print_json
from asteroid_econ.cli.nhats import iso_date
from asteroid_econ.cli.options import CatalogName, Json, Threads
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.roundtrip_mining import MiningSearch
from asteroid_econ.orbits.roundtrip_option import MiningOption
from asteroid_econ.reports.ephemeris_files import csv_text, oem_text
from asteroid_econ.reports.itinerary_figure import itinerary_figure
from asteroid_econ.reports.itinerary_tables import assessment_table, option_table
from asteroid_econ.studies.itineraries import Assessment, TargetItineraries, find_itineraries
from asteroid_econ.studies.roundtrips import first_launch_on_grid
from asteroid_econ.studies.store import prepare_folder, write_atomically
from asteroid_econ.units import mjd_tdb

_log = logging.getLogger("asteroid_econ")
_FIGURES = ("png", "svg", "pdf")


def itineraries(
    targets: Annotated[
        list[str] | None,
        typer.Argument(help="Designations, names or numbers; none for the whole catalogue."),
    ] = None,
    catalog: CatalogName = "embedded",
    departure: Annotated[
        str,
        typer.Option(
            help="Where from: 'leo' (circular, 400 km), 'gto', 'heo' (200 × 200,000 km), 'nrho' "
            "(a depot at the Moon)."
        ),
    ] = "leo",
    return_to: Annotated[
        str,
        typer.Option(
            "--return",
            help="Where to: 'entry' (direct), 'leo' (by engine), 'leo-aerobraked', 'heo', 'nrho', "
            "'eml1', 'eml2', 'ldro' (lunar swing-by).",
        ),
    ] = "entry",
    inclination: Annotated[
        float | None,
        typer.Option(help="Of the low Earth orbit, degrees.", show_default="suits each departure"),
    ] = None,
    first_launch: Annotated[
        str, typer.Option(help="ISO 8601; launches come every step, one on 2026-01-01.")
    ] = "2026-01-01",
    last_launch: Annotated[str, typer.Option(help="ISO 8601.")] = "2060-12-31",
    step: Annotated[float, typer.Option(help="Of launch, legs and stay, days.")] = 10.0,
    leg_max: Annotated[float, typer.Option(help="Longest leg, days.")] = 1500.0,
    revolutions: Annotated[int, typer.Option(help="Whole revolutions of a leg, at most.")] = 2,
    dv_max: Annotated[float, typer.Option(help="Largest total Δv, km/s.")] = 12.0,
    duration_max: Annotated[float, typer.Option(help="Longest itinerary, days.")] = 3650.0,
    stay_min: Annotated[float, typer.Option(help="Shortest stay, days.")] = 30.0,
    stay_max: Annotated[float, typer.Option(help="Longest stay, days.")] = 1830.0,
    entry_speed_max: Annotated[
        float | None,
        typer.Option(
            help="Inertial, at 125 km, for 'entry' and 'leo-aerobraked', km/s.", show_default="12.5"
        ),
    ] = None,
    acceleration: Annotated[
        float | None,
        typer.Option(
            help="Thrust over mass for the low-thrust estimate, mm/s².", show_default="0.075"
        ),
    ] = None,
    top: Annotated[int, typer.Option(min=1, help="Itineraries shown for each target.")] = 10,
    plot: Annotated[
        Path | None,
        typer.Option(
            help="Draw the cheapest itinerary and the Pareto front into this .png, .svg or .pdf "
            "file; several targets: one file each, its designation in the name."
        ),
    ] = None,
    export: Annotated[
        Path | None, typer.Option(help="Folder for states of the cheapest itinerary, OEM and CSV.")
    ] = None,
    threads: Threads = None,
    keep: Annotated[
        bool,
        typer.Option("--cache/--no-cache", help="Keep finished parts of a whole catalogue."),
    ] = True,
    json: Json = False,
) -> None:
    """Find mining itineraries: stays of months to years, cargo to a place at Earth.

    Examples: `asteroid-econ itineraries Bennu --return nrho`; `asteroid-econ itineraries
    "2000 SG344" --stay-min 180 --plot sg344.png --export states`.
    """
    last = mjd_tdb(last_launch)
    first = first_launch_on_grid(
        mjd_tdb(first_launch),
        last,
        grid_mjd_tdb=MiningSearch().first_launch_mjd_tdb,
        step_d=step,
    )
    search = MiningSearch(
        first_launch_mjd_tdb=first,
        last_launch_mjd_tdb=last,
        step_d=step,
        leg_max_d=leg_max,
        n_rev_max=revolutions,
        dv_max_km_s=dv_max,
        duration_max_d=duration_max,
        stay_min_d=stay_min,
        stay_max_d=stay_max,
        departure=departure,
        departure_inc_rad=None if inclination is None else float(np.radians(inclination)),
        return_to=return_to,
        entry_speed_max_km_s=entry_speed_max,
    )
    source = load(catalog or "embedded")
    if not targets:
        if export is not None or plot is not None:
            raise InputError(
                "--export" if export else "--plot", str(export or plot), "named targets"
            )
        show_catalog(source, search, n_options=top, threads=threads, is_kept=keep, is_json=json)
        return
    for target in targets:
        row_of_known(source, target)
    if plot is not None and plot.suffix[1:].lower() not in _FIGURES:
        raise InputError("--plot", str(plot), "a name that ends in ." + ", .".join(_FIGURES))
    for folder in (export, plot.parent if plot else None):
        if folder is not None:
            prepare_folder(folder)
    with console.progress("itineraries") as advance:
        found = find_itineraries(
            source,
            targets,
            search,
            n_options=top,
            acceleration_km_s2=None if acceleration is None else acceleration * 1e-6,
            threads=threads,
            progress=advance,
        )
    for one in found:
        for warning in one.warnings:
            _log.warning("%s: %s", one.name or one.designation, warning)
        if one.options and export is not None:
            _export(export, one)
        if one.options and plot is not None:
            _plot(plot if len(found) == 1 else _named(plot, one), one, search)
    if json:
        print_json(
            {
                "search": search,
                "catalog": Path(source.name).name,
                "catalog_content_sha256": source.content_sha256,
                "targets": [itineraries_object(one) for one in found],
            }
        )
        return
    for one in found:
        console.show(option_table(one, search))
        console.show(assessment_table(one))


def _plain_name(target: TargetItineraries) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "_", target.designation)


def _named(plot: Path, target: TargetItineraries) -> Path:
    return plot.with_name(f"{plot.stem}_{_plain_name(target)}{plot.suffix}")


def _plot(path: Path, target: TargetItineraries, search: MiningSearch) -> None:
    figure, form = itinerary_figure(target, search), path.suffix[1:].lower()
    write_atomically(path, lambda file: figure.savefig(file, format=form, dpi=150))


def _export(folder: Path, target: TargetItineraries) -> None:
    """Write the states of the cheapest itinerary as OEM and CSV."""
    name = _plain_name(target)
    craft, now = f"to {target.designation}", datetime.now(UTC)
    oem = oem_text(target.states, craft=craft, created_utc=now).encode()
    csv = csv_text(target.states).encode()
    write_atomically(folder / f"{name}.oem", lambda file: file.write(oem))
    write_atomically(folder / f"{name}.csv", lambda file: file.write(csv))


def itineraries_object(target: TargetItineraries) -> dict[str, Any]:
    """Return the JSON object of one asteroid."""
    pairs = zip(target.options, target.assessments, strict=True)
    return {
        "designation": target.designation,
        "name": target.name,
        "epoch_mjd_tdb": target.epoch_mjd_tdb,
        "condition_code": target.condition_code,
        "quality_code": target.quality_code,
        "runoff_arcsec_decade": target.runoff_arcsec_decade,
        "ephemeris": target.ephemeris,
        "status": target.status,
        "warnings": target.warnings,
        "itineraries": [option_object(option, beside) for option, beside in pairs],
    }


def option_object(option: MiningOption, assessment: Assessment) -> dict[str, Any]:
    """Return the JSON object of one itinerary, angles in degrees."""
    fields = {
        (name[:-4] + "_deg" if name.endswith("_rad") else name): (
            float(np.degrees(value)) if name.endswith("_rad") else value
        )
        for name, value in asdict(option).items()
    }
    return {
        "launch": iso_date(option.launch_mjd_tdb),
        "dv_total_km_s": option.dv_km_s,
        "dur_total_d": option.duration_d,
        **fields,
        "next_launches": [iso_date(mjd) for mjd in option.next_launches_mjd_tdb],
        **asdict(assessment),
    }
