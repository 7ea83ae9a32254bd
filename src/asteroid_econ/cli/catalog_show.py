"""Catalogues and their cells as people read them."""

from pathlib import Path

from rich.table import Table

from asteroid_econ.catalogs.dates import iso_date
from asteroid_econ.catalogs.derived import MEANINGS
from asteroid_econ.catalogs.load import NAMED
from asteroid_econ.catalogs.schema import COLUMNS
from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.cli.console import safe
from asteroid_econ.cli.console import show as print_out

_ELEMENTS = ("a_au", "ecc", "inc_deg", "node_deg", "argperi_deg", "mean_anomaly_deg")
_ELEMENT_DIGITS = 10
_DIGITS = 4


def shown(name: str, value: object) -> str:
    """Return a cell with the digits that make sense, and the date beside an MJD; '–' for none."""
    if value is None:
        return "–"
    if not isinstance(value, float):
        return str(value)
    if "mjd" in name.lower():
        return f"{value:.10g} = {iso_date(value)}"
    if name in _ELEMENTS or name.startswith("jd"):
        return f"{value:.{_ELEMENT_DIGITS}g}"
    digits = _DIGITS if abs(value) < 1000 else 6
    return f"{value:.{digits}g}"


def cells_table(known: dict[str, object], follows: dict[str, object]) -> Table:
    """Return what a catalogue says of one asteroid, and what follows from it."""
    out = Table("column", "value", "unit", "meaning")
    for column in COLUMNS:
        if known[column.name] is not None:
            text = safe(shown(column.name, known[column.name]))
            out.add_row(column.name, text, column.unit, column.meaning)
    out.add_section()
    for name, (unit, meaning) in MEANINGS.items():
        out.add_row(name, safe(shown(name, follows[name])), unit, meaning)
    return out


def described(catalog: Catalog) -> dict[str, object]:
    """Return what ``catalog info --json`` says."""
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
        "name": catalog.name if catalog.name in NAMED else Path(catalog.name).name,
        "format": report.format,
        "n_rows": len(catalog),
        "n_rows_read": report.n_read,
        "file_sha256": catalog.file_sha256,
        "content_sha256": catalog.content_sha256,
        "columns": columns,
        "comets": report.comets,
        "others": report.others,
        "faults": report.faults,
        "ignored_columns": report.ignored_columns,
        "notes": report.notes,
    }


def show_description(catalog: Catalog) -> None:
    """Print what ``catalog info`` says."""
    for line in catalog.report.lines():
        print_out(safe(line))
    print_out(f"file_sha256     {catalog.file_sha256}\ncontent_sha256  {catalog.content_sha256}")
    table = Table("column", "unit", "values", "meaning")
    for column in COLUMNS:
        filled = str(_n_values(catalog, column.name))
        table.add_row(column.name, column.unit, filled, column.meaning)
    print_out(table)


def _n_values(catalog: Catalog, column: str) -> int:
    return len(catalog) - catalog.frame[column].null_count()
