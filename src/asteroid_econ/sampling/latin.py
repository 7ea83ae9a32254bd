"""One variable of a Latin hypercube: each of n equal intervals holds one of n draws."""

import numpy as np
from numpy.typing import NDArray

from asteroid_econ.sampling.streams import Stream

Floats = NDArray[np.float64]

MOST_STRATA = 2**28
_DEALING = 2**62  # number of the first word that deals out strata; draws have smaller numbers
_LARGEST_BELOW_ONE = 1.0 - 2.0**-53


def latin_uniforms(source: Stream, n_strata: int, n: int, first: int) -> Floats:
    """Return the draws first, …, first + n − 1 of one variable, in (0, 1).

    Parameters
    ----------
    source : Stream
        The variable's stream.
    n_strata : int
        Number of all draws of the study; from first + n to 2**28. Each of so many equal
        intervals of (0, 1) holds one of the draws 0 … n_strata − 1.
    n, first : int
        Number of draws and number of the first one. A part costs as much as the whole.

    Returns
    -------
    ndarray, shape (n,)

    References
    ----------
    McKay, Beckman and Conover (1979), A comparison of three methods for selecting values of input
    variables, Technometrics 21, 239–245.
    """
    strata = _permutation(source, n_strata)[first : first + n]
    u = (strata + source.uniforms(n, first)) / n_strata
    return np.minimum(u, _LARGEST_BELOW_ONE)


def _permutation(source: Stream, n: int) -> NDArray[np.int64]:
    """Return a random order of 0 … n − 1: the ranks of n random words.

    The low bits of each word are its number, so that no two are equal and every sorting
    algorithm gives the same order.
    """
    low_bits = np.uint64((1 << n.bit_length()) - 1)
    numbers = np.arange(n, dtype=np.uint64)
    words = np.sort((source.words(n, _DEALING) & ~low_bits) | numbers)
    ranks = np.empty(n, np.int64)
    ranks[(words & low_bits).astype(np.int64)] = np.arange(n)
    return ranks
