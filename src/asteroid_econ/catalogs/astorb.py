"""Lowell Observatory's list of asteroid orbits, astorb.dat."""

import re

import polars as pl

from asteroid_econ.catalogs.dates import mjd_of_date
from asteroid_econ.catalogs.fixed_width import Fields, cut, numbered_lines
from asteroid_econ.catalogs.identity import designation
from asteroid_econ.catalogs.raw import RawTable

# columns of the records since numbers have six digits; before, all stood one to the left
_FIELDS: Fields = {
    "number": (1, 6),
    "label": (8, 25),
    "h_mag": (43, 47),
    "g_slope": (49, 53),
    "diameter_km": (60, 64),
    "arc_d": (96, 100),
    "n_obs": (101, 105),
    "date": (107, 114),
    "mean_anomaly_deg": (116, 125),
    "argperi_deg": (127, 136),
    "node_deg": (138, 147),
    "inc_deg": (149, 157),
    "ecc": (159, 168),
    "a_au": (170, 181),
}
_SOURCE = "Lowell astorb"
_DATE = r"(1[89]|2[01])\d\d[01]\d[0-3]\d"
_RECORD = re.compile(rf"^.{{105,106}}{_DATE} [ \d]{{2}}\d\.\d{{6}} ", re.ASCII)


def is_astorb(text: str) -> bool:
    """Say whether a text's first line is a record of astorb.dat."""
    return _RECORD.match(text[:300].partition("\n")[0]) is not None


def from_astorb(text: str) -> RawTable:
    """Return astorb.dat in the columns of the schema; ``_row`` is the line number.

    Diameters are IRAS's, where it has them.

    References
    ----------
    Bowell, The Asteroid Orbital Elements Database, description of astorb.dat.
    """
    lines = numbered_lines(text).filter(pl.col("line").str.strip_chars() != "")
    first = "".join(lines["line"].head(1).to_list())
    five_digits = re.match(rf"^.{{105}}{_DATE} ", first) is not None
    shift = 1 if five_digits else 0
    fields = {
        name: (max(1, first - shift), last - shift) for name, (first, last) in _FIELDS.items()
    }
    cells = cut(lines, fields)
    dates = {d: _mjd(d) for d in cells["date"].drop_nulls().unique().to_list()}
    labels = [designation(label or "") for label in cells["label"].to_list()]
    provisional = pl.Series(labels, dtype=pl.String).str.contains(r"^A?\d{3,4} ([A-Z]{2}|[PT]-)")
    label = pl.Series("label", labels, dtype=pl.String)
    number = cells["number"].cast(pl.String)
    has_diameter = cells["diameter_km"].is_not_null()
    frame = cells.with_columns(
        label.set(~provisional, None).fill_null(number).fill_null(label).alias("designation"),
        label.set(provisional, None).alias("name"),
        pl.Series(
            "epoch_mjd_tdb", [None if d is None else dates[d] for d in cells["date"]], pl.String
        ),
        pl.Series("diameter_source", [None] * len(cells), pl.String).set(has_diameter, "IRAS"),
        pl.lit(_SOURCE).alias("elements_source"),
    ).drop("label", "date")
    original = {"epoch_mjd_tdb": "date"}
    return RawTable(frame, "astorb", original=original, source=_SOURCE, has_lines=True)


def _mjd(text: str) -> str:
    """'20190427' as MJD; what is no date stays for the check."""
    if not re.fullmatch(r"\d{8}", text, re.ASCII):
        return text
    mjd = mjd_of_date(int(text[:4]), int(text[4:6]), int(text[6:]))
    return text if mjd is None else str(mjd)
