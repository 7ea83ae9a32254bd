"""One cache for tables: arrays under the hash of everything that they depend on.

An entry is written whole or not at all; one that cannot be read is computed again, one that cannot
be written is said to be lost. The folder is
``ASTEROID_ECON_CACHE``, else ``asteroid-econ`` in the user's cache folder; it may be deleted at
any time.
"""

import contextlib
import hashlib
import json
import logging
import math
import os
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from asteroid_econ._version import __version__
from asteroid_econ.errors import OutputError
from asteroid_econ.studies.store import prepare_folder, write_atomically

Arrays = dict[str, NDArray[Any]]
FORMAT = 1
_log = logging.getLogger("asteroid_econ")


def cache_folder() -> Path:
    """Return the folder of the cache; nothing is created."""
    chosen = os.environ.get("ASTEROID_ECON_CACHE")
    if chosen:
        return Path(chosen)
    users = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(users) if users else Path.home() / ".cache") / "asteroid-econ"


def content_key(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of canonical JSON of the content, the code version and this format."""
    whole = {"content": dict(content), "code": __version__, "format": FORMAT}
    text = json.dumps(whole, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def cached_arrays(
    content: Mapping[str, Any],
    make: Callable[[], Arrays],
    *,
    folder: Path | None = None,
    is_compressed: bool = True,
    limit_bytes: float = math.inf,
) -> Arrays:
    """Return the arrays of this content, from the cache or made now and kept.

    Parameters
    ----------
    content : mapping
        Everything that the arrays depend on, as JSON knows it; the code version is added.
    make : callable
        Computes the arrays.
    folder : Path, optional
        By default :func:`cache_folder`.
    is_compressed : bool, optional
        Whether a new entry is compressed; tables of states do not shrink.
    limit_bytes : float, optional
        Entries that were not used for longest leave the folder until the rest is no larger. An
        entry larger than this is not kept.

    Returns
    -------
    dict of str to ndarray
    """
    place = (cache_folder() if folder is None else folder) / f"{content_key(content)}.npz"
    found = _read(place)
    if found is not None:
        if limit_bytes < math.inf:
            _touch(place)
        return found
    arrays = make()
    if sum(array.nbytes for array in arrays.values()) > limit_bytes:
        return arrays
    save = np.savez_compressed if is_compressed else np.savez
    try:
        prepare_folder(place.parent)
        write_atomically(place, lambda file: save(file, allow_pickle=False, **arrays))
    except OutputError as error:  # the work is done: it is not lost for want of a place to keep it
        _say_once(f"tables are not kept in {place.parent}: {error.reason}")
        return arrays
    if limit_bytes < math.inf:
        _make_room(place.parent, limit_bytes)
    return arrays


@cache
def _say_once(message: str) -> None:
    _log.warning("%s", message)


def _touch(place: Path) -> None:
    """Note that an entry was used; another process may have removed it."""
    with contextlib.suppress(OSError):
        os.utime(place)


def _make_room(folder: Path, limit_bytes: float) -> None:
    """Remove the entries that were not used for longest; another process may do so too."""
    entries = []
    for place in folder.glob("*.npz"):
        with contextlib.suppress(OSError):
            status = place.stat()
            entries.append((status.st_mtime_ns, place.name, status.st_size, place))
    size = sum(entry[2] for entry in entries)
    for _, _, n_bytes, place in sorted(entries):
        if size <= limit_bytes:
            return
        with contextlib.suppress(OSError):
            place.unlink()
        size -= n_bytes


def _read(place: Path) -> Arrays | None:
    """Return what an entry holds, None where it is missing or damaged."""
    try:
        with place.open("rb") as file, np.load(file, allow_pickle=False) as entry:
            return {name: entry[name] for name in entry.files}
    except Exception:  # damage: zlib, zipfile, tokenize and numpy raise errors of many kinds
        return None
