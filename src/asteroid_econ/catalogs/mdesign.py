"""JPL's Small-Body Mission Design tool online: one-way transfers."""

import math
from functools import partial
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from asteroid_econ.catalogs.download import Network
from asteroid_econ.catalogs.jpl import BASE_URL, MDESIGN, Document, ask
from asteroid_econ.errors import DownloadError, InputError

_GRIDS = (
    "vinf_dep",
    "vinf_arr",
    "phase_ang",
    "earth_dist",
    "elong_arr",
    "decl_dep",
    "approach_ang",
)
_STEPS_D = (1, 2, 5, 10, 15, 20, 30)


def fetch_missions(
    designation: str, *, network: Network, base_url: str = BASE_URL
) -> tuple[pl.DataFrame, Document]:
    """Return the missions that JPL selects for one asteroid.

    Parameters
    ----------
    designation : str
        Designation or number.
    network : Network
        Cache, retries, or offline.
    base_url : str
        Another server with the same API.

    Returns
    -------
    table : DataFrame
        Columns as the API names them (``MJD0``, ``MJDf``, ``vinf_dep``, ``vinf_arr`` in km/s, …).
    document : Document

    References
    ----------
    JPL Small-Body Mission Design API, mode Q.
    """
    read = partial(_table, key="selectedMissions")
    return ask(MDESIGN, {"des": designation}, read, network=network, base_url=base_url)


def fetch_accessible(
    query: dict[str, str], *, network: Network, base_url: str = BASE_URL
) -> tuple[pl.DataFrame, Document]:
    """Return the most accessible asteroids.

    Parameters
    ----------
    query : dict
        The API's own: crit (1 to 6), year, lim, and SBDB filters.
    network : Network
        Cache, retries, or offline.
    base_url : str
        Another server with the same API.

    Returns
    -------
    table : DataFrame
        ``dv_tot`` is the sum of the two excess speeds, not of burns.
    document : Document

    References
    ----------
    JPL Small-Body Mission Design API, mode A.
    """
    read = partial(_table, key="records")
    return ask(MDESIGN, query, read, network=network, base_url=base_url)


def fetch_grid(
    designation: str,
    *,
    departure_mjd_tdb: int,
    span_d: int,
    tof_min_d: int,
    tof_max_d: int,
    step_d: int,
    network: Network,
    base_url: str = BASE_URL,
) -> tuple[dict[str, NDArray[np.float64]], Document]:
    """Return a porkchop table: departure dates by times of flight.

    Parameters
    ----------
    designation : str
        Designation or number.
    departure_mjd_tdb, span_d : int
        First departure, and days from it to the last.
    tof_min_d, tof_max_d, step_d : int
        Times of flight; the step is that of both axes, one of 1, 2, 5, 10, 15, 20, 30.
    network : Network
        Cache, retries, or offline.
    base_url : str
        Another server with the same API.

    Returns
    -------
    grids : dict of ndarray
        ``dep_date`` (m,), ``tof`` (n,) and the API's grids (n, m).
    document : Document

    References
    ----------
    JPL Small-Body Mission Design API, mode M.
    """
    if step_d not in _STEPS_D:
        raise InputError("step_d", step_d, f"one of {_STEPS_D}")
    query = {
        "des": designation,
        "mjd0": str(departure_mjd_tdb),
        "span": str(span_d),
        "tof-min": str(tof_min_d),
        "tof-max": str(tof_max_d),
        "step": str(step_d),
    }
    return ask(MDESIGN, query, _read_grids, network=network, base_url=base_url)


def _read_grids(document: Document) -> dict[str, NDArray[np.float64]]:
    grids = {}
    for name in ("dep_date", "tof", *_GRIDS):
        if name in document.content:
            grids[name] = _numbers(document, name)
    if not {"dep_date", "tof"} <= grids.keys():
        raise DownloadError(document.answer.url, "has no 'dep_date' or no 'tof'")
    shape = (grids["tof"].size, grids["dep_date"].size)
    wrong = [name for name in _GRIDS if name in grids and grids[name].shape != shape]
    if wrong:
        raise DownloadError(document.answer.url, f"'{wrong[0]}' is not {shape[0]} by {shape[1]}")
    return grids


def _numbers(document: Document, name: str) -> NDArray[np.float64]:
    try:
        return np.array(document.content[name], dtype=np.float64)
    except (ValueError, TypeError):
        raise DownloadError(document.answer.url, f"'{name}' is no table of numbers") from None


def _table(document: Document, *, key: str) -> pl.DataFrame:
    fields, rows = document.content.get("fields"), document.content.get(key)
    if not isinstance(fields, list) or not isinstance(rows, list):
        raise DownloadError(document.answer.url, f"has no 'fields' or no '{key}'")
    if len(set(map(str, fields))) < len(fields):
        raise DownloadError(document.answer.url, "'fields' has a name twice")
    whole = [row for row in rows if isinstance(row, list) and len(row) == len(fields)]
    if len(whole) != len(rows):
        raise DownloadError(document.answer.url, f"{len(rows) - len(whole)} rows are not whole")
    columns = [_column(str(name), [row[k] for row in whole]) for k, name in enumerate(fields)]
    return pl.DataFrame(columns)


def _column(name: str, cells: list[Any]) -> pl.Series:
    """A column of numbers where every cell is one; else text."""
    texts = pl.Series(name, [None if c in (None, "") else str(c) for c in cells], dtype=pl.String)
    numbers = texts.cast(pl.Float64, strict=False)
    finite = numbers.drop_nulls().to_list()
    is_numeric = numbers.null_count() == texts.null_count() and all(map(math.isfinite, finite))
    return numbers if is_numeric and name not in ("pdes", "name") else texts
