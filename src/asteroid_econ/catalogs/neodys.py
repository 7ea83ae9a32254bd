"""Keplerian lists of NEODyS and of ESA's NEOCC: OEF catalogues, and tables made of them."""

import re
from collections.abc import Sequence

import polars as pl

from asteroid_econ.catalogs.identity import designation
from asteroid_econ.catalogs.raw import RawTable, number, words
from asteroid_econ.errors import DataError

_NAMES = (
    *("name", "epoch_mjd_tdb", "a_au", "ecc", "inc_deg", "node_deg", "argperi_deg"),
    *("mean_anomaly_deg", "h_mag", "g_slope"),
)
_TABLE = {
    "Name": "name",
    "Epoch_MJD": "epoch_mjd_tdb",
    "SemMajAxis_AU": "a_au",
    "Ecc_": "ecc",
    "Incl_deg": "inc_deg",
    "LongAscNode_deg": "node_deg",
    "ArgP_deg": "argperi_deg",
    "MeanAnom_deg": "mean_anomaly_deg",
    "AbsMag_": "h_mag",
    "SlopeParamG_": "g_slope",
    "NEOClass": "published_class",
}
NEODYS_COLUMNS = tuple(_TABLE)[:9]
_SENTINELS = (-9.99, 99.9, 99.99)
_NOT_NEAR_EARTH = "Other"
_SOURCE = "NEODyS"
_OEF = "OEF catalogue"


def is_oef(text: str) -> bool:
    """Say whether a text starts as an OEF catalogue does."""
    return re.match(r"\s*format\s*=\s*'OEF", text[:200]) is not None


def is_neodys_table(columns: Sequence[str]) -> bool:
    """Say whether the columns are those of a table made from NEODyS's list."""
    return {"Name", "Epoch_MJD", "SemMajAxis_AU", "MeanAnom_deg"} <= set(columns)


def from_oef(text: str, path: str) -> RawTable:
    """Return an OEF catalogue of one line per object; ``_row`` is the line number.

    Another frame, element type or layout than Keplerian, ecliptic J2000, one line per object is
    a DataError.

    References
    ----------
    NEODyS, description of the orbital element files (OEF).
    """
    head, mark, _ = text.partition("END_OF_HEADER")
    if not mark:
        raise DataError(path, "the OEF header has no end", "a line END_OF_HEADER")
    header = dict(re.findall(r"^[ \t]*(\w+)[ \t]*=[ \t]*'?([^'!\n]*)", head, re.MULTILINE))
    for key, wanted in (("elem", "KEP"), ("refsys", "ECLM J2000"), ("rectype", "1L")):
        found = " ".join(header.get(key, "").split())
        if found != wanted:
            raise DataError(
                path, f"{key} is '{found}'", f"{key} = {wanted}", column=key, value=found
            )
    rows = []
    for line_number, line in enumerate(text.split("\n"), start=1):
        if line_number <= head.count("\n") + 1 or not line.strip() or line.startswith("!"):
            continue
        cells = line.replace("'", " ").split()
        padded = [*cells, *[None] * len(_NAMES)][: len(_NAMES)]
        rows.append((line_number, *padded))
    schema = {"_row": pl.Int64} | dict.fromkeys(_NAMES, pl.String)
    return _finished(pl.DataFrame(rows, schema=schema, orient="row"), _OEF, ())


def from_neodys_table(raw: pl.DataFrame) -> RawTable:
    """Return a table made from NEODyS's list in the columns of the schema.

    Rows of class 'Other' (perihelion beyond 1.3 au) are no near-Earth asteroids: they are left
    out and reported.
    """
    ignored = tuple(column for column in raw.columns if column not in _TABLE)
    raw = raw.with_row_index("_row", offset=1).cast({"_row": pl.Int64})
    others: tuple[str, ...] = ()
    if "NEOClass" in raw.columns:
        is_other = (raw["NEOClass"].cast(pl.String) == _NOT_NEAR_EARTH).fill_null(False)
        others = tuple(raw.filter(is_other)["Name"].cast(pl.String).to_list())
        raw = raw.filter(~is_other)
    frame = raw.select("_row", *(old for old in _TABLE if old in raw.columns)).rename(
        _TABLE, strict=False
    )
    return _finished(frame, "NEODyS table", ignored, others)


def _finished(
    frame: pl.DataFrame, kind: str, ignored: tuple[str, ...], others: tuple[str, ...] = ()
) -> RawTable:
    names = [designation(n or "") for n in words(frame["name"]).to_list()]
    notes: tuple[str, ...] = ()
    if "h_mag" in frame.columns:
        values = number(frame["h_mag"])
        unknown = pl.Series([v in _SENTINELS for v in values.tolist()], dtype=pl.Boolean)
        if unknown.any():
            notes = (f"H: {unknown.sum()} rows say 'unknown' by -9.99 or 99.9; left empty",)
            frame = frame.with_columns(frame["h_mag"].set(unknown, None))
    frame = frame.with_columns(
        pl.Series("designation", [n or None for n in names], dtype=pl.String),
        pl.lit(_SOURCE).alias("elements_source"),
    ).drop("name")
    is_oef_list = kind == _OEF
    return RawTable(
        frame,
        kind,
        ignored=ignored,
        notes=notes,
        others=others,
        original={} if is_oef_list else {new: old for old, new in _TABLE.items()},
        source=_SOURCE,
        has_lines=is_oef_list,
    )
