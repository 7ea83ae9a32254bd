"""One coordinate of a scrambled Sobol' sequence, at any draw, without state.

Each variable has a dimension of its own. Its direction numbers are multiplied by a random lower
triangular matrix and its points shifted by random digits (Matoušek's scrambling), both from the
variable's stream: points stay as even as before, each is uniform, and estimates are unbiased.

Variables of one target have the same dimension for every target. Scrambled digits of the same
point would tie the targets to one another, hence each target also walks through the points in an
order of its own: the number of the draw is scrambled digit by digit (Owen's nested scrambling),
which keeps every aligned block of 2**m draws an aligned block of points.
"""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from asteroid_econ._jit import kernel
from asteroid_econ.sampling.joe_kuo import DIRECTIONS
from asteroid_econ.sampling.streams import Stream
from asteroid_econ.sampling.threefry import threefry

Floats = NDArray[np.float64]
Words = NDArray[np.uint64]

N_BITS = 52
MOST_DRAWS = 1 << N_BITS
_STEP = 1.0 / MOST_DRAWS
_LOW_BITS = 8  # draws that differ in these bits only share one look-up table
_N_LOW = 1 << _LOW_BITS


@cache
def _entries() -> tuple[tuple[int, ...], ...]:
    """Polynomial and initial numbers of each dimension; the first is van der Corput's."""
    rows = (tuple(map(int, row.split())) for row in DIRECTIONS.split(";"))
    return ((), *rows)


def n_dimensions() -> int:
    """Return the number of dimensions with direction numbers."""
    return len(_entries())


@cache
def directions(dimension: int) -> Words:
    """Return the direction numbers of one dimension, shape (52,), as 52-bit fractions.

    Parameters
    ----------
    dimension : int
        From 0 to ``n_dimensions() − 1``.

    References
    ----------
    Bratley and Fox (1988), Algorithm 659, ACM Trans. Math. Softw. 14, 88–100, equation 2; with
    the initial numbers of Joe and Kuo (2008).
    """
    entry = _entries()[dimension]
    if not entry:
        m = [1] * N_BITS
    else:
        polynomial, *m = entry
        degree = len(m)
        for k in range(degree, N_BITS):
            value = m[k - degree] ^ (m[k - degree] << degree)
            for i in range(1, degree):
                if polynomial >> (degree - i) & 1:
                    value ^= m[k - i] << i
            m.append(value)
    result = np.array([m[j] << (N_BITS - 1 - j) for j in range(N_BITS)], np.uint64)
    result.flags.writeable = False
    return result


def sobol_uniforms(
    source: Stream, dimension: int, n: int, first: int, order: Stream | None = None
) -> Floats:
    """Return the draws first, …, first + n − 1 of one scrambled dimension, in (0, 1).

    Parameters
    ----------
    source : Stream
        The variable's stream, which scrambles.
    dimension : int
        From 0 to ``n_dimensions() − 1``.
    n, first : int
        Number of draws and number of the first one; first + n <= 2**52.
    order : Stream, optional
        Shared by all variables of a target: the order in which it takes the points.

    Returns
    -------
    ndarray, shape (n,)

    References
    ----------
    Matoušek (1998), On the L2-discrepancy for anchored boxes, J. Complexity 14, 527–556; Owen
    (2003), Variance with alternative scramblings of digital nets, ACM TOMACS 13, 363–378; Owen
    (1998), Latin supercube sampling for very high-dimensional simulations, ACM TOMACS 8, 71–102.
    """
    out = np.empty(n)
    key = np.frombuffer((order or source).key, np.uint64)
    words = source.words(N_BITS + 1)
    _sobol_into(directions(dimension), words, first, key, order is not None, out)
    return out


@kernel
def _scrambled(v: Words, words: Words) -> Words:
    """Multiply each direction number by the matrix whose column b has random bits below b."""
    result = np.empty_like(words[:N_BITS])
    for j in range(N_BITS):
        total = np.uint64(0)
        for i in range(j + 1):  # v[j] has no bit beyond its first j + 1
            bit = np.uint64(1) << np.uint64(N_BITS - 1 - i)
            if v[j] & bit:
                total ^= bit | (words[i] & (bit - np.uint64(1)))
        result[j] = total
    return result


@kernel
def _scrambled_number(key: Words, block: int) -> int:
    """Scramble the high bits of a draw's number: each flips by a coin of its higher bits."""
    result: Any = block
    for j in range(N_BITS - _LOW_BITS):
        word, _ = threefry(key[0], key[1], np.uint64(block >> (j + 1)), np.uint64(j + 1))
        result ^= np.int64(word & np.uint64(1)) << j
    return result


@kernel
def _scramble_low_bits(key: Words, block: int, places: NDArray[np.int64]) -> None:
    """Write the scrambled low bits of all draws of a block; coin 2**depth + prefix decides."""
    coins = np.empty(_N_LOW // 64, np.uint64)
    for i in range(coins.size):
        coins[i], _ = threefry(key[0], key[1], np.uint64(block), np.uint64(N_BITS + i))
    for low in range(_N_LOW):
        place: Any = low
        for depth in range(_LOW_BITS):
            coin = (1 << depth) + (low >> (_LOW_BITS - depth))
            bit = coins[coin // 64] >> np.uint64(coin % 64) & np.uint64(1)
            place ^= np.int64(bit) << (_LOW_BITS - 1 - depth)
        places[low] = place


@kernel
def _sobol_into(
    v: Words, words: Words, first: int, key: Words, is_reordered: bool, out: Floats
) -> None:
    scrambled = _scrambled(v, words)
    shift = words[N_BITS] >> np.uint64(64 - N_BITS)
    low = np.zeros(_N_LOW, np.uint64)
    for j in range(_LOW_BITS):
        for i in range(1 << j):
            low[(1 << j) + i] = low[i] ^ scrambled[j]
    places = np.arange(_N_LOW)
    done = 0
    for _ in range(out.size // _N_LOW + 2):
        block = (first + done) >> _LOW_BITS
        start = (first + done) & (_N_LOW - 1)
        size = min(_N_LOW - start, out.size - done)
        if is_reordered and size > 0:
            _scramble_low_bits(key, block, places)
            block = _scrambled_number(key, block)
        base = shift
        for j in range(N_BITS - _LOW_BITS):
            if block >> j & 1:
                base ^= scrambled[_LOW_BITS + j]
        for j in range(size):
            out[done + j] = (np.int64(base ^ low[places[start + j]]) + 0.5) * _STEP
        done += size
