"""NHATS online: round trips for people to near-Earth asteroids, as JPL computes them."""

from typing import Any

import polars as pl

from asteroid_econ.catalogs.download import Network
from asteroid_econ.catalogs.jpl import BASE_URL, NHATS, Document, ask, listed_rows
from asteroid_econ.errors import DownloadError

LIMITS = ("dv", "dur", "stay", "launch")  # what also one object can be asked within
_ROW = {
    "des": "designation",
    "orbit_id": "orbit_id",
    "h": "h_mag",
    "min_size": "smallest_m",
    "max_size": "largest_m",
    "occ": "condition_code",
    "n_via_traj": "n_trajectories",
    "obs_start": "observable_from",
    "obs_end": "observable_until",
    "obs_mag": "brightest_mag",
}
_TEXTS = {"designation", "orbit_id", "observable_from", "observable_until"}
_BEST = {
    ("min_dv", "dv"): "least_dv_km_s",
    ("min_dv", "dur"): "least_dv_duration_d",
    ("min_dur", "dv"): "shortest_dv_km_s",
    ("min_dur", "dur"): "shortest_duration_d",
}


def fetch_accessible(
    *, network: Network, base_url: str = BASE_URL, filters: dict[str, str] | None = None
) -> tuple[pl.DataFrame, Document]:
    """Return the table of accessible asteroids.

    Parameters
    ----------
    network : Network
        Cache, retries, or offline.
    base_url : str
        Another server with the same API.
    filters : dict, optional
        The API's own: dv (the largest, km/s), dur, stay, launch, h, occ.

    Returns
    -------
    table : DataFrame
        Numbers in the unit of their column; ``least_dv_km_s`` counts departure from 400 km,
        arrival, departure and the burn that caps the entry at 12 km/s.
    document : Document

    References
    ----------
    JPL NHATS Data API, version 1.3.
    """
    return ask(NHATS, filters or {}, _accessible, network=network, base_url=base_url)


def fetch_trajectories(
    designation: str,
    *,
    network: Network,
    base_url: str = BASE_URL,
    filters: dict[str, str] | None = None,
) -> tuple[pl.DataFrame, Document]:
    """Return one asteroid's row of the table; the document has its two best trajectories.

    Parameters
    ----------
    designation : str
        Designation or number; one that NHATS does not list is a TargetError.
    network : Network
        Cache, retries, or offline.
    base_url : str
        Another server with the same API.
    filters : dict, optional
        The API's own for one object: dv, dur, stay, launch.

    References
    ----------
    JPL NHATS Data API, version 1.3.
    """
    query = {"des": designation} | (filters or {})
    return ask(NHATS, query, _one, network=network, base_url=base_url)


def _accessible(document: Document) -> pl.DataFrame:
    rows = listed_rows(document)
    if not all(isinstance(row, dict) and row.get("des") for row in rows):
        raise DownloadError(document.answer.url, "has rows without 'des'")
    return _table(rows)


def _one(document: Document) -> pl.DataFrame:
    if not document.content.get("des"):
        raise DownloadError(document.answer.url, "has no 'des'")
    return _table([document.content])


def _table(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Numbers come as text; what is no number becomes null."""
    columns: dict[str, list[Any]] = {
        new: [row.get(old) for row in rows] for old, new in _ROW.items()
    }
    for (group, key), new in _BEST.items():
        columns[new] = [_inside(row.get(group), key) for row in rows]
    series = [
        pl.Series(name, [None if v is None else str(v) for v in values], dtype=pl.String)
        for name, values in columns.items()
    ]
    return pl.DataFrame(series).with_columns(
        pl.col(name).str.strip_chars().cast(pl.Float64, strict=False)
        for name in columns
        if name not in _TEXTS
    )


def _inside(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else None
