"""The price that clears a market into which a venture sells, in one period.

With price p, relative to a world without the venture, demand is p**-ed, incumbent supply p**es and
the venture adds x, all relative to the base volume. The market clears where p**-ed - p**es = x.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ._elementary import exp_, log_
from asteroid_econ._jit import inline_kernel, simd_kernel
from asteroid_econ.errors import InputError

_MAX_STEPS = 60
_TOLERANCE = 1e-9


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
        ``inf`` is allowed: the price then stays where it is.

    Returns
    -------
    ndarray, shape S
        Price ratio in [0, 1]; 1 where nothing is added. 0 where no positive price clears the
        market (demand without any elasticity, added supply >= 1) or where the ratio is below the
        smallest float. NaN where an input is NaN.

    Notes
    -----
    Exact for constant elasticities, to 4e-15 relative in the log of the price. At a fixed added
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


@inline_kernel
def _step(v: float, x: float, k: float) -> float:
    """Return Halley's step for f(v) = (1 - k) v - ln(x + exp(-k v)), concave and rising."""
    e = exp_(-k * v)
    f = (1.0 - k) * v - log_(x + e)
    share = e / (x + e)
    slope = (1.0 - k) + k * share
    bend = -k * k * share * (1.0 - share)
    return 2.0 * f * slope / (2.0 * slope * slope - f * bend)


@inline_kernel
def _start(x: float, k: float) -> float:
    """Return the larger of two lower bounds of the root: tangents at 0 and at infinity."""
    at_zero = log_(1.0 + x) * (1.0 + x) / (1.0 + (1.0 - k) * x)
    return max(at_zero, log_(x) / (1.0 - k))


@simd_kernel
def _clear(x, ed, es, out):  # type: ignore[no-untyped-def]
    """Solve in v = -(ed + es) ln p, where one shape parameter k = es / (ed + es) remains."""
    for i in range(x.size):
        out[i] = _one(x[i], ed[i], es[i])


@simd_kernel
def _one(x, ed, es):  # type: ignore[no-untyped-def]
    total = ed + es
    if x == 0.0 or (math.isinf(total) and x < math.inf):
        return 1.0 if not math.isnan(x + ed + es) else math.nan
    if ed == 0.0:
        return (1.0 - x) ** (1.0 / es) if x < 1.0 else 0.0 * x
    if x == math.inf:
        return math.nan if math.isnan(total) or total == math.inf else 0.0
    k = es / total
    v = _start(x, k)
    for _ in range(_MAX_STEPS):
        step = _step(v, x, k)
        v -= step
        if not abs(step) > _TOLERANCE * (1.0 + abs(v)):
            break
    return exp_(-v / total)
