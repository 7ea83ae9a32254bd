"""Compiled code of tests and benchmarks stays out of the sources; see _jit.py for its freshness."""

import os
from pathlib import Path

os.environ.setdefault("NUMBA_CACHE_DIR", str(Path(__file__).resolve().parent / ".numba_cache"))
