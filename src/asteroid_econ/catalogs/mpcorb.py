"""Orbit lists of the Minor Planet Center: MPCORB.DAT, NEA.txt and their extended JSON."""

import re
from typing import Any

import polars as pl

from asteroid_econ.catalogs.dates import mjd_of_packed_date
from asteroid_econ.catalogs.fixed_width import cut, numbered_lines
from asteroid_econ.catalogs.identity import designation, unpacked_number
from asteroid_econ.catalogs.raw import RawTable, cell_text

_SOURCE = "MPC"
_FIELDS = {
    "packed": (1, 7),
    "h_mag": (9, 13),
    "g_slope": (15, 19),
    "epoch": (21, 25),
    "mean_anomaly_deg": (27, 35),
    "argperi_deg": (38, 46),
    "node_deg": (49, 57),
    "inc_deg": (60, 68),
    "ecc": (71, 79),
    "a_au": (93, 103),
    "condition_code": (106, 106),
    "n_obs": (118, 122),
    "arc": (128, 136),
    "readable": (167, 194),
}
_LINE = re.compile(r"^[0-9A-Za-z_~]{5}[0-9A-Za-z ]{2} .{11} [IJKL]\d\d[1-9A-C][1-9A-V] ", re.ASCII)
_LETTERS_OF_U = ["E", "D", "F"]  # assumed eccentricity, double designation, both
_JSON_SAME = {
    "H": "h_mag",
    "G": "g_slope",
    "M": "mean_anomaly_deg",
    "Peri": "argperi_deg",
    "Node": "node_deg",
    "i": "inc_deg",
    "e": "ecc",
    "a": "a_au",
    "U": "condition_code",
    "Num_obs": "n_obs",
    "Orbit_type": "published_class",
}


def is_mpcorb(text: str) -> bool:
    """Say whether a text is a list in the export format, with or without the long header."""
    head = text[:20_000].splitlines()
    return any(_LINE.match(line) for line in head[:200])


def is_mpc_json(document: Any) -> bool:
    """Say whether a JSON document is an extended list."""
    first = document[0] if isinstance(document, list) and document else None
    return isinstance(first, dict) and {"Epoch", "Node", "Peri", "M"} <= first.keys()


def from_mpcorb(text: str) -> RawTable:
    """Return a fixed-width list in the columns of the schema; ``_row`` is the line number.

    References
    ----------
    Minor Planet Center, Export Format for Minor-Planet Orbits.
    """
    lines = numbered_lines(text)
    lines = lines.filter(pl.col("line").str.strip_chars() != "")
    rule = lines.filter(pl.col("line").str.contains("^-{20,}"))["_row"]
    if len(rule):  # MPCORB.DAT explains itself above a line of dashes
        lines = lines.filter(pl.col("_row") > rule[0])
    cells = cut(lines, _FIELDS)
    days = cells["arc"].str.extract(r"^([0-9]+) days$").cast(pl.Float64)
    first, last = (
        cells["arc"].str.extract(r"^([0-9]+)-([0-9]+)$", k).cast(pl.Float64) for k in (1, 2)
    )
    identities = [
        _identity(packed or "", readable or "")
        for packed, readable in cells.select("packed", "readable").iter_rows()
    ]
    code, notes = _condition_code(cells["condition_code"])
    frame = cells.with_columns(
        days.fill_null((last - first) * 365.25).alias("arc_d"),
        _epochs(cells["epoch"]),
        code,
        pl.lit("MPC").alias("condition_source"),
        pl.lit(_SOURCE).alias("elements_source"),
        pl.Series("designation", [i[0] for i in identities], dtype=pl.String),
        pl.Series("number", [i[1] for i in identities], dtype=pl.Int64),
        pl.Series("name", [i[2] for i in identities], dtype=pl.String),
    ).drop("packed", "readable", "arc", "epoch")
    original = {"epoch_mjd_tdb": "epoch"}
    kind = "MPC orbit list"
    return RawTable(frame, kind, notes=notes, original=original, source=_SOURCE, has_lines=True)


def from_mpc_json(document: list[dict[str, Any]]) -> RawTable:
    """Return an extended JSON list in the columns of the schema.

    References
    ----------
    Minor Planet Center, description of the extended JSON orbit files.
    """
    rows = [_json_row(item) for item in document]
    frame = pl.DataFrame(rows, infer_schema_length=None, schema_overrides={"_row": pl.Int64})
    code, notes = _condition_code(frame["condition_code"])
    frame = frame.with_columns(code, pl.int_range(1, len(rows) + 1, dtype=pl.Int64).alias("_row"))
    known = {*_JSON_SAME, "Number", "Name", "Principal_desig", "Epoch", "Arc_length", "Arc_years"}
    ignored = sorted({str(cell_text(key)) for item in document for key in item} - known)
    original = {new: old for old, new in _JSON_SAME.items()} | {"epoch_mjd_tdb": "Epoch"}
    return RawTable(
        frame, "MPC JSON", ignored=tuple(ignored), notes=notes, original=original, source=_SOURCE
    )


def _json_row(item: dict[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {new: cell_text(item.get(old)) for old, new in _JSON_SAME.items()}
    number = re.sub(r"\D", "", str(item.get("Number") or ""))[:8]
    named = item.get("Principal_desig") or number or item.get("Name")
    principal = designation(cell_text(named) or "")
    years = re.fullmatch(r"(\d{4})-(\d{4})", str(item.get("Arc_years") or ""))
    arc = item.get("Arc_length")
    return row | {
        "designation": principal or None,
        "number": int(number) if number else None,
        "name": cell_text(item.get("Name")),
        "epoch_mjd_tdb": _epoch(item.get("Epoch")),
        "arc_d": cell_text(arc)
        or (str(365.25 * (int(years[2]) - int(years[1]))) if years else None),
        "condition_source": "MPC",
        "elements_source": _SOURCE,
    }


def _epoch(value: Any) -> str | None:
    """A Julian date as MJD; what is no number stays for the check."""
    text = cell_text(value)
    try:
        return text if text is None else str(float(text) - 2_400_000.5)
    except ValueError:
        return text


def _identity(packed: str, readable: str) -> tuple[str | None, int | None, str | None]:
    """'(433) Eros' and '00433' are number and name; 'K02C11R' and '2002 CR11' a designation."""
    number = unpacked_number(packed)
    inside = re.match(r"^\((\d+)\)\s*(.*)$", readable)
    rest = inside[2] if inside else readable
    if number is None:
        return designation(packed or rest) or None, None, None
    provisional = designation(rest)
    is_provisional = bool(re.match(r"^(A?\d{3,4} [A-Z]{2}|\d+ (P-L|T-\d))", provisional))
    if is_provisional:
        return provisional, number, None
    return str(number), number, rest or None


def _epochs(packed: pl.Series) -> pl.Series:
    """Packed dates repeat: translate each one once; what is no date stays for the check."""
    known = {text: mjd_of_packed_date(text) for text in packed.drop_nulls().unique().to_list()}
    texts = [None if t is None else (t if known[t] is None else str(known[t])) for t in packed]
    return pl.Series("epoch_mjd_tdb", texts, dtype=pl.String)


def _condition_code(cells: pl.Series) -> tuple[pl.Series, tuple[str, ...]]:
    text = cells.cast(pl.String)
    letter = text.is_in(_LETTERS_OF_U).fill_null(False)
    if not letter.any():
        return text, ()
    note = f"U: {letter.sum()} rows have a letter (E, D, F) instead of a code; left empty"
    return text.set(letter, None), (note,)
