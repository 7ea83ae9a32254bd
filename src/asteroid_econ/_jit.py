"""The only place where numba flags are chosen.

``kernel`` compiles under strict IEEE semantics. ``simd_kernel`` allows contraction and
re-association so that the compiler vectorises; it never assumes away NaN or infinity
(full fast-math makes ``isnan`` return False on NaN). Use it only where tests show that block
sizes change no bit. ``inline_kernel`` is for small functions called by the other two: LLVM inlines
it with its own strict flags, so that the re-association allowed to a caller cannot undo an error
compensation inside it. ``simd_inline_kernel`` is the same with the flags of ``simd_kernel``, for
stages and polynomials, which otherwise lose their fused multiply-adds.

A kernel that holds relaxed arithmetic, its own or inlined, is only ever called inlined. Otherwise
every library that calls it holds a copy, optimised there, and the process runs the copy that it
loaded first: last digits would depend on what was compiled or loaded before. Nor does relaxed
arithmetic hold a power: numba compiles that once, for strict and relaxed callers alike.
"""

import hashlib
import os
from collections.abc import Callable
from functools import partial
from typing import Any

import numba

SIMD_FLAGS = {"contract", "reassoc", "nsz", "arcp"}


def _cache_folder() -> str:
    """Return where compiled code is kept, or '' where no place can be written.

    numba notices an edit in a kernel's own file, not in a kernel that it calls in another file; old
    code would then run, or crash. Hence a folder for each state of the sources.
    """
    beside = os.path.join(os.path.dirname(__file__), "__pycache__")
    at_home = os.path.join(os.path.expanduser("~"), ".cache", "asteroid-econ")
    own = os.environ.get("NUMBA_CACHE_DIR")
    for place in [own] if own else [beside, at_home]:
        if os.access(_nearest_existing(place), os.W_OK):
            return os.path.join(place, f"kernels-{_stamp_of_sources()}")
    return ""


def _stamp_of_sources() -> str:
    """Return a hash of the names, sizes and times of all sources of this package."""
    digest = hashlib.sha256()
    for folder, folders, files in os.walk(os.path.dirname(__file__)):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(name for name in files if name.endswith(".py")):
            state = os.stat(os.path.join(folder, name))
            digest.update(f"{name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]


def _nearest_existing(path: str) -> str:
    path = os.path.abspath(path)
    while not os.path.exists(path) and os.path.dirname(path) != path:
        path = os.path.dirname(path)
    return path


_CACHE_FOLDER = _cache_folder()
_COMMON: dict[str, Any] = {"nogil": True, "error_model": "numpy", "cache": bool(_CACHE_FOLDER)}


def _compiled(function: Callable[..., Any], **flags: Any) -> Any:
    """Hand a function to numba, with our cache folder for this function only."""
    config: Any = numba.config
    before = config.CACHE_DIR
    config.CACHE_DIR = _CACHE_FOLDER
    try:
        return numba.njit(function, **flags)
    finally:
        config.CACHE_DIR = before


# No flag is left out: what a function leaves open, numba takes from whatever calls it first.
kernel: Any = partial(_compiled, fastmath=False, forceinline=False, **_COMMON)
simd_kernel: Any = partial(_compiled, fastmath=SIMD_FLAGS, forceinline=False, **_COMMON)
inline_kernel: Any = partial(_compiled, fastmath=False, forceinline=True, **_COMMON)
simd_inline_kernel: Any = partial(_compiled, fastmath=SIMD_FLAGS, forceinline=True, **_COMMON)
