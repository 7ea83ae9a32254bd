"""The price that clears a market into which a venture sells, in one period.

With price p, relative to a world without the venture, demand is p**-ed, incumbent supply p**es and
the venture adds x, all relative to the base volume. The market clears where p**-ed - p**es = x.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ._elementary import exp_, log_
from asteroid_econ._jit import inline_kernel, kernel, simd_inline_kernel, simd_kernel
from asteroid_econ.errors import InputError

_LANES = 64  # markets solved together; blocks are padded, so that no bit depends on their number
_X, _SUM, _K, _REST, _V, _MOVING = 0, 1, 2, 3, 4, 5
_N_ROWS = 6
_MAX_STEPS = 60
_HUGE, _STIFF = 1e300, 1e-150  # x, and ed / es with x > 1: incumbents sell nothing there
_FAINT = 1e-300  # sum of elasticities: below it any x moves the price to its end
_TOLERANCE = 1e-5  # of a step in v: steps converge cubically, the error is its third power


def clearing_price_ratio(
    added_supply_ratio: ArrayLike,
    *,
    demand_elasticity: ArrayLike,
    supply_elasticity: ArrayLike,
) -> NDArray[np.float64]:
    """Return the clearing price over the price without the added supply.

    Parameters
    ----------
    added_supply_ratio : array_like, shapes broadcast to S
        Added supply over base supply; >= 0.
    demand_elasticity, supply_elasticity : array_like, shapes broadcast to S
        Sizes of the price elasticities of demand and of incumbent supply; >= 0, not both 0.
        ``inf`` is allowed: the price then stays where it is, whatever is added.

    Returns
    -------
    ndarray, shape S
        Price ratio in [0, 1]; 1 where nothing is added. 0 where no positive price clears the
        market (demand without any elasticity, added supply >= 1) or where the ratio is below the
        smallest float. NaN where an input is NaN.

    Notes
    -----
    Exact for constant elasticities: to 4e-15 in the log of the price, relative, where both
    elasticities are 0.02 or more, for smaller ones to that over the smaller. At a fixed added
    quantity a higher elasticity of demand always gives a higher price.

    References
    ----------
    Supply and demand with constant elasticities; for small x, p = 1 - x / (ed + es).

    Examples
    --------
    With both elasticities 1 the ratio for a doubled supply is the golden section:

    >>> print(round(float(clearing_price_ratio(1, demand_elasticity=1, supply_elasticity=1)), 10))
    0.6180339887
    """
    x = floats("added_supply_ratio", added_supply_ratio)
    ed = floats("demand_elasticity", demand_elasticity)
    es = floats("supply_elasticity", supply_elasticity)
    for name, value in (
        ("added_supply_ratio", x),
        ("demand_elasticity", ed),
        ("supply_elasticity", es),
    ):
        if np.any(value < 0.0):
            raise InputError(name, float(np.min(value)), "numbers >= 0")
    if np.any((ed == 0.0) & (es == 0.0)):
        raise InputError("demand_elasticity", 0.0, "> 0 where supply_elasticity = 0")
    try:
        shape = np.broadcast_shapes(x.shape, ed.shape, es.shape)
    except ValueError:
        raise InputError(
            "added_supply_ratio", x.shape, f"a shape that broadcasts with {ed.shape}, {es.shape}"
        ) from None
    x, ed, es = (np.broadcast_to(a, shape).ravel() for a in (x, ed, es))
    ratio = np.empty(x.size)
    _clear(x, ed, es, ratio)
    return ratio.reshape(shape)


@simd_kernel
def _clear(x, ed, es, out):  # type: ignore[no-untyped-def]
    """Solve in v = -(ed + es) ln p, where one shape parameter k = es / (ed + es) remains."""
    w = np.empty((_N_ROWS, _LANES))
    for first in range(0, x.size, _LANES):
        n = min(_LANES, x.size - first)
        n_special = _take(x, ed, es, first, n, w)
        for _ in range(_MAX_STEPS):
            if _step(w) == 0:
                break
        for i in range(_LANES):
            w[_V, i] = exp_(-w[_V, i] / w[_SUM, i])
        for i in range(n):
            out[first + i] = w[_V, i]
        if n_special > 0:
            for i in range(first, first + n):
                if _is_edge(x[i], ed[i], es[i]):
                    out[i] = _edge(x[i], ed[i], es[i])


@simd_inline_kernel
def _take(x, ed, es, first, n, w):  # type: ignore[no-untyped-def]
    """Fill in a block, the last market repeated, and start each from a lower bound of its root.

    The bounds are the tangents of f at 0 and at infinity. Returns the number of special cases.
    """
    n_special = 0
    for i in range(_LANES):
        j = first + min(i, n - 1)
        w[_X, i], w[_SUM, i] = x[j], ed[j] + es[j]
        w[_K, i], w[_REST, i] = es[j] / w[_SUM, i], ed[j] / w[_SUM, i]
        n_special += 1 if _is_edge(x[j], ed[j], es[j]) else 0
    for i in range(_LANES):
        added, rest = w[_X, i], w[_REST, i]
        at_zero = log_(1.0 + added) * ((1.0 + added) / (1.0 + rest * added))
        at_infinity = log_(added) / rest
        w[_V, i] = at_infinity if at_infinity > at_zero else at_zero
        w[_MOVING, i] = 1.0
    return n_special


@simd_inline_kernel
def _step(w):  # type: ignore[no-untyped-def]
    """Take Halley's step on f(v) = rest v - ln(x + exp(-k v)); return how many still move.

    rest = 1 - k, but with all its digits. f is concave and rises. A market stops at its own last
    step: its bits do not depend on the markets beside it.
    """
    n_moving = 0
    for i in range(_LANES):
        k, rest, v = w[_K, i], w[_REST, i], w[_V, i]
        kept = exp_(-k * v)
        total = w[_X, i] + kept
        share = kept / total
        f = rest * v - log_(total)
        slope = rest + k * share
        bend = k * k * share * (1.0 - share)
        step = w[_MOVING, i] * f * slope / (slope * slope + 0.5 * f * bend)
        w[_V, i] = v - step
        moves = math.fabs(step) > _TOLERANCE
        w[_MOVING, i] = 1.0 if moves else 0.0
        n_moving += 1 if moves else 0
    return n_moving


@inline_kernel
def _is_edge(x, ed, es):  # type: ignore[no-untyped-def]
    """Say whether steps would leave the range of floats, or a number is missing."""
    is_stiff = x > 1.0 and ed < _STIFF * es
    return ed == 0.0 or is_stiff or not (x < _HUGE and _FAINT < ed + es < math.inf)


@kernel
def _edge(x, ed, es):  # type: ignore[no-untyped-def]
    """Return the ratio where an elasticity is 0 or infinite, x is huge or a number is missing."""
    if math.isnan(x + ed + es):
        return math.nan
    if x == 0.0 or math.isinf(ed + es):
        return 1.0
    if ed + es <= _FAINT:
        return math.exp(-x / (ed + es))  # 0, but for an x as faint
    if ed == 0.0:
        return (1.0 - x) ** (1.0 / es) if x < 1.0 else 0.0
    return math.exp(-math.log(x) / ed)  # what incumbents still sell is beyond the last digit
