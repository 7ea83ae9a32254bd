"""What every distribution offers, and the checks of their parameters."""

import math
from abc import ABC, abstractmethod
from itertools import pairwise
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ.errors import InputError

Floats = NDArray[np.float64]
_NONE: Floats = np.empty(0)


class Distribution(ABC):
    """A frozen random variable: quantiles, probabilities and two moments.

    ``ppf`` takes probabilities strictly between 0 and 1 and refuses others; ``cdf`` takes any
    number and gives NaN for NaN. Both broadcast over arrays of any shape.
    """

    n_components: ClassVar[int | None] = None

    @abstractmethod
    def ppf(self, u: ArrayLike) -> Floats:
        """Return the quantiles at the probabilities u, in (0, 1)."""

    @abstractmethod
    def cdf(self, x: ArrayLike) -> Floats:
        """Return the probability of a value <= x."""

    @property
    @abstractmethod
    def mean(self) -> Any:
        """The expected value."""

    @property
    @abstractmethod
    def variance(self) -> Any:
        """The expected squared deviation from the mean."""

    @property
    def atoms(self) -> tuple[Floats, Floats]:
        """Values of positive probability, ascending, and their probabilities."""
        return _NONE, _NONE


def number(name: str, value: Any) -> float:
    """Return value as a finite float, or refuse it."""
    return _real(name, value, "a finite number", math.isfinite)


def bound(name: str, value: Any) -> float:
    """Return value as a float that may be infinite but not NaN, or refuse it."""
    return _real(name, value, "a number, inf or -inf", lambda x: not math.isnan(x))


def positive(name: str, value: Any) -> float:
    """Return value as a finite float > 0, or refuse it."""
    return _real(name, value, "a finite number > 0", lambda x: math.isfinite(x) and x > 0.0)


def not_negative(name: str, value: Any) -> float:
    """Return value as a finite float >= 0, or refuse it."""
    return _real(name, value, "a finite number >= 0", lambda x: math.isfinite(x) and x >= 0.0)


def numbers(name: str, values: Any) -> Floats:
    """Return a sequence of at least one finite number as a read-only array, or refuse it."""
    try:
        array = np.array(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError(name, values, "a list of finite numbers") from None
    if array.ndim != 1 or array.size == 0 or not np.isfinite(array).all():
        raise InputError(name, values, "a list of at least one finite number")
    array.flags.writeable = False
    return array


def weights(name: str, values: Any, n: int) -> Floats:
    """Return n probabilities that sum to one, as a read-only array, or refuse them."""
    array = numbers(name, values)
    if array.size != n:
        raise InputError(name, values, f"{n} probabilities, one for each value")
    if (array < 0.0).any() or abs(array.sum() - 1.0) > 1e-9:
        raise InputError(name, values, "probabilities >= 0 that sum to one (within 1e-9)")
    return array


def ordered(**values: float) -> None:
    """Refuse values that are not in ascending order, naming the first that is too small."""
    items = list(values.items())
    for (lower_name, lower), (name, value) in pairwise(items):
        if value < lower:
            raise InputError(name, value, f"at least {lower_name} = {lower!r}")


def _real(name: str, value: Any, allowed: str, test: Any) -> float:
    if isinstance(value, (str, bytes, bool)):
        raise InputError(name, value, allowed)
    try:
        result = float(value)
    except (TypeError, ValueError, OverflowError):
        raise InputError(name, value, allowed) from None
    if not test(result):
        raise InputError(name, value, allowed)
    return result
