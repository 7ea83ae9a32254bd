"""Where people read: tables on stdout, progress on stderr. NO_COLOR is honoured by rich."""

import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from rich.console import Console, RenderableType
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from asteroid_econ.cli.boundary import printable

_log = logging.getLogger("asteroid_econ")
_PIPE_WIDTH = 400  # into a pipe or a file nothing is cut off; rich would assume 80 columns
_LINE_EVERY_S = 30.0  # of progress where stderr is a file


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave a reader that has seen enough (head, less) to the error boundary."""
        raise BrokenPipeError


def show(content: RenderableType) -> None:
    """Print a table, a panel or a line on stdout."""
    _Console(width=width(), highlight=False).print(content)


def safe(text: str) -> str:
    """Return text from outside so that it is only text: no control characters, no markup."""
    return escape(printable(text))


def width() -> int:
    """Return the characters of a line on stdout; the variable COLUMNS counts in a pipe too."""
    asked = os.environ.get("COLUMNS", "")
    if sys.stdout.isatty() or (asked.isdigit() and int(asked) > 0):
        return _Console().width
    return _PIPE_WIDTH


@contextmanager
def progress(description: str) -> Iterator[Callable[[int, int], object]]:
    """Give a callable that takes the number of items just done and the number of all.

    It draws a bar on stderr, where that is no terminal a line now and then, and with ``-q``
    nothing.
    """
    if not _log.isEnabledFor(logging.WARNING):
        yield lambda done, total: None
        return
    if not sys.stderr.isatty():
        yield _lines(description)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(description, total=None)
        yield lambda done, total: bar.update(task, advance=done, total=total)


def _lines(description: str) -> Callable[[int, int], object]:
    n_done, last_s = 0, monotonic()

    def report(done: int, total: int) -> None:
        nonlocal n_done, last_s
        n_done += done
        if monotonic() - last_s >= _LINE_EVERY_S:
            last_s = monotonic()
            sys.stderr.write(f"{description}: {n_done:,} of {total:,}\n")
            sys.stderr.flush()

    return report
