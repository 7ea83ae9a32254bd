"""Beta and PERT distributions: bounded on both sides, with a single peak or none."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from asteroid_econ._arrays import floats
from asteroid_econ.errors import InputError
from asteroid_econ.sampling.continuous import step
from asteroid_econ.sampling.distribution import Distribution, Floats, number, ordered, positive
from asteroid_econ.sampling.normal import normal_cdf, probabilities
from asteroid_econ.sampling.quantile_table import Z_MAX, quantiles_into, tabulate

_SMALLEST_SHAPE, _LARGEST_SHAPE = 0.05, 1e9
_LEAST_NORMAL = 2.3e-308  # SciPy's inverse gives NaN for subnormal probabilities
_SMALL_X = 1e-200  # below, the leading term of the series is exact


@dataclass(frozen=True, slots=True)
class Beta(Distribution):
    """The beta distribution on (0, 1) with density proportional to x**(a−1) (1−x)**(b−1)."""

    a: float
    b: float

    def __post_init__(self) -> None:
        for name in ("a", "b"):
            value = positive(name, getattr(self, name))
            if not _SMALLEST_SHAPE <= value <= _LARGEST_SHAPE:
                allowed = f"a shape from {_SMALLEST_SHAPE:g} to {_LARGEST_SHAPE:g}"
                raise InputError(name, value, allowed)
            object.__setattr__(self, name, value)

    @classmethod
    def from_moments(cls, mean: float, sd: float) -> "Beta":
        """Return the beta distribution with this mean and standard deviation."""
        mean, sd = number("mean", mean), positive("sd", sd)
        if not 0.0 < mean < 1.0:
            raise InputError("mean", mean, "between 0 and 1, both excluded")
        most = math.sqrt(mean * (1.0 - mean))
        if sd >= most:
            raise InputError("sd", sd, f"below sqrt(mean (1 - mean)) = {most:.6g}")
        total = mean * (1.0 - mean) / sd**2 - 1.0
        return cls(mean * total, (1.0 - mean) * total)

    def ppf(self, u: ArrayLike) -> Floats:
        """Return the quantiles at the probabilities u, in (0, 1); relative error below 1e-12."""
        p = probabilities("u", u)
        out = np.empty(p.shape)
        quantiles_into(p.reshape(-1), _table(self.a, self.b), True, out.reshape(-1))
        is_outside = p < _LEAST_U
        if is_outside.any():  # above 1 − 2**-53 there is no double
            a, b = np.array(self.a), np.array(self.b)
            out[is_outside] = special.expit(_logit(a, b, np.maximum(p[is_outside], _LEAST_NORMAL)))
        return out

    def cdf(self, x: ArrayLike) -> Floats:
        """Return the probability of a value <= x."""
        return special.betainc(self.a, self.b, np.clip(floats("x", x), 0.0, 1.0))

    @property
    def mean(self) -> float:
        """The expected value."""
        return self.a / (self.a + self.b)

    @property
    def variance(self) -> float:
        """The expected squared deviation from the mean."""
        total = self.a + self.b
        return self.a * self.b / (total * total * (total + 1.0))


@dataclass(frozen=True, slots=True)
class Pert(Distribution):
    """A beta distribution from ``low`` to ``high`` with a peak at ``mode``.

    ``peakedness`` is the weight of the mode in the mean, (low + peakedness·mode + high) /
    (peakedness + 2); 4 in the original.
    """

    low: float
    mode: float
    high: float
    peakedness: float = 4.0

    def __post_init__(self) -> None:
        for name in ("low", "mode", "high"):
            object.__setattr__(self, name, number(name, getattr(self, name)))
        object.__setattr__(self, "peakedness", positive("peakedness", self.peakedness))
        ordered(low=self.low, mode=self.mode, high=self.high)

    def _beta(self) -> Beta:
        width = self.high - self.low
        return Beta(
            1.0 + self.peakedness * (self.mode - self.low) / width,
            1.0 + self.peakedness * (self.high - self.mode) / width,
        )

    def ppf(self, u: ArrayLike) -> Floats:
        """Return the quantiles at the probabilities u, in (0, 1)."""
        if self.low == self.high:
            return np.full(probabilities("u", u).shape, self.low)
        x = self._beta().ppf(u)
        return np.minimum(self.low + (self.high - self.low) * x, self.high)

    def cdf(self, x: ArrayLike) -> Floats:
        """Return the probability of a value <= x."""
        array = floats("x", x)
        if self.low == self.high:
            return step(array, self.low)
        return self._beta().cdf((array - self.low) / (self.high - self.low))

    @property
    def mean(self) -> float:
        """The expected value."""
        total = self.low + self.peakedness * self.mode + self.high
        return total / (self.peakedness + 2.0)

    @property
    def variance(self) -> float:
        """The expected squared deviation from the mean."""
        return (self.mean - self.low) * (self.high - self.mean) / (self.peakedness + 3.0)


_LEAST_U = 0.5 * math.erfc(Z_MAX * math.sqrt(0.5))  # the table begins here


@lru_cache(maxsize=4096)
def _table(a: float, b: float) -> Floats:
    def logit_of_quantile(z: Floats) -> Floats:
        is_lower = z < 0.0
        p = normal_cdf(-np.abs(z))
        logit = _logit(np.where(is_lower, a, b), np.where(is_lower, b, a), p)
        return np.where(is_lower, logit, -logit)

    return tabulate(logit_of_quantile)


def _logit(a: Floats, b: Floats, p: Floats) -> Floats:
    """Return log(x / (1 − x)) where the cumulative function of x is p <= 1/2."""
    x = special.betaincinv(a, b, p)
    leading = (np.log(p) + np.log(a) + special.betaln(a, b)) / a
    log_x = np.where(x > _SMALL_X, np.log(np.maximum(x, _SMALL_X)), leading)
    return log_x - np.log(np.maximum(special.betainccinv(b, a, p), _SMALL_X))
