"""Mining itineraries of named asteroids of a catalogue."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from asteroid_econ.catalogs.known_names import row_of_known
from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.constants import MU_SUN_KM3_S2
from asteroid_econ.orbits.kepler import propagate
from asteroid_econ.orbits.lowthrust import LowThrust, low_thrust
from asteroid_econ.orbits.perturbed import STATUS, perturbed_states
from asteroid_econ.orbits.perturbed_field import PlanetTable
from asteroid_econ.orbits.roundtrip_mining import MiningSearch, mining_planets, mining_trips
from asteroid_econ.orbits.roundtrip_option import MiningOption, mining_options, transfer_options
from asteroid_econ.orbits.roundtrip_partials import OrbitError, orbit_error
from asteroid_econ.orbits.roundtrip_return import (
    CargoReturn,
    EarlyReturn,
    cargo_return,
    early_return,
)
from asteroid_econ.orbits.roundtrip_states import PhaseStates, itinerary_states
from asteroid_econ.records import Floats, TransferOptions
from asteroid_econ.studies.orbit_quality import orbit_quality, position_warnings
from asteroid_econ.studies.roundtrips import catalog_push, catalog_states, ephemeris_of


@dataclass(frozen=True, slots=True)
class Assessment:
    """What stands beside an itinerary: an estimate for electric propulsion, the error that the
    asteroid's orbit causes, the way home after the shortest stay, and a bulk cargo's safety."""

    low_thrust_estimate: LowThrust
    orbit_error: OrbitError
    early_return: EarlyReturn
    cargo: CargoReturn


@dataclass(frozen=True, slots=True, eq=False)
class TargetItineraries:
    """Mining itineraries to one asteroid, shortest first, with the quality of its orbit.

    ``assessments`` stand in the order of ``options``; ``transfers`` are the same as missions take
    them; ``states`` those of the cheapest, empty where there is none. ``orbit_km`` (n, 3) is one
    turn of the asteroid's ellipse at the arrival of the cheapest. ``least_dv_km_s`` is the
    least Δv of each duration ``duration_d``, NaN where no itinerary has it. ``quality_code`` and
    ``runoff_arcsec_decade`` are those of
    :func:`~asteroid_econ.studies.orbit_quality.orbit_quality`.
    """

    designation: str
    name: str
    epoch_mjd_tdb: float
    condition_code: float
    quality_code: float
    runoff_arcsec_decade: float
    options: tuple[MiningOption, ...]
    assessments: tuple[Assessment, ...]
    transfers: TransferOptions
    states: tuple[PhaseStates, ...]
    orbit_km: Floats
    duration_d: Floats
    least_dv_km_s: Floats
    ephemeris: str
    status: str
    warnings: tuple[str, ...]


def find_itineraries(
    catalog: Catalog,
    targets: Sequence[str],
    search: MiningSearch,
    *,
    n_options: int = 10,
    acceleration_km_s2: float | None = None,
    threads: int | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> list[TargetItineraries]:
    """Return the cheapest itineraries of each target's Pareto set of duration and Δv.

    Parameters
    ----------
    catalog : Catalog
        Elements with their epochs.
    targets : sequence of str
        Designations, names or numbers.
    search : MiningSearch
        Grid, limits and places.
    n_options : int, optional
        Itineraries per target, at most.
    acceleration_km_s2 : float, optional
        Thrust over mass of the low-thrust estimate; by default that of the parameters.
    threads : int, optional
        Changes no bit of the result.
    progress : callable, optional
        Called with the number of asteroids just done and the number of all.

    Returns
    -------
    list of TargetItineraries
        In the order of ``targets``.
    """
    rows = [row_of_known(catalog, target) for target in targets]
    r_km, v_km_s, epoch = (x[rows] for x in catalog_states(catalog))
    push = catalog_push(catalog)[rows]
    planets = mining_planets(search, epoch)
    trips = mining_trips(
        r_km,
        v_km_s,
        epoch,
        search,
        planets=planets,
        nongravitational_au_d2=push,
        threads=threads,
        progress=progress,
    )
    quality = orbit_quality(catalog.select(rows))
    found = []
    for i, row in enumerate(rows):
        target = catalog.select([row]).targets()[0]
        mine = (r_km[i], v_km_s[i], float(epoch[i]))
        field: dict[str, Any] = {"planets": planets, "nongravitational_au_d2": push[i]}
        options = mining_options(trips[i], *mine, **field, n_options=n_options)
        runoff = float(quality.runoff_arcsec_decade[i])
        states = itinerary_states(options[-1], *mine, **field) if options else []
        assessments = [
            _assessment(option, search, mine, field, runoff, acceleration_km_s2)
            for option in options
        ]
        found.append(
            TargetItineraries(
                designation=target.designation,
                name=target.name,
                epoch_mjd_tdb=target.epoch_mjd_tdb,
                condition_code=target.condition_code,
                quality_code=float(quality.code[i]),
                runoff_arcsec_decade=runoff,
                options=tuple(options),
                assessments=tuple(assessments),
                transfers=transfer_options(trips[i], options),
                states=tuple(states),
                orbit_km=_one_turn_km(options[-1], *mine, planets) if options else np.empty((0, 3)),
                duration_d=search.step_d * np.arange(2.0, trips[i].dv_km_s.size + 2.0),
                least_dv_km_s=trips[i].dv_km_s,
                ephemeris=ephemeris_of(push[i]),
                status=STATUS[trips[i].status],
                warnings=tuple(
                    position_warnings(
                        quality,
                        i,
                        a_au=target.a_au,
                        epoch_mjd_tdb=target.epoch_mjd_tdb,
                        span_mjd_tdb=search.span_mjd_tdb,
                    )
                ),
            )
        )
    return found


def _assessment(
    option: MiningOption,
    search: MiningSearch,
    orbit: tuple[Floats, Floats, float],
    field: dict[str, Any],
    runoff: float,
    acceleration_km_s2: float | None,
) -> Assessment:
    return Assessment(
        low_thrust_estimate=low_thrust(
            option.dv_arrival_km_s,
            option.dv_return_km_s,
            outbound_d=option.dur_out_d,
            return_d=option.dur_ret_d,
            sun_distance_au=option.sun_distance_au,
            acceleration_km_s2=acceleration_km_s2,
        ),
        orbit_error=orbit_error(option, search, *orbit, **field, runoff_arcsec_decade=runoff),
        early_return=early_return(option, search, *orbit, **field),
        cargo=cargo_return(option.vinf_return_km_s, search),
    )


def _one_turn_km(
    option: MiningOption, r_km: Floats, v_km_s: Floats, epoch: float, planets: PlanetTable
) -> Floats:
    """Return the osculating ellipse at the arrival, once around."""
    arrival = np.array([option.launch_mjd_tdb + option.dur_out_d])
    r, v, _ = perturbed_states(r_km, v_km_s, epoch, arrival, planets=planets)
    a = 1.0 / (2.0 / np.linalg.norm(r[0, 0]) - np.sum(v[0, 0] ** 2) / MU_SUN_KM3_S2)
    turn_s = 2.0 * np.pi * np.sqrt(a**3 / MU_SUN_KM3_S2) * np.linspace(0.0, 1.0, 361)
    around, _ = propagate(r[0, 0], v[0, 0], turn_s, mu_km3_s2=MU_SUN_KM3_S2)
    return around
