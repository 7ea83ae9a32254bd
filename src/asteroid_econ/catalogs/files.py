"""Files are written whole or not at all."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from asteroid_econ.errors import OutputError

_SUFFIX = ".part"


def write_whole(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Write a file under a temporary name, flush it to the disk, and rename it.

    Parameters
    ----------
    path : Path
        The file; its folder must exist. An old file stays until the new one is complete.
    write : callable
        Writes the content into the stream that it gets.
    """
    try:
        handle, temporary = tempfile.mkstemp(
            prefix=path.name + ".", suffix=_SUFFIX, dir=path.parent
        )
    except OSError as error:
        raise OutputError(path, str(error.strerror or error)) from error
    try:
        with os.fdopen(handle, "wb") as stream:
            write(stream)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, path)
    except OSError as error:
        Path(temporary).unlink(missing_ok=True)
        raise OutputError(path, str(error.strerror or error)) from error
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def clear_leftovers(folder: Path) -> int:
    """Remove what interrupted writes left behind; return how many files that were."""
    leftovers = list(folder.glob(f"*{_SUFFIX}"))
    for leftover in leftovers:
        leftover.unlink(missing_ok=True)
    return len(leftovers)
