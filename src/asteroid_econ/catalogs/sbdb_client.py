"""JPL's Small-Body Database online: whole groups of objects, and single ones."""

from functools import partial

from asteroid_econ.catalogs.download import Network
from asteroid_econ.catalogs.jpl import BASE_URL, SBDB, SBDB_QUERY, Document, ask
from asteroid_econ.catalogs.read import catalog_of
from asteroid_econ.catalogs.source_file import SourceFile
from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.errors import InputError

FIELDS = (
    *("spkid", "full_name", "pdes", "name", "epoch", "e", "a", "q", "i", "om", "w", "ma"),
    *("H", "H_sigma", "G", "diameter", "diameter_sigma", "albedo", "rot_per", "spec_B", "spec_T"),
    *("class", "moid"),
    *("condition_code", "data_arc", "n_obs_used", "sigma_e", "sigma_a", "sigma_i"),
    *("A1", "A2", "A3"),
)
GROUPS = ("neo", "pha")


def fetch_group(
    group: str = "neo", *, network: Network, base_url: str = BASE_URL
) -> tuple[Catalog, Document]:
    """Return all near-Earth (or potentially hazardous) asteroids of SBDB in full precision.

    Parameters
    ----------
    group : str
        One of ``GROUPS``.
    network : Network
        Cache, retries, or offline.
    base_url : str
        Another server with the same API.

    Returns
    -------
    catalog : Catalog
        Bad rows are left out and stand in its report.
    document : Document
        The page itself with its date and hash.

    References
    ----------
    JPL SBDB Query API, version 1.0.
    """
    if group not in GROUPS:
        raise InputError("group", group, f"one of {', '.join(GROUPS)}")
    query = {
        "fields": ",".join(FIELDS),
        "sb-kind": "a",
        "sb-group": group,
        "full-prec": "true",
    }
    read = partial(_catalog, name=f"SBDB {group}")
    return ask(SBDB_QUERY, query, read, network=network, base_url=base_url)


def fetch_object(
    designation: str, *, network: Network, base_url: str = BASE_URL
) -> tuple[Catalog, Document]:
    """Return one asteroid of SBDB as a catalogue of one row.

    Parameters
    ----------
    designation : str
        Number, name, designation or SPK-ID; several matches are a TargetError that names them.
    network : Network
        Cache, retries, or offline.
    base_url : str
        Another server with the same API.

    References
    ----------
    JPL SBDB API, version 1.3.
    """
    query = {"sstr": designation, "full-prec": "true", "phys-par": "true"}
    read = partial(_catalog, name=f"SBDB {designation}")
    return ask(SBDB, query, read, network=network, base_url=base_url)


def _catalog(document: Document, *, name: str) -> Catalog:
    answer = document.answer
    return catalog_of(SourceFile(answer.url, answer.body, answer.sha256), name=name, form="json")
