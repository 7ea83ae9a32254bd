"""Moments that merge to the same bits however the draws were cut into pieces.

Draws are reduced over canonical blocks of 256; blocks are joined as the leaves of a binary tree
whose shape depends on the draw numbers only. A piece of a study keeps the complete subtrees that
it contains, and the raw draws of the blocks that it holds in part.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from asteroid_econ._jit import kernel

Floats = NDArray[np.float64]

BLOCK = 256
_COUNT, _MEAN, _M2, _M3, _M4, _LOW, _HIGH = range(7)


@dataclass(frozen=True, slots=True)
class Moments:
    """Moments of the draws that are not NaN."""

    n: int
    n_missing: int
    mean: float
    variance: float  # unbiased, divided by n − 1; NaN below two draws
    skewness: float
    kurtosis: float  # excess: 0 for a normal distribution
    low: float
    high: float

    @property
    def sd(self) -> float:
        """Standard deviation."""
        return math.sqrt(self.variance)

    @property
    def stderr(self) -> float:
        """Standard error of the mean of independent draws."""
        return math.sqrt(self.variance / self.n) if self.n else math.nan


@dataclass(frozen=True, slots=True)
class Subtree:
    """2**level consecutive canonical blocks, the first of them number index * 2**level."""

    level: int
    index: int
    sums: Floats

    @property
    def first(self) -> int:
        """Number of the first draw."""
        return (self.index << self.level) * BLOCK

    @property
    def stop(self) -> int:
        """Number after the last draw."""
        return ((self.index + 1) << self.level) * BLOCK


@dataclass(frozen=True, slots=True)
class Fragment:
    """Some consecutive draws of one canonical block, not reduced yet."""

    first: int
    values: Floats

    @property
    def stop(self) -> int:
        """Number after the last draw."""
        return self.first + self.values.size


Piece = Subtree | Fragment


def pieces_of(x: Floats, first: int) -> tuple[Piece, ...]:
    """Return the pieces of the draws first, first + 1, …, in draw order."""
    stop = first + x.size
    body_first = min(-(-first // BLOCK) * BLOCK, stop)
    body_stop = max(stop // BLOCK * BLOCK, body_first)
    sums = np.empty(((body_stop - body_first) // BLOCK, 7))
    _reduce_blocks(x[body_first - first : body_stop - first], sums)
    blocks = [Subtree(0, body_first // BLOCK + i, row) for i, row in enumerate(sums)]
    head = Fragment(first, x[: body_first - first].copy())
    tail = Fragment(body_stop, x[body_stop - first :].copy())
    return join([head, *blocks, tail])


def join(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Return adjoining pieces in draw order with all that can be merged merged."""
    joined: list[Piece] = []
    for piece in pieces:
        if piece.first == piece.stop:
            continue
        joined.append(piece)
        while len(joined) > 1 and (merged := _merged(joined[-2], joined[-1])) is not None:
            joined[-2:] = [merged]
    return tuple(joined)


def moments_of(pieces: Iterable[Piece]) -> Moments:
    """Return the moments of all draws of some pieces, merged in draw order."""
    total = np.array([0.0, 0.0, 0.0, 0.0, 0.0, math.inf, -math.inf])
    n_draws = 0
    for piece in pieces:
        n_draws += piece.stop - piece.first
        total = _combined(total, _sums(piece))
    n = int(total[_COUNT])
    if n == 0:
        nan = math.nan
        return Moments(0, n_draws, nan, nan, nan, nan, nan, nan)
    m2, m3, m4 = (float(total[k]) / n for k in (_M2, _M3, _M4))
    is_spread = m2 * m2 > 0.0  # else there is none, or none that a double can square
    return Moments(
        n=n,
        n_missing=n_draws - n,
        mean=float(total[_MEAN]),
        variance=float(total[_M2]) / (n - 1) if n > 1 else math.nan,
        skewness=m3 / (m2 * math.sqrt(m2)) if is_spread else math.nan,
        kurtosis=m4 / (m2 * m2) - 3.0 if is_spread else math.nan,
        low=float(total[_LOW]),
        high=float(total[_HIGH]),
    )


def _merged(a: Piece, b: Piece) -> Piece | None:
    """Return two neighbours as one piece, or None where the tree keeps them apart."""
    if isinstance(a, Fragment) and isinstance(b, Fragment):
        if a.first // BLOCK != b.first // BLOCK:
            return None
        whole = Fragment(a.first, np.concatenate([a.values, b.values]))
        is_block = whole.values.size == BLOCK
        return Subtree(0, whole.first // BLOCK, _sums(whole)) if is_block else whole
    if isinstance(a, Fragment) or isinstance(b, Fragment):
        return None
    if a.level != b.level or a.index % 2 or b.index != a.index + 1:
        return None
    return Subtree(a.level + 1, a.index // 2, _combined(a.sums, b.sums))


def _sums(piece: Piece) -> Floats:
    if isinstance(piece, Subtree):
        return piece.sums
    sums = np.empty(7)
    _reduce(piece.values, sums)
    return sums


@kernel
def _reduce(x: Floats, sums: Floats) -> None:
    n, total, low, high = 0, 0.0, math.inf, -math.inf
    for i in range(x.size):
        if x[i] == x[i]:
            n += 1
            total += x[i]
            low, high = min(low, x[i]), max(high, x[i])
    mean = total / n if n > 0 else 0.0
    rest = 0.0
    for i in range(x.size):
        if x[i] == x[i]:
            rest += x[i] - mean
    mean += rest / n if n > 0 else 0.0  # the sum's rounding, which large offsets make visible
    m2, m3, m4 = 0.0, 0.0, 0.0
    for i in range(x.size):
        if x[i] == x[i]:
            d = x[i] - mean
            d2 = d * d
            m2 += d2
            m3 += d2 * d
            m4 += d2 * d2
    sums[0], sums[1], sums[2], sums[3] = n, mean, m2, m3
    sums[4], sums[5], sums[6] = m4, low, high


@kernel
def _reduce_blocks(x: Floats, sums: Floats) -> None:
    for i in range(sums.shape[0]):
        _reduce(x[i * BLOCK : (i + 1) * BLOCK], sums[i])


@kernel
def _combined(a: Floats, b: Floats) -> Floats:
    """Pébay (2008), equations 1.5, 2.1 and 3.1 for two sets."""
    out = np.empty(7)
    na, nb = a[0], b[0]
    n = na + nb
    if n == 0.0:
        return a.copy()
    share_a, share_b = na / n, nb / n
    d = b[1] - a[1]
    d2 = d * d
    out[0] = n
    out[1] = a[1] + d * share_b if nb > 0.0 else a[1]
    out[2] = a[2] + b[2] + d2 * na * share_b
    out[3] = (
        a[3]
        + b[3]
        + d2 * d * na * share_b * (share_a - share_b)
        + 3.0 * d * (share_a * b[2] - share_b * a[2])
    )
    out[4] = (
        a[4]
        + b[4]
        + d2 * d2 * na * share_b * (share_a * share_a - share_a * share_b + share_b * share_b)
        + 6.0 * d2 * (share_a * share_a * b[2] + share_b * share_b * a[2])
        + 4.0 * d * (share_a * b[3] - share_b * a[3])
    )
    out[5] = min(a[5], b[5])
    out[6] = max(a[6], b[6])
    return out
