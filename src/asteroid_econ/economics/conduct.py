"""How sellers behave: alone, among n rivals who each count on the others, or at a fixed share.

Quantities are over base supply, prices and unit costs over the baseline price, as in
:mod:`asteroid_econ.economics.market`.
"""

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ._arrays import floats
from asteroid_econ.errors import InputError
from asteroid_econ.records import Floats

_HALVINGS = 200


def cournot_price_ratio(
    *,
    demand_elasticity: ArrayLike,
    supply_elasticity: ArrayLike,
    unit_cost_ratio: ArrayLike,
    n_sellers: ArrayLike = 1,
) -> Floats:
    """Return the price at which n like sellers each maximise their own profit.

    Parameters
    ----------
    demand_elasticity, supply_elasticity : array_like
        Sizes of the elasticities; > 0 and >= 0.
    unit_cost_ratio : array_like
        Cost of one more unit over the baseline price; >= 0.
    n_sellers : array_like
        1 is a monopoly beside the incumbents; inf is perfect competition. >= 1.

    Returns
    -------
    ndarray
        Clearing price over the baseline price: 1 where the cost is >= 1 and nobody sells. 0
        where no positive price satisfies the condition (no cost and, for one seller, ed >= 1).

    Notes
    -----
    (p - c) / p = (x / n) / (ed D + es S), with x = D - S, D = p**-ed and S = p**es.

    References
    ----------
    Cournot (1838); Tirole (1988), The Theory of Industrial Organization, ch. 5.

    Examples
    --------
    One seller without cost: p = [(1 - ed) / (1 + es)]**(1 / (ed + es)):

    >>> p = cournot_price_ratio(demand_elasticity=0.5, supply_elasticity=0.3, unit_cost_ratio=0)
    >>> print(round(float(p), 5))
    0.30289
    """
    ed = floats("demand_elasticity", demand_elasticity)
    es = floats("supply_elasticity", supply_elasticity)
    cost, n = floats("unit_cost_ratio", unit_cost_ratio), floats("n_sellers", n_sellers)
    for name, value, low in (
        ("demand_elasticity", ed, np.nextafter(0.0, 1.0)),
        ("supply_elasticity", es, 0.0),
        ("unit_cost_ratio", cost, 0.0),
        ("n_sellers", n, 1.0),
    ):
        if np.any(value < low):
            raise InputError(name, float(np.min(value)), f"numbers >= {low:g}")
    ed, es, cost, n = np.broadcast_arrays(ed, es, cost, n)
    # Divided by D, with u = S/D = p**(ed + es): margin * (ed + es u) against (1 - u) / n; the
    # left side rises with p and the right one falls, so that halving finds the one crossing.
    low, high = np.full(ed.shape, -700.0), np.zeros(ed.shape)
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        u = np.exp((ed + es) * middle)
        margin = 1.0 - cost * np.exp(-middle)
        sells_more = margin * (ed + es * u) > (1.0 - u) / n
        high = np.where(sells_more, middle, high)
        low = np.where(sells_more, low, middle)
    price = np.where(low <= -690.0, 0.0, np.exp(high))
    price = np.where(cost >= 1.0, 1.0, np.where(np.isinf(n), np.minimum(cost, 1.0), price))
    return np.where(np.isnan(ed + es + cost + n), np.nan, price)


def added_at_price_ratio(
    price_ratio: ArrayLike, *, demand_elasticity: ArrayLike, supply_elasticity: ArrayLike
) -> Floats:
    """Return the added supply that leads to a price: the inverse of the clearing price.

    Parameters
    ----------
    price_ratio : array_like
        Price over the baseline price; > 0.
    demand_elasticity, supply_elasticity : array_like
        Sizes of the elasticities; >= 0.

    Returns
    -------
    ndarray
        Added supply over base supply; negative where the price is above the baseline.

    Examples
    --------
    At the price of the costless monopoly with ed = .5, es = .3:

    >>> x = added_at_price_ratio(0.30289, demand_elasticity=0.5, supply_elasticity=0.3)
    >>> print(round(float(x), 4))
    1.1182
    """
    p = floats("price_ratio", price_ratio)
    if np.any(p <= 0.0):
        raise InputError("price_ratio", float(np.min(p)), "numbers > 0")
    ed = floats("demand_elasticity", demand_elasticity)
    return np.asarray(p**-ed - p ** floats("supply_elasticity", supply_elasticity))


def fixed_share_price_ratio(
    share_frac: ArrayLike, *, demand_elasticity: ArrayLike, supply_elasticity: ArrayLike
) -> Floats:
    """Return the price when the venture always supplies a share of all that is bought.

    Parameters
    ----------
    share_frac : array_like
        Share of the venture in total supply; in [0, 1).
    demand_elasticity, supply_elasticity : array_like
        Sizes of the elasticities; >= 0, not both 0.

    Returns
    -------
    ndarray
        (1 - share)**(1 / (ed + es)).
    """
    share = floats("share_frac", share_frac)
    if np.any((share < 0.0) | (share >= 1.0)):
        raise InputError("share_frac", share, "0 <= share_frac < 1")
    total = floats("demand_elasticity", demand_elasticity) + floats(
        "supply_elasticity", supply_elasticity
    )
    if np.any(total <= 0.0):
        raise InputError("demand_elasticity", 0.0, "> 0 where supply_elasticity = 0")
    return np.asarray((1.0 - share) ** (1.0 / total))


def linear_cournot_kg(
    *,
    choke_usd_kg: ArrayLike,
    slope_usd_kg_per_kg_yr: ArrayLike,
    unit_cost_usd_kg: ArrayLike,
    n_sellers: ArrayLike,
) -> Floats:
    """Return what each of n like sellers sells a year where price = choke - slope * quantity.

    Parameters
    ----------
    choke_usd_kg, slope_usd_kg_per_kg_yr, unit_cost_usd_kg : array_like
        Price at which nobody buys, its fall per kilogram a year (> 0), and the unit cost.
    n_sellers : array_like
        >= 1.

    Returns
    -------
    ndarray
        (a - c) / (b (n + 1)); 0 where the cost is above the choke price.

    Examples
    --------
    >>> print(linear_cournot_kg(
    ...     choke_usd_kg=100, slope_usd_kg_per_kg_yr=1, unit_cost_usd_kg=10, n_sellers=2
    ... ))
    30.0
    """
    a = floats("choke_usd_kg", choke_usd_kg)
    b = floats("slope_usd_kg_per_kg_yr", slope_usd_kg_per_kg_yr)
    c, n = floats("unit_cost_usd_kg", unit_cost_usd_kg), floats("n_sellers", n_sellers)
    if np.any(b <= 0.0):
        raise InputError("slope_usd_kg_per_kg_yr", float(np.min(b)), "numbers > 0")
    if np.any(n < 1.0):
        raise InputError("n_sellers", float(np.min(n)), "numbers >= 1")
    return np.maximum(0.0, (a - c) / (b * (n + 1.0)))
