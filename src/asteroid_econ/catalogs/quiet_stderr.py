"""Keep what a library prints by itself off the terminal."""

import os
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

_ONE_AT_A_TIME = threading.Lock()


@contextmanager
def quiet_stderr() -> Iterator[None]:
    """Close the process's stderr while a file is parsed.

    Polars prints a trace of a broken file and raises an exception as well, hence nothing is lost.
    One file at a time: the descriptor is the whole process's.
    """
    with _ONE_AT_A_TIME, ExitStack() as undo:
        try:
            kept = os.dup(2)
        except OSError:  # there is no stderr
            yield
            return
        undo.callback(os.close, kept)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        undo.callback(os.close, nowhere)
        os.dup2(nowhere, 2)
        undo.callback(os.dup2, kept, 2)
        yield
