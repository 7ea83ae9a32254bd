"""Mixtures: a component is chosen by its weight, then a value from it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ._arrays import floats
from asteroid_econ.errors import InputError
from asteroid_econ.sampling.distribution import Distribution, Floats, weights
from asteroid_econ.sampling.normal import probabilities

_MOST_STEPS = 200


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
        """Return the quantiles at the probabilities u, in (0, 1).

        The true inverse of ``cdf``, by bracketing between the quantiles of the components:
        about 20 evaluations of ``cdf``, hence slower than the other distributions.
        """
        p = probabilities("u", u)
        flat = p.reshape(-1)
        quantiles = np.stack([c.ppf(flat) for c, w in self._used()])
        x = _solve(self.cdf, flat, quantiles.min(axis=0), quantiles.max(axis=0))
        return self._at_atoms(flat, x).reshape(p.shape)

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

    def _at_atoms(self, u: Floats, x: Floats) -> Floats:
        """Return x, but exactly an atom where the cumulative function jumps over u."""
        values, jumps = self.atoms
        if values.size == 0:
            return x
        above = self.cdf(values)
        i = np.minimum(np.searchsorted(above, u, side="left"), values.size - 1)
        return np.where((above[i] - jumps[i] < u) & (u <= above[i]), values[i], x)

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


def _solve(cdf: object, u: Floats, low: Floats, high: Floats) -> Floats:
    """Return the smallest x in (low, high) with cdf(x) >= u, to the last bit or nearly."""
    assert callable(cdf)
    low, high = low.copy(), high.copy()
    f_low, f_high = cdf(low) - u, cdf(high) - u
    high = np.where(f_low >= 0.0, low, high)
    for step in range(_MOST_STEPS):
        open_ = np.flatnonzero(high - low > 4.0 * np.spacing(np.maximum(abs(low), abs(high))))
        if open_.size == 0:
            break
        a, b, fa, fb = low[open_], high[open_], f_low[open_], f_high[open_]
        x = 0.5 * (a + b)
        if step % 3:
            with np.errstate(divide="ignore", invalid="ignore"):
                secant = b - fb * (b - a) / (fb - fa)
            inset = 1e-3 * (b - a) if step % 3 == 1 else 0.0
            x = np.where((secant > a) & (secant < b), np.clip(secant, a + inset, b - inset), x)
        fx = cdf(x) - u[open_]
        is_high = fx >= 0.0
        high[open_], f_high[open_] = np.where(is_high, x, b), np.where(is_high, fx, fb)
        low[open_], f_low[open_] = np.where(is_high, a, x), np.where(is_high, fa, fx)
    return high
