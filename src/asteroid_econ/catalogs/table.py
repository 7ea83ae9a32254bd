"""The catalogue: a checked table of asteroids with two hashes and a report."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from asteroid_econ.catalogs.faults import LoadReport
from asteroid_econ.catalogs.identity import (
    designation,
    number_of_spkid,
    split_full_name,
    whole_number,
)
from asteroid_econ.catalogs.schema import BY_NAME, COLUMNS
from asteroid_econ.errors import InputError, TargetError
from asteroid_econ.records import Target


@dataclass(frozen=True, eq=False)
class Catalog:
    """Asteroids in canonical column and row order.

    ``frame`` has every column of the schema; what the source does not know is null. Rows are
    sorted by number, then designation, whatever their order in the file.
    """

    name: str
    frame: pl.DataFrame
    file_sha256: str
    report: LoadReport

    def __len__(self) -> int:
        return len(self.frame)

    def __iter__(self) -> Iterator[Target]:
        return iter(self.targets())

    @cached_property
    def content_sha256(self) -> str:
        """Hash of the content: the same for any row order and file format.

        Columns without a value do not count, so that the hash outlives a longer schema.
        """
        digest = hashlib.sha256(b"asteroid-econ catalogue 2\n")
        for column in COLUMNS:
            if self.frame[column.name].null_count() < len(self):
                digest.update(_column_bytes(column.name, column.kind, self.frame[column.name]))
        return digest.hexdigest()

    def column(self, name: str) -> NDArray[Any]:
        """Return a column as an array, NaN or '' where it is empty.

        ``name`` is a column of the schema; angles are also there in rad (``inc_rad``).
        """
        if name.endswith("_rad") and name[:-4] + "_deg" in BY_NAME:
            return np.deg2rad(self.column(name[:-4] + "_deg"))
        if name not in BY_NAME:
            raise InputError("column", name, f"one of {', '.join(BY_NAME)}")
        series = self.frame[name]
        if BY_NAME[name].kind == "text":
            return np.array(series.fill_null("").to_list(), dtype=object)
        if BY_NAME[name].kind == "flag":
            return series.fill_null(False).to_numpy()
        return np.ascontiguousarray(series.cast(pl.Float64).fill_null(np.nan).to_numpy())

    def targets(self) -> list[Target]:
        """Return every row as a Target, in canonical order."""
        radians = [np.deg2rad(self.column(name)).tolist() for name in _ANGLES]
        columns = {name: self.column(name).tolist() for name in _PLAIN}
        chances = [parsed_probabilities(text) for text in self.column("class_probabilities")]
        errors = self._errors()
        lists = [error.tolist() for error in errors.values()]
        rows = zip(*(columns[name] for name in _PLAIN), *radians, chances, *lists, strict=True)
        angles = (name[:-4] + "_rad" for name in _ANGLES)
        keys = (*_PLAIN, *angles, "class_probabilities", *errors)
        return [Target(**dict(zip(keys, row, strict=True))) for row in rows]

    def _errors(self) -> dict[str, NDArray[np.float64]]:
        """Return the errors that a Target carries; NaN where the source states none, or 0."""
        errors = {
            "albedo_error_frac": self.column("sigma_albedo") / self.column("albedo"),
            "diameter_error_frac": self.column("sigma_diameter_km") / self.column("diameter_km"),
            "h_sigma_mag": self.column("sigma_h_mag"),
        }
        return {name: np.where(error > 0.0, error, np.nan) for name, error in errors.items()}

    def row_of(self, key: str) -> int:
        """Return the row of a designation, name, number, full name or SPK-ID, or a TargetError."""
        number, name, provisional = split_full_name(key)
        spelled = designation(key)
        spkid = whole_number(spelled)
        of_spkid = None if spkid is None else number_of_spkid(spkid)
        for candidate in (spelled, number, provisional, name, of_spkid):
            row = self.rows.get(str(candidate).lower()) if candidate else None
            if row is not None:
                return row
        raise TargetError(key, self.name, self._nearest(key))

    def target(self, key: str) -> Target:
        """Return one asteroid by designation, name, number or full name."""
        return self.select([self.row_of(key)]).targets()[0]

    def select(self, rows: list[int] | slice) -> "Catalog":
        """Return the catalogue of some rows only."""
        return Catalog(self.name, self.frame[rows], self.file_sha256, self.report)

    @cached_property
    def rows(self) -> dict[str, int]:
        """Row by designation, number, name and SPK-ID, in lower case."""
        rows: dict[str, int] = {}
        for name in ("designation", "number", "name", "spkid"):
            texts = self.frame[name].cast(pl.String).to_list()
            for row, text in enumerate(texts):
                if text is not None:
                    rows.setdefault(text.lower(), row)
        return rows

    def _nearest(self, key: str) -> list[str]:
        known = [k for k in self.rows if k[:1] == key.strip()[:1].lower()] or list(self.rows)
        found = get_close_matches(key.strip().lower(), known[:20_000], n=3, cutoff=0.6)
        spelled = self.frame["designation"].to_list(), self.frame["name"].to_list()
        rows = dict.fromkeys(self.rows[k] for k in found)
        return [spelled[1][row] or spelled[0][row] for row in rows]


_ANGLES = ("inc_deg", "node_deg", "argperi_deg", "mean_anomaly_deg")
_PLAIN = (
    "designation",
    "name",
    "a_au",
    "ecc",
    "epoch_mjd_tdb",
    "h_mag",
    "albedo",
    "diameter_km",
    "rotation_h",
    "taxonomy",
    "condition_code",
)


def parsed_probabilities(text: str) -> tuple[tuple[str, float], ...]:
    """Return the pairs of 'C=0.75 B=0.25'; empty for empty text."""
    pairs = (part.partition("=") for part in text.split())
    return tuple((name, float(value)) for name, _, value in pairs)


def _column_bytes(name: str, kind: str, series: pl.Series) -> bytes:
    """Return bytes that differ wherever the column differs, and do not depend on the machine."""
    head = f"{name}:{kind}:{len(series)}\n".encode()
    if kind == "text":
        cells = [cell.encode() for cell in series.fill_null("").to_list()]
        lengths = np.array([len(cell) for cell in cells], dtype="<i8")
        return head + lengths.tobytes() + b"".join(cells)
    values = series.cast(pl.Float64).fill_null(np.nan).to_numpy() + 0.0  # -0 becomes 0
    canonical = np.where(np.isnan(values), np.nan, values).astype("<f8")
    return head + canonical.tobytes()
