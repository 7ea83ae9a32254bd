"""The only place where numba flags are chosen.

``kernel`` compiles under strict IEEE semantics. ``simd_kernel`` allows contraction and
re-association so that the compiler vectorises; it never assumes away NaN or infinity
(full fast-math makes ``isnan`` return False on NaN). Use it only where tests show that block
sizes change no bit. ``inline_kernel`` is for small functions called by the other two: LLVM inlines
it with its own strict flags, so that the re-association allowed to a caller cannot undo an error
compensation inside it. ``simd_inline_kernel`` is the same with the flags of ``simd_kernel``, for
polynomials, which otherwise lose their fused multiply-adds.
"""

import os
from functools import partial
from typing import Any

import numba

SIMD_FLAGS = {"contract", "reassoc", "nsz", "arcp"}


def _cache_is_possible() -> bool:
    """Say whether numba finds a writable place for compiled code."""
    directory = os.environ.get("NUMBA_CACHE_DIR")
    places = [directory] if directory else [os.path.dirname(__file__), os.path.expanduser("~")]
    return any(place and os.access(_nearest_existing(place), os.W_OK) for place in places)


def _nearest_existing(path: str) -> str:
    path = os.path.abspath(path)
    while not os.path.exists(path) and os.path.dirname(path) != path:
        path = os.path.dirname(path)
    return path


_COMMON: dict[str, Any] = {
    "nogil": True,
    "error_model": "numpy",
    "cache": _cache_is_possible(),
}

kernel: Any = partial(numba.njit, **_COMMON)
simd_kernel: Any = partial(numba.njit, fastmath=SIMD_FLAGS, **_COMMON)
inline_kernel: Any = partial(numba.njit, forceinline=True, nogil=True, error_model="numpy")
simd_inline_kernel: Any = partial(
    numba.njit, fastmath=SIMD_FLAGS, forceinline=True, nogil=True, error_model="numpy"
)
