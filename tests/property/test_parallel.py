"""Blocks: order, the first error, and an interrupt that nobody waits for."""

import os
import signal
import subprocess
import sys
import time
from _thread import interrupt_main
from threading import Barrier, Event

import pytest

from asteroid_econ._parallel import blocks_run_on, default_threads, map_blocks


@pytest.mark.parametrize("threads", [1, 2, 7, None])
def test_results_stand_in_block_order(threads):
    seen = []
    assert map_blocks(lambda i: i * i, 50, threads=threads, progress=seen.append) == [
        i * i for i in range(50)
    ]
    assert seen == [1] * 50
    assert map_blocks(lambda i: i, 0, threads=threads) == []
    assert default_threads() >= 1


@pytest.mark.parametrize("threads", [1, 2])
def test_an_error_stops_the_rest_and_is_raised(threads):
    started = []

    def block(i):
        started.append(i)
        if i == 3:
            raise ZeroDivisionError("block 3")

    with pytest.raises(ZeroDivisionError, match="block 3"):
        map_blocks(block, 10_000, threads=threads)
    assert len(started) < 10_000


@pytest.fixture
def keyboard():
    """Hear SIGINT, which jobs in the background of a shell are told to ignore."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_an_interrupt_is_raised_while_a_block_is_still_computed(keyboard):
    both, release, done = Barrier(2), Event(), []

    def block(i):
        if both.wait(60.0) == 0:
            interrupt_main()
        release.wait(60.0)
        done.append(i)

    with pytest.raises(KeyboardInterrupt):
        map_blocks(block, 8, threads=2, progress=lambda _: done.append("progress"))
    assert done == []
    assert blocks_run_on()
    release.set()
    while blocks_run_on():
        time.sleep(0.01)
    assert sorted(done) == [0, 1]  # what was under way ended unseen; nothing else began


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_the_program_ends_with_130_and_one_line():
    code = (
        "import signal\n"
        "from threading import Event\n"
        "from asteroid_econ import _parallel\n"
        "from asteroid_econ.cli import main\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "def block(i):\n"
        "    if i: print('computing', flush=True)\n"
        "    Event().wait()\n"
        "main._root = lambda: lambda **_: _parallel.map_blocks(block, 2, threads=2)\n"
        "main.main(['rank'])\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert child.stdout.readline() == "computing\n"
    child.send_signal(signal.SIGINT)
    try:
        _, err = child.communicate(timeout=60)
    finally:
        child.kill()
    assert child.returncode == 130
    assert err == "interrupted\n"
