"""The Dirichlet distribution: shares of a whole."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from asteroid_econ._arrays import floats
from asteroid_econ.errors import InputError
from asteroid_econ.sampling.beta import Beta
from asteroid_econ.sampling.distribution import Distribution, Floats, numbers
from asteroid_econ.sampling.normal import normal_cdf, probabilities
from asteroid_econ.sampling.quantile_table import tabulate, transformed_into

_SMALLEST_SHAPE, _LARGEST_SHAPE = 0.05, 1e9
_SMALL_X = 1e-200  # below, the leading term of the series is exact


@dataclass(frozen=True, slots=True)
class Dirichlet(Distribution):
    """Shares that sum to one; ``alpha`` are the concentrations, one per component.

    Components are the first axis of what goes in and comes out.
    """

    alpha: tuple[float, ...]

    def __post_init__(self) -> None:
        alpha = numbers("alpha", self.alpha)
        if alpha.size < 2 or alpha.min() < _SMALLEST_SHAPE or alpha.max() > _LARGEST_SHAPE:
            allowed = f"two or more numbers from {_SMALLEST_SHAPE:g} to {_LARGEST_SHAPE:g}"
            raise InputError("alpha", self.alpha, allowed)
        object.__setattr__(self, "alpha", tuple(alpha.tolist()))

    @property
    def n_components(self) -> int:  # type: ignore[override]
        """The number of shares."""
        return len(self.alpha)

    def ppf(self, u: ArrayLike) -> Floats:
        """Return shares from probabilities u in (0, 1), shape (components, …).

        Gamma quantiles, one per component, divided by their sum.
        """
        p = probabilities("u", u)
        if p.ndim == 0 or p.shape[0] != self.n_components:
            raise InputError("u", u, f"an array whose first axis has length {self.n_components}")
        logs = np.empty(p.shape)
        for i, alpha in enumerate(self.alpha):
            row = np.empty(p[i].size)
            transformed_into(np.ascontiguousarray(p[i]).reshape(-1), _table(alpha), row)
            logs[i] = row.reshape(p[i].shape)
        shares = np.exp(logs - logs.max(axis=0))
        return shares / shares.sum(axis=0)

    def cdf(self, x: ArrayLike) -> Floats:
        """Return the marginal probability of each share being <= x; components first."""
        array = floats("x", x)
        if array.ndim == 0 or array.shape[0] != self.n_components:
            raise InputError("x", x, f"an array whose first axis has length {self.n_components}")
        return np.stack([self.marginal(i).cdf(array[i]) for i in range(self.n_components)])

    def marginal(self, i: int) -> Beta:
        """Return the distribution of one share."""
        return Beta(self.alpha[i], sum(self.alpha) - self.alpha[i])

    @property
    def mean(self) -> Any:
        """The expected shares, shape (components,)."""
        return np.array(self.alpha) / sum(self.alpha)

    @property
    def variance(self) -> Any:
        """The variances of the shares, shape (components,)."""
        return self.mean * (1.0 - self.mean) / (sum(self.alpha) + 1.0)


@lru_cache(maxsize=4096)
def _table(alpha: float) -> Floats:
    def log_of_gamma_quantile(z: Floats) -> Floats:
        p, q = normal_cdf(z), normal_cdf(-z)
        x = np.where(z < 0.0, special.gammaincinv(alpha, p), special.gammainccinv(alpha, q))
        leading = (np.log(p) + special.gammaln(alpha + 1.0)) / alpha
        return np.where(x > _SMALL_X, np.log(np.maximum(x, _SMALL_X)), leading)

    return tabulate(log_of_gamma_quantile)
