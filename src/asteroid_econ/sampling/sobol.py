"""One coordinate of a scrambled Sobol' sequence, at any draw, without state.

Each variable has a dimension of its own. Its direction numbers are multiplied by a random lower
triangular matrix and its points shifted by random digits (Matoušek's scrambling), both from the
variable's stream: points stay as even as before, each is uniform, and estimates are unbiased.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from asteroid_econ._jit import kernel
from asteroid_econ.sampling.joe_kuo import DIRECTIONS
from asteroid_econ.sampling.streams import Stream

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


def sobol_uniforms(source: Stream, dimension: int, n: int, first: int) -> Floats:
    """Return the draws first, …, first + n − 1 of one scrambled dimension, in (0, 1).

    Parameters
    ----------
    source : Stream
        The variable's stream, which scrambles.
    dimension : int
        From 0 to ``n_dimensions() − 1``.
    n, first : int
        Number of draws and number of the first one; first + n <= 2**52.

    Returns
    -------
    ndarray, shape (n,)

    References
    ----------
    Matoušek (1998), On the L2-discrepancy for anchored boxes, J. Complexity 14, 527–556; Owen
    (2003), Variance with alternative scramblings of digital nets, ACM TOMACS 13, 363–378.
    """
    out = np.empty(n)
    _sobol_into(directions(dimension), source.words(N_BITS + 1), first, out)
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
def _sobol_into(v: Words, words: Words, first: int, out: Floats) -> None:
    scrambled = _scrambled(v, words)
    shift = words[N_BITS] >> np.uint64(64 - N_BITS)
    low = np.zeros(_N_LOW, np.uint64)
    for j in range(_LOW_BITS):
        for i in range(1 << j):
            low[(1 << j) + i] = low[i] ^ scrambled[j]
    done = 0
    for _ in range(out.size // _N_LOW + 2):
        base = shift
        for j in range(_LOW_BITS, N_BITS):
            if (first + done) >> j & 1:
                base ^= scrambled[j]
        start = (first + done) & (_N_LOW - 1)
        size = min(_N_LOW - start, out.size - done)
        for j in range(size):
            out[done + j] = (np.int64(base ^ low[start + j]) + 0.5) * _STEP
        done += size
