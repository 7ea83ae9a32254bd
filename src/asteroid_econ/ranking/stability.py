"""How often each candidate is the best, under common random numbers, without keeping draws."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NOBODY = -1


@dataclass(frozen=True, slots=True)
class Leaders:
    """The best candidate of each draw: its value and index, arrays of shape (D,)."""

    value: NDArray[np.float64]
    index: NDArray[np.int64]


def nobody(n_draws: int, value: float) -> Leaders:
    """Return leaders that any candidate above ``value`` replaces: 'do nothing' at value 0."""
    return Leaders(np.full(n_draws, value), np.full(n_draws, NOBODY, dtype=np.int64))


def leaders(values: NDArray[np.float64], first_index: int) -> Leaders:
    """Return the best of a block of candidates in each draw.

    Parameters
    ----------
    values : ndarray, shape (n, D)
        Larger is better; NaN never leads.
    first_index : int
        Index of the block's first candidate.
    """
    clean = np.where(np.isnan(values), -np.inf, values)
    best = clean.argmax(axis=0)
    value = clean[best, np.arange(clean.shape[1])]
    index = np.where(np.isneginf(value), NOBODY, best + first_index)
    return Leaders(value, index)


def merge(blocks: Iterable[Leaders]) -> Leaders:
    """Return the leaders of all blocks; a later block must be strictly better to replace."""
    merged, *rest = blocks
    for block in rest:
        better = block.value > merged.value
        merged = Leaders(
            np.where(better, block.value, merged.value),
            np.where(better, block.index, merged.index),
        )
    return merged


def share_best(best: Leaders, n_candidates: int) -> tuple[NDArray[np.float64], float]:
    """Return each candidate's share of draws in which it leads, and nobody's share.

    Returns
    -------
    share : ndarray, shape (n_candidates,)
        Sums to one together with ``nobody``.
    nobody : float
    """
    counts = np.bincount(best.index + 1, minlength=n_candidates + 1) / best.index.size
    return counts[1:], float(counts[0])
