"""JSON of JPL's Small-Body Database: pages of the Query API and single objects."""

from typing import Any

import polars as pl

from asteroid_econ.catalogs.raw import RawTable, cell_text
from asteroid_econ.catalogs.sbdb import from_sbdb, is_sbdb
from asteroid_econ.catalogs.source_file import check_names
from asteroid_econ.errors import DataError

_WITH_SIGMA = ("H", "diameter", "albedo")
_ELEMENTS = ("e", "a", "q", "i", "om", "w", "ma", "n", "per", "ad")
_PUSHES = ("A1", "A2", "A3")
_PHYSICAL = ("H", "G", "diameter", "albedo", "rot_per", "spec_B", "spec_T")


def is_query_page(document: Any) -> bool:
    """Say whether a document is a page of the Query API."""
    return isinstance(document, dict) and {"fields", "data"} <= document.keys()


def is_single_object(document: Any) -> bool:
    """Say whether a document is one object of the SBDB API."""
    return isinstance(document, dict) and {"object", "orbit"} <= document.keys()


def from_query_page(document: dict[str, Any], path: str) -> RawTable:
    """Return a page of the Query API: ``fields`` names the cells of each row of ``data``.

    References
    ----------
    JPL SBDB Query API, version 1.0.
    """
    fields, data = document["fields"], document["data"]
    if not (isinstance(fields, list) and all(isinstance(name, str) for name in fields)):
        raise DataError(path, "'fields' is not a list of names", "a page of the SBDB Query API")
    fields = [str(cell_text(name)).strip() for name in fields]
    check_names(path, fields)
    if not is_sbdb(fields):
        have = ", ".join(fields)[:200]
        raise DataError(path, f"the fields are {have}", "epoch, a, e, i, om, w, ma and a name")
    if not isinstance(data, list):
        raise DataError(path, "'data' is not a list", "a page of the SBDB Query API")
    for row, cells in enumerate(data, start=1):
        if not isinstance(cells, list) or len(cells) != len(fields):
            allowed = f"a list of {len(fields)} cells"
            raise DataError(path, "is not a list as long as 'fields'", allowed, row=row)
    count = document.get("count")
    if count is not None and str(count) != str(len(data)):
        raise DataError(path, f"count is {count}, but {len(data)} rows follow", "a whole page")
    columns = {
        name: pl.Series([cell_text(cells[k]) for cells in data], dtype=pl.String)
        for k, name in enumerate(fields)
    }
    return from_sbdb(pl.DataFrame(columns), "SBDB")


def from_single_object(document: dict[str, Any], path: str) -> RawTable:
    """Return one object of the SBDB API as a table of one row.

    References
    ----------
    JPL SBDB API, version 1.3.
    """
    try:
        what, orbit = document["object"], document["orbit"]
        given = {item["name"]: item for item in orbit["elements"]}
        cells = {name: given[name]["value"] for name in _ELEMENTS if name in given}
        cells |= {f"sigma_{name}": given[name]["sigma"] for name in _ELEMENTS if name in given}
        model = {item["name"]: item["value"] for item in orbit.get("model_pars") or []}
        cells |= {name: model.get(name) for name in _PUSHES}
        physical = {item["name"]: item["value"] for item in document.get("phys_par") or []}
        cells |= {name: physical.get(name) for name in _PHYSICAL}
        sigmas = {item["name"]: item.get("sigma") for item in document.get("phys_par") or []}
        cells |= {f"{name}_sigma": sigmas.get(name) for name in _WITH_SIGMA}
        cells |= {name: orbit.get(name) for name in ("epoch", "condition_code", "data_arc", "moid")}
        cells |= {"n_obs_used": orbit.get("n_obs_used"), "spkid": what.get("spkid")}
        cells |= {"full_name": what["fullname"], "pdes": what["des"]}
        cells["class"] = (what.get("orbit_class") or {}).get("code")
        cells["is_comet"] = str(what.get("kind", "a"))[:1] == "c"
    except (KeyError, TypeError, AttributeError) as error:
        raise DataError(path, f"lacks {error}", "an object of the SBDB API") from None
    row = {name: pl.Series([cell_text(value)], dtype=pl.String) for name, value in cells.items()}
    return from_sbdb(pl.DataFrame(row), "SBDB")
