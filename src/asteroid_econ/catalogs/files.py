"""Files are written whole or not at all."""

import os
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from asteroid_econ.errors import OutputError

_SUFFIX = ".part"
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def write_whole(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Write a file under a temporary name, flush it to the disk, and rename it.

    Parameters
    ----------
    path : Path
        The file; its folder must exist. An old file stays until the new one is complete.
    write : callable
        Writes the content into the stream that it gets.
    """
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(8)}{_SUFFIX}")
    try:
        handle = os.open(temporary, _FLAGS, 0o666)  # less the user's mask, as any new file
    except OSError as error:
        raise OutputError(path, str(error.strerror or error)) from error
    try:
        with os.fdopen(handle, "wb") as stream:
            write(stream)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise OutputError(path, str(error.strerror or error)) from error
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def clear_leftovers(folder: Path, pattern: str, *, least_age_s: float = 3600.0) -> int:
    """Remove what interrupted writes left behind; return how many files that were.

    Parameters
    ----------
    folder : Path
        Where to look. It may be the user's own and hold other programs' files.
    pattern : str
        What the names of the complete files are like, with wildcards.
    least_age_s : float
        Younger ones may still be written, by another process.
    """
    n_removed = 0
    for leftover in folder.glob(f"{pattern}.*{_SUFFIX}"):
        with suppress(OSError):  # another process was faster
            if time.time() - leftover.stat().st_mtime >= least_age_s:
                leftover.unlink()
                n_removed += 1
    return n_removed
