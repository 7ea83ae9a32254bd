"""Distributions of separate values: a constant, weighted values, an observed sample."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ._arrays import floats
from asteroid_econ.sampling.continuous import step
from asteroid_econ.sampling.distribution import Distribution, Floats, number, numbers, weights
from asteroid_econ.sampling.normal import probabilities


@dataclass(frozen=True, slots=True)
class Constant(Distribution):
    """Always the same value."""

    value: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", number("value", self.value))

    def ppf(self, u: ArrayLike) -> Floats:
        """Return the value at any probability u in (0, 1)."""
        return np.full(probabilities("u", u).shape, self.value)

    def cdf(self, x: ArrayLike) -> Floats:
        """Return the probability of a value <= x."""
        return step(floats("x", x), self.value)

    @property
    def mean(self) -> float:
        """The expected value."""
        return self.value

    @property
    def variance(self) -> float:
        """The expected squared deviation from the mean."""
        return 0.0

    @property
    def atoms(self) -> tuple[Floats, Floats]:
        """Values of positive probability, ascending, and their probabilities."""
        return np.array([self.value]), np.array([1.0])


@dataclass(frozen=True, slots=True)
class Discrete(Distribution):
    """Separate values, each with its probability."""

    values: tuple[float, ...]
    probabilities: tuple[float, ...]

    def __post_init__(self) -> None:
        values = numbers("values", self.values)
        shares = weights("probabilities", self.probabilities, values.size)
        order = np.argsort(values, kind="stable")
        kept = order[shares[order] > 0.0]
        object.__setattr__(self, "values", tuple(values[kept].tolist()))
        object.__setattr__(self, "probabilities", tuple((shares[kept] / shares.sum()).tolist()))

    def _steps(self) -> Floats:
        steps = np.cumsum(self.probabilities)
        steps[-1] = 1.0
        return steps

    def ppf(self, u: ArrayLike) -> Floats:
        """Return the smallest value whose cumulative probability reaches u, in (0, 1)."""
        p = probabilities("u", u)
        return np.array(self.values)[np.searchsorted(self._steps(), p, side="left")]

    def cdf(self, x: ArrayLike) -> Floats:
        """Return the probability of a value <= x."""
        array = floats("x", x)
        steps = np.concatenate([[0.0], self._steps()])
        reached = steps[np.searchsorted(np.array(self.values), array, side="right")]
        return np.where(np.isnan(array), np.nan, reached)

    @property
    def mean(self) -> float:
        """The expected value."""
        return float(np.dot(self.values, self.probabilities))

    @property
    def variance(self) -> float:
        """The expected squared deviation from the mean."""
        return float(np.dot((np.array(self.values) - self.mean) ** 2, self.probabilities))

    @property
    def atoms(self) -> tuple[Floats, Floats]:
        """Values of positive probability, ascending, and their probabilities."""
        return np.array(self.values), np.array(self.probabilities)


def empirical(values: Any) -> Discrete:
    """Return the distribution that draws each observed value with equal probability.

    Parameters
    ----------
    values : sequence of float
        The observations; repeats count.
    """
    array = numbers("values", values)
    return Discrete(tuple(array), (1.0 / array.size,) * array.size)
