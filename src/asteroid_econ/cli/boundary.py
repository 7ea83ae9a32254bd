"""The one place where errors become messages and exit codes."""

import errno
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from asteroid_econ._version import __version__
from asteroid_econ.errors import AsteroidEconError

BAD_INPUT = 2
OUR_FAULT = 70  # EX_SOFTWARE of sysexits.h
INTERRUPTED = 130
_log = logging.getLogger("asteroid_econ")


@contextmanager
def error_boundary() -> Iterator[None]:
    """End the program with one line on stderr and the right exit code.

    A traceback is shown only at level DEBUG (``-vv`` or ``--debug``). Usage errors are typer's own
    and already end with 2.
    """
    try:
        yield
    except BrokenPipeError:  # the reader (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
    except KeyboardInterrupt:
        _stop("interrupted", INTERRUPTED)
    except AsteroidEconError as error:
        _stop(f"error: {error}", BAD_INPUT)
    except MemoryError:
        _stop("error: out of memory; use fewer draws, targets or threads", BAD_INPUT)
    except ModuleNotFoundError as error:
        _stop(_missing_module(error), OUR_FAULT if _is_ours(error) else BAD_INPUT)
    except OSError as error:
        _stop(f"error: {_system_message(error)}", BAD_INPUT)
    except Exception as error:
        if type(error).__module__.split(".")[0] in {"typer", "click"}:
            raise
        what = f"{type(error).__name__}: {error}"
        _stop(
            f"error: {what} (a fault of asteroid-econ {__version__}; --debug shows where)",
            OUR_FAULT,
        )


def printable(text: str) -> str:
    """Return text from outside without what a terminal would obey."""
    return "".join(c if c.isprintable() or c == "\n" else "?" for c in text)


def _stop(message: str, code: int) -> None:
    one_line = printable(" ".join(message.split()))
    _log.debug("traceback", exc_info=True)
    sys.stderr.write(one_line + "\n")
    raise SystemExit(code) from None


def _system_message(error: OSError) -> str:
    where = f": {error.filename}" if error.filename else ""
    if error.errno == errno.ENOSPC:
        return f"no space left on the disk{where}; nothing half-written is kept"
    return f"{error.strerror or error}{where}"


def _is_ours(error: ModuleNotFoundError) -> bool:
    return (error.name or "").split(".")[0] == "asteroid_econ"


def _missing_module(error: ModuleNotFoundError) -> str:
    if _is_ours(error):
        return f"error: {error} (a fault of asteroid-econ {__version__})"
    return f"error: package '{error.name}' is not installed; the README lists the optional extras"
