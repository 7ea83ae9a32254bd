"""``asteroid-econ itineraries``: mining round trips to named asteroids."""

import re
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from rich.markup import escape
from rich.table import Table

from asteroid_econ.catalogs.load import load
from asteroid_econ.cli import console
from asteroid_econ.cli.itineraries_catalog import show_catalog
from asteroid_econ.cli.json_output import print_json
from asteroid_econ.cli.nhats import iso_date
from asteroid_econ.cli.options import CatalogName, Json, Threads
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.roundtrip_mining import MiningSearch
from asteroid_econ.orbits.roundtrip_option import MiningOption
from asteroid_econ.orbits.roundtrip_places import DEPARTURES, RETURNS
from asteroid_econ.reports.ephemeris_files import csv_text, oem_text
from asteroid_econ.studies.itineraries import TargetItineraries, find_itineraries
from asteroid_econ.studies.store import prepare_folder, write_atomically
from asteroid_econ.units import mjd_tdb


def itineraries(
    targets: Annotated[
        list[str] | None,
        typer.Argument(help="Designations, names or numbers; none for the whole catalogue."),
    ] = None,
    catalog: CatalogName = "embedded",
    departure: Annotated[str, typer.Option(help=", ".join(DEPARTURES))] = "leo",
    return_to: Annotated[str, typer.Option("--return", help=", ".join(RETURNS))] = "entry",
    inclination: Annotated[
        float | None, typer.Option(help="Of the low Earth orbit, degrees; free by default.")
    ] = None,
    first_launch: Annotated[str, typer.Option(help="ISO 8601.")] = "2026-01-01",
    last_launch: Annotated[str, typer.Option(help="ISO 8601.")] = "2060-12-31",
    dv_max: Annotated[float, typer.Option(help="Largest total Δv, km/s.")] = 12.0,
    duration_max: Annotated[float, typer.Option(help="Longest itinerary, days.")] = 3650.0,
    stay_min: Annotated[float, typer.Option(help="Shortest stay, days.")] = 30.0,
    stay_max: Annotated[float, typer.Option(help="Longest stay, days.")] = 1830.0,
    top: Annotated[int, typer.Option(min=1, help="Itineraries shown for each target.")] = 10,
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

    Example: `asteroid-econ itineraries Bennu --return nrho`.
    """
    search = MiningSearch(
        first_launch_mjd_tdb=mjd_tdb(first_launch),
        last_launch_mjd_tdb=mjd_tdb(last_launch),
        dv_max_km_s=dv_max,
        duration_max_d=duration_max,
        stay_min_d=stay_min,
        stay_max_d=stay_max,
        departure=departure,
        departure_inc_rad=None if inclination is None else float(np.radians(inclination)),
        return_to=return_to,
    )
    source = load(catalog or "embedded")
    if not targets:
        if export is not None:
            raise InputError("--export", str(export), "named targets")
        show_catalog(source, search, n_options=top, threads=threads, is_kept=keep, is_json=json)
        return
    with console.progress("itineraries") as advance:
        found = find_itineraries(
            source, targets, search, n_options=top, threads=threads, progress=advance
        )
    if export is not None:
        for target in found:
            _export(prepare_folder(export), target)
    if json:
        print_json({"search": search, "targets": [itineraries_object(t) for t in found]})
        return
    for target in found:
        console.show(_table(target, search))


def _export(folder: Path, target: TargetItineraries) -> None:
    """Write the states of the cheapest itinerary as OEM and CSV."""
    if not target.states:
        return
    name = re.sub(r"[^A-Za-z0-9]+", "_", target.designation)
    craft, created = f"to {target.designation}", target.options[-1].launch_mjd_tdb
    oem = oem_text(target.states, craft=craft, created_mjd_utc=created).encode()
    csv = csv_text(target.states).encode()
    write_atomically(folder / f"{name}.oem", lambda file: file.write(oem))
    write_atomically(folder / f"{name}.csv", lambda file: file.write(csv))


def itineraries_object(target: TargetItineraries) -> dict[str, Any]:
    """Return the JSON object of one asteroid."""
    return {
        "designation": target.designation,
        "name": target.name,
        "epoch_mjd_tdb": target.epoch_mjd_tdb,
        "condition_code": target.condition_code,
        "itineraries": [option_object(option) for option in target.options],
    }


def option_object(option: MiningOption) -> dict[str, Any]:
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
    }


def _table(target: TargetItineraries, search: MiningSearch) -> Table:
    name = " ".join(dict.fromkeys(part for part in (target.name, target.designation) if part))
    table = Table(
        title=escape(f"{name}: {search.departure} to {search.return_to}"),
        caption="late: leaving 30 days late; period: 21 days of launches; i: from 28.5°; all km/s",
    )
    for heading in ("launch", "out d", "stay", "back", "years", "Δv km/s", "depart", "arrive"):
        table.add_column(heading, justify="right")
    for heading in ("leave", "Earth", "entry km/s", "late", "period", "i", "next"):
        table.add_column(heading, justify="right")
    for o in target.options:
        burns = (o.dv_departure_km_s, o.dv_arrival_km_s, o.dv_return_km_s, o.dv_earth_km_s)
        extras = (o.late_dv_km_s, o.launch_period_dv_km_s, o.dv_penalty_km_s)
        following = iso_date(o.next_launches_mjd_tdb[0]) if o.next_launches_mjd_tdb else "–"
        table.add_row(
            iso_date(o.launch_mjd_tdb),
            *(f"{d:.0f}" for d in (o.dur_out_d, o.dur_at_d, o.dur_ret_d)),
            f"{o.duration_d / 365.25:.1f}",
            *(f"{dv:.3f}" for dv in (o.dv_km_s, *burns, o.v_entry_km_s)),
            *("–" if np.isnan(x) else f"{x:.2f}" for x in extras),
            following,
        )
    return table
