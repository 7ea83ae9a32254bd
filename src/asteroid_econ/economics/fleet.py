"""Several craft that sell into the same markets: one price for all that the venture brings."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from asteroid_econ.economics.sales import Sales, sell
from asteroid_econ.economics.scenario import World
from asteroid_econ.errors import InputError
from asteroid_econ.records import Delivery, Floats


def fleet_sales(
    deliveries: Sequence[Delivery], world: World, *, n_arrived: Sequence[Floats]
) -> Sales:
    """Return what a fleet sells together, in one sampled outcome of every craft's failures.

    Parameters
    ----------
    deliveries : sequence of Delivery
        One per craft, of the same D draws and for the same place.
    world : World
        Prices and answers of the markets.
    n_arrived : sequence of ndarray, shape (D,)
        Deliveries that succeed, per craft.

    Returns
    -------
    Sales
        Of the fleet as a whole; ``expected_usd`` is ``sampled_usd``, since the failure trees of
        several craft have no single path: means over draws are the expectation.
    """
    places = {delivery.place for delivery in deliveries}
    if len(places) != 1:
        raise InputError("deliveries", sorted(places), "one or more craft, all for one place")
    if len(n_arrived) != len(deliveries):
        raise InputError("n_arrived", len(n_arrived), f"one array per craft: {len(deliveries)}")
    products = tuple(dict.fromkeys(p for delivery in deliveries for p in delivery.products))
    dates = np.unique(np.concatenate([delivery.date_mjd_tdb for delivery in deliveries]))
    n_draws = deliveries[0].power_w.size
    kg = np.zeros((len(products), n_draws, dates.size))
    for delivery, arrived in zip(deliveries, n_arrived, strict=True):
        at = np.searchsorted(dates, delivery.date_mjd_tdb)
        reached = np.arange(at.size) < np.asarray(arrived)[:, None]
        for i, product in enumerate(delivery.products):
            kg[products.index(product)][:, at] += np.where(reached, delivery.product_kg[i], 0.0)
    together = replace(
        deliveries[0],
        products=products,
        date_mjd_tdb=dates,
        product_kg=kg,
        survival_frac=np.ones((n_draws, dates.size)),  # failures are in the masses already
    )
    return sell(together, world, n_arrived=np.full(n_draws, float(dates.size)))
