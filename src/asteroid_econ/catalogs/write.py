"""A catalogue becomes a file in the package's own schema; any table becomes a file."""

from pathlib import Path

import polars as pl

from asteroid_econ.catalogs.files import write_whole
from asteroid_econ.catalogs.schema import NAMES, REQUIRED
from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.errors import OutputError


def check_name(path: Path) -> None:
    """Refuse a place where no table can be written, before the work and not after it."""
    if path.suffix not in (".csv", ".parquet"):
        raise OutputError(path, "the name must end in .csv or .parquet")
    if not path.parent.is_dir():
        raise OutputError(path, "its folder does not exist")


def write_catalog(path: Path, catalog: Catalog) -> None:
    """Write a catalogue as CSV or Parquet, whole or not at all.

    Parameters
    ----------
    path : Path
        Ends in .csv or .parquet; its folder must exist. An old file is replaced at the end.
    catalog : Catalog
        What to write; columns that are empty throughout are left out.
    """
    frame = catalog.frame
    used = [n for n in NAMES if n in REQUIRED or frame[n].null_count() < len(frame)]
    write_table(path, frame.select(used))


def write_table(path: Path, table: pl.DataFrame) -> None:
    """Write a table as CSV or Parquet, whole or not at all; the name says which."""
    check_name(path)
    if path.suffix == ".csv":
        write_whole(path, lambda stream: table.write_csv(stream))
    else:
        write_whole(path, lambda stream: table.write_parquet(stream))
