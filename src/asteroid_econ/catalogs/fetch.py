"""Every online source behind one call: what is asked, of whom, through which cache."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from asteroid_econ.catalogs import cad, mdesign, nhats
from asteroid_econ.catalogs.download import Network
from asteroid_econ.catalogs.download_cache import DownloadCache
from asteroid_econ.catalogs.jpl import BASE_URL, Document
from asteroid_econ.catalogs.sbdb_client import GROUPS, fetch_group, fetch_object
from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.errors import InputError

SOURCES = {
    "sbdb_query": "a group of asteroids, 'neo' or 'pha', as a catalogue",
    "sbdb": "one asteroid as a catalogue",
    "nhats": "JPL's round trips for people: one asteroid's best, or all accessible ones",
    "mdesign": "JPL's one-way missions: one asteroid's, its porkchop, or the most accessible",
    "cad": "close approaches of one asteroid, or of all",
}
_LONGEST_NAME = 100
_GRID = ("mjd0", "span", "tof-min", "tof-max", "step")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a source answered: a table, the catalogue where it is one, and the answer itself."""

    source: str
    table: pl.DataFrame
    document: Document
    catalog: Catalog | None = None


def fetch(
    what: str | None = None,
    *,
    source: str | None = None,
    filters: Mapping[str, str] | None = None,
    offline: bool = False,
    max_age_d: float = 1.0,
    cache: Path | None = None,
    base_url: str = BASE_URL,
    progress: Callable[[int], object] | None = None,
) -> Fetched:
    """Return what one of JPL's services knows, from the cache or from the network.

    Parameters
    ----------
    what : str, optional
        'neo', 'pha', or one asteroid by number, name or designation. None asks nhats, mdesign
        and cad about all, and sbdb_query about 'neo'.
    source : str, optional
        A key of ``SOURCES``; by default sbdb_query for a group, sbdb for one asteroid.
    filters : mapping of str to str, optional
        The service's own parameters: nhats dv, dur, stay, launch and, of all, h, occ; cad date-min,
        date-max, dist-max, body, …; mdesign crit, year, lim, or mjd0, span, tof-min, tof-max and
        step of a porkchop.
    offline : bool
        Never touch the network: only the cache answers, whatever its age.
    max_age_d : float
        Kept answers older than this are asked for again; >= 0.
    cache : Path, optional
        Folder of downloads; by default ASTEROID_ECON_CACHE or the user's.
    base_url : str
        Another server with the same services.
    progress : callable, optional
        Called with the number of bytes that have just come.

    Returns
    -------
    Fetched
        Tables have the units of their column names, or of the service's own names.
    """
    if what is not None and not 0 < len(what.strip()) <= _LONGEST_NAME:
        raise InputError("what", what[:_LONGEST_NAME], "a name, number or designation")
    source = source or ("sbdb_query" if what in (None, *GROUPS) else "sbdb")
    if source not in SOURCES:
        raise InputError("from", source, f"one of {', '.join(SOURCES)}")
    if not max_age_d >= 0.0:
        raise InputError("max_age_d", max_age_d, "a number >= 0")
    network = Network(DownloadCache(cache), offline=offline, max_age_d=max_age_d, progress=progress)
    given = dict(filters or {})
    if source in ("sbdb_query", "sbdb"):
        return _catalog(source, what, given, network, base_url)
    table, document = _TABLES[source](what, given, network, base_url)
    return Fetched(source, table, document)


def _catalog(
    source: str, what: str | None, filters: dict[str, str], network: Network, base_url: str
) -> Fetched:
    _no_filters(source, filters)
    if source == "sbdb_query":
        catalog, document = fetch_group(what or "neo", network=network, base_url=base_url)
    elif what is None:
        raise InputError("what", what, "one asteroid by number, name or designation")
    else:
        catalog, document = fetch_object(what, network=network, base_url=base_url)
    return Fetched(source, catalog.frame, document, catalog)


def _nhats(
    what: str | None, filters: dict[str, str], network: Network, base_url: str
) -> tuple[pl.DataFrame, Document]:
    if what is None:
        return nhats.fetch_accessible(network=network, base_url=base_url, filters=filters)
    if not set(filters) <= set(nhats.LIMITS):
        raise InputError("filters", sorted(filters), f"some of {', '.join(nhats.LIMITS)}")
    return nhats.fetch_trajectories(what, network=network, base_url=base_url, filters=filters)


def _cad(
    what: str | None, filters: dict[str, str], network: Network, base_url: str
) -> tuple[pl.DataFrame, Document]:
    query = filters if what is None else {"des": what} | filters
    return cad.fetch_close_approaches(query, network=network, base_url=base_url)


def _mdesign(
    what: str | None, filters: dict[str, str], network: Network, base_url: str
) -> tuple[pl.DataFrame, Document]:
    if what is None:
        query = {"crit": "1"} | filters
        return mdesign.fetch_accessible(query, network=network, base_url=base_url)
    if not filters:
        return mdesign.fetch_missions(what, network=network, base_url=base_url)
    if set(filters) != set(_GRID):
        raise InputError("filters", sorted(filters), f"all of {', '.join(_GRID)} for a porkchop")
    mjd0, span, shortest, longest, step = (_whole(name, filters[name]) for name in _GRID)
    grids, document = mdesign.fetch_grid(
        what,
        departure_mjd_tdb=mjd0,
        span_d=span,
        tof_min_d=shortest,
        tof_max_d=longest,
        step_d=step,
        network=network,
        base_url=base_url,
    )
    return _long(grids), document


_TABLES: dict[
    str,
    Callable[[str | None, dict[str, str], Network, str], tuple[pl.DataFrame, Document]],
] = {"nhats": _nhats, "mdesign": _mdesign, "cad": _cad}


def _no_filters(source: str, filters: dict[str, str]) -> None:
    if filters:
        raise InputError("filters", sorted(filters), f"none: {source} takes no filters")


def _whole(name: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise InputError(name, text, "a whole number of days") from None


def _long(grids: Mapping[str, np.ndarray]) -> pl.DataFrame:
    """One row per departure date and time of flight."""
    shape = (grids["tof"].size, grids["dep_date"].size)
    columns = {
        "departure_mjd_tdb": np.tile(grids["dep_date"], shape[0]),
        "tof_d": np.repeat(grids["tof"], shape[1]),
    }
    columns |= {n: g.reshape(-1) for n, g in grids.items() if g.shape == shape}
    return pl.DataFrame(columns)
