"""A quantile sketch of stated relative error: integer counts, hence merged in any order.

Buckets grow by a constant factor, so that every value lies within ``RELATIVE_ERROR`` of the
middle of its bucket. Zero and the sign are exact.

References
----------
Masson, Rim and Lee (2019), DDSketch: a fast and fully-mergeable quantile sketch with
relative-error guarantees, PVLDB 12, 2195–2205.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from asteroid_econ._elementary import log_
from asteroid_econ._jit import kernel

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

RELATIVE_ERROR = 1e-3
_GAMMA = (1.0 + RELATIVE_ERROR) / (1.0 - RELATIVE_ERROR)
_LOG_GAMMA = math.log(_GAMMA)
_OFFSET = 1_000_000  # more than the bucket number of the largest or smallest double


@dataclass(frozen=True, slots=True)
class Sketch:
    """Counts of values by bucket, ascending in value; ``codes`` number the buckets."""

    codes: Counts
    counts: Counts

    def merge(self, other: "Sketch") -> "Sketch":
        """Return the sketch of both sets of values."""
        codes = np.concatenate([self.codes, other.codes])
        order = np.argsort(codes, kind="stable")
        codes = codes[order]
        starts = _starts(codes)
        counts = np.concatenate([self.counts, other.counts, [0]])[np.append(order, codes.size)]
        return Sketch(codes[starts], np.add.reduceat(counts, starts))

    @property
    def values(self) -> Floats:
        """One value per bucket, within the relative error of all values in it."""
        size = np.exp((np.abs(self.codes) - _OFFSET) * _LOG_GAMMA) * (2.0 / (1.0 + _GAMMA))
        return np.sign(self.codes) * np.where(self.codes == 0, 0.0, size)


def sketch_of(x: Floats) -> Sketch:
    """Return the sketch of finite values, shape (n,)."""
    codes = np.empty(x.size, np.int64)
    _codes_into(x, codes)
    codes.sort()
    starts = _starts(codes)
    return Sketch(codes[starts], np.diff(np.append(starts, x.size)))


def _starts(codes: Counts) -> Counts:
    """Return where runs of equal ascending codes start."""
    return np.flatnonzero(np.concatenate([[True], codes[1:] != codes[:-1]])[: codes.size])


@kernel
def _codes_into(x: Floats, codes: Counts) -> None:
    for i in range(x.size):
        if x[i] == 0.0:
            codes[i] = 0
        else:
            bucket = np.int64(math.ceil(log_(abs(x[i])) / _LOG_GAMMA)) + _OFFSET
            codes[i] = bucket if x[i] > 0.0 else -bucket
