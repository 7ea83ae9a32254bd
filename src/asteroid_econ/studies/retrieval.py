"""Easily retrievable objects of a catalogue: screened, optimised with dates, flown in one model."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from asteroid_econ._parallel import map_blocks
from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.constants import AU_KM
from asteroid_econ.errors import InputError
from asteroid_econ.missions.retrieval import PLACES, earth_moon_dv_m_s, movable_mass_kg
from asteroid_econ.orbits.perturbed import perturbed_states
from asteroid_econ.orbits.perturbed_field import planet_table
from asteroid_econ.orbits.threebody.retarget import (
    Flown,
    flown_in_three_bodies,
)
from asteroid_econ.orbits.threebody.retarget_dates import asteroid_state_km
from asteroid_econ.orbits.threebody.retarget_search import cheapest_beside_true_earth
from asteroid_econ.orbits.threebody.retrieval import (
    Retrieval,
    RetrievalLimits,
    cheapest_retrievals,
    retrieval_limits,
    trajectory_of,
)
from asteroid_econ.orbits.threebody.screening import Screening, screened
from asteroid_econ.orbits.threebody.table import ManifoldTable, shipped_table
from asteroid_econ.parameters.load import ParameterSet, load
from asteroid_econ.records import Floats
from asteroid_econ.studies.config import checked_overrides

THRESHOLD_M_S = 500.0
_FARTHEST_FROM_ORBIT_AU = 1e-3
_FLOWN = 4  # families that are tried beside true Earth
_SETTABLE = ("retrievable.search.", "retrievable.moving.", "retrievable.earth_moon_end.")
_ASTEROID = ("a_au", "ecc", "inc_rad", "node_rad", "argperi_rad", "mean_anomaly_rad")


@dataclass(frozen=True, slots=True)
class Moved:
    """One asteroid brought to a libration orbit.

    ``patched`` is the cheapest transfer of the published method; ``three_body`` the same transfer
    in the restricted three-body problem; ``ephemeris`` the cheapest transfer in the field of Sun,
    Earth and Moon, None where none could be flown. ``dv_m_s`` is the latter's, else the
    former's; ``model`` says which. ``drift_km``: how far the asteroid's perturbed motion is from
    its two-body motion at departure.
    """

    dv_m_s: float
    model: str
    family: str
    departure_mjd_tdb: float
    insertion_mjd_tdb: float
    capture_mjd_tdb: float
    transfer_d: float
    total_d: float
    patched: Retrieval
    three_body: Flown
    ephemeris: Flown | None
    difference_m_s: float
    movable_mass_kg: float
    earth_moon_dv_m_s: dict[str, float]
    drift_km: float


@dataclass(frozen=True, slots=True)
class RetrievalTarget:
    """One asteroid: what the screening says, and the transfer where it was optimised.

    ``mu_ratio`` is the mass ratio of Sun and Earth that the manifolds are of.
    """

    designation: str
    name: str
    mu_ratio: float
    screening_dv_m_s: float
    screening_family: str
    moved: Moved | None


def screened_targets(
    catalog: Catalog, *, threshold_m_s: float = THRESHOLD_M_S, threads: int | None = None
) -> list[RetrievalTarget]:
    """Return the asteroids of a catalogue that the phase-free screening passes, cheapest first.

    Parameters
    ----------
    catalog : Catalog
        Any.
    threshold_m_s : float, optional
        Largest cost, > 0.
    threads : int, optional
        Changes no bit of the result.
    """
    if not 0.0 < threshold_m_s < np.inf:
        raise InputError("threshold_m_s", threshold_m_s, "finite and > 0")
    found = _screening(catalog, shipped_table(), threads)
    cost = 1e3 * found.best_dv_km_s
    order = [int(i) for i in np.argsort(cost, kind="stable") if cost[i] <= threshold_m_s]
    return [_unmoved(catalog, found, i) for i in order]


def moved_targets(
    catalog: Catalog,
    targets: Sequence[str],
    *,
    seed: int = 0,
    parameters: Mapping[str, Any] | None = None,
    threads: int | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> list[RetrievalTarget]:
    """Return asteroids with their cheapest transfers to libration orbits.

    Parameters
    ----------
    catalog : Catalog
        Elements with their epochs.
    targets : sequence of str
        Designations, names or numbers.
    seed : int, optional
        Of the searches; any integer.
    parameters : mapping, optional
        Dotted key → number, of ``retrievable.search`` (dates and limits), ``retrievable.moving``
        (the craft) or ``retrievable.earth_moon_end``.
    threads : int, optional
        Changes no bit of the result.
    progress : callable, optional
        Called with the number of asteroids just done and the number of all.

    Returns
    -------
    list of RetrievalTarget
        In the order of ``targets``, each once; without a transfer where none was found.
    """
    values = load("retrievable", checked_settings(parameters or {}))
    limits = retrieval_limits(values)
    rows = list(dict.fromkeys(catalog.row_of(target) for target in targets))
    chosen = catalog.select(rows)
    table = shipped_table()
    found = _screening(chosen, table, threads)
    elements = catalog_elements(chosen)

    def one(i: int) -> RetrievalTarget:
        families = _worthwhile(found, i)
        moved = _moved(elements[i], table, families, seed, limits, values)
        if progress is not None:
            progress(1, len(rows))
        return _unmoved(chosen, found, i, moved)

    return map_blocks(one, len(rows), threads=threads)


def checked_settings(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return parameters that a retrieval reads, sorted by key, or say what is wrong with one."""
    for key in parameters:
        if not key.startswith(_SETTABLE):
            raise InputError("parameters", key, f"keys of {', '.join(k[:-1] for k in _SETTABLE)}")
    return checked_overrides(parameters)


def catalog_elements(catalog: Catalog) -> Floats:
    """Return a_km, e, i, node, argument, mean anomaly (rad) and epoch of every row, (n, 7)."""
    columns = [catalog.column(name) for name in (*_ASTEROID, "epoch_mjd_tdb")]
    elements = np.stack(columns, axis=-1)
    elements[:, 0] *= AU_KM
    return elements


def _screening(catalog: Catalog, table: ManifoldTable, threads: int | None) -> Screening:
    elements = (catalog.column(name) for name in ("a_au", "ecc", "inc_rad"))
    return screened(*elements, table=table, threads=threads)


def _unmoved(
    catalog: Catalog, found: Screening, i: int, moved: Moved | None = None
) -> RetrievalTarget:
    return RetrievalTarget(
        designation=str(catalog.column("designation")[i]),
        name=str(catalog.column("name")[i]),
        mu_ratio=found.mu_ratio,
        screening_dv_m_s=float(1e3 * found.best_dv_km_s[i]),
        screening_family=found.best_family[i],
        moved=moved,
    )


def _worthwhile(found: Screening, i: int) -> list[str]:
    """Return the families that the screening keeps for one asteroid, at least the cheapest."""
    keep = max(load("threebody").value("screening.keep_m_s") / 1e3, float(found.best_dv_km_s[i]))
    return [f for f, dv in zip(found.families, found.dv_km_s[i], strict=True) if dv <= keep]


def moved_asteroid(
    elements: Floats, *, parameters: ParameterSet, limits: RetrievalLimits, seed: int = 0
) -> Moved | None:
    """Return the cheapest transfer of one asteroid that the screening keeps, else None.

    Parameters
    ----------
    elements : ndarray, shape (7,)
        As a row of :func:`catalog_elements`.
    parameters : ParameterSet
        ``load("retrievable")``: the craft, and the legs near the Moon.
    limits : RetrievalLimits
        Dates and times of the search.
    seed : int, optional
        Of the search; any integer.
    """
    table = shipped_table()
    found = screened(elements[:1] / AU_KM, elements[1:2], elements[2:3], table=table, threads=1)
    if not 1e3 * found.best_dv_km_s[0] <= load("threebody").value("screening.keep_m_s"):
        return None
    return _moved(elements, table, _worthwhile(found, 0), seed, limits, parameters)


def _moved(
    elements: Floats,
    table: ManifoldTable,
    families: list[str],
    seed: int,
    limits: RetrievalLimits,
    values: ParameterSet,
) -> Moved | None:
    patched = cheapest_retrievals(
        elements, table=table, families=families, limits=limits, seed=seed
    )
    if not patched:
        return None
    best = patched[0]
    three_body = flown_in_three_bodies(best, elements, trajectory_of(best, table))
    ephemeris, family = _flown_best(elements, table, families, seed, limits)
    flown = ephemeris or three_body
    total_d = flown.capture_mjd_tdb - flown.departure_mjd_tdb
    craft = {
        name: values.value(f"moving.{name}")
        for name in ("propellant_kg", "exhaust_velocity_km_s", "thrust_newton", "craft_kg")
    }
    engines_d = flown.insertion_mjd_tdb - flown.departure_mjd_tdb
    return Moved(
        dv_m_s=flown.dv_m_s,
        model=flown.model,
        family=family if ephemeris else best.family,
        departure_mjd_tdb=flown.departure_mjd_tdb,
        insertion_mjd_tdb=flown.insertion_mjd_tdb,
        capture_mjd_tdb=flown.capture_mjd_tdb,
        transfer_d=engines_d,
        total_d=total_d,
        patched=best,
        three_body=three_body,
        ephemeris=ephemeris,
        difference_m_s=flown.dv_m_s - best.dv_m_s,
        movable_mass_kg=float(movable_mass_kg(flown.dv_m_s / 1e3, engines_d, **craft)),
        earth_moon_dv_m_s={place: earth_moon_dv_m_s(place, values) for place in PLACES},
        drift_km=_drift_km(elements, flown.departure_mjd_tdb),
    )


def _flown_best(
    elements: Floats,
    table: ManifoldTable,
    families: list[str],
    seed: int,
    limits: RetrievalLimits,
) -> tuple[Flown | None, str]:
    """Return the cheapest transfer beside true Earth that stays near its orbit, and its family."""
    candidates = cheapest_retrievals(
        elements, table=table, families=families, limits=limits, is_true_earth=True, seed=seed
    )
    farthest = _FARTHEST_FROM_ORBIT_AU
    flown = [
        cheapest_beside_true_earth(
            candidate, elements, table, limits=limits, farthest_au=farthest, most=1
        )
        for candidate in candidates[:_FLOWN]
    ]
    first = [np.inf if one is None else one.dv_m_s for one in flown]
    if not np.isfinite(first).any():
        return None, ""
    start = candidates[int(np.argmin(first))]
    best = cheapest_beside_true_earth(start, elements, table, limits=limits, farthest_au=farthest)
    return best, start.family


def _drift_km(elements: Floats, mjd_tdb: float) -> float:
    """Return how far eight planets and the Moon move the asteroid from its two-body place."""
    epoch = float(elements[6])
    planets = planet_table(min(epoch, mjd_tdb) - 8.0, max(epoch, mjd_tdb) + 8.0)
    r, v = asteroid_state_km(elements, epoch)
    if abs(mjd_tdb - epoch) < 1.0:
        return 0.0
    n = int(abs(mjd_tdb - epoch) / 8.0) + 2
    nodes = np.linspace(min(epoch, mjd_tdb), max(epoch, mjd_tdb), n)
    place, _, _ = perturbed_states(r, v, epoch, nodes, planets=planets)
    there = place[0, -1 if mjd_tdb > epoch else 0]
    return float(np.linalg.norm(there - asteroid_state_km(elements, mjd_tdb)[0]))


def target_object(target: RetrievalTarget) -> dict[str, Any]:
    """Return the JSON object of one asteroid; its names do not change."""
    head = {
        "designation": target.designation,
        "name": target.name,
        "mu_ratio": target.mu_ratio,
        "screening_dv_m_s": target.screening_dv_m_s,
        "screening_family": target.screening_family,
        "family": target.screening_family,
    }
    moved = target.moved
    if moved is None:
        return head
    return {
        **head,
        "family": moved.family,
        "dv_m_s": moved.dv_m_s,
        "model": moved.model,
        "patched_dv_m_s": moved.patched.dv_m_s,
        "difference_m_s": moved.difference_m_s,
        "departure_mjd_tdb": moved.departure_mjd_tdb,
        "insertion_mjd_tdb": moved.insertion_mjd_tdb,
        "capture_mjd_tdb": moved.capture_mjd_tdb,
        "transfer_d": moved.transfer_d,
        "tof_d": moved.total_d,
        "manifold_d": moved.capture_mjd_tdb - moved.insertion_mjd_tdb,
        "movable_mass_kg": moved.movable_mass_kg,
        "earth_moon_dv_m_s": moved.earth_moon_dv_m_s,
        "asteroid_drift_km": moved.drift_km,
        "patched": moved.patched,
        "three_body": moved.three_body,
        "ephemeris": moved.ephemeris,
    }
