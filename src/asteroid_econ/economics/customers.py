"""Named customers in space: who buys how much at which price, dearest first."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ._arrays import floats
from asteroid_econ.economics.deflator import in_base_year
from asteroid_econ.errors import InputError
from asteroid_econ.parameters.load import ParameterSet
from asteroid_econ.records import Floats


@dataclass(frozen=True, slots=True)
class Customers:
    """Customers of one published table; arrays of shape (n,), the dearest first.

    ``demand_kg_yr`` is inf where the source names a price and no volume.
    """

    source: str
    places: tuple[str, ...]
    price_usd_kg: Floats
    demand_kg_yr: Floats


def customer_table_names(table: ParameterSet) -> tuple[str, ...]:
    """Return the names of the published tables in the set ``customers``."""
    return tuple(dict.fromkeys(key.partition(".")[0] for key in table))


def customers(name: str, *, table: ParameterSet, base_year: float | None = None) -> Customers:
    """Return a published table of customers.

    Parameters
    ----------
    name : str
        One of :func:`customer_table_names`.
    table : ParameterSet
        The set ``customers``.
    base_year : float, optional
        Year of the dollars wanted; as published by default.
    """
    if name not in customer_table_names(table):
        raise InputError("customers", name, ", ".join(customer_table_names(table)))
    entries = table.group(name)
    places = [key.partition(".")[0] for key in entries if key.endswith(".price_usd_kg")]
    prices = {place: entries[f"{place}.price_usd_kg"] for place in places}
    usd = {
        place: p.value * (1.0 if base_year is None else in_base_year(p, base_year=base_year))
        for place, p in prices.items()
    }
    places.sort(key=lambda place: -usd[place])
    demand = [entries.get(f"{place}.demand_kg_yr") for place in places]
    return Customers(
        source=prices[places[0]].source,
        places=tuple(places),
        price_usd_kg=np.array([usd[place] for place in places]),
        demand_kg_yr=np.array([np.inf if d is None else d.value for d in demand]),
    )


def served_kg_yr(offered_kg_yr: ArrayLike, *, demand_kg_yr: ArrayLike) -> Floats:
    """Return what each customer gets, the first served first.

    Parameters
    ----------
    offered_kg_yr : array_like, shape S
        Mass to sell a year; >= 0.
    demand_kg_yr : array_like, shape (n,)
        What each customer takes; >= 0.

    Returns
    -------
    ndarray, shape (n, *S)
        Sums to what is offered or to all demand, whichever is less.

    Examples
    --------
    300 t to customers for 100, 280 and 1,260 t:

    >>> print(served_kg_yr(300, demand_kg_yr=[100, 280, 1260]).tolist())
    [100.0, 200.0, 0.0]
    """
    offered, demand = floats("offered_kg_yr", offered_kg_yr), floats("demand_kg_yr", demand_kg_yr)
    for name, value in (("offered_kg_yr", offered), ("demand_kg_yr", demand)):
        if np.any(value < 0.0):
            raise InputError(name, float(np.min(value)), "numbers >= 0")
    served, left = [], offered
    for wanted in demand:
        served.append(np.minimum(left, wanted))
        left = left - served[-1]
    return np.array(served)
