"""Mining itineraries of named asteroids of a catalogue."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.orbits.roundtrip_mining import MiningSearch, mining_planets, mining_trips
from asteroid_econ.orbits.roundtrip_option import MiningOption, mining_options, transfer_options
from asteroid_econ.orbits.roundtrip_states import PhaseStates, itinerary_states
from asteroid_econ.records import TransferOptions
from asteroid_econ.studies.roundtrips import catalog_states


@dataclass(frozen=True, slots=True, eq=False)
class TargetItineraries:
    """Mining itineraries to one asteroid, shortest first, with the quality of its orbit.

    ``transfers`` are the same as missions take them; ``states`` those of the cheapest, empty
    where there is none.
    """

    designation: str
    name: str
    epoch_mjd_tdb: float
    condition_code: float
    options: tuple[MiningOption, ...]
    transfers: TransferOptions
    states: tuple[PhaseStates, ...]


def find_itineraries(
    catalog: Catalog,
    targets: Sequence[str],
    search: MiningSearch,
    *,
    n_options: int = 10,
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
    threads : int, optional
        Changes no bit of the result.
    progress : callable, optional
        Called with the number of asteroids just done and the number of all.

    Returns
    -------
    list of TargetItineraries
        In the order of ``targets``.
    """
    rows = [catalog.row_of(target) for target in targets]
    r_km, v_km_s, epoch = (x[rows] for x in catalog_states(catalog))
    planets = mining_planets(search, epoch)
    trips = mining_trips(
        r_km, v_km_s, epoch, search, planets=planets, threads=threads, progress=progress
    )
    found = []
    for i, row in enumerate(rows):
        target = catalog.select([row]).targets()[0]
        mine = (r_km[i], v_km_s[i], float(epoch[i]))
        options = mining_options(trips[i], *mine, planets=planets, n_options=n_options)
        states = itinerary_states(options[-1], *mine, planets=planets) if options else []
        found.append(
            TargetItineraries(
                target.designation,
                target.name,
                target.epoch_mjd_tdb,
                target.condition_code,
                tuple(options),
                transfer_options(trips[i], options),
                tuple(states),
            )
        )
    return found
