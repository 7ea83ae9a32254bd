"""The network side of ``asteroid-econ catalog fetch``, with a progress bar."""

from pathlib import Path

from asteroid_econ.catalogs.download import Network
from asteroid_econ.catalogs.download_cache import DownloadCache
from asteroid_econ.catalogs.jpl import BASE_URL, Document
from asteroid_econ.catalogs.sbdb_client import GROUPS, fetch_group, fetch_object
from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.cli.console import progress

_EXPECTED_BYTES = 15_000_000  # about all near-Earth asteroids; the bar only needs the order


def fetched(
    what: str, *, offline: bool, max_age_d: float, cache: Path | None, base_url: str | None
) -> tuple[Catalog, Document]:
    """Return a group or one asteroid from JPL, or from the cache."""
    total = 0
    with progress("downloading") as report:

        def count(n_bytes: int) -> None:
            nonlocal total
            total += n_bytes
            report(n_bytes, max(_EXPECTED_BYTES, total))

        network = Network(
            DownloadCache(cache), offline=offline, max_age_d=max_age_d, progress=count
        )
        url = base_url or BASE_URL
        if what in GROUPS:
            return fetch_group(what, network=network, base_url=url)
        return fetch_object(what, network=network, base_url=url)
