"""Compiled code in its own cache, for tests and benchmarks alike.

numba does not notice an edit in a callee in another file; a new hash of the sources is a new cache.
"""

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def _source_hash() -> str:
    digest = hashlib.sha256()
    for path in sorted((ROOT / "src").rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


os.environ.setdefault("NUMBA_CACHE_DIR", str(ROOT / ".numba_cache" / _source_hash()))
