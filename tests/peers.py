"""Peer libraries that need a process of their own."""

import importlib.util
import json
import subprocess
import sys

import numpy as np
import pytest

# The wheel of pykep 3.0.1 lacks a data file of its trajectory games, and corrupts the heap when
# the interpreter ends: hence the stand-in and the hard exit.
_PYKEP = """
import json, os, sys
from unittest.mock import MagicMock
sys.modules["pykep.trajopt"] = MagicMock()
import pykep
out = []
for r1, r2, tof, is_prograde, n_rev, is_low in json.load(sys.stdin):
    problem = pykep.lambert_problem(r1, r2, tof, 1.0, not is_prograde, n_rev)
    branch = 2 * n_rev - (0 if is_low else 1) if n_rev else 0
    out.append([problem.v0[branch], problem.v1[branch]])
print("answer", json.dumps(out), flush=True)
os._exit(0)
"""


def pykep_lambert(problems):
    """Return v1 and v2 of each (r1, r2, tof, is_prograde, n_rev, is_low), mu = 1; or skip."""
    if importlib.util.find_spec("pykep") is None:
        pytest.skip("pykep is not installed")
    plain = [
        [list(r1), list(r2), float(tof), bool(turn), int(n_rev), bool(is_low)]
        for r1, r2, tof, turn, n_rev, is_low in problems
    ]
    done = subprocess.run(
        [sys.executable, "-c", _PYKEP],
        input=json.dumps(plain),
        capture_output=True,
        text=True,
        check=True,
    )
    answer = next(x for x in done.stdout.splitlines() if x.startswith("answer "))
    return np.array(json.loads(answer.removeprefix("answer ")))
