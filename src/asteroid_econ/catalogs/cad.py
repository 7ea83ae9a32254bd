"""JPL's close approaches online."""

import polars as pl

from asteroid_econ.catalogs.download import Network
from asteroid_econ.catalogs.jpl import BASE_URL, CAD, Document, ask, listed_rows
from asteroid_econ.errors import DownloadError

_COLUMNS = {
    "des": "designation",
    "orbit_id": "orbit_id",
    "jd": "jd_tdb",
    "dist": "distance_au",
    "dist_min": "distance_min_au",
    "dist_max": "distance_max_au",
    "v_rel": "v_rel_km_s",
    "v_inf": "v_inf_km_s",
    "h": "h_mag",
}
_TEXTS = ("designation", "orbit_id")


def fetch_close_approaches(
    query: dict[str, str], *, network: Network, base_url: str = BASE_URL
) -> tuple[pl.DataFrame, Document]:
    """Return close approaches to Earth or another body.

    Parameters
    ----------
    query : dict
        The API's own: des, date-min, date-max, dist-max, body, …
    network : Network
        Cache, retries, or offline.
    base_url : str
        Another server with the same API.

    Returns
    -------
    table : DataFrame
        One row per approach; empty where there is none.
    document : Document

    References
    ----------
    JPL SBDB Close Approach Data API, version 1.5.
    """
    return ask(CAD, query, _table, network=network, base_url=base_url)


def _table(document: Document) -> pl.DataFrame:
    rows = listed_rows(document)
    fields = document.content.get("fields") if rows else []
    fields = fields if isinstance(fields, list) else []
    if rows and (lacking := sorted(set(_COLUMNS) - set(map(str, fields)))):
        raise DownloadError(document.answer.url, f"lacks {lacking}")
    if any(not isinstance(row, list) or len(row) != len(fields) for row in rows):
        raise DownloadError(document.answer.url, "has rows that are not as long as 'fields'")
    place = {name: fields.index(name) for name in _COLUMNS} if rows else {}
    columns = [
        pl.Series(
            new,
            [None if row[place[old]] is None else str(row[place[old]]) for row in rows],
            dtype=pl.String,
        )
        for old, new in _COLUMNS.items()
    ]
    return pl.DataFrame(columns).with_columns(
        pl.col(name).cast(pl.Float64, strict=False)
        for name in _COLUMNS.values()
        if name not in _TEXTS
    )
