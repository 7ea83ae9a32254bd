"""Read the published numbers that ship in ``published/figures``."""

import csv
import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np

from asteroid_econ.errors import DataError, InputError
from asteroid_econ.records import Floats


@dataclass(frozen=True, slots=True)
class Table:
    """A small published table: the texts of its cells by column."""

    name: str
    columns: dict[str, tuple[str, ...]]

    def text(self, column: str) -> tuple[str, ...]:
        """Return a column as it is written."""
        try:
            return self.columns[column]
        except KeyError:
            allowed = ", ".join(self.columns)
            raise DataError(self.name, f"no column '{column}'", allowed) from None

    def numbers(self, column: str) -> Floats:
        """Return a column as floats; NaN where the cell is empty."""
        cells = self.text(column)
        return np.array([float(cell) if cell else np.nan for cell in cells])

    def mapping(self, keys: str, values: str) -> dict[str, float]:
        """Return the numbers of one column by the texts of another."""
        return dict(zip(self.text(keys), (float(x) for x in self.numbers(values)), strict=True))

    def where(self, column: str, value: str) -> "Table":
        """Return the rows that have this text in a column."""
        keep = [i for i, cell in enumerate(self.text(column)) if cell == value]
        rows = {name: tuple(cells[i] for i in keep) for name, cells in self.columns.items()}
        return Table(self.name, rows)


def table(name: str) -> Table:
    """Return a shipped table by the name of its CSV file, without the ending."""
    path = files(__package__).joinpath("figures", f"{name}.csv")
    if not path.is_file():
        raise InputError("name", name, f"one of {', '.join(table_names())}")
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    return Table(name, dict(zip(rows[0], zip(*rows[1:], strict=True), strict=True)))


def document(name: str) -> dict[str, Any]:
    """Return the content of a shipped JSON file by its name, without the ending."""
    text = files(__package__).joinpath("figures", f"{name}.json").read_text(encoding="utf-8")
    content: dict[str, Any] = json.loads(text)
    return content


def table_names() -> list[str]:
    """Return the names of the shipped CSV tables, sorted."""
    folder = files(__package__).joinpath("figures")
    return sorted(p.name[:-4] for p in folder.iterdir() if p.name.endswith(".csv"))
