"""Statistics of the draws of one output, made piece by piece and merged.

Whatever the pieces (threads, shards, blocks), the result is the same to the last bit: moments
merge over canonical blocks of 256 draws, quantiles come from all the values, or from a sketch of
integer counts.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from asteroid_econ._arrays import floats
from asteroid_econ.errors import InputError
from asteroid_econ.montecarlo.moments import Moments, Piece, join, moments_of, pieces_of
from asteroid_econ.montecarlo.proportion import Proportion, proportion
from asteroid_econ.montecarlo.sketch import RELATIVE_ERROR, Sketch, sketch_of
from asteroid_econ.sampling.normal import normal_ppf, probabilities

Floats = NDArray[np.float64]

EXACT_DRAWS = 65_536  # up to so many draws all values are kept and quantiles are exact


@dataclass(frozen=True, slots=True)
class Estimate:
    """The draws ``first`` … ``first + n_draws − 1`` of one output; made by :func:`estimate`.

    NaN draws (infeasible) are counted and left out of every statistic.
    """

    first: int
    n_draws: int
    pieces: tuple[Piece, ...]
    data: Floats | Sketch

    def merge(self, following: "Estimate") -> "Estimate":
        """Return the estimate of these draws and the following ones."""
        if following.first != self.first + self.n_draws:
            raise InputError(
                "following.first", following.first, f"{self.first + self.n_draws}, the next draw"
            )
        return Estimate(
            first=self.first,
            n_draws=self.n_draws + following.n_draws,
            pieces=join([*self.pieces, *following.pieces]),
            data=_together(self, following),
        )

    @property
    def moments(self) -> Moments:
        """Count, mean, variance, skewness, kurtosis, least and greatest value."""
        return moments_of(self.pieces)

    @property
    def quantile_error(self) -> float:
        """Relative error of quantiles and tail means: 0 where all values are kept."""
        return RELATIVE_ERROR if isinstance(self.data, Sketch) else 0.0

    def mean_interval(self, confidence: float = 0.95) -> tuple[float, float]:
        """Return the interval that covers the mean of independent draws (Student's t)."""
        moments = self.moments
        if moments.n < 2:
            return -math.inf, math.inf
        t = float(special.stdtrit(moments.n - 1, 0.5 + 0.5 * _level("confidence", confidence)))
        half = t * moments.stderr
        return moments.mean - half, moments.mean + half

    def quantile(self, p: ArrayLike) -> Floats:
        """Return quantiles at the probabilities p, in (0, 1); NaN without draws.

        Linear between order statistics (type 7 of Hyndman and Fan) where all values are kept;
        else the nearest order statistic, within ``quantile_error`` relative to itself.
        """
        levels = probabilities("p", p)
        values, counts = self._sorted()
        if values.size == 0:
            return np.full(levels.shape, np.nan)
        if not isinstance(self.data, Sketch):
            return np.asarray(np.quantile(values, levels))
        last = np.cumsum(counts) - 1
        rank = np.rint(levels * last[-1])
        return values[np.searchsorted(last, rank, side="left")]

    def quantile_interval(self, p: float, confidence: float = 0.95) -> tuple[float, float]:
        """Return two order statistics that cover the quantile at p, for independent draws."""
        level = float(probabilities("p", p))
        values, counts = self._sorted()
        n = int(counts.sum())
        z = float(normal_ppf(0.5 + 0.5 * _level("confidence", confidence)))
        half = z * math.sqrt(n * level * (1.0 - level))
        low, high = math.floor(n * level - half), math.ceil(n * level + half)
        last = np.cumsum(counts) - 1
        ends = [
            -math.inf if low < 1 else values[np.searchsorted(last, low - 1)],
            math.inf if high > n - 1 else values[np.searchsorted(last, high)],
        ]
        return float(ends[0]), float(ends[1])

    def cvar(self, p: float, *, is_upper: bool = False) -> float:
        """Return the conditional value at risk: the mean of the worst share p of the draws.

        The lowest share, or with ``is_upper`` the highest; a draw on the border counts in part
        (Acerbi and Tasche 2002). NaN without draws.
        """
        level = float(probabilities("p", p))
        values, counts = self._sorted()
        if values.size == 0:
            return math.nan
        if is_upper:
            values, counts = values[::-1], counts[::-1]
        mass = level * float(counts.sum())
        before = np.concatenate([[0.0], np.cumsum(counts)[:-1]])
        taken = np.clip(mass - before, 0.0, counts)
        return float(np.sum(values * taken) / mass)

    def probability_above(self, threshold: float = 0.0, confidence: float = 0.95) -> Proportion:
        """Return the probability of a value > threshold with its interval.

        Exact counts where all values are kept, and for the threshold 0; else values within
        ``quantile_error`` of the threshold may count on either side.
        """
        if math.isnan(threshold):
            raise InputError("threshold", threshold, "a number")
        values, counts = self._sorted()
        above = int(counts[values > threshold].sum())
        return proportion(above, int(counts.sum()), confidence)

    def histogram(self, edges: ArrayLike) -> NDArray[np.int64]:
        """Return the number of values below the first edge, in each bin, and from the last on.

        ``edges`` ascend, shape (bins + 1,); a bin holds its lower edge, not its upper one. Shape
        (bins + 2,). Exact where all values are kept.
        """
        array = floats("edges", edges)
        if array.ndim != 1 or array.size == 0 or not (np.diff(array) > 0.0).all():
            raise InputError("edges", edges, "a list of ascending numbers")
        values, counts = self._sorted()
        below = np.concatenate([[0], np.cumsum(counts)])[np.searchsorted(values, array)]
        return np.diff(np.concatenate([[0], below, [counts.sum()]])).astype(np.int64)

    def _sorted(self) -> tuple[Floats, NDArray[np.int64]]:
        """Return the values, ascending, and how often each occurred."""
        if isinstance(self.data, Sketch):
            moments = self.moments
            return np.clip(self.data.values, moments.low, moments.high), self.data.counts
        return np.sort(self.data), np.ones(self.data.size, np.int64)


def estimate(x: ArrayLike, first: int = 0) -> Estimate:
    """Return the statistics of some consecutive draws of one output.

    Parameters
    ----------
    x : array_like, shape (n,)
        The draws; NaN where infeasible.
    first : int
        Number of the first of them; >= 0.

    Returns
    -------
    Estimate
        Merge it with the estimates of the following draws.

    Notes
    -----
    Quantiles are exact up to 65,536 draws and within 0.1 % of an order statistic beyond.

    References
    ----------
    Pébay (2008), Sandia report SAND2008-6212 (moments); Masson et al. (2019), PVLDB 12 (sketch).

    Examples
    --------
    NIST/SEMATECH statistical reference data set NumAcc1 (mean 10000002, deviation 1):

    >>> numacc1 = estimate([10000001.0, 10000003.0, 10000002.0]).moments
    >>> print(numacc1.mean, numacc1.sd)
    10000002.0 1.0
    """
    array = floats("x", x)
    if array.ndim != 1 or np.isinf(array).any():
        raise InputError("x", x, "a list of finite numbers or NaN")
    if first < 0:
        raise InputError("first", first, "an integer >= 0")
    values = array[~np.isnan(array)]
    data = values if array.size <= EXACT_DRAWS else sketch_of(values)
    return Estimate(first, array.size, pieces_of(array, first), data)


def merge_all(estimates: Iterable[Estimate]) -> Estimate:
    """Return the estimate of all draws of pieces that adjoin when sorted by first draw."""
    ordered = sorted(estimates, key=lambda part: (part.first, part.n_draws))
    if not ordered:
        raise InputError("estimates", ordered, "at least one")
    return reduce(Estimate.merge, ordered)


def _together(a: Estimate, b: Estimate) -> Floats | Sketch:
    if a.n_draws + b.n_draws <= EXACT_DRAWS:
        assert isinstance(a.data, np.ndarray)
        assert isinstance(b.data, np.ndarray)
        return np.concatenate([a.data, b.data])
    parts = (d if isinstance(d, Sketch) else sketch_of(d) for d in (a.data, b.data))
    return reduce(Sketch.merge, parts)


def _level(name: str, value: float) -> float:
    return float(probabilities(name, value))
