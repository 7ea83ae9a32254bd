"""Mining itineraries to a whole catalogue, in shards that survive an interruption."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.perturbed import STATUS
from asteroid_econ.orbits.roundtrip_mining import (
    MiningSearch,
    MiningTrips,
    mining_planets,
    mining_trips,
)
from asteroid_econ.orbits.roundtrip_option import entry_speed_at
from asteroid_econ.orbits.roundtrip_places import return_place
from asteroid_econ.orbits.roundtrip_record import declination_rad
from asteroid_econ.records import Floats
from asteroid_econ.studies.cache import Arrays, cached_arrays
from asteroid_econ.studies.ephemerides import force_model
from asteroid_econ.studies.orbit_quality import orbit_quality
from asteroid_econ.studies.roundtrips import EPHEMERIS, catalog_push, catalog_states, ephemeris_of

SHARD = 256
_COLUMNS = ("dv_km_s", "steps", "vinf_km_s", "n_rev", "bound_km_s", "status")


@dataclass(frozen=True, slots=True, eq=False)
class LeastItinerary:
    """One itinerary to an asteroid of a catalogue.

    Excess speeds leave and reach Earth and the asteroid; the entry speed is that at 125 km after
    the burn that caps it, NaN where no atmosphere is met. Declinations refer to the equator of
    J2000.
    """

    launch_mjd_tdb: float
    dur_out_d: float
    dur_at_d: float
    dur_ret_d: float
    n_rev_out: int
    n_rev_ret: int
    dv_km_s: float
    c3_km2_s2: float
    vinf_arrival_km_s: float
    vinf_departure_km_s: float
    vinf_return_km_s: float
    v_entry_km_s: float
    dec_dep_rad: float
    dec_arr_rad: float

    @property
    def duration_d(self) -> float:
        """From launch to the return."""
        return self.dur_out_d + self.dur_at_d + self.dur_ret_d


@dataclass(frozen=True, slots=True, eq=False)
class CatalogItineraries:
    """What a search found for one asteroid of a catalogue.

    ``pareto`` holds the cheapest itineraries that none is both shorter and cheaper than, shortest
    first; empty where none is within the limits. ``bound_km_s`` is what any itinerary costs at
    least: above the limit, the asteroid was not searched. ``ephemeris`` says what moved it;
    ``quality_code`` and ``runoff_arcsec_decade`` are those of
    :func:`~asteroid_econ.studies.orbit_quality.orbit_quality`.
    """

    designation: str
    name: str
    epoch_mjd_tdb: float
    condition_code: float
    quality_code: float
    runoff_arcsec_decade: float
    status: str
    ephemeris: str
    bound_km_s: float
    pareto: tuple[LeastItinerary, ...]


def catalog_itineraries(
    catalog: Catalog,
    search: MiningSearch,
    *,
    n_options: int = 5,
    threads: int | None = None,
    progress: Callable[[int, int], object] | None = None,
    cache: Path | None = None,
) -> list[CatalogItineraries]:
    """Return the cheapest itineraries to every asteroid of a catalogue.

    Parameters
    ----------
    catalog : Catalog
        Elements with their epochs.
    search : MiningSearch
        Grid, limits and places.
    n_options : int, optional
        Itineraries kept of each asteroid, at most; >= 1.
    threads : int, optional
        Changes no bit of the result.
    progress : callable, optional
        Called with the number of asteroids just done and the number of all.
    cache : Path, optional
        Folder that keeps every finished shard, so that an interrupted search goes on where it
        stopped; by default nothing is kept.

    Returns
    -------
    list of CatalogItineraries
        In the order of the catalogue.
    """
    if n_options < 1:
        raise InputError("n_options", n_options, "an integer >= 1")
    r_km, v_km_s, epoch = catalog_states(catalog)
    push = catalog_push(catalog)
    quality = orbit_quality(catalog)
    limits = {name: repr(value) for name, value in asdict(search).items()}
    planets = None
    found: list[CatalogItineraries] = []
    for first in range(0, len(catalog), SHARD):
        rows = slice(first, first + SHARD)

        def make(rows: slice = rows) -> Arrays:
            nonlocal planets
            planets = planets or mining_planets(search, epoch)
            trips = mining_trips(
                r_km[rows],
                v_km_s[rows],
                epoch[rows],
                search,
                planets=planets,
                nongravitational_au_d2=push[rows],
                threads=threads,
                progress=None if progress is None else lambda n, _: progress(n, len(catalog)),
            )
            return _kept(trips, n_options)

        content = {
            "table": "mining itineraries",
            "catalog": catalog.content_sha256,
            "rows": [first, first + SHARD],
            "search": limits,
            "n_options": n_options,
            "ephemeris": EPHEMERIS,
            "model": force_model(),
        }
        arrays = make() if cache is None else cached_arrays(content, make, folder=cache)
        targets = catalog.select(rows).targets()
        found += [
            CatalogItineraries(
                target.designation,
                target.name,
                target.epoch_mjd_tdb,
                target.condition_code,
                float(quality.code[first + i]),
                float(quality.runoff_arcsec_decade[first + i]),
                STATUS[int(arrays["status"][i])],
                ephemeris_of(push[first + i]),
                float(arrays["bound_km_s"][i]),
                _itineraries(search, {name: arrays[name][i] for name in _COLUMNS[:4]}),
            )
            for i, target in enumerate(targets)
        ]
    return found


def _kept(trips: list[MiningTrips], n_options: int) -> Arrays:
    """Return the ends of the Pareto sets as arrays (asteroids, n_options, …), shortest first."""
    n = len(trips)
    dv, steps = np.full((n, n_options), np.nan), np.full((n, n_options, 4), -1)
    vinf, n_rev = np.full((n, n_options, 4, 3), np.nan), np.full((n, n_options, 2), -1)
    for i, one in enumerate(trips):
        columns = one.pareto()[-n_options:]
        k = len(columns)
        dv[i, :k], steps[i, :k] = one.dv_km_s[columns], one.steps[columns]
        vinf[i, :k], n_rev[i, :k] = one.vinf_km_s[columns], one.n_rev[columns]
    bound = np.array([one.bound_km_s for one in trips])
    status = np.array([one.status for one in trips])
    return dict(zip(_COLUMNS, (dv, steps, vinf, n_rev, bound, status), strict=True))


def _itineraries(search: MiningSearch, arrays: dict[str, Any]) -> tuple[LeastItinerary, ...]:
    home = return_place(search.return_to, entry_speed_max_km_s=search.entry_speed_max_km_s)
    found = []
    for k in range(int(np.isfinite(arrays["dv_km_s"]).sum())):
        i, a, s, c = (int(x) for x in arrays["steps"][k])
        vinf: Floats = arrays["vinf_km_s"][k]
        speed = np.sqrt(np.sum(vinf**2, axis=1)).tolist()
        found.append(
            LeastItinerary(
                search.first_launch_mjd_tdb + search.step_d * i,
                search.step_d * (a + 1),
                search.step_d * s,
                search.step_d * (c + 1),
                int(arrays["n_rev"][k, 0]),
                int(arrays["n_rev"][k, 1]),
                float(arrays["dv_km_s"][k]),
                speed[0] ** 2,
                speed[1],
                speed[2],
                speed[3],
                entry_speed_at(home, speed[3]),
                declination_rad(vinf[0]),
                declination_rad(vinf[3]),
            )
        )
    return tuple(found)
