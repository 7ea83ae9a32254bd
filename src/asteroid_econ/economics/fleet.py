"""Several campaigns that sell into the same markets: one price for all that the venture brings."""

from collections.abc import Sequence

import numpy as np

from asteroid_econ._jit import kernel
from asteroid_econ.constants import JULIAN_YEAR_D
from asteroid_econ.economics.sales import Sales, later_years, paid_in_advance, with_years
from asteroid_econ.economics.scenario import World
from asteroid_econ.economics.seller import Ints, Seller, paid_usd, rehearsed_arrivals
from asteroid_econ.errors import InputError
from asteroid_econ.records import Delivery, Floats


def fleet_sales(
    deliveries: Sequence[Delivery], world: World, *, n_arrived: Sequence[Floats]
) -> list[Sales]:
    """Return what each campaign of a fleet is paid, in one sampled outcome of all failures.

    Parameters
    ----------
    deliveries : sequence of Delivery
        One per campaign, of the same D draws. Those for one place sell together.
    world : World
        Prices and answers of the markets.
    n_arrived : sequence of ndarray, shape (D,)
        Deliveries that succeed, per campaign.

    Returns
    -------
    list of Sales
        One per campaign, in their order, at the prices of all sales together; ``sold_kg`` is what
        the sampled outcome sells. ``expected_usd`` is ``sampled_usd``: the failure trees of several
        campaigns have no single path, and means over draws are the expectation.

    Notes
    -----
    The fleet has one yearly cap and one store: of what is sold on a date each campaign has the
    share that it has in the store. Agreements bind the fleet; each campaign has the share of their
    gain that it would bring of the product if nothing failed.
    """
    if not deliveries:
        raise InputError("deliveries", [], "one or more campaigns")
    if len(n_arrived) != len(deliveries):
        raise InputError("n_arrived", len(n_arrived), f"one array per craft: {len(deliveries)}")
    _refuse_two_places(deliveries, world)
    found: dict[int, Sales] = {}
    for place in dict.fromkeys(delivery.place for delivery in deliveries):
        here = [i for i, delivery in enumerate(deliveries) if delivery.place == place]
        sales = _together([deliveries[i] for i in here], world, [n_arrived[i] for i in here])
        found.update(zip(here, sales, strict=True))
    return [found[i] for i in range(len(deliveries))]


def _refuse_two_places(deliveries: Sequence[Delivery], world: World) -> None:
    """Refuse agreements on what is sold at two places: they name none, and bind only once."""
    place_of: dict[str, str] = {}
    for delivery in deliveries:
        seller = Seller(delivery.products, delivery.place, world)
        for product in delivery.products:
            if not (seller.market_of(product) and world.agreements.on(product)):
                continue
            if place_of.setdefault(product, delivery.place) != delivery.place:
                allowed = f"{place_of[product]} for all {product}: agreements on it bind one place"
                raise InputError("place", delivery.place, allowed)


def _together(deliveries: list[Delivery], world: World, n_arrived: list[Floats]) -> list[Sales]:
    """Return the sales of campaigns for one place."""
    products = tuple(dict.fromkeys(p for delivery in deliveries for p in delivery.products))
    seller = Seller(products, deliveries[0].place, world)
    every = np.unique(np.concatenate([delivery.date_mjd_tdb for delivery in deliveries]))
    t = (every - world.valuation_mjd_tdb) / JULIAN_YEAR_D
    arrival = t[(t >= 0.0) & (t < world.horizon_yr)]
    settled = seller.settled_years()
    n_draws = deliveries[0].power_w.size
    if arrival.size == 0 and not settled:
        none = np.zeros((0, n_draws))
        sold_by = [np.zeros((len(delivery.products), 0, n_draws)) for delivery in deliveries]
        return [Sales(arrival, none, none, sold) for sold in sold_by]
    planned, pool = (np.zeros((len(products), arrival.size, n_draws)) for _ in range(2))
    whole = np.zeros(len(products))
    for i, (delivery, n) in enumerate(zip(deliveries, n_arrived, strict=True)):
        rehearsed = rehearsed_arrivals(delivery.survival_frac, i)
        planned += _arrivals(delivery, products, arrival, world, rehearsed)
        kg = _arrivals(delivery, products, arrival, world, np.full(n_draws, np.inf))
        whole += kg.sum(axis=(1, 2))
        pool += _arrivals(delivery, products, arrival, world, n)
    seller.rehearse(planned, arrival.astype(np.int64))
    waits = seller.allocate(pool, arrival, arrival)[1]
    later = later_years(arrival, world) if waits.any() else set()
    dates = with_years(arrival, later, settled)
    at = np.searchsorted(dates, arrival)
    sold, _ = seller.allocate(pool, arrival, dates)
    net = seller.net_usd_kg(sold, dates.astype(np.int64))
    leaving = _leaving_frac(pool, at, sold)
    agreed = _agreed(seller, dates, sold, net)
    result = []
    for delivery, n in zip(deliveries, n_arrived, strict=True):
        mine = np.zeros_like(sold)
        _take_out(_arrivals(delivery, products, arrival, world, n), at, leaving, mine)
        usd, upfront = paid_usd(mine, net), 0.0
        kg = _arrivals(delivery, products, arrival, world, np.full(n_draws, np.inf))
        for i, (gain, paid) in agreed.items():
            part = float(kg[i].sum()) / whole[i] if whole[i] > 0.0 else 1.0 / len(deliveries)
            usd, upfront = usd + part * gain, upfront + part * paid
        own = [products.index(p) for p in delivery.products]
        used = (usd != 0.0).any(axis=1) | mine.any(axis=(0, 2))
        sales = Sales(dates[used], usd[used], usd[used], mine[own][:, used])
        result.append(paid_in_advance(sales, upfront))
    return result


def _arrivals(
    delivery: Delivery,
    products: tuple[str, ...],
    arrival_yr: Floats,
    world: World,
    n_arrived: Floats,
) -> Floats:
    """Return what one campaign brings at the dates of the fleet (P, A, D)."""
    t = (delivery.date_mjd_tdb - world.valuation_mjd_tdb) / JULIAN_YEAR_D
    counted = np.flatnonzero((t >= 0.0) & (t < world.horizon_yr))
    at = np.searchsorted(arrival_yr, t[counted])
    reached = (counted[:, None] < n_arrived) & (delivery.status == 0)  # nothing of what cannot fly
    kg = np.zeros((len(products), arrival_yr.size, n_arrived.size))
    for i, product in enumerate(delivery.products):
        mass = delivery.product_kg[i][:, counted].T
        np.add.at(kg[products.index(product)], at, np.where(reached, mass, 0.0))
    return kg


def _agreed(
    seller: Seller, dates: Floats, sold: Floats, net: Floats
) -> dict[int, tuple[Floats, float]]:
    """Return what agreements add at each date (E, D), and in advance, by product."""
    books = seller.books(dates, sold.shape[2])
    return {i: book.settle(sold[i], net[i]) for i, book in books.items()}


def _leaving_frac(pool: Floats, at: Ints, sold: Floats) -> Floats:
    """Return the share of the store that is sold on each date (P, E, D)."""
    leaving = np.zeros_like(sold)
    _fill_leaving(pool, at, sold, leaving)
    return leaving


@kernel
def _fill_leaving(pool, at, sold, leaving):  # type: ignore[no-untyped-def]
    for p in range(sold.shape[0]):
        for d in range(sold.shape[2]):
            stock, a = 0.0, 0
            for e in range(sold.shape[1]):
                while a < at.size and at[a] == e:
                    stock += pool[p, a, d]
                    a += 1
                if sold[p, e, d] != 0.0:
                    leaving[p, e, d] = min(sold[p, e, d] / stock, 1.0)
                    stock = max(stock - sold[p, e, d], 0.0)


@kernel
def _take_out(kg, at, leaving, sold):  # type: ignore[no-untyped-def]
    for p in range(sold.shape[0]):
        for d in range(sold.shape[2]):
            stock, a = 0.0, 0
            for e in range(sold.shape[1]):
                while a < at.size and at[a] == e:
                    stock += kg[p, a, d]
                    a += 1
                sold[p, e, d] = stock * leaving[p, e, d]
                stock -= sold[p, e, d]
