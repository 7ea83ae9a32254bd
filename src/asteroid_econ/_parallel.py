"""The only thread pool. Results never depend on the number of threads."""

import os
from collections.abc import Callable
from threading import Event, Lock, Thread
from typing import TypeVar

from asteroid_econ.errors import InputError

T = TypeVar("T")
_POLL_S = 0.2  # Windows hears the keyboard only between two waits
_abandoned: list[Thread] = []


def default_threads() -> int:
    """Return the number of CPUs that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        return os.cpu_count() or 1


def map_blocks(
    f: Callable[[int], T],
    n: int,
    *,
    threads: int | None = None,
    progress: Callable[[int], object] | None = None,
) -> list[T]:
    """Return [f(0), …, f(n − 1)], computed by a pool of threads.

    Parameters
    ----------
    f : callable
        Takes a block number; releases the GIL where it is slow; owns its outputs.
    n : int
        Number of blocks; >= 0.
    threads : int, optional
        >= 1; by default every CPU that this process may use.
    progress : callable, optional
        Called with the number of blocks just finished (always 1), from the worker threads.

    Returns
    -------
    list
        In block order, whatever the order of completion. The first exception stops the rest and
        is raised when the blocks under way have ended; an interrupt from the keyboard is raised
        at once, and those blocks end unseen.
    """
    if threads is not None and threads < 1:
        raise InputError("threads", threads, "an integer >= 1")

    stop = Event()

    def run(i: int) -> T:
        result = f(i)
        if progress is not None and not stop.is_set():
            progress(1)
        return result

    workers = min(threads or default_threads(), n)
    if workers <= 1:
        return [run(i) for i in range(n)]

    results: dict[int, T] = {}
    errors: list[BaseException] = []
    numbers, one_at_a_time = iter(range(n)), Lock()

    def work() -> None:
        while not stop.is_set():
            with one_at_a_time:
                i = next(numbers, None)
            if i is None:
                return
            try:
                results[i] = run(i)
            except BaseException as error:
                errors.append(error)
                stop.set()

    # Daemons, because compiled code cannot be interrupted: whoever presses Ctrl-C need not wait.
    pool = [Thread(target=work, daemon=True) for _ in range(workers)]
    try:
        for thread in pool:
            thread.start()
        for thread in pool:
            while thread.is_alive():
                thread.join(_POLL_S)
    except BaseException:
        stop.set()
        _abandoned.extend(pool)
        raise
    if errors:
        raise errors[0]
    return [results[i] for i in range(n)]


def blocks_run_on() -> bool:
    """Return whether blocks that an interrupt left behind are still being computed."""
    return any(thread.is_alive() for thread in _abandoned)
