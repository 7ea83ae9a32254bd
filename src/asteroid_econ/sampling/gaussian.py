"""Distributions made from the normal one: normal, truncated normal, lognormal."""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ._arrays import floats
from asteroid_econ._elementary import exp_
from asteroid_econ._jit import kernel
from asteroid_econ.errors import InputError
from asteroid_econ.sampling.continuous import step
from asteroid_econ.sampling.distribution import (
    Distribution,
    Floats,
    bound,
    not_negative,
    number,
    ordered,
    positive,
)
from asteroid_econ.sampling.normal import normal_cdf, normal_ppf, normal_ppf_into, probabilities

_SMALLEST_MASS = 1e-290


@dataclass(frozen=True, slots=True)
class Normal(Distribution):
    """The normal distribution with mean ``center`` and standard deviation ``sd`` >= 0."""

    center: float
    sd: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "center", number("mean", self.center))
        object.__setattr__(self, "sd", not_negative("sd", self.sd))

    def ppf(self, u: ArrayLike) -> Floats:
        """Return the quantiles at the probabilities u, in (0, 1)."""
        return self.center + self.sd * normal_ppf(u)

    def cdf(self, x: ArrayLike) -> Floats:
        """Return the probability of a value <= x."""
        array = floats("x", x)
        if self.sd == 0.0:
            return step(array, self.center)
        return normal_cdf((array - self.center) / self.sd)

    @property
    def mean(self) -> float:
        """The expected value."""
        return self.center

    @property
    def variance(self) -> float:
        """The expected squared deviation from the mean."""
        return self.sd**2


@dataclass(frozen=True, slots=True)
class Lognormal(Distribution):
    """A variable whose logarithm is normal, with standard deviation ``sigma`` >= 0."""

    median: float
    sigma: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "median", positive("median", self.median))
        object.__setattr__(self, "sigma", not_negative("sigma", self.sigma))

    def ppf(self, u: ArrayLike) -> Floats:
        """Return the quantiles at the probabilities u, in (0, 1)."""
        z = normal_ppf(u)
        _lognormal_in_place(z.reshape(-1), self.median, self.sigma)
        return z

    def cdf(self, x: ArrayLike) -> Floats:
        """Return the probability of a value <= x."""
        array = floats("x", x)
        if self.sigma == 0.0:
            return step(array, self.median)
        with np.errstate(divide="ignore"):
            z = np.log(np.maximum(array, 0.0) / self.median) / self.sigma
        return normal_cdf(z)

    @property
    def mean(self) -> float:
        """The expected value."""
        return self.median * math.exp(0.5 * self.sigma**2)

    @property
    def variance(self) -> float:
        """The expected squared deviation from the mean."""
        return self.mean**2 * math.expm1(self.sigma**2)


@dataclass(frozen=True, slots=True)
class TruncatedNormal(Distribution):
    """The normal distribution of mean ``center`` and ``sd``, kept between two limits.

    ``center`` and ``sd`` are those before truncation; either limit may be infinite.
    """

    center: float
    sd: float
    low: float
    high: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "center", number("mean", self.center))
        object.__setattr__(self, "sd", positive("sd", self.sd))
        object.__setattr__(self, "low", bound("low", self.low))
        object.__setattr__(self, "high", bound("high", self.high))
        ordered(low=self.low, high=self.high)
        tails = self._tails()
        mass = max(tails[1] - tails[0], tails[2] - tails[3])  # the nearer tail's is accurate
        if self.low < self.high and mass < _SMALLEST_MASS:
            raise InputError("low", self.low, "limits less than 36 sd beyond the mean")

    def _tails(self) -> tuple[float, float, float, float]:
        """Probabilities below low, below high, above low, above high, without truncation."""
        z = (np.array([self.low, self.high]) - self.center) / self.sd
        below, above = normal_cdf(z), normal_cdf(-z)
        return float(below[0]), float(below[1]), float(above[0]), float(above[1])

    def ppf(self, u: ArrayLike) -> Floats:
        """Return the quantiles at the probabilities u, in (0, 1)."""
        p = probabilities("u", u)
        if self.low == self.high:
            return np.full(p.shape, self.low)
        out, nearer = np.empty(p.shape), np.empty(p.shape)
        tails = self._tails()
        _nearer_tail_into(p.reshape(-1), *tails, nearer.reshape(-1))
        normal_ppf_into(np.abs(nearer).reshape(-1), out.reshape(-1))
        return np.clip(self.center + self.sd * np.copysign(out, nearer), self.low, self.high)

    def cdf(self, x: ArrayLike) -> Floats:
        """Return the probability of a value <= x."""
        array = floats("x", x)
        if self.low == self.high:
            return step(array, self.low)
        z = (np.clip(array, self.low, self.high) - self.center) / self.sd
        below_low, below_high, above_low, above_high = self._tails()
        if below_low > 0.5:  # in the upper tail only the complement is accurate
            return (above_low - normal_cdf(-z)) / (above_low - above_high)
        return (normal_cdf(z) - below_low) / (below_high - below_low)

    @property
    def mean(self) -> float:
        """The expected value."""
        return self.center + self.sd * self._standard_moments()[0]

    @property
    def variance(self) -> float:
        """The expected squared deviation from the mean."""
        return self.sd**2 * self._standard_moments()[1]

    def _standard_moments(self) -> tuple[float, float]:
        """Mean and variance in units of sd from center, by quadrature: formulas cancel."""
        a, b = (self.low - self.center) / self.sd, (self.high - self.center) / self.sd
        nearest = min(max(0.0, a), b)
        reach = 40.0 / max(abs(nearest), 1.0)  # the density has fallen below exp(-40)
        a, b = max(a, nearest - reach), min(b, nearest + reach)
        if a == b:
            return a, 0.0
        t, w = _nodes()
        t = a + (b - a) * t
        w = w * np.exp(0.5 * (nearest - t) * (nearest + t))
        mean = float(np.sum(w * t) / np.sum(w))
        return mean, float(np.sum(w * (t - mean) ** 2) / np.sum(w))


@cache
def _nodes() -> tuple[Floats, Floats]:
    """Composite Gauss–Legendre nodes and weights on (0, 1): 32 panels of 24 nodes."""
    t, w = np.polynomial.legendre.leggauss(24)
    panels = np.arange(32)[:, None]
    return ((panels + 0.5 * (t + 1.0)) / 32.0).ravel(), np.tile(w, 32) / 64.0


@kernel
def _lognormal_in_place(z: Floats, median: float, sigma: float) -> None:
    for i in range(z.size):
        z[i] = median * exp_(sigma * z[i])


@kernel
def _nearer_tail_into(
    u: Floats,
    below_low: float,
    below_high: float,
    above_low: float,
    above_high: float,
    out: Floats,
) -> None:
    """Write the probability to the nearer side; negative where that is the lower side."""
    for i in range(u.size):
        below = below_low + u[i] * (below_high - below_low)
        above = above_high + (1.0 - u[i]) * (above_low - above_high)
        out[i] = -below if below <= above else above
