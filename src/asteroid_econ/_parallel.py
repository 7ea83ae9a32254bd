"""The only thread pool. Results never depend on the number of threads."""

import os
from collections.abc import Callable
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from typing import TypeVar

from asteroid_econ.errors import InputError

T = TypeVar("T")


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
        In block order, whatever the order of completion. The first exception stops the rest
        and is raised; so is an interrupt from the keyboard.
    """
    if threads is not None and threads < 1:
        raise InputError("threads", threads, "an integer >= 1")

    def run(i: int) -> T:
        result = f(i)
        if progress is not None:
            progress(1)
        return result

    workers = min(threads or default_threads(), n)
    if workers <= 1:
        return [run(i) for i in range(n)]
    pool = ThreadPoolExecutor(workers)
    futures = [pool.submit(run, i) for i in range(n)]
    try:
        wait(futures, return_when=FIRST_EXCEPTION)
        return [future.result() for future in futures]
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
