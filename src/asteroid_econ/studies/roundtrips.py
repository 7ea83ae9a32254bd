"""Round trips to the asteroids of a catalogue, in shards that survive an interruption."""

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from asteroid_econ.catalogs.known_names import row_of_known
from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.constants import AU_KM, MU_SUN_KM3_S2
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.elements import state
from asteroid_econ.orbits.perturbed import STATUS
from asteroid_econ.orbits.perturbed_field import PlanetTable
from asteroid_econ.orbits.roundtrip import (
    PRESETS,
    RoundTrips,
    Search,
    field_span_mjd_tdb,
    planets_for,
    round_trips,
    search_nodes_mjd_tdb,
    search_span_mjd_tdb,
)
from asteroid_econ.orbits.roundtrip_record import Itinerary, itinerary
from asteroid_econ.records import Floats
from asteroid_econ.studies.cache import cached_arrays
from asteroid_econ.studies.ephemerides import cached_planets, cached_states, force_model
from asteroid_econ.studies.orbit_quality import OrbitQuality, orbit_quality, position_warnings

SHARD = 512
EPHEMERIS = (
    "perturbed: Sun with first post-Newtonian term, eight planets and Moon, DOP853, "
    "states at the nodes of the search"
)


@dataclass(frozen=True, slots=True)
class TargetTrips:
    """What a search found for one asteroid, with the quality of its orbit.

    ``pareto`` holds the trips that none is both shorter and cheaper than, shortest first;
    ``ephemeris`` says what moved the asteroid, non-gravitational terms of its source included.
    ``quality_code`` and ``runoff_arcsec_decade`` are those of
    :func:`~asteroid_econ.studies.orbit_quality.orbit_quality`.
    """

    designation: str
    name: str
    epoch_mjd_tdb: float
    condition_code: float
    quality_code: float
    runoff_arcsec_decade: float
    ephemeris: str
    status: str
    warnings: tuple[str, ...]
    n_viable: int
    min_dv: Itinerary | None
    min_duration: Itinerary | None
    pareto: tuple[Itinerary, ...]


def preset(name: str, **changes: Any) -> Search:
    """Return the search of a preset, with some of its fields changed.

    Another first launch is the first one of the preset's grid from that date on, so that an earlier
    date only adds launches.
    """
    if name not in PRESETS:
        raise InputError("preset", name, f"one of {', '.join(PRESETS)}")
    unchanged = asdict(PRESETS[name])
    fields = {**unchanged, **{k: v for k, v in changes.items() if v is not None}}
    fields["first_launch_mjd_tdb"] = first_launch_on_grid(
        fields["first_launch_mjd_tdb"],
        fields["last_launch_mjd_tdb"],
        grid_mjd_tdb=unchanged["first_launch_mjd_tdb"],
        step_d=fields["step_d"],
    )
    return Search(**fields)


def first_launch_on_grid(
    first_mjd_tdb: float, last_mjd_tdb: float, *, grid_mjd_tdb: float, step_d: float
) -> float:
    """Return the first date of a grid from ``first_mjd_tdb`` on.

    Parameters
    ----------
    first_mjd_tdb, last_mjd_tdb : float
        Dates between which the launches lie.
    grid_mjd_tdb, step_d : float
        One date of the grid, and the days between its dates.

    Returns
    -------
    float
        ``first_mjd_tdb`` itself where the step is none that a search takes. An InputError where
        no date of the grid lies between the two.
    """
    n_steps = (first_mjd_tdb - grid_mjd_tdb) / step_d if 0.0 < step_d < math.inf else math.inf
    if not math.isfinite(n_steps) or not first_mjd_tdb <= last_mjd_tdb:
        return first_mjd_tdb
    first = grid_mjd_tdb + step_d * math.ceil(n_steps - _ROUNDING)
    if first > last_mjd_tdb:
        allowed = f"at least MJD {first:.10g}: launches come every {step_d:g} days"
        raise InputError("last_launch_mjd_tdb", last_mjd_tdb, allowed)
    return first


def search_catalog(
    catalog: Catalog,
    targets: Sequence[str],
    search: Search,
    *,
    threads: int | None = None,
    progress: Callable[[int, int], object] | None = None,
    cache: Path | None = None,
    ephemerides: Path | None = None,
) -> list[TargetTrips]:
    """Return the round trips to some or all asteroids of a catalogue.

    Parameters
    ----------
    catalog : Catalog
        Elements with their epochs.
    targets : sequence of str
        Designations, names or numbers; empty for the whole catalogue.
    search : Search
        Grid and limits.
    threads : int, optional
        Changes no bit of the result.
    progress : callable, optional
        Called with the number of asteroids just done and the number of all.
    cache : Path, optional
        Folder that keeps every finished shard, so that an interrupted search goes on where it
        stopped; by default nothing is kept.
    ephemerides : Path, optional
        Folder that keeps planet tables and states, see
        :mod:`~asteroid_econ.studies.ephemerides`; by default nothing is kept.

    Returns
    -------
    list of TargetTrips
        In the order of ``targets``, else of the catalogue.
    """
    rows = [row_of_known(catalog, t) for t in targets] if targets else list(range(len(catalog)))
    r_km, v_km_s, epoch = catalog_states(catalog)
    r_km, v_km_s, epoch = r_km[rows], v_km_s[rows], epoch[rows]
    push = catalog_push(catalog)[rows]
    quality = orbit_quality(catalog)
    planets = None
    found: list[TargetTrips] = []
    for first in range(0, len(rows), SHARD):
        part = slice(first, first + SHARD)

        def make(part: slice = part) -> dict[str, Any]:
            nonlocal planets
            planets = planets or _planets(search, epoch, ephemerides)
            report = None if progress is None else lambda done, _: progress(done, len(rows))
            orbits = (r_km[part], v_km_s[part], epoch[part], push[part])
            states = None
            if ephemerides is not None:
                states = cached_states(
                    catalog,
                    rows[part],
                    orbits,
                    search_nodes_mjd_tdb(search),
                    planets=planets,
                    folder=ephemerides,
                    threads=threads,
                )
            trips = round_trips(
                *orbits[:3],
                search,
                planets=planets,
                nongravitational_au_d2=push[part],
                states=states,
                threads=threads,
                progress=report,
            )
            return {name: getattr(trips, name) for name in _KEPT}

        arrays = (
            make()
            if cache is None
            else cached_arrays(_content(catalog, rows[part], search), make, folder=cache)
        )
        trips = RoundTrips(search, **arrays)
        found += [
            _one(catalog, row, trips, i, ephemeris_of(push[first + i]), quality)
            for i, row in enumerate(rows[part])
        ]
    return found


def _planets(search: Search, epoch: Floats, folder: Path | None) -> PlanetTable:
    if folder is None:
        return planets_for(search, epoch)
    return cached_planets(*field_span_mjd_tdb(search_span_mjd_tdb(search), epoch), folder=folder)


_ROUNDING = 1e-9  # of a step: a date on the grid is not before it
_KEPT = ("dv_km_s", "steps", "vinf_km_s", "n_viable", "status")


def catalog_states(catalog: Catalog) -> tuple[Floats, Floats, Floats]:
    """Return the heliocentric states of a catalogue at its epochs, and the epochs."""
    r_km, v_km_s = state(
        catalog.column("a_au") * AU_KM,
        catalog.column("ecc"),
        catalog.column("inc_rad"),
        catalog.column("node_rad"),
        catalog.column("argperi_rad"),
        catalog.column("mean_anomaly_rad"),
        mu_km3_s2=MU_SUN_KM3_S2,
    )
    return r_km, v_km_s, catalog.column("epoch_mjd_tdb")


def ephemeris_of(push_au_d2: Floats) -> str:
    """Return the ephemeris mode of one asteroid: ``EPHEMERIS`` and what pushes it (3,)."""
    if not np.any(push_au_d2):
        return f"{EPHEMERIS}; no non-gravitational terms"
    a1, a2, a3 = push_au_d2.tolist()
    return f"{EPHEMERIS}; non-gravitational A1 {a1:g}, A2 {a2:g}, A3 {a3:g} au/d², as 1/r²"


def catalog_push(catalog: Catalog) -> Floats:
    """Return the non-gravitational A1, A2, A3 (n, 3) in au/d²; 0 where the source has none."""
    pushes = [catalog.column(f"a{k}_au_d2") for k in (1, 2, 3)]
    return np.nan_to_num(np.stack(pushes, axis=1), nan=0.0)


def _content(catalog: Catalog, rows: list[int], search: Search) -> dict[str, Any]:
    limits = {name: repr(value) for name, value in asdict(search).items()}
    return {
        "table": "round trips",
        "catalog": catalog.content_sha256,
        "rows": rows,
        "search": limits,
        "ephemeris": EPHEMERIS,
        "model": force_model(),
    }


def _one(
    catalog: Catalog,
    row: int,
    trips: RoundTrips,
    i: int,
    ephemeris: str,
    quality: OrbitQuality,
) -> TargetTrips:
    target = catalog.select([row]).targets()[0]
    best, shortest = int(trips.best()[i]), int(trips.shortest()[i])
    pareto = [itinerary(trips, i, column) for column in trips.pareto(i)]
    return TargetTrips(
        target.designation,
        target.name,
        target.epoch_mjd_tdb,
        target.condition_code,
        float(quality.code[row]),
        float(quality.runoff_arcsec_decade[row]),
        ephemeris,
        STATUS[int(trips.status[i])],
        tuple(
            position_warnings(
                quality,
                row,
                a_au=target.a_au,
                epoch_mjd_tdb=target.epoch_mjd_tdb,
                span_mjd_tdb=search_span_mjd_tdb(trips.search),
            )
        ),
        int(trips.n_viable[i]),
        itinerary(trips, i, best) if best >= 0 else None,
        itinerary(trips, i, shortest) if shortest >= 0 else None,
        tuple(trip for trip in pareto if trip is not None),
    )
