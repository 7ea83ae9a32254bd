"""``asteroid-econ nhats``: accessible asteroids by the method of NASA's NHATS."""

import logging
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from rich.markup import escape
from rich.table import Table

from asteroid_econ.catalogs.load import load
from asteroid_econ.cli import console
from asteroid_econ.cli.json_output import print_json
from asteroid_econ.cli.options import CatalogName, Json, Threads
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.roundtrip import Search
from asteroid_econ.orbits.roundtrip_record import Itinerary, declination_dv_km_s
from asteroid_econ.studies.cache import cache_folder
from asteroid_econ.studies.roundtrips import TargetTrips, preset, search_catalog
from asteroid_econ.units import mjd_tdb

_log = logging.getLogger("asteroid_econ")
_MJD_0 = date(1858, 11, 17)
_NEVER = "–"


def nhats(
    targets: Annotated[
        list[str] | None,
        typer.Argument(help="Designations, names or numbers; none for the whole catalogue."),
    ] = None,
    catalog: CatalogName = "embedded",
    preset_name: Annotated[
        str,
        typer.Option("--preset", help="'nhats': launches 2020–2045; 'nhats-2012': 2015–2040."),
    ] = "nhats",
    first_launch: Annotated[
        str | None,
        typer.Option(help="First launch date, ISO 8601; launches stay on the preset's grid."),
    ] = None,
    last_launch: Annotated[str | None, typer.Option(help="Last launch date, ISO 8601.")] = None,
    dv_max: Annotated[float | None, typer.Option(help="Largest total Δv, km/s.")] = None,
    duration_max: Annotated[float | None, typer.Option(help="Longest trip, days.")] = None,
    stay_min: Annotated[float | None, typer.Option(help="Shortest stay, days.")] = None,
    stay_max: Annotated[float | None, typer.Option(help="Longest stay, days.")] = None,
    c3_max: Annotated[float | None, typer.Option(help="Largest C3, km²/s².")] = None,
    entry_speed_max: Annotated[
        float | None, typer.Option(help="Largest entry speed at 125 km without a burn, km/s.")
    ] = None,
    step: Annotated[
        float | None, typer.Option(help="Of launches, legs and stays, days.", show_default="8")
    ] = None,
    inclination: Annotated[
        float | None,
        typer.Option(help="Of the parking orbit, degrees: JSON adds what the declination costs."),
    ] = None,
    threads: Threads = None,
    keep: Annotated[
        bool, typer.Option("--cache/--no-cache", help="Keep ephemerides and finished parts.")
    ] = True,
    json: Json = False,
) -> None:
    """Search round trips to asteroids as NHATS does, over perturbed ephemerides.

    Example: `asteroid-econ nhats "2000 SG344" --preset nhats-2012`.
    """
    search = preset(
        preset_name,
        first_launch_mjd_tdb=None if first_launch is None else mjd_tdb(first_launch),
        last_launch_mjd_tdb=None if last_launch is None else mjd_tdb(last_launch),
        dv_max_km_s=dv_max,
        duration_max_d=duration_max,
        stay_min_d=stay_min,
        stay_max_d=stay_max,
        c3_max_km2_s2=c3_max,
        entry_speed_max_km_s=entry_speed_max,
        step_d=step,
    )
    if inclination is not None and not 0.0 <= inclination <= 180.0:
        raise InputError("--inclination", inclination, "0 … 180 degrees")
    source = load(catalog or "embedded")
    is_whole = not targets
    with console.progress("round trips") as advance:
        found = search_catalog(
            source,
            targets or [],
            search,
            threads=threads,
            progress=advance,
            cache=cache_folder() / "round-trips" if keep and is_whole else None,
            ephemerides=cache_folder() / "ephemerides" if keep else None,
        )
    if not is_whole:
        for target in found:
            for warning in target.warnings:
                _log.warning("%s: %s", target.name or target.designation, warning)
    if json:
        print_json(
            {
                "preset": preset_name,
                "search": search,
                "catalog": Path(source.name).name,
                "catalog_content_sha256": source.content_sha256,
                "targets": [target_object(target, search, inclination) for target in found],
            }
        )
    elif is_whole:
        console.show(_ranking(found))
    else:
        for target in found:
            console.show(_target_table(target))


def target_object(
    target: TargetTrips, search: Search, inclination_deg: float | None = None
) -> dict[str, Any]:
    """Return the JSON object of one asteroid; its names do not change."""

    def trajectory(trip: Itinerary) -> dict[str, Any]:
        penalty = {}
        if inclination_deg is not None:
            penalty["dv_declination_km_s"] = declination_dv_km_s(
                trip,
                inc_rad=float(np.radians(inclination_deg)),
                altitude_km=search.parking_altitude_km,
            )
        return trajectory_object(trip) | penalty

    best, shortest = target.min_dv, target.min_duration
    return {
        "designation": target.designation,
        "name": target.name,
        "n_viable": target.n_viable,
        "min_dv_km_s": best.dv_km_s if best else None,
        "min_dv_duration_d": best.duration_d if best else None,
        "min_duration_d": shortest.duration_d if shortest else None,
        "min_duration_dv_km_s": shortest.dv_km_s if shortest else None,
        "min_dv_trajectory": trajectory(best) if best else None,
        "min_duration_trajectory": trajectory(shortest) if shortest else None,
        "pareto": [trajectory(trip) for trip in target.pareto],
        "ephemeris": target.ephemeris,
        "epoch_mjd_tdb": target.epoch_mjd_tdb,
        "condition_code": target.condition_code,
        "quality_code": target.quality_code,
        "runoff_arcsec_decade": target.runoff_arcsec_decade,
        "status": target.status,
        "warnings": target.warnings,
    }


def trajectory_object(trip: Itinerary) -> dict[str, Any]:
    """Return the JSON object of one round trip; its names do not change."""
    return {
        "launch": iso_date(trip.launch_mjd_tdb),
        "launch_mjd_tdb": trip.launch_mjd_tdb,
        "dur_out_d": trip.dur_out_d,
        "dur_at_d": trip.dur_at_d,
        "dur_ret_d": trip.dur_ret_d,
        "dur_total_d": trip.duration_d,
        "dv_total_km_s": trip.dv_km_s,
        "c3_km2_s2": trip.c3_km2_s2,
        "v_dep_earth_km_s": float(np.sqrt(trip.c3_km2_s2)),
        "dv_dep_park_km_s": trip.dv_dep_park_km_s,
        "vrel_arr_neo_km_s": trip.vrel_arr_neo_km_s,
        "vrel_dep_neo_km_s": trip.vrel_dep_neo_km_s,
        "vrel_arr_earth_km_s": trip.vrel_arr_earth_km_s,
        "v_entry_km_s": trip.v_entry_km_s,
        "vinf_ret_km_s": trip.vinf_ret_km_s,
        "dec_dep_deg": float(np.degrees(trip.dec_dep_rad)),
        "dec_arr_deg": float(np.degrees(trip.dec_arr_rad)),
    }


def iso_date(mjd_tdb: float) -> str:
    """Return the calendar date of an MJD."""
    return (_MJD_0 + timedelta(days=int(mjd_tdb))).isoformat()


def _target_table(target: TargetTrips) -> Table:
    name = " ".join(dict.fromkeys(part for part in (target.name, target.designation) if part))
    code = target.quality_code
    known = "unknown" if np.isnan(code) else f"{code:g}"
    quality = f"elements at MJD {target.epoch_mjd_tdb:g}, orbit quality code {known}"
    table = Table(
        title=escape(f"{name}: {target.n_viable:,} viable round trips"),
        caption=escape(f"{target.status}; {quality}"),
    )
    for heading in ("", "launch", "days out", "stay", "back", "total", "Δv km/s", "C3"):
        table.add_column(heading, justify="right")
    for heading in ("depart", "arrive", "leave", "cap", "entry km/s"):
        table.add_column(heading, justify="right")
    rows = [("least Δv", target.min_dv), ("shortest", target.min_duration)]
    for label, trip in [*rows, *(("Pareto", trip) for trip in target.pareto)]:
        if trip:
            table.add_row(label, *_cells(trip))
    return table


def _cells(trip: Itinerary) -> list[str]:
    days = (trip.dur_out_d, trip.dur_at_d, trip.dur_ret_d, trip.duration_d)
    burns = (trip.dv_dep_park_km_s, trip.vrel_arr_neo_km_s, trip.vrel_dep_neo_km_s)
    return [
        iso_date(trip.launch_mjd_tdb),
        *(f"{d:.0f}" for d in days),
        f"{trip.dv_km_s:.3f}",
        f"{trip.c3_km2_s2:.3f}",
        *(f"{dv:.3f}" for dv in (*burns, trip.vrel_arr_earth_km_s, trip.v_entry_km_s)),
    ]


def _ranking(found: list[TargetTrips], top: int = 100) -> Table:
    good = sorted((t for t in found if t.min_dv), key=lambda t: (-t.n_viable, t.designation))
    title = f"{len(good):,} of {len(found):,} asteroids have a viable round trip"
    table = Table(title=title, caption=f"the first {min(top, len(good))} by number of trips")
    table.add_column("designation")
    table.add_column("name")
    for heading in ("viable", "least Δv km/s", "days", "shortest d", "Δv km/s", "U"):
        table.add_column(heading, justify="right")
    for target in good[:top]:
        best, shortest = target.min_dv, target.min_duration
        if best and shortest:
            code = target.condition_code
            table.add_row(
                escape(target.designation),
                escape(target.name),
                f"{target.n_viable:,}",
                f"{best.dv_km_s:.3f}",
                f"{best.duration_d:.0f}",
                f"{shortest.duration_d:.0f}",
                f"{shortest.dv_km_s:.3f}",
                _NEVER if np.isnan(code) else f"{code:g}",
            )
    return table
