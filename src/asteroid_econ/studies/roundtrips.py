"""Round trips to the asteroids of a catalogue, in shards that survive an interruption."""

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.constants import AU_KM, JULIAN_YEAR_D, MU_SUN_KM3_S2
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

SHARD = 512
EPHEMERIS = (
    "perturbed: Sun with first post-Newtonian term, eight planets and Moon, DOP853, "
    "states at the nodes of the search"
)
_FAR_EPOCH_YR = 15.0
_RUNOFF_BASE = math.log(648_000.0) / 9.0  # of the condition code, arcsec per decade


@dataclass(frozen=True, slots=True)
class TargetTrips:
    """What a search found for one asteroid, with the quality of its orbit.

    ``pareto`` holds the trips that none is both shorter and cheaper than, shortest first;
    ``ephemeris`` says what moved the asteroid, non-gravitational terms of its source included.
    """

    designation: str
    name: str
    epoch_mjd_tdb: float
    condition_code: float
    ephemeris: str
    status: str
    warnings: tuple[str, ...]
    n_viable: int
    min_dv: Itinerary | None
    min_duration: Itinerary | None
    pareto: tuple[Itinerary, ...]


def preset(name: str, **changes: Any) -> Search:
    """Return the search of a preset, with some of its fields changed."""
    if name not in PRESETS:
        raise InputError("preset", name, f"one of {', '.join(PRESETS)}")
    unchanged = asdict(PRESETS[name])
    return Search(**{**unchanged, **{k: v for k, v in changes.items() if v is not None}})


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
    rows = [catalog.row_of(t) for t in targets] if targets else list(range(len(catalog)))
    r_km, v_km_s, epoch = catalog_states(catalog)
    r_km, v_km_s, epoch = r_km[rows], v_km_s[rows], epoch[rows]
    push = catalog_push(catalog)[rows]
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
            _one(catalog, row, trips, i, ephemeris_of(push[first + i]))
            for i, row in enumerate(rows[part])
        ]
    return found


def _planets(search: Search, epoch: Floats, folder: Path | None) -> PlanetTable:
    if folder is None:
        return planets_for(search, epoch)
    return cached_planets(*field_span_mjd_tdb(search_span_mjd_tdb(search), epoch), folder=folder)


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


def _one(catalog: Catalog, row: int, trips: RoundTrips, i: int, ephemeris: str) -> TargetTrips:
    target = catalog.select([row]).targets()[0]
    best, shortest = int(trips.best()[i]), int(trips.shortest()[i])
    pareto = [itinerary(trips, i, column) for column in trips.pareto(i)]
    return TargetTrips(
        target.designation,
        target.name,
        target.epoch_mjd_tdb,
        target.condition_code,
        ephemeris,
        STATUS[int(trips.status[i])],
        tuple(
            age_warnings(
                target.epoch_mjd_tdb,
                target.condition_code,
                target.a_au,
                search_span_mjd_tdb(trips.search),
            )
        ),
        int(trips.n_viable[i]),
        itinerary(trips, i, best) if best >= 0 else None,
        itinerary(trips, i, shortest) if shortest >= 0 else None,
        tuple(trip for trip in pareto if trip is not None),
    )


def age_warnings(
    epoch_mjd_tdb: float,
    condition_code: float,
    a_au: float,
    span_mjd_tdb: tuple[float, float],
) -> list[str]:
    """Say what the age of the elements does to the positions in a span of dates."""
    epoch, (first, last) = epoch_mjd_tdb, span_mjd_tdb
    years = max(abs(epoch - first), abs(epoch - last)) / JULIAN_YEAR_D
    if not years > _FAR_EPOCH_YR + (last - first) / JULIAN_YEAR_D:
        return []
    if np.isnan(condition_code):
        error = "an error that the catalogue does not tell (no condition code)"
    else:
        runoff_arcsec = math.exp(_RUNOFF_BASE * min(condition_code, 9.0)) * years / 10.0
        error_km = math.radians(runoff_arcsec / 3600.0) * a_au * AU_KM
        error = f"an error along the orbit of up to {error_km:.2g} km (condition code"
        error += f" {condition_code:g})"
    return [f"elements are {years:.0f} years from the end of the search: expect {error}"]
