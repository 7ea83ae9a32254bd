"""The transfers of a study: a phase-free round trip, dated itineraries, or the asteroid moved."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from asteroid_econ._parallel import map_blocks
from asteroid_econ.constants import AU_KM, MU_SUN_KM3_S2
from asteroid_econ.errors import InputError
from asteroid_econ.missions.architecture import architecture
from asteroid_econ.missions.campaign import return_windows_mjd_tdb
from asteroid_econ.orbits.elements import state
from asteroid_econ.orbits.patched import synodic_period_d
from asteroid_econ.orbits.perturbed_field import PlanetTable, planet_table
from asteroid_econ.orbits.phasefree import REVISIT_RANGE_D
from asteroid_econ.orbits.planets import RANGE_MJD_TDB
from asteroid_econ.orbits.roundtrip import MARGIN_D
from asteroid_econ.orbits.roundtrip_mining import MiningSearch, mining_trips
from asteroid_econ.orbits.roundtrip_option import mining_options, transfer_options
from asteroid_econ.records import Floats, Target, TransferOptions
from asteroid_econ.studies.config import Study
from asteroid_econ.studies.moved import moved_offers
from asteroid_econ.valuation import evaluate
from asteroid_econ.valuation.evaluate import Offer
from asteroid_econ.valuation.setting import Setting

_TABLE_D = 1024.0
_ORBIT = ("a_au", "ecc", "inc_rad", "node_rad", "argperi_rad", "mean_anomaly_rad")


def offers(
    study: Study,
    targets: Sequence[Target],
    setting: Setting,
    *,
    threads: int | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> list[Mapping[str, Offer]]:
    """Return, for each target and architecture, the transfers that a campaign may choose from.

    Parameters
    ----------
    study : Study
        Its ``transfers`` say which.
    targets : sequence of Target
        Dated itineraries ask for an epoch and a mean anomaly.
    setting : Setting
        Of the study.
    threads : int, optional
        Changes no bit of the result.
    progress : callable, optional
        Called with the number of searches just done and the number of targets; dated ones only,
        as many searches for each target as :func:`n_searches` says.

    Returns
    -------
    list of mapping
        Per target: architecture → transfer options and the numbers of those to choose from;
        no number where no transfer is within the limits.
    """
    if study.transfers.source == "phase-free":
        free = evaluate.transfer_options(_columns(targets), setting)
        return [dict.fromkeys(study.architectures, (free, (i,))) for i in range(len(targets))]
    if study.transfers.source == "retrieval":
        free = evaluate.transfer_options(_columns(targets), setting)
        return moved_offers(study, targets, free, setting, threads=threads, progress=progress)
    return _dated(study, targets, setting, threads, progress)


def flyable(ways: Mapping[str, Offer]) -> dict[str, Offer]:
    """Return the ways with at least one transfer to choose from."""
    return {name: offer for name, offer in ways.items() if offer[1]}


def n_searches(study: Study) -> int:
    """Return how many searches each target of a study takes."""
    per_source = {"phase-free": 0, "retrieval": 1}
    source = study.transfers.source
    return per_source[source] if source in per_source else len(searches(study))


def searches(study: Study) -> dict[str, MiningSearch]:
    """Return the search for each place where an architecture of the study returns to."""
    limits = study.transfers.model_dump(exclude={"source", "n_options"})
    places = dict.fromkeys(architecture(name).return_to for name in study.architectures)
    return {place: MiningSearch(**limits, return_to=place) for place in places}


def _dated(
    study: Study,
    targets: Sequence[Target],
    setting: Setting,
    threads: int | None,
    progress: Callable[[int, int], object] | None,
) -> list[Mapping[str, Offer]]:
    r_km, v_km_s, epoch = _states(targets)
    by_place: dict[str, list[TransferOptions]] = {}
    grids = searches(study)
    spans = [_span(next(iter(grids.values())), float(date)) for date in epoch]  # as all places do
    tables = {span: planet_table(*span) for span in dict.fromkeys(spans)}
    for place, search in grids.items():

        def one(i: int, search: MiningSearch = search) -> TransferOptions:
            # alone, so that no company moves the last bit of its states
            found = _options(
                (r_km[i], v_km_s[i], float(epoch[i])),
                search,
                tables[spans[i]],
                study.transfers.n_options,
            )
            if progress is not None:
                progress(1, len(targets))
            return _with_every_revisit(found, targets[i].a_au)

        by_place[place] = map_blocks(one, len(targets), threads=threads)
    return [
        {
            name: _usable(by_place[architecture(name).return_to][i], setting)
            for name in study.architectures
        }
        for i in range(len(targets))
    ]


def _options(
    orbit: tuple[Floats, Floats, float],
    search: MiningSearch,
    planets: PlanetTable,
    n_options: int,
) -> TransferOptions:
    (trips,) = mining_trips(*orbit, search, planets=planets, threads=1)
    options = mining_options(trips, *orbit, planets=planets, n_options=n_options)
    return transfer_options(trips, options)


def _with_every_revisit(options: TransferOptions, a_au: float) -> TransferOptions:
    """Fill in the synodic period where the next window lies after the last launch searched."""
    synodic_d = np.clip(synodic_period_d(a_au), *REVISIT_RANGE_D)
    revisit_d = np.where(np.isnan(options.revisit_d), synodic_d, options.revisit_d)
    return replace(options, revisit_d=revisit_d)


def _usable(options: TransferOptions, setting: Setting) -> Offer:
    """Leave out the options without a window home once the plant is at work."""
    usable = [
        k
        for k in range(options.departure_mjd_tdb.size)
        if return_windows_mjd_tdb(options, k, setting.missions).size
    ]
    return options, tuple(usable)


def _columns(targets: Sequence[Target]) -> dict[str, Floats]:
    return {
        name: np.array([getattr(target, name) for target in targets], dtype=np.float64)
        for name in _ORBIT[:3]
    }


def _states(targets: Sequence[Target]) -> tuple[Floats, Floats, Floats]:
    """Return states and epochs; an orbit without a date is refused by name."""
    for target in targets:
        for name in ("epoch_mjd_tdb", *_ORBIT[3:]):
            if not np.isfinite(getattr(target, name)):
                allowed = f"a date and a full orbit of {target.designation} for dated itineraries"
                raise InputError(name, getattr(target, name), allowed)
    columns = [np.array([getattr(t, name) for t in targets], dtype=np.float64) for name in _ORBIT]
    r_km, v_km_s = state(columns[0] * AU_KM, *columns[1:], mu_km3_s2=MU_SUN_KM3_S2)
    return r_km, v_km_s, np.array([target.epoch_mjd_tdb for target in targets])


def _span(search: MiningSearch, epoch_mjd_tdb: float) -> tuple[float, float]:
    """Return the ends of a planet table that depend on the target alone, and few ones in all.

    The same asteroid then has the same states to the last bit in any company.
    """
    first, last = search.span_mjd_tdb
    start = min(first, epoch_mjd_tdb) - MARGIN_D
    end = max(last, epoch_mjd_tdb) + MARGIN_D
    lowest, highest = RANGE_MJD_TDB
    return (
        max(lowest, _TABLE_D * math.floor(start / _TABLE_D)),
        min(highest, _TABLE_D * math.ceil(end / _TABLE_D)),
    )
