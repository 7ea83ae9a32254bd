"""What every reader returns: raw columns of the schema and what is to be reported."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from asteroid_econ.catalogs.faults import Fault

_MAX_CELL = 1000  # characters


@dataclass(frozen=True, slots=True)
class RawTable:
    """Columns named as in the schema, still unchecked, and ``_row``: the row in the file, from 1.

    ``comets`` and ``others`` (outside the class that the table is for) are left out of the frame.
    ``original`` maps schema columns to the file's own names, for messages. ``source`` is what the
    reader writes into ``elements_source``; '' where the file carries its own. ``has_lines``: the
    rows are numbered by the lines of the file. ``faults`` are what only the reader can see: columns
    outside the schema that contradict it; those of the whole file leave no row out.
    """

    frame: pl.DataFrame
    format: str
    comets: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    original: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    has_lines: bool = False
    faults: tuple[Fault, ...] = ()


def number(series: pl.Series) -> NDArray[np.float64]:
    """Return cells as float64, NaN where they are empty or no number."""
    if series.dtype == pl.String:
        series = series.str.strip_chars()
    values = series.cast(pl.Float64, strict=False).fill_null(np.nan)
    return np.array(values.to_numpy(), dtype=np.float64)


def words(series: pl.Series) -> pl.Series:
    """Return cells as text without outer spaces; the number 3.0 is the word 3."""
    if series.dtype.is_float():
        whole = series.cast(pl.Int64, strict=False)
        other = (series != whole.cast(pl.Float64)).fill_null(False) | series.is_nan()
        return whole.cast(pl.String).set(other, None).fill_null(series.cast(pl.String))
    return series.cast(pl.String, strict=False).str.strip_chars()


def cell_text(value: Any) -> str | None:
    """Return a value of a JSON document as the text of a cell, within bounds and valid UTF-8."""
    if value is None:
        return None
    return str(value)[:_MAX_CELL].encode("utf-8", "replace").decode()


def changed(
    series: pl.Series, name: str, change: Callable[[NDArray[np.float64]], NDArray[np.float64]]
) -> pl.Series:
    """Return a column with its numbers changed; cells that are no number stay for the check."""
    values = number(series)
    new = pl.Series(name, change(values)).fill_nan(None)
    unreadable = series.is_not_null() & pl.Series(np.isnan(values))
    if not unreadable.any():
        return new
    return new.cast(pl.String).set(unreadable, None).fill_null(series.cast(pl.String)).alias(name)
