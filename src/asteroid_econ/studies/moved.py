"""The transfers of a study that moves whole asteroids: a way out, the asteroid's own way back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from asteroid_econ._parallel import map_blocks
from asteroid_econ.constants import AU_KM, JULIAN_YEAR_D
from asteroid_econ.errors import InputError
from asteroid_econ.missions.retrieval import moved_options
from asteroid_econ.orbits.threebody.retrieval import retrieval_limits
from asteroid_econ.parameters.load import load
from asteroid_econ.records import Target, TransferOptions
from asteroid_econ.studies.config import Study
from asteroid_econ.studies.retrieval import moved_asteroid
from asteroid_econ.valuation.evaluate import Offer
from asteroid_econ.valuation.setting import Setting, drawn_body

_ORBIT = (
    "a_au",
    "ecc",
    "inc_rad",
    "node_rad",
    "argperi_rad",
    "mean_anomaly_rad",
    "epoch_mjd_tdb",
)


def moved_offers(
    study: Study,
    targets: Sequence[Target],
    ways_out: TransferOptions,
    setting: Setting,
    *,
    threads: int | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> list[Mapping[str, Offer]]:
    """Return, for each target and architecture, the way back with the whole asteroid.

    Parameters
    ----------
    study : Study
        The search begins with a launch at ``transfers.first_launch_mjd_tdb`` and ends with a
        capture within the horizon, or where ``retrievable.search.last_capture_mjd_tdb`` says.
    targets : sequence of Target
        With a date and a full orbit, else nothing is offered.
    ways_out : TransferOptions
        One phase-free way for each target.
    setting : Setting
        Of the study.
    threads, progress
        As for :func:`asteroid_econ.studies.dated.offers`.

    Returns
    -------
    list of mapping
        No number where the screening keeps no transfer, none lies within the limits, or what the
        craft of ``retrievable.moving`` can move is less than the median mass of the body.

    Notes
    -----
    The craft arrives when the asteroid is to be pushed. Deliveries count from the capture on: the
    plant's calendar begins a ride later than it would on site.
    """

    def one(i: int) -> Mapping[str, Offer]:
        options = _way(study, targets[i], ways_out, i, setting)
        if progress is not None:
            progress(1, len(targets))
        offer: Offer = (ways_out, ()) if options is None else (options, (0,))
        return dict.fromkeys(study.architectures, offer)

    return map_blocks(one, len(targets), threads=threads)


def _way(
    study: Study, target: Target, ways_out: TransferOptions, i: int, setting: Setting
) -> TransferOptions | None:
    elements = np.array([getattr(target, name) for name in _ORBIT], dtype=np.float64)
    outbound_d = float(ways_out.outbound_d[i])
    try:
        mass_kg = float(np.median(drawn_body(target, setting).body.mass_kg))
    except InputError:
        return None  # its row says why nothing can be said of this body
    if not (np.isfinite(elements).all() and np.isfinite(outbound_d)):
        return None
    elements[0] *= AU_KM
    values = load("retrievable", study.parameters)
    first = study.transfers.first_launch_mjd_tdb + outbound_d
    published = retrieval_limits(values)
    world = setting.world
    horizon = world.valuation_mjd_tdb + world.horizon_yr * JULIAN_YEAR_D
    last = min(published.last_capture_mjd_tdb, horizon)
    if not first < last:
        return None
    limits = replace(published, first_departure_mjd_tdb=first, last_capture_mjd_tdb=last)
    moved = moved_asteroid(elements, parameters=values, limits=limits, seed=study.seed)
    if moved is None or not moved.movable_mass_kg >= mass_kg:
        return None
    options = moved_options(ways_out, i, dv_km_s=moved.dv_m_s / 1e3, transfer_d=moved.total_d)
    return replace(options, departure_mjd_tdb=np.array([moved.departure_mjd_tdb - outbound_d]))
