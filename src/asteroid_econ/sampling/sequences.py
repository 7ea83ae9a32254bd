"""Sequences of draws for a study: random, antithetic, Latin hypercube, scrambled Sobol'."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from asteroid_econ.errors import InputError
from asteroid_econ.sampling.distribution import Distribution
from asteroid_econ.sampling.streams import stream

Floats = NDArray[np.float64]
METHODS = ("random", "antithetic", "latin", "sobol")


@dataclass(frozen=True, slots=True)
class Sampler:
    """Draws ``first`` … ``first + n_draws − 1`` of every variable of a study."""

    seed: int
    n_draws: int
    method: str = "random"
    first: int = 0
    variables: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise InputError("method", self.method, "one of " + ", ".join(METHODS))

    def uniforms(self, name: str, target_id: str | None = None) -> Floats:
        """Return the uniforms of one variable, shape (n_draws,)."""
        source = stream(self.seed, name, target_id)
        if self.method == "random":
            return source.uniforms(self.n_draws, self.first)
        if self.method == "antithetic":
            return _antithetic(source.uniforms, self.n_draws, self.first)
        raise InputError("method", self.method, "random or antithetic")

    def draw(self, distribution: Distribution, name: str, target_id: str | None = None) -> Floats:
        """Return the draws of one variable, shape (n_draws,).

        A distribution of several components gives shape (components, n_draws); component i has
        the stream of ``name[i]``.
        """
        n = distribution.n_components
        if n is None:
            return distribution.ppf(self.uniforms(name, target_id))
        u = [self.uniforms(f"{name}[{i}]", target_id) for i in range(n)]
        return distribution.ppf(np.stack(u))


def _antithetic(uniforms: object, n: int, first: int) -> Floats:
    assert callable(uniforms)
    start = first // 2
    u = uniforms((first + n + 1) // 2 - start, start)
    pairs = np.stack([u, 1.0 - u], axis=1).ravel()
    return pairs[first - 2 * start :][:n].copy()
