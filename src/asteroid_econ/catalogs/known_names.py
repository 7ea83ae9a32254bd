"""Names of well-known asteroids in catalogues that hold numbers and designations only."""

from asteroid_econ.catalogs.embedded import load_embedded
from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.errors import TargetError


def row_of_known(catalog: Catalog, key: str) -> int:
    """Return the row of an asteroid, also by a name that only the embedded catalogue knows.

    Parameters
    ----------
    catalog : Catalog
        The one to look in.
    key : str
        Designation, name, number, full name or SPK-ID.

    Returns
    -------
    int
        Row of ``catalog``. A TargetError offers the nearest names, those of the embedded catalogue
        too where ``catalog`` has their asteroids.
    """
    try:
        return catalog.row_of(key)
    except TargetError as unknown:
        named = load_embedded()
        try:
            row = _same(catalog, named, key)
        except TargetError as misspelled:
            near = [name for name in misspelled.nearest if _same(catalog, named, name) is not None]
            raise TargetError(
                key, catalog.name, tuple(dict.fromkeys((*unknown.nearest, *near)))
            ) from None
        if row is None:
            raise
        return row


def _same(catalog: Catalog, named: Catalog, key: str) -> int | None:
    """Return the row of a catalogue that is the asteroid of a key in another, None for none."""
    row = named.row_of(key)
    texts = (str(named.frame[column][row]).lower() for column in ("number", "designation"))
    return next((catalog.rows[text] for text in texts if text in catalog.rows), None)
