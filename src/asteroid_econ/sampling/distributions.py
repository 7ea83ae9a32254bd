"""The compact text of a distribution, as it stands in parameter and study files.

==============================================  ================================================
text                                            meaning
==============================================  ================================================
``1278.3``                                      a constant
``uniform(low, high)``                          equally likely between two limits
``loguniform(low, high)``                       equally likely per factor
``tri(low, mode, high)``                        triangular
``pert(low, mode, high, peakedness=4)``         PERT: a beta distribution with a peak at mode
``normal(mean, sd)``                            normal
``truncnormal(mean, sd, low, high)``            normal, kept between limits (``inf`` allowed)
``lognormal(median, gsd)``                      median and geometric standard deviation
``lognormal(median=, sigma=)``                  sigma is the standard deviation of the logarithm
``lognormal(p10=, p90=)``                       any two percentiles
``beta(a, b)``, ``beta(mean=, sd=)``            on (0, 1)
``discrete([x, …], [p, …])``                    values and their probabilities
``empirical([x, …])``                           each observed value equally likely
``mixture([w, …], [distribution, …])``          weights and components
``dirichlet([alpha, …])``                       shares of a whole
==============================================  ================================================

Arguments go by position or by the names shown: ``tri(low=0, mode=1, high=3)``.
"""

import ast
import inspect
import math
import re
from collections.abc import Callable
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from asteroid_econ.errors import InputError
from asteroid_econ.parameters.load import Parameter
from asteroid_econ.sampling.beta import Beta, Pert
from asteroid_econ.sampling.continuous import LogUniform, Triangular, Uniform
from asteroid_econ.sampling.dirichlet import Dirichlet
from asteroid_econ.sampling.discrete import Constant, Discrete, empirical
from asteroid_econ.sampling.distribution import Distribution, number, positive
from asteroid_econ.sampling.gaussian import Lognormal, Normal, TruncatedNormal
from asteroid_econ.sampling.mixture import Mixture
from asteroid_econ.sampling.normal import normal_ppf

__all__ = [
    "FAMILIES",
    "Beta",
    "Constant",
    "Dirichlet",
    "Discrete",
    "Distribution",
    "LogUniform",
    "Lognormal",
    "Mixture",
    "Normal",
    "Pert",
    "Triangular",
    "TruncatedNormal",
    "Uniform",
    "distribution_of",
    "empirical",
    "parse",
]

_LONGEST_TEXT = 100_000
_LONGEST_SHOWN = 80
_PERCENTILE = re.compile(r"p(\d{1,2}(?:_\d+)?)")


def parse(text: str | float, *, name: str = "distribution") -> Distribution:
    """Return the distribution that a compact text describes.

    Parameters
    ----------
    text : str or float
        A number, or one of the forms in the table of this module.
    name : str
        Name of the variable, for the message when the text is not allowed.

    Returns
    -------
    Distribution
        The same object for the same text.

    Examples
    --------
    >>> parse("tri(0.1, 0.2, 0.3)")
    Triangular(low=0.1, mode=0.2, high=0.3)
    """
    try:
        return _parsed(text) if isinstance(text, str) else Constant(number("value", text))
    except InputError as error:
        shown = text if len(str(text)) <= _LONGEST_SHOWN else f"{str(text)[:_LONGEST_SHOWN]}…"
        raise InputError(name, shown, f"{error.name}: {error.allowed}") from None


def distribution_of(parameter: Parameter) -> Distribution:
    """Return how a parameter is drawn: by its distribution, else as its constant value."""
    text = parameter.distribution
    return parse(parameter.value if text is None else text, name=parameter.key)


def _lognormal(
    median: Any = None, gsd: Any = None, *, sigma: Any = None, **percentiles: Any
) -> Lognormal:
    if percentiles:
        if gsd is not None or sigma is not None:
            raise InputError("lognormal", sorted(percentiles), "percentiles, or gsd, or sigma")
        return _lognormal_from_percentiles(median, percentiles)
    if median is None or (gsd is None) == (sigma is None):
        raise InputError("lognormal", None, "median with gsd or sigma, or two percentiles")
    if sigma is not None:
        return Lognormal(median, sigma)
    if positive("gsd", gsd) < 1.0:
        raise InputError("gsd", gsd, "a geometric standard deviation >= 1")
    return Lognormal(median, math.log(gsd))


def _lognormal_from_percentiles(median: Any, percentiles: dict[str, Any]) -> Lognormal:
    points = sorted((_percent(key), positive(key, x)) for key, x in percentiles.items())
    if median is not None and len(points) == 1:
        points = sorted([*points, (50.0, positive("median", median))])
        median = None
    if len(points) != 2 or points[0][0] == points[1][0]:
        raise InputError("lognormal", sorted(percentiles), "two different percentiles")
    (p_low, low), (p_high, high) = points
    if low > high:
        raise InputError(f"p{p_high:g}", high, f"at least p{p_low:g} = {low!r}")
    z_low, z_high = (float(normal_ppf(p / 100.0)) for p in (p_low, p_high))
    sigma = math.log(high / low) / (z_high - z_low)
    implied = low * math.exp(-z_low * sigma)
    if median is not None and abs(positive("median", median) / implied - 1.0) > 1e-3:
        raise InputError("median", median, f"{implied:.6g}, which the percentiles imply")
    return Lognormal(implied, sigma)


def _percent(key: str) -> float:
    match = _PERCENTILE.fullmatch(key)
    value = float(match[1].replace("_", ".")) if match else 0.0
    if value <= 0.0:
        raise InputError("lognormal", key, "median, gsd, sigma, or percentiles such as p10 and p90")
    return value


def _beta(a: Any = None, b: Any = None, *, mean: Any = None, sd: Any = None) -> Beta:
    if (
        (a is None) != (b is None)
        or (mean is None) != (sd is None)
        or (a is None) == (mean is None)
    ):
        raise InputError("beta", None, "a and b, or mean and sd")
    return Beta(a, b) if mean is None else Beta.from_moments(mean, sd)


def _normal(mean: Any, sd: Any) -> Normal:
    return Normal(mean, sd)


def _truncnormal(mean: Any, sd: Any, low: Any, high: Any) -> TruncatedNormal:
    return TruncatedNormal(mean, sd, low, high)


def _discrete(values: Any, probabilities: Any) -> Discrete:
    return Discrete(values, probabilities)


def _mixture(weights: Any, components: Any) -> Mixture:
    if not isinstance(components, (list, tuple)):
        raise InputError("components", components, "a list of distributions")
    parts = (Constant(part) if isinstance(part, float) else part for part in components)
    return Mixture(weights, tuple(parts))


FAMILIES: dict[str, Callable[..., Distribution]] = {
    "uniform": Uniform,
    "loguniform": LogUniform,
    "tri": Triangular,
    "pert": Pert,
    "normal": _normal,
    "truncnormal": _truncnormal,
    "lognormal": _lognormal,
    "beta": _beta,
    "discrete": _discrete,
    "empirical": empirical,
    "mixture": _mixture,
    "dirichlet": Dirichlet,
}


@lru_cache(maxsize=16384)
def _parsed(text: str) -> Distribution:
    if len(text) > _LONGEST_TEXT:
        raise InputError("text", len(text), f"at most {_LONGEST_TEXT} characters")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
        result = _value(tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError("text", text, "a number or a form such as tri(0, 1, 3)") from None
    if isinstance(result, float):
        return Constant(result)
    if not isinstance(result, Distribution):
        raise InputError("text", text, "one distribution")
    return result


def _value(node: ast.expr) -> Any:
    """Return a number, a list or a distribution; only those forms exist, nothing is executed."""
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return number("text", node.value)
    if isinstance(node, ast.Name) and node.id in ("inf", "nan"):
        return float(node.id)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
        return _signed(node)
    if isinstance(node, (ast.List, ast.Tuple)):
        return [_value(item) for item in node.elts]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return _called(node.func.id, node)
    raise InputError("text", ast.unparse(node), "numbers, lists and " + ", ".join(FAMILIES))


def _signed(node: ast.UnaryOp) -> float:
    value = _value(node.operand)
    if not isinstance(value, float):
        raise InputError("text", ast.unparse(node), "a sign before a number")
    return -value if isinstance(node.op, ast.USub) else value


def _called(family: str, node: ast.Call) -> Distribution:
    make = FAMILIES.get(family)
    if make is None:
        nearest = get_close_matches(family, FAMILIES, n=1)
        hint = f"did you mean {nearest[0]}?" if nearest else "one of " + ", ".join(FAMILIES)
        raise InputError("family", family, hint)
    arguments = [_value(item) for item in node.args]
    keywords = {str(item.arg): _value(item.value) for item in node.keywords}
    if len(keywords) < len(node.keywords):
        raise InputError(family, ast.unparse(node), "each argument once")
    try:
        bound = inspect.signature(make).bind(*arguments, **keywords)
    except TypeError as error:
        shown = ", ".join(inspect.signature(make).parameters)
        raise InputError(family, ast.unparse(node), f"{family}({shown}): {error}") from None
    try:
        return make(*bound.args, **bound.kwargs)
    except InputError as error:
        where = family if error.name == family else f"{error.name} of {family}"
        raise InputError(where, error.value, error.allowed) from None
