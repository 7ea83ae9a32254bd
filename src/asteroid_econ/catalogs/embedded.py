"""The tables that the package ships: 425 near-Earth asteroids and six of the main belt."""

import tomllib
from pathlib import Path
from typing import Any

from asteroid_econ.catalogs.read import load_file
from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.errors import DataError

_PACKAGED = Path(__file__).parent / "data"
# editable installs do not get the packaged folder: the checkout has it at its root
_CHECKOUT = Path(__file__).parents[3] / "catalogs"


def folder() -> Path:
    """Return the folder of the shipped tables."""
    for place in (_PACKAGED, _CHECKOUT):
        if (place / "manifest.toml").is_file():
            return place
    raise DataError(_PACKAGED, "the shipped tables are missing", "a complete installation")


def manifest() -> dict[str, Any]:
    """Return what the manifest says of each table: source, date, rows, sha256, units."""
    return tomllib.loads((folder() / "manifest.toml").read_text(encoding="utf-8"))


def load_embedded() -> Catalog:
    """Return the embedded near-Earth asteroids."""
    return _shipped("embedded", "targets.csv")


def load_main_belt() -> Catalog:
    """Return the embedded main-belt asteroids."""
    return _shipped("main-belt", "main_belt.csv")


def _shipped(name: str, file: str) -> Catalog:
    return load_file(folder() / file, name=name, strict=True)
