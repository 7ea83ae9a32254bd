"""Cutting fixed-width lines into columns."""

from collections.abc import Mapping

import polars as pl

Fields = Mapping[str, tuple[int, int]]


def numbered_lines(text: str) -> pl.DataFrame:
    """Return the lines of a text as ``line``, with ``_row``: the line number from 1."""
    lines = pl.Series("line", text.split("\n"), dtype=pl.String).str.strip_chars_end("\r")
    rows = pl.Series("_row", range(1, len(lines) + 1), dtype=pl.Int64)
    return pl.DataFrame([rows, lines])


def cut(lines: pl.DataFrame, fields: Fields) -> pl.DataFrame:
    """Return ``_row`` and one stripped text column per field, null where blank.

    ``fields`` maps a name to its first and last column, counted from 1 as the formats'
    descriptions do.
    """
    parts = [
        pl.col("line").str.slice(first - 1, last - first + 1).str.strip_chars().alias(name)
        for name, (first, last) in fields.items()
    ]
    table = lines.select("_row", *parts)
    return table.with_columns(
        pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in fields
    )
