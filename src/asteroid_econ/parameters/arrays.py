"""Load the computed arrays that ship beside this module, one ``.npz`` file to a subject."""

from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from asteroid_econ.errors import InputError


@cache
def arrays(name: str) -> MappingProxyType[str, NDArray[Any]]:
    """Return the arrays of a shipped file by their names; read-only.

    Parameters
    ----------
    name : str
        Of the file, without its ending.
    """
    path = files(__package__).joinpath(name + ".npz")
    if not path.is_file():
        raise InputError("name", name, f"one of {', '.join(array_names())}")
    with path.open("rb") as file, np.load(file, allow_pickle=False) as content:
        found = {key: content[key] for key in content.files}
    for values in found.values():
        values.flags.writeable = False
    return MappingProxyType(found)


def array_names() -> list[str]:
    """Return the names of the shipped files, sorted."""
    folder = files(__package__)
    return sorted(p.name[:-4] for p in folder.iterdir() if p.name.endswith(".npz"))
