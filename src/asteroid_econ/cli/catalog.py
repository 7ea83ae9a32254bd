"""``asteroid-econ catalog …``: look at catalogues of asteroids."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from asteroid_econ.catalogs.load import load
from asteroid_econ.catalogs.schema import COLUMNS
from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.cli.console import show
from asteroid_econ.cli.json_output import print_json
from asteroid_econ.cli.options import Json

CatalogPath = Annotated[
    str, typer.Argument(metavar="[PATH]", help="'embedded', 'main-belt', or a file.")
]


def info(path: CatalogPath = "embedded", json: Json = False) -> None:
    """Describe a catalogue: rows, hashes, columns, what is missing."""
    catalog = load(path)
    if json:
        print_json(_description(catalog))
    else:
        _show_description(catalog)


def _description(catalog: Catalog) -> dict[str, object]:
    report = catalog.report
    columns = [
        {
            "name": column.name,
            "unit": column.unit,
            "meaning": column.meaning,
            "n_values": _n_values(catalog, column.name),
        }
        for column in COLUMNS
    ]
    return {
        "name": Path(catalog.name).name,
        "format": report.format,
        "n_rows": len(catalog),
        "n_rows_read": report.n_read,
        "file_sha256": catalog.file_sha256,
        "content_sha256": catalog.content_sha256,
        "columns": columns,
        "comets": report.comets,
        "faults": report.faults,
        "ignored_columns": report.ignored_columns,
        "notes": report.notes,
    }


def _n_values(catalog: Catalog, column: str) -> int:
    return len(catalog) - catalog.frame[column].null_count()


def _show_description(catalog: Catalog) -> None:
    for line in catalog.report.lines():
        show(escape(line))
    show(f"file_sha256     {catalog.file_sha256}\ncontent_sha256  {catalog.content_sha256}")
    table = Table("column", "unit", "values", "meaning")
    for column in COLUMNS:
        filled = str(_n_values(catalog, column.name))
        table.add_row(column.name, column.unit, filled, column.meaning)
    show(table)
