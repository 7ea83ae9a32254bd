"""``asteroid-econ itineraries`` without a target: the whole catalogue, cheapest first."""

from pathlib import Path
from typing import Any

import numpy as np
from rich.markup import escape
from rich.table import Table

from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.cli import console
from asteroid_econ.cli.json_output import print_json
from asteroid_econ.cli.nhats import iso_date
from asteroid_econ.orbits.roundtrip_mining import MiningSearch
from asteroid_econ.studies.cache import cache_folder
from asteroid_econ.studies.itinerary_catalog import (
    CatalogItineraries,
    LeastItinerary,
    catalog_itineraries,
)


def show_catalog(
    source: Catalog,
    search: MiningSearch,
    *,
    n_options: int,
    threads: int | None,
    is_kept: bool,
    is_json: bool,
) -> None:
    """Search all asteroids of a catalogue and print what qualifies; finished parts are kept."""
    with console.progress("itineraries") as advance:
        found = catalog_itineraries(
            source,
            search,
            n_options=n_options,
            threads=threads,
            progress=advance,
            cache=cache_folder() / "itineraries" if is_kept else None,
        )
    if is_json:
        print_json(
            {
                "search": search,
                "catalog": Path(source.name).name,
                "catalog_content_sha256": source.content_sha256,
                "targets": [_target_object(one, search) for one in found],
            }
        )
    else:
        console.show(_ranking(found, search))


def _target_object(one: CatalogItineraries, search: MiningSearch) -> dict[str, Any]:
    return {
        "designation": one.designation,
        "name": one.name,
        "epoch_mjd_tdb": one.epoch_mjd_tdb,
        "condition_code": one.condition_code,
        "quality_code": one.quality_code,
        "runoff_arcsec_decade": one.runoff_arcsec_decade,
        "ephemeris": one.ephemeris,
        "status": one.status,
        "bound_km_s": one.bound_km_s,
        "is_searched": one.bound_km_s < search.dv_max_km_s,
        "itineraries": [_itinerary_object(trip) for trip in one.pareto],
    }


def _itinerary_object(trip: LeastItinerary) -> dict[str, Any]:
    return {
        "launch": iso_date(trip.launch_mjd_tdb),
        "launch_mjd_tdb": trip.launch_mjd_tdb,
        "dur_out_d": trip.dur_out_d,
        "dur_at_d": trip.dur_at_d,
        "dur_ret_d": trip.dur_ret_d,
        "dur_total_d": trip.duration_d,
        "n_rev_out": trip.n_rev_out,
        "n_rev_ret": trip.n_rev_ret,
        "dv_total_km_s": trip.dv_km_s,
        "c3_km2_s2": trip.c3_km2_s2,
        "dv_arrival_km_s": trip.vinf_arrival_km_s,
        "dv_return_km_s": trip.vinf_departure_km_s,
        "vinf_return_km_s": trip.vinf_return_km_s,
        "v_entry_km_s": trip.v_entry_km_s,
        "dec_dep_deg": float(np.degrees(trip.dec_dep_rad)),
        "dec_arr_deg": float(np.degrees(trip.dec_arr_rad)),
    }


def _ranking(found: list[CatalogItineraries], search: MiningSearch, top: int = 100) -> Table:
    good = [one for one in found if one.pareto]
    good.sort(key=lambda one: (one.pareto[-1].dv_km_s, one.designation))
    n_beyond = sum(one.bound_km_s >= search.dv_max_km_s for one in found)
    table = Table(
        title=escape(
            f"{len(good):,} of {len(found):,} asteroids: {search.departure} to {search.return_to} "
            f"within {search.dv_max_km_s:g} km/s"
        ),
        caption=f"the first {min(top, len(good))}; {n_beyond:,} are beyond the limit on any date",
    )
    table.add_column("designation")
    table.add_column("name")
    for heading in ("Δv km/s", "launch", "out d", "stay", "back", "years", "C3", "U"):
        table.add_column(heading, justify="right")
    for one in good[:top]:
        trip = one.pareto[-1]
        table.add_row(
            escape(one.designation),
            escape(one.name),
            f"{trip.dv_km_s:.3f}",
            iso_date(trip.launch_mjd_tdb),
            *(f"{d:.0f}" for d in (trip.dur_out_d, trip.dur_at_d, trip.dur_ret_d)),
            f"{trip.duration_d / 365.25:.1f}",
            f"{trip.c3_km2_s2:.2f}",
            "–" if np.isnan(one.condition_code) else f"{one.condition_code:g}",
        )
    return table
