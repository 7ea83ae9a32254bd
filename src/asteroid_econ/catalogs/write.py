"""A catalogue becomes a file in the package's own schema."""

from pathlib import Path

from asteroid_econ.catalogs.files import write_whole
from asteroid_econ.catalogs.schema import NAMES, REQUIRED
from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.errors import OutputError


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
    if path.suffix == ".csv":
        write_whole(path, lambda stream: frame.select(used).write_csv(stream))
    elif path.suffix == ".parquet":
        write_whole(path, lambda stream: frame.select(used).write_parquet(stream))
    else:
        raise OutputError(path, "the name must end in .csv or .parquet")
