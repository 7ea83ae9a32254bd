"""Sequences of draws for a study: random, antithetic, Latin hypercube, scrambled Sobol'."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from operator import index
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ.errors import InputError
from asteroid_econ.sampling.correlation import correlated_uniforms
from asteroid_econ.sampling.distribution import Distribution
from asteroid_econ.sampling.latin import MOST_STRATA, latin_uniforms
from asteroid_econ.sampling.sobol import MOST_DRAWS, n_dimensions, sobol_uniforms
from asteroid_econ.sampling.streams import Rows, Stream, stream, stream_keys

Floats = NDArray[np.float64]
_ORDER = "sobol order"
METHODS = ("random", "antithetic", "latin", "sobol")


@dataclass(frozen=True, slots=True)
class Sampler:
    """The draws ``first`` … ``first + n_draws − 1`` of every variable of a study.

    Parameters
    ----------
    seed : int
        Any integer.
    n_draws : int
        >= 1.
    method : str
        'random': independent draws. 'antithetic': draw 2i + 1 is one minus draw 2i. 'latin':
        each of ``n_total`` equal intervals holds one draw of each variable. 'sobol': scrambled
        Sobol' points, most even for a power of two of draws starting at 0; the variables of a
        target are even among themselves, and paired with the common ones at random.
    first : int
        Number of the first draw; a block of a study is its own sampler.
    variables : tuple of str, optional
        The names of all variables of the study, in a fixed order; needed by 'sobol' only, where
        the place in this list is the dimension. A variable of several components is listed by
        components: ``name[0]``, ``name[1]``, ….
    n_total : int, optional
        Draws of the whole study, for 'latin'; ``first + n_draws`` by default.

    Notes
    -----
    Draw k of a variable depends on the seed, its name, its target, k, and the method; for
    'latin' also on ``n_total``, for 'sobol' on the place in ``variables``. Confidence intervals
    for independent draws hold for 'random' only and are too wide for the others.
    """

    seed: int
    n_draws: int
    method: str = "random"
    first: int = 0
    variables: tuple[str, ...] | None = None
    n_total: int | None = None

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise InputError("method", self.method, "one of " + ", ".join(METHODS))
        _whole("n_draws", self.n_draws, 1)
        _whole("first", self.first, 0)
        stream(self.seed, "")  # refuses a seed that is no integer
        stop = self.first + self.n_draws
        if self.n_total is not None:
            _whole("n_total", self.n_total, stop)
        if self.method == "latin" and (self.n_total or stop) > MOST_STRATA:
            raise InputError("n_total", self.n_total or stop, f"at most {MOST_STRATA} draws")
        if self.method == "sobol":
            self._check_sobol(stop)

    def _check_sobol(self, stop: int) -> None:
        if self.variables is None:
            allowed = "the names of all variables of the study, for method 'sobol'"
            raise InputError("variables", None, allowed)
        object.__setattr__(self, "variables", tuple(self.variables))
        if len(set(self.variables)) < len(self.variables):
            raise InputError("variables", self.variables, "names without repeats")
        if len(self.variables) > n_dimensions():
            raise InputError("variables", len(self.variables), f"at most {n_dimensions()} names")
        if stop > MOST_DRAWS:
            raise InputError("n_draws", self.n_draws, f"draws below {MOST_DRAWS}")

    def block(self, first: int, n_draws: int) -> "Sampler":
        """Return the sampler of some of these draws, numbered within the study."""
        stop = self.first + self.n_draws
        if not self.first <= first <= first + n_draws <= stop:
            raise InputError("first", first, f"a block within draws {self.first} to {stop - 1}")
        n_total = self.n_total or stop
        return replace(self, first=first, n_draws=n_draws, n_total=n_total)

    def uniforms(self, name: str, target_id: str | None = None) -> Floats:
        """Return the draws of one variable, uniform in (0, 1), shape (n_draws,).

        ``target_id`` is given for what belongs to one target only; without it the draws are
        common to all targets.
        """
        source = stream(self.seed, name, target_id)
        if self.method == "random":
            return source.uniforms(self.n_draws, self.first)
        if self.method == "antithetic":
            return _antithetic(source, self.n_draws, self.first)
        if self.method == "latin":
            n_strata = self.n_total or self.first + self.n_draws
            return latin_uniforms(source, n_strata, self.n_draws, self.first)
        order = None if target_id is None else stream(self.seed, _ORDER, target_id)
        return sobol_uniforms(source, self._dimension(name), self.n_draws, self.first, order)

    def rows(self, names: Sequence[str], target_ids: Sequence[str]) -> Rows:
        """Return the source of the draws of several variables of several targets, for kernels.

        Row i of target t is ``uniforms(names[i], target_ids[t])``.
        """
        if self.method == "random":
            keys = stream_keys(self.seed, names, target_ids)
            return Rows(keys, np.uint64(self.first), np.empty((0, 0, 0)))
        given = [[self.uniforms(name, t) for name in names] for t in target_ids]
        return Rows(np.empty((0, 0, 2), np.uint64), np.uint64(self.first), np.array(given))

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

    def draw_together(
        self,
        distributions: Mapping[str, Distribution],
        correlation: ArrayLike,
        target_id: str | None = None,
    ) -> dict[str, Floats]:
        """Return the draws of several correlated variables, by name, each of shape (n_draws,).

        ``correlation`` holds the correlations of the normal quantiles (a Gaussian copula), in
        the order of ``distributions``; each variable keeps its distribution, and the first one
        also its draws.
        """
        for name, distribution in distributions.items():
            if distribution.n_components is not None:
                raise InputError(name, distribution, "a distribution of one variable")
        u = np.stack([self.uniforms(name, target_id) for name in distributions])
        rows = correlated_uniforms(u, correlation)
        return {n: d.ppf(row) for (n, d), row in zip(distributions.items(), rows, strict=True)}

    def _dimension(self, name: str) -> int:
        assert self.variables is not None
        dimension = _dimensions(self.variables).get(name)
        if dimension is None:
            raise InputError("name", name, "a variable of the study, listed in variables")
        return dimension


@dataclass(frozen=True, slots=True)
class _Recorder(Sampler):
    """A sampler that notes the names it is asked for, in the order of first use."""

    seen: dict[str, None] = field(default_factory=dict)

    def uniforms(self, name: str, target_id: str | None = None) -> Floats:
        self.seen.setdefault(name)
        return Sampler.uniforms(self, name, target_id)

    def rows(self, names: Sequence[str], target_ids: Sequence[str]) -> Rows:
        self.seen.update(dict.fromkeys(names))
        return Sampler.rows(self, names, target_ids)


def variables_of(drawing: Callable[[Sampler], object], n_draws: int = 256) -> tuple[str, ...]:
    """Return the names of the variables that a function draws, in the order of first use.

    Parameters
    ----------
    drawing : callable
        Takes a sampler and draws from it; run once, with random draws.
    n_draws : int
        Draws of that run; >= 1.

    Returns
    -------
    tuple of str
        For ``Sampler(method="sobol", variables=...)``; components of a vector by ``name[i]``.

    Examples
    --------
    >>> variables_of(lambda sampler: (sampler.uniforms("price"), sampler.uniforms("grade", "Eros")))
    ('price', 'grade')
    """
    recorder = _Recorder(0, n_draws)
    drawing(recorder)
    return tuple(recorder.seen)


@lru_cache(maxsize=64)
def _dimensions(variables: tuple[str, ...]) -> dict[str, int]:
    return {name: i for i, name in enumerate(variables)}


def _antithetic(source: Stream, n: int, first: int) -> Floats:
    start = first // 2
    u = source.uniforms((first + n + 1) // 2 - start, start)
    pairs = np.stack([u, 1.0 - u], axis=1).reshape(-1)
    return pairs[first - 2 * start :][:n].copy()


def _whole(name: str, value: Any, least: int) -> None:
    try:
        is_allowed = not isinstance(value, bool) and index(value) >= least
    except TypeError:
        is_allowed = False
    if not is_allowed:
        raise InputError(name, value, f"an integer >= {least}")
