"""Sales of water in space over every branch of the failure tree, in one pass.

The price of a year depends on that year's sales alone, so that the branches need no market
history: only what has arrived, what still waits for the first customer, and what is sold.
"""

import numpy as np
from numpy.typing import NDArray

from asteroid_econ._jit import inline_kernel, kernel
from asteroid_econ.economics.water_market import WaterMarket
from asteroid_econ.records import Floats


def branch_sales(
    kg: Floats,
    arrival_index: NDArray[np.int64],
    year: NDArray[np.int64],
    survival_frac: Floats,
    n_arrived: Floats,
    market: WaterMarket,
    place: str,
) -> tuple[Floats, Floats, Floats]:
    """Return revenue expected over the failure tree, of one sampled branch, and the mass sold.

    Parameters
    ----------
    kg : ndarray, shape (N, D)
        Water of each delivery.
    arrival_index : ndarray of int, shape (N,)
        Date at which each delivery arrives; increasing.
    year : ndarray of int, shape (E,)
        Year of each date; not decreasing.
    survival_frac : ndarray, shape (N, D)
        Probability that delivery n and all before it arrive.
    n_arrived : ndarray, shape (D,)
        Deliveries that arrive in the sampled branch.
    market : WaterMarket
        Demand, ceiling price and elasticity.
    place : str
        Where it is sold.

    Returns
    -------
    expected_usd, sampled_usd, sold_kg : ndarray, shape (E, D)
        ``sold_kg`` of the branch in which everything arrives. NaN where the mass is NaN.

    References
    ----------
    Constant-elasticity demand below the ceiling price, ``water.demand_elasticity``.
    """
    shape = (year.size, kg.shape[1])
    expected, sampled, sold = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    _branches(
        kg,
        arrival_index,
        year,
        survival_frac,
        n_arrived,
        market.demand_kg(place),
        market.ceiling_usd_kg(place),
        market.elasticity,
        expected,
        sampled,
        sold,
    )
    return expected, sampled, sold


def water_price_usd_kg(sold_kg_yr: Floats, market: WaterMarket, place: str) -> Floats:
    """Return the price of each year.

    Parameters
    ----------
    sold_kg_yr : ndarray, shape (K', D)
        All that is sold in each year, from the first.
    market : WaterMarket
        Demand, ceiling price and elasticity.
    place : str
        Where it is sold.

    Returns
    -------
    ndarray, shape (K', D)
        The ceiling price up to demand, less where more is sold. Without any demand the ceiling
        price of nothing sold, 0 for everything else.
    """
    price = np.empty(sold_kg_yr.shape)
    _prices(
        sold_kg_yr,
        market.demand_kg(place),
        market.ceiling_usd_kg(place),
        market.elasticity,
        price,
    )
    return price


@kernel
def _prices(sold, demand, ceiling, elasticity, price):  # type: ignore[no-untyped-def]
    for k in range(sold.shape[0]):
        for d in range(sold.shape[1]):
            price[k, d] = _price(sold[k, d], demand[k, d], ceiling[k, d], elasticity[d])


@inline_kernel
def _price(sold, demand, ceiling, elasticity):  # type: ignore[no-untyped-def]
    if sold > demand:
        return ceiling * (sold / demand) ** (-1.0 / elasticity)
    return ceiling


@kernel
def _branches(  # type: ignore[no-untyped-def]
    kg, at, year, survival, n_arrived, demand, ceiling, elasticity, expected, sampled, sold
):
    n_deliveries, n_draws = kg.shape
    n_dates = year.size
    for d in range(n_draws):
        for n in range(1, n_deliveries + 1):
            fails_next = survival[n, d] if n < n_deliveries else 0.0
            weight = survival[n - 1, d] - fails_next
            is_sample = n_arrived[d] == n
            stock, arrived, e = 0.0, 0, 0
            while e < n_dates:  # one year after the other
                last = e
                while last + 1 < n_dates and year[last + 1] == year[e]:
                    last += 1
                is_open = demand[year[e], d] > 0.0
                total = 0.0
                for i in range(e, last + 1):
                    while arrived < n and at[arrived] == i:
                        stock += kg[arrived, d]
                        arrived += 1
                    sold[i, d] = stock if is_open or stock != stock else 0.0
                    stock -= sold[i, d]
                    total += sold[i, d]
                k = year[e]
                price = _price(total, demand[k, d], ceiling[k, d], elasticity[d])
                for i in range(e, last + 1):
                    usd = sold[i, d] * price if sold[i, d] != 0.0 else 0.0
                    expected[i, d] += weight * usd
                    if is_sample:
                        sampled[i, d] += usd
                e = last + 1
