"""Put candidates in order."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from asteroid_econ.errors import InputError

RANK_BY = ("auto", "ratio", "value")


def rank_order(
    ratio: NDArray[np.float64],
    value: NDArray[np.float64],
    names: Sequence[str],
    *,
    rank_by: str = "auto",
) -> tuple[NDArray[np.int64], str]:
    """Return the candidates' indices from best to worst, and the measure that was used.

    Parameters
    ----------
    ratio : ndarray, shape (n,)
        Mean value got over mean value given, a ratio of means; larger is better.
    value : ndarray, shape (n,)
        Mean net value.
    names : sequence of str
        Unique; the tie-break, ascending.
    rank_by : {'auto', 'ratio', 'value'}
        'auto' takes the net value where any candidate has one >= 0, else the ratio: when all
        lose, the net value would put the cheapest failure first.

    Returns
    -------
    order : ndarray of int, shape (n,)
        NaN comes last.
    measure : str
        'ratio' or 'value'.
    """
    if rank_by not in RANK_BY:
        raise InputError("rank_by", rank_by, f"one of {', '.join(RANK_BY)}")
    if rank_by == "auto":
        rank_by = "value" if np.any(value >= 0.0) else "ratio"
    score = value if rank_by == "value" else ratio
    key = np.where(np.isnan(score), np.inf, -score)
    return np.lexsort((np.asarray(names), key)), rank_by
