"""Catalogues by name or by path."""

from pathlib import Path

from asteroid_econ.catalogs.embedded import load_embedded, load_main_belt
from asteroid_econ.catalogs.read import load_file
from asteroid_econ.catalogs.table import Catalog

NAMED = {"embedded": load_embedded, "main-belt": load_main_belt}


def load(path_or_name: str | Path, *, strict: bool = False) -> Catalog:
    """Return a catalogue: 'embedded', 'main-belt', or any file that ``load_file`` reads.

    Parameters
    ----------
    path_or_name : str or Path
        A name of ``NAMED``, or a path.
    strict : bool
        Raise the first fault of a file; otherwise bad rows are left out and reported.
    """
    if isinstance(path_or_name, str) and path_or_name in NAMED:
        return NAMED[path_or_name]()
    return load_file(path_or_name, strict=strict)
