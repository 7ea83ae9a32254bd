"""What a campaign sells, when, and what it is paid: every kilogram enters its market once."""

from dataclasses import dataclass

import numpy as np

from asteroid_econ.constants import JULIAN_YEAR_D
from asteroid_econ.economics.scenario import World
from asteroid_econ.economics.seller import Seller, paid_usd, rehearsed_arrivals
from asteroid_econ.economics.water_sales import branch_sales
from asteroid_econ.records import Delivery, Floats

_MOST_APART = 0.7  # of all draws: beyond it taking them apart costs more than it saves


@dataclass(frozen=True, slots=True)
class Sales:
    """Sales of a campaign on E dates.

    ``expected_usd`` (E, D) is weighted with the failure tree; ``sampled_usd`` (E, D) is one
    outcome of it. ``sold_kg`` (P, E, D) are the masses of the path on which everything works, in
    the order of the delivery's products; what is not in it is withheld. What agreements add is in
    the money; what they pay in advance stands on the date 0.
    """

    t_yr: Floats
    expected_usd: Floats
    sampled_usd: Floats
    sold_kg: Floats


def sell(delivery: Delivery, world: World, *, n_arrived: Floats) -> Sales:
    """Return the sales of a campaign.

    Parameters
    ----------
    delivery : Delivery
        From a mission.
    world : World
        Prices and answers of the markets, and what has been agreed.
    n_arrived : ndarray, shape (D,)
        Deliveries that succeed in the sampled outcome of the failure tree.

    Notes
    -----
    The campaign is a series system: it ends at its first failure, so that the market's history
    given n successes is one path. What exceeds the yearly cap waits for the next year.
    """
    t = (delivery.date_mjd_tdb - world.valuation_mjd_tdb) / JULIAN_YEAR_D
    counted = np.flatnonzero((t >= 0.0) & (t < world.horizon_yr))
    seller = Seller(delivery.products, delivery.place, world)
    settled = seller.settled_years()
    if counted.size == 0 and not settled:
        none = np.zeros((0, delivery.power_w.size))
        return Sales(t[:0], none, none, np.zeros((len(delivery.products), *none.shape)))
    able = (delivery.status == 0)[:, None]  # what cannot fly moves no mean over the draws
    kg = np.where(able, delivery.product_kg[:, :, counted], 0.0)
    kg = np.ascontiguousarray(np.moveaxis(kg, 2, 1))
    n_arrived = np.clip(n_arrived - (counted[0] if counted.size else 0), 0, counted.size)
    survival = np.ascontiguousarray(delivery.survival_frac[:, counted].T)
    order = t[counted]
    rehearsed = np.arange(counted.size)[:, None] < rehearsed_arrivals(survival.T)
    seller.rehearse(kg * rehearsed, order.astype(np.int64))
    has_books = bool(seller.books(order, 0))
    if delivery.products == ("water",) and seller.market_of("water") and not has_books:
        return _water_sales(kg, order, survival, n_arrived, delivery.place, world)
    sold, waits = seller.allocate(kg, order, order)
    year = order.astype(np.int64)
    carried, is_yearly = bool(waits.any()), bool(np.all(np.diff(year) > 0))
    if not has_books and not carried and is_yearly:  # then n successes are a prefix of the path
        usd = paid_usd(sold, seller.net_usd_kg(sold, year))
        arrived = np.arange(counted.size)[:, None] < n_arrived
        return Sales(order, usd * survival, np.where(arrived, usd, 0.0), sold)
    dates = with_years(order, later_years(order, world) if carried else set(), settled)
    if is_yearly and not has_books and "water" not in delivery.products:
        return _branched(seller, kg, order, dates, survival, n_arrived)
    return _tree(seller, kg, order, dates, survival, n_arrived)


def _water_sales(
    kg: Floats,
    arrival_yr: Floats,
    survival: Floats,
    n_arrived: Floats,
    place: str,
    world: World,
) -> Sales:
    demand = world.water.demand_kg(place)
    waits = np.any(demand[arrival_yr.astype(np.int64)] <= 0.0)
    dates = with_years(arrival_yr, later_years(arrival_yr, world) if waits else set())
    expected, sampled, sold = branch_sales(
        kg[0],
        np.searchsorted(dates, arrival_yr),
        dates.astype(np.int64),
        survival,
        n_arrived,
        world.water,
        place,
    )
    return Sales(dates, expected, sampled, sold[np.newaxis])


def _tree(
    seller: Seller,
    kg: Floats,
    arrival_yr: Floats,
    dates_yr: Floats,
    survival: Floats,
    n_arrived: Floats,
) -> Sales:
    """Sum over the number of successes, each with its own history of the market."""
    year = dates_yr.astype(np.int64)
    n_deliveries, n_draws = arrival_yr.size, kg.shape[2]
    expected = np.zeros((dates_yr.size, n_draws))
    sampled = np.zeros_like(expected)
    sold = np.zeros((kg.shape[0], *expected.shape))
    books = seller.books(dates_yr, n_draws)
    for n in range(0 if books else 1, n_deliveries + 1):
        arrived = np.where(np.arange(n_deliveries)[:, None] < n, kg, 0.0)
        sold, _ = seller.allocate(arrived, arrival_yr, dates_yr)
        net = seller.net_usd_kg(sold, year)
        usd = paid_usd(sold, net)
        reached = survival[n - 1] if n > 0 else np.ones(n_draws)
        weight = reached - (survival[n] if n < n_deliveries else 0.0)
        is_sample = n_arrived == n
        expected += weight * usd
        sampled += np.where(is_sample, usd, 0.0)
        for i, book in books.items():
            book.enter(sold[i], net[i], weight, is_sample)
    upfront = 0.0
    for book in books.values():
        added, paid = book.close(dates_yr.size)
        expected, sampled, upfront = expected + added[0], sampled + added[1], upfront + paid
    return paid_in_advance(Sales(dates_yr, expected, sampled, sold), upfront)


def _branched(
    seller: Seller,
    kg: Floats,
    arrival_yr: Floats,
    dates_yr: Floats,
    survival: Floats,
    n_arrived: Floats,
) -> Sales:
    """Sum as :func:`_tree` does where no two deliveries arrive in one year, at less expense.

    Up to its failure a branch is the path on which everything works; after it there is something
    to sell only in the draws in which something waited.
    """
    sold, waits = seller.allocate(kg, arrival_yr, dates_yr)
    if not seller.beliefs:  # a plan may sell later when it has less
        used = sold.any(axis=(0, 2)) | np.isin(dates_yr, arrival_yr)
        dates_yr, sold, waits = dates_yr[used], sold[:, used], waits[used]
    year = dates_yr.astype(np.int64)
    whole = paid_usd(sold, seller.net_usd_kg(sold, year))
    expected, sampled = whole * survival[-1], np.where(n_arrived == arrival_yr.size, whole, 0.0)
    for n in range(1, arrival_yr.size):
        fails = int(np.searchsorted(dates_yr, arrival_yr[n]))
        weight, is_sample = survival[n - 1] - survival[n], n_arrived == n
        expected[:fails] += weight * whole[:fails]
        sampled[:fails] += np.where(is_sample, whole[:fails], 0.0)
        at = np.flatnonzero(waits[fails - 1] & ((weight > 0.0) | is_sample))
        if at.size > _MOST_APART * waits.shape[1]:  # the others sell nothing more anyway
            at = np.arange(waits.shape[1])
        if at.size:
            few = seller if at.size == waits.shape[1] else seller.of_draws(at)
            left, _ = few.allocate(kg[:, :n, at], arrival_yr[:n], dates_yr)
            last = 1 + int(np.flatnonzero(left.any(axis=(0, 2))).max(initial=-1))
            if last <= fails:  # what waits is never sold
                continue
            usd = paid_usd(left[:, :last], few.net_usd_kg(left[:, :last], year[:last]))[fails:]
            expected[fails:last, at] += weight[at] * usd
            sampled[fails:last, at] += np.where(is_sample[at], usd, 0.0)
    return Sales(dates_yr, expected, sampled, sold)


def paid_in_advance(sales: Sales, usd: float) -> Sales:
    """Return the sales with a payment on the date 0, which no failure takes back."""
    if usd == 0.0:
        return sales
    row = np.full((1, sales.expected_usd.shape[1]), usd)
    return Sales(
        np.concatenate([[0.0], sales.t_yr]),
        np.concatenate([row, sales.expected_usd]),
        np.concatenate([row, sales.sampled_usd]),
        np.concatenate([np.zeros_like(sales.sold_kg[:, :1]), sales.sold_kg], axis=1),
    )


def later_years(arrival_yr: Floats, world: World) -> set[int]:
    """Return the years from the first arrival to the horizon, in which what waits may be sold."""
    return set(range(int(arrival_yr[0]), int(world.horizon_yr)))


def with_years(arrival_yr: Floats, *years: set[int]) -> Floats:
    """Return the dates of arrival and the middle of each of the years without one."""
    busy = set(arrival_yr.astype(np.int64).tolist())
    free = sorted(set().union(*years) - busy)
    return np.sort(np.concatenate([arrival_yr, np.array(free, dtype=np.float64) + 0.5]))
