"""Mixtures: a component is chosen by its weight, then a value from it."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ._arrays import floats
from asteroid_econ.errors import InputError
from asteroid_econ.sampling.distribution import Distribution, Floats, weights
from asteroid_econ.sampling.inversion import InverseTable, bracketed_quantiles, inverse_table
from asteroid_econ.sampling.normal import normal_cdf, probabilities
from asteroid_econ.sampling.quantile_table import Z_MAX

_N_EDGES = 65


@dataclass(frozen=True, slots=True)
class Mixture(Distribution):
    """A weighted sum of distributions of one variable; weights sum to one."""

    weights: tuple[float, ...]
    components: tuple[Distribution, ...]

    def __post_init__(self) -> None:
        components = tuple(self.components)
        for component in components:
            if not isinstance(component, Distribution) or component.n_components is not None:
                raise InputError("components", component, "distributions of one variable")
        shares = weights("weights", self.weights, len(components))
        object.__setattr__(self, "components", components)
        object.__setattr__(self, "weights", tuple((shares / shares.sum()).tolist()))

    def ppf(self, u: ArrayLike) -> Floats:
        """Return the quantiles at the probabilities u, in (0, 1): the true inverse of ``cdf``.

        Right to 1e-12 of the larger of the quantile and the narrowest component's standard
        deviation, or to 1e-14 in probability. The first call of a mixture makes a table, in some
        tens of milliseconds.
        """
        p = probabilities("u", u)
        flat = p.reshape(-1)
        x = _table(self).quantiles(flat)
        rest = np.flatnonzero(np.isnan(x))
        if rest.size:
            ends = np.stack([c.ppf(flat[rest]) for c, _ in self._used()])
            low, high = ends.min(axis=0), ends.max(axis=0)
            x[rest] = bracketed_quantiles(self.cdf, flat[rest], low, high)
        return x.reshape(p.shape)

    def cdf(self, x: ArrayLike) -> Floats:
        """Return the probability of a value <= x."""
        array = floats("x", x)
        total = np.zeros(array.shape)
        for component, weight in self._used():
            total = total + weight * component.cdf(array)
        return np.minimum(total, 1.0)

    def _used(self) -> list[tuple[Distribution, float]]:
        pairs = zip(self.components, self.weights, strict=True)
        return [(component, weight) for component, weight in pairs if weight > 0.0]

    @property
    def mean(self) -> float:
        """The expected value."""
        return float(sum(w * c.mean for c, w in self._used()))

    @property
    def variance(self) -> float:
        """The expected squared deviation from the mean."""
        mean = self.mean
        return float(sum(w * (c.variance + (c.mean - mean) ** 2) for c, w in self._used()))

    @property
    def atoms(self) -> tuple[Floats, Floats]:
        """Values of positive probability, ascending, and their probabilities."""
        pairs = [(c.atoms, w) for c, w in self._used()]
        values = np.concatenate([a[0] for a, _ in pairs])
        shares = np.concatenate([a[1] * w for a, w in pairs])
        unique, where = np.unique(values, return_inverse=True)
        return unique, np.asarray(np.bincount(where, shares, unique.size), dtype=np.float64)


@lru_cache(maxsize=256)
def _table(mixture: Mixture) -> InverseTable:
    """Return the table between the components' quantiles, which enclose the mixture's."""
    u = normal_cdf(np.linspace(-Z_MAX, Z_MAX, _N_EDGES))
    u[-1] = np.nextafter(1.0, 0.0)
    edges = [component.ppf(u) for component, _ in mixture._used()]
    values, jumps = mixture.atoms
    every = np.unique(np.concatenate([*edges, values]))
    every_jump = np.zeros(every.size)
    every_jump[np.searchsorted(every, values)] = jumps
    sizes = [math.sqrt(component.variance) for component, _ in mixture._used()]
    scale = min((size for size in sizes if size > 0.0), default=0.0)
    return inverse_table(mixture.cdf, every, every_jump, scale)
