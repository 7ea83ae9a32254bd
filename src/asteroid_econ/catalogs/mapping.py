"""Any table, with a mapping of its columns to the schema."""

from collections.abc import Callable, Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from asteroid_econ.catalogs.raw import RawTable, changed
from asteroid_econ.catalogs.schema import BY_NAME
from asteroid_econ.constants import AU_KM
from asteroid_econ.errors import DataError, InputError

Change = Callable[[NDArray[np.float64]], NDArray[np.float64]]
# other spellings of a quantity that a mapping may name, and how they become the schema's
CONVERSIONS: dict[str, tuple[str, Change]] = {
    "epoch_jd_tdb": ("epoch_mjd_tdb", lambda t: t - 2_400_000.5),
    "a_km": ("a_au", lambda a: a / AU_KM),
    "inc_rad": ("inc_deg", np.rad2deg),
    "node_rad": ("node_deg", np.rad2deg),
    "argperi_rad": ("argperi_deg", np.rad2deg),
    "mean_anomaly_rad": ("mean_anomaly_deg", np.rad2deg),
    "diameter_m": ("diameter_km", lambda d: d / 1000.0),
    "arc_yr": ("arc_d", lambda t: t * 365.25),
}


def parsed_mapping(text: str) -> dict[str, str]:
    """Return the mapping of 'designation=Name, a_au=SMA': schema column to the file's column."""
    pairs = [part.partition("=") for part in text.split(",") if part.strip()]
    if not pairs or any(not (key.strip() and value.strip()) for key, _, value in pairs):
        raise InputError("map", text, "SCHEMA=COLUMN, SCHEMA=COLUMN, …")
    return {key.strip(): value.strip() for key, _, value in pairs}


def mapped(raw: pl.DataFrame, mapping: Mapping[str, str], path: str) -> RawTable:
    """Return a table in the columns of the schema.

    Parameters
    ----------
    raw : DataFrame
        Any table.
    mapping : mapping of str to str
        Column of the schema, or a key of ``CONVERSIONS``, to a column of ``raw``.
    path : str
        For the messages.
    """
    columns = [pl.Series("_row", range(1, len(raw) + 1), dtype=pl.Int64)]
    original: dict[str, str] = {}
    for wanted, given in mapping.items():
        name, change = CONVERSIONS.get(wanted, (wanted, None))
        if name not in BY_NAME:
            known = ", ".join([*BY_NAME, *CONVERSIONS])
            raise InputError("map", wanted, f"one of {known}")
        if name in original:
            raise InputError("map", wanted, f"one column for {name}")
        if given not in raw.columns:
            raise DataError(path, f"missing column '{given}'", ", ".join(raw.columns[:40]))
        original[name] = given
        columns.append(changed(raw[given], name, change) if change else raw[given].alias(name))
    ignored = tuple(name for name in raw.columns if name not in mapping.values())
    return RawTable(pl.DataFrame(columns), "mapped table", ignored=ignored, original=original)
