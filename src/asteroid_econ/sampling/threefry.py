"""Threefry2x64-20: a counter-based generator of 64-bit words with published known answers.

Word k of a key is a pure function of (key, k): there is no state to advance, share or lose, and
one draw can be replayed alone.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from asteroid_econ._jit import inline_kernel, kernel

_PARITY = np.uint64(0x1BD11BDAA9FC1A22)
_ROTATIONS = (16, 42, 12, 31, 16, 32, 24, 21)  # Salmon et al. (2011), table 2, row 2x64
_ZERO = np.uint64(0)
_ONE = np.uint64(1)
_DROPPED_BITS = np.uint64(12)
_ONE_TO_TWO = np.uint64(0x3FF0000000000000)  # exponent bits of [1, 2)
_ONE_LESS_HALF_STEP = 1.0 - 2.0**-53


@inline_kernel
def _mix(x0: Any, x1: Any, left: Any) -> Any:
    x0 = x0 + x1
    x1 = (x1 << np.uint64(left)) | (x1 >> np.uint64(64 - left))
    return x0, x1 ^ x0


@inline_kernel
def _four_rounds(x0: Any, x1: Any, r0: Any, r1: Any, r2: Any, r3: Any) -> Any:
    x0, x1 = _mix(x0, x1, r0)
    x0, x1 = _mix(x0, x1, r1)
    x0, x1 = _mix(x0, x1, r2)
    return _mix(x0, x1, r3)


@inline_kernel
def threefry(key0: Any, key1: Any, counter0: Any, counter1: Any) -> Any:
    """Return the two words of one counter; inside kernels only, uint64 throughout.

    References
    ----------
    Salmon, Moraes, Dror and Shaw (2011), Parallel random numbers: as easy as 1, 2, 3, SC11.
    """
    key2 = key0 ^ key1 ^ _PARITY
    a0, a1, a2, a3, b0, b1, b2, b3 = _ROTATIONS
    x0, x1 = counter0 + key0, counter1 + key1
    x0, x1 = _four_rounds(x0, x1, a0, a1, a2, a3)
    x0, x1 = x0 + key1, x1 + key2 + np.uint64(1)
    x0, x1 = _four_rounds(x0, x1, b0, b1, b2, b3)
    x0, x1 = x0 + key2, x1 + key0 + np.uint64(2)
    x0, x1 = _four_rounds(x0, x1, a0, a1, a2, a3)
    x0, x1 = x0 + key0, x1 + key1 + np.uint64(3)
    x0, x1 = _four_rounds(x0, x1, b0, b1, b2, b3)
    x0, x1 = x0 + key1, x1 + key2 + np.uint64(4)
    x0, x1 = _four_rounds(x0, x1, a0, a1, a2, a3)
    return x0 + key2, x1 + key0 + np.uint64(5)


@inline_kernel
def unit_interval(word: Any) -> Any:
    """Return (m + 1/2)/2**52 with m the top 52 bits of a word: exact, never 0 or 1."""
    return np.uint64((word >> _DROPPED_BITS) | _ONE_TO_TWO).view(np.float64) - _ONE_LESS_HALF_STEP


@kernel
def uniforms_into(key: NDArray[np.uint64], first: np.uint64, out: NDArray[np.float64]) -> None:
    """Write draws first, first + 1, … into out; word k is half (k & 1) of counter k >> 1."""
    n = out.size
    head = np.int64(first & _ONE) if n > 0 else 0
    counter = first >> _ONE
    if head == 1:
        out[0] = unit_interval(threefry(key[0], key[1], counter, _ZERO)[1])
        counter = counter + _ONE
    pairs = (n - head) // 2
    for i in range(pairs):
        x0, x1 = threefry(key[0], key[1], counter + np.uint64(i), _ZERO)
        out[head + 2 * i] = unit_interval(x0)
        out[head + 2 * i + 1] = unit_interval(x1)
    if head + 2 * pairs < n:
        x0, _ = threefry(key[0], key[1], counter + np.uint64(pairs), _ZERO)
        out[n - 1] = unit_interval(x0)


@kernel
def words_into(key: NDArray[np.uint64], first: np.uint64, out: NDArray[np.uint64]) -> None:
    """Write the raw words first, first + 1, … of a key into out."""
    for i in range(out.size):
        k = first + np.uint64(i)
        x0, x1 = threefry(key[0], key[1], k >> _ONE, _ZERO)
        out[i] = x1 if k & _ONE else x0
