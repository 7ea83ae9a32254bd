"""The survey tables that are known: how each is recognised, and which column holds what."""

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from asteroid_econ.catalogs.source_file import SourceFile, raw_table
from asteroid_econ.errors import InputError

NAME_COLUMNS = (
    *("number", "asteroid_number", "designation", "desig", "prov_desig", "name", "pdes"),
    *("prov", "full_name", "mpc_packed_name"),
)
# The archive's files have no header: the names stand in their labels. Version 1 has no notes.
_NEOWISE_COLUMNS = (
    *("asteroid_number", "prov_desig", "mpc_packed_name", "absolute_mag", "slope_param"),
    *("mean_jd", "n_w1", "n_w2", "n_w3", "n_w4", "fit_code", "diameter", "diameter_err"),
    *("v_albedo", "v_albedo_err", "ir_albedo", "ir_albedo_err", "beaming_param"),
    *("beaming_param_err", "stacked_flag", "reference", "notes"),
)
_OWN = ("diameter_km", "albedo", "rotation_h", "taxonomy")
_OWN_ERRORS = {"diameter_km": ("sigma_diameter_km",), "albedo": ("sigma_albedo",)}
_FIT_CODE = re.compile(r"[D-][V-][BF-][I-]")


@dataclass(frozen=True, slots=True)
class Survey:
    """A table of physical properties.

    ``columns`` maps columns of the schema to columns of the table. ``wins``: its values replace
    the catalogue's; otherwise they fill what is empty. ``probability_prefix`` starts the columns
    of class probabilities. ``errors`` maps columns of the schema to the table's one-sigma error,
    or to the lower and upper one (signs do not matter). ``fitted`` maps columns of the schema to
    the letter that ``fit_code`` has where the value was fitted and not assumed.
    """

    label: str
    columns: Mapping[str, str]
    wins: bool = False
    probability_prefix: str = ""
    errors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fitted: Mapping[str, str] = field(default_factory=dict)


# precedence: SBDB's own choice before one survey; one consistent classification before many
SURVEYS: dict[str, Survey] = {
    "spitzer": Survey(
        "Spitzer NEO surveys",
        {"diameter_km": "diam", "albedo": "pv"},
        errors={"diameter_km": ("d1sigl", "d1sigu"), "albedo": ("pv1sigl", "pv1sigu")},
    ),
    "mahlke": Survey("Mahlke 2022", {"taxonomy": "class_"}, True, "class_"),
    "neowise": Survey(
        "NEOWISE",
        {"diameter_km": "diameter", "albedo": "v_albedo"},
        errors={"diameter_km": ("diameter_err",), "albedo": ("v_albedo_err",)},
        fitted={"diameter_km": "D", "albedo": "V"},
    ),
}
_MARKS: dict[str, Callable[[set[str]], bool]] = {
    "spitzer": lambda columns: {"diam", "pv", "aorkey"} <= columns,
    "mahlke": lambda columns: {"class_", "class_sf", "class_S"} <= columns,
    "neowise": lambda columns: {"diameter", "v_albedo", "fit_code"} <= _lower(columns),
}


def survey_of(columns: list[str], label: str = "") -> Survey:
    """Return the known survey that a table's columns belong to.

    A table that names its columns as the schema does (``diameter_km``, ``albedo``, ``rotation_h``,
    ``taxonomy``, with ``sigma_diameter_km`` and ``sigma_albedo``) is a survey called ``label``.
    """
    name = survey_name(columns)
    if name:
        return SURVEYS[name]
    own = {column: column for column in _OWN if column in columns}
    if own and label:
        return Survey(label, own, errors=_OWN_ERRORS)
    known, names = ", ".join(SURVEYS), ", ".join(_OWN)
    allowed = f"a table of {known}, columns called {names}, or a Survey that names columns"
    raise InputError("survey", columns[:12], allowed)


def survey_name(columns: list[str]) -> str:
    """Return the key of ``SURVEYS`` that a table's columns belong to; '' where there is none."""
    return next((name for name, fits in _MARKS.items() if fits(set(columns))), "")


def survey_table(source: SourceFile) -> pl.DataFrame:
    """Return a survey's table with named columns; NEOWISE's in lower case, header or none.

    References
    ----------
    Mainzer et al. (2019), NEOWISE Diameters and Albedos V2.0, NASA Planetary Data System.
    """
    if not source.is_parquet:
        first = next(csv.reader([source.text().partition("\n")[0]]), [])
        cells = [cell.strip() for cell in first]
        if len(cells) in (21, 22) and _FIT_CODE.fullmatch(cells[10]):
            return raw_table(source, names=_NEOWISE_COLUMNS[: len(cells)])
    table = raw_table(source)
    if _MARKS["neowise"](set(table.columns)):
        table = table.rename({name: name.lower() for name in table.columns})
    return table


def _lower(columns: set[str]) -> set[str]:
    return {column.lower() for column in columns}
