"""Distributions whose quantiles have a closed form: uniform, triangular, log-uniform."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ._arrays import floats
from asteroid_econ._elementary import exp_
from asteroid_econ._jit import kernel
from asteroid_econ.sampling.distribution import Distribution, Floats, number, ordered, positive
from asteroid_econ.sampling.normal import probabilities


@dataclass(frozen=True, slots=True)
class Uniform(Distribution):
    """Equally likely everywhere from ``low`` to ``high``."""

    low: float
    high: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "low", number("low", self.low))
        object.__setattr__(self, "high", number("high", self.high))
        ordered(low=self.low, high=self.high)

    def ppf(self, u: ArrayLike) -> Floats:
        """Return the quantiles at the probabilities u, in (0, 1)."""
        p = probabilities("u", u)
        return np.minimum((1.0 - p) * self.low + p * self.high, self.high)

    def cdf(self, x: ArrayLike) -> Floats:
        """Return the probability of a value <= x."""
        array = floats("x", x)
        if self.low == self.high:
            return step(array, self.low)
        return np.clip((array - self.low) / (self.high - self.low), 0.0, 1.0)

    @property
    def mean(self) -> float:
        """The expected value."""
        return 0.5 * (self.low + self.high)

    @property
    def variance(self) -> float:
        """The expected squared deviation from the mean."""
        return (self.high - self.low) ** 2 / 12.0


@dataclass(frozen=True, slots=True)
class Triangular(Distribution):
    """A density that rises from ``low`` to ``mode`` and falls to ``high``, both linearly."""

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        for name in ("low", "mode", "high"):
            object.__setattr__(self, name, number(name, getattr(self, name)))
        ordered(low=self.low, mode=self.mode, high=self.high)

    def ppf(self, u: ArrayLike) -> Floats:
        """Return the quantiles at the probabilities u, in (0, 1)."""
        p = probabilities("u", u)
        out = np.empty(p.shape)
        _triangular_into(p.reshape(-1), self.low, self.mode, self.high, out.reshape(-1))
        return out

    def cdf(self, x: ArrayLike) -> Floats:
        """Return the probability of a value <= x."""
        array = floats("x", x)
        if self.low == self.high:
            return step(array, self.low)
        x = np.clip(array, self.low, self.high)
        is_rising = x < self.mode
        # The side that does not hold x is divided by itself: a mode at an end has no width there.
        rise = np.where(is_rising, self.mode - self.low, 1.0)
        fall = np.where(is_rising | (x == self.high), 1.0, self.high - self.mode)
        width = self.high - self.low
        below = (x - self.low) ** 2 / (width * rise)
        return np.where(is_rising, below, 1.0 - (self.high - x) ** 2 / (width * fall))

    @property
    def mean(self) -> float:
        """The expected value."""
        return (self.low + self.mode + self.high) / 3.0

    @property
    def variance(self) -> float:
        """The expected squared deviation from the mean."""
        a, b, c = self.mode - self.low, self.high - self.mode, self.high - self.low
        return (a * a + b * b + c * c) / 36.0


@dataclass(frozen=True, slots=True)
class LogUniform(Distribution):
    """Equally likely per factor, from ``low`` to ``high``; both > 0."""

    low: float
    high: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "low", positive("low", self.low))
        object.__setattr__(self, "high", positive("high", self.high))
        ordered(low=self.low, high=self.high)

    def ppf(self, u: ArrayLike) -> Floats:
        """Return the quantiles at the probabilities u, in (0, 1)."""
        p = probabilities("u", u)
        out = np.empty(p.shape)
        _exponential_into(p.reshape(-1), math.log(self.high / self.low), self.low, out.reshape(-1))
        return np.minimum(out, self.high)

    def cdf(self, x: ArrayLike) -> Floats:
        """Return the probability of a value <= x."""
        array = floats("x", x)
        if self.low == self.high:
            return step(array, self.low)
        inside = np.clip(array, self.low, self.high)
        return np.log(inside / self.low) / math.log(self.high / self.low)

    @property
    def mean(self) -> float:
        """The expected value."""
        return self._moment(1)

    @property
    def variance(self) -> float:
        """The expected squared deviation from the mean."""
        return max(self._moment(2) - self._moment(1) ** 2, 0.0)

    def _moment(self, k: int) -> float:
        width = math.log(self.high / self.low)
        return self.low**k * (math.expm1(k * width) / (k * width) if width else 1.0)


def step(x: Floats, value: float) -> Floats:
    """Return the cumulative function of a constant; NaN where x is NaN."""
    return np.where(np.isnan(x), np.nan, (x >= value).astype(np.float64))


@kernel
def _triangular_into(u: Floats, low: float, mode: float, high: float, out: Floats) -> None:
    width, rise, fall = high - low, mode - low, high - mode
    for i in range(u.size):
        left = u[i] * width <= rise
        root = math.sqrt(u[i] * width * rise if left else (1.0 - u[i]) * width * fall)
        out[i] = min(low + root, high) if left else max(high - root, low)


@kernel
def _exponential_into(u: Floats, rate: float, scale: float, out: Floats) -> None:
    for i in range(u.size):
        out[i] = scale * exp_(rate * u[i])
