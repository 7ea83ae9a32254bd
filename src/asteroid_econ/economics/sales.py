"""What a campaign sells, when, and what it is paid: every kilogram enters its market once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from asteroid_econ._jit import kernel
from asteroid_econ.constants import JULIAN_YEAR_D
from asteroid_econ.economics.earth_market import EarthMarket
from asteroid_econ.economics.scenario import World
from asteroid_econ.economics.selling import Beliefs, best_beliefs, plan_sales_kg
from asteroid_econ.economics.water_market import PLACES
from asteroid_econ.economics.water_sales import branch_sales
from asteroid_econ.errors import InputError
from asteroid_econ.records import Delivery, Floats

_EARTH = "Earth"
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sales:
    """Sales of a campaign on E dates.

    ``expected_usd`` (E, D) is weighted with the failure tree; ``sampled_usd`` (E, D) is one
    outcome of it. ``sold_kg`` (P, E, D) are the masses of the path on which everything works, in
    the order of the delivery's products; what is not in it is withheld.
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
        Prices and answers of the markets.
    n_arrived : ndarray, shape (D,)
        Deliveries that succeed in the sampled outcome of the failure tree.

    Notes
    -----
    The campaign is a series system: it ends at its first failure, so that the market's history
    given n successes is one path. What exceeds the yearly cap waits for the next year.
    """
    t = (delivery.date_mjd_tdb - world.valuation_mjd_tdb) / JULIAN_YEAR_D
    counted = np.flatnonzero((t >= 0.0) & (t < world.horizon_yr))
    if counted.size == 0:
        none = np.zeros((0, delivery.power_w.size))
        return Sales(t[:0], none, none, np.zeros((len(delivery.products), *none.shape)))
    kg = np.ascontiguousarray(np.moveaxis(delivery.product_kg[:, :, counted], 2, 1))
    survival = np.ascontiguousarray(delivery.survival_frac[:, counted].T)
    order = t[counted]
    seller = _Seller(delivery, world)
    seller.rehearse(kg, order.astype(np.int64))
    if delivery.products == ("water",) and seller.market_of("water"):
        return _water_sales(kg, order, survival, n_arrived, delivery.place, world)
    sold, carried = seller.allocate(kg, order, order)
    year = order.astype(np.int64)
    if not carried and np.all(np.diff(year) > 0):  # then n successes are a prefix of the path
        usd = seller.revenue_usd(sold, year)
        arrived = np.arange(counted.size)[:, None] < n_arrived
        return Sales(order, usd * survival, np.where(arrived, usd, 0.0), sold)
    dates = _with_later_years(order, int(world.horizon_yr)) if carried else order
    return _tree(seller, kg, order, dates, survival, n_arrived)


def _water_sales(
    kg: Floats,
    arrival_yr: Floats,
    survival: Floats,
    n_arrived: Floats,
    place: str,
    world: World,
) -> Sales:
    waits = np.any(world.water.demand_kg[arrival_yr.astype(np.int64)] <= 0.0)
    dates = _with_later_years(arrival_yr, int(world.horizon_yr)) if waits else arrival_yr
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
    seller: "_Seller",
    kg: Floats,
    arrival_yr: Floats,
    dates_yr: Floats,
    survival: Floats,
    n_arrived: Floats,
) -> Sales:
    """Sum over the number of successes, each with its own history of the market."""
    year = dates_yr.astype(np.int64)
    n_deliveries = arrival_yr.size
    expected = np.zeros((dates_yr.size, kg.shape[2]))
    sampled = np.zeros_like(expected)
    sold = np.zeros((kg.shape[0], *expected.shape))
    for n in range(1, n_deliveries + 1):
        arrived = np.where(np.arange(n_deliveries)[:, None] < n, kg, 0.0)
        sold, _ = seller.allocate(arrived, arrival_yr, dates_yr)
        usd = seller.revenue_usd(sold, year)
        fails_next = survival[n] if n < n_deliveries else 0.0
        expected += (survival[n - 1] - fails_next) * usd
        sampled += np.where(n_arrived == n, usd, 0.0)
    return Sales(dates_yr, expected, sampled, sold)


def _with_later_years(arrival_yr: Floats, horizon_yr: int) -> Floats:
    """Return the dates of arrival and the middle of each later year without one."""
    busy = set(arrival_yr.astype(np.int64).tolist())
    free = [k + 0.5 for k in range(int(arrival_yr[0]), horizon_yr) if k not in busy]
    return np.sort(np.concatenate([arrival_yr, free]))


class _Seller:
    """The markets that a delivery's products meet, in the order of its products."""

    def __init__(self, delivery: Delivery, world: World) -> None:
        self.world, self.products = world, delivery.products
        earth = world.earth
        for name in self.products:
            if name not in (*earth.metals, *earth.unsold, "water"):
                raise InputError(
                    "products", name, ", ".join((*earth.metals, *earth.unsold, "water"))
                )
        if delivery.place != _EARTH and delivery.place not in PLACES:
            raise InputError("place", delivery.place, ", ".join((_EARTH, *PLACES)))
        self.place = delivery.place
        self.beliefs: dict[str, Beliefs] = {}

    def rehearse(self, kg: Floats, year: Ints) -> None:
        """Choose how to sell each metal of a campaign: by a plan, or at once.

        The choice rests on expected arrivals and on draws that are not the study's.
        """
        market = self.world.rehearsal
        if market is None:
            return
        rate = float(np.mean(self.world.discount_rate))
        for i, product in enumerate(self.products):
            if self.market_of(product) == "metal":
                expected = np.zeros(market.base_kg.shape[1])
                np.add.at(expected, year, kg[i].mean(axis=1))
                beliefs = best_beliefs(market, product, expected, discount_rate=rate)
                if beliefs is not None:
                    self.beliefs[product] = beliefs

    def market_of(self, product: str) -> str:
        """Return 'metal', 'water' or '' (no market at that place)."""
        if product in self.world.earth.metals and self.place == _EARTH:
            return "metal"
        return "water" if product == "water" and self.place != _EARTH else ""

    def allocate(self, kg: Floats, arrival_yr: Floats, dates_yr: Floats) -> tuple[Floats, bool]:
        """Return what is sold (P, E, D) and whether anything had to wait."""
        sold = np.zeros((kg.shape[0], dates_yr.size, kg.shape[2]))
        at = np.searchsorted(dates_yr, arrival_yr)
        year = dates_yr.astype(np.int64)
        waited = False
        for i, product in enumerate(self.products):
            kind = self.market_of(product)
            if kind:
                supply = np.zeros_like(sold[i])
                for e, mass in zip(at, kg[i], strict=True):
                    supply[e] += mass
                cap = self._cap_kg(product, kind)
                if product in self.beliefs:
                    cap = self._planned_kg(product, supply, year, cap)
                waited |= _allocate(supply, year, cap, sold[i])
        return sold, waited

    def _planned_kg(self, product: str, supply: Floats, year: Ints, cap: Floats) -> Floats:
        """Return the sales of each year (K, D) that the plan makes of what arrives."""
        m = self.world.earth.metals.index(product)
        arrived = np.zeros_like(cap)
        np.add.at(arrived, year, supply)
        price, base = self.world.earth.price_usd_kg[m], self.world.earth.base_kg[m]
        return plan_sales_kg(arrived, price, base, cap, self.beliefs[product])

    def _cap_kg(self, product: str, kind: str) -> Floats:
        if kind == "water":
            return np.where(self.world.water.demand_kg > 0.0, np.inf, 0.0)
        earth = self.world.earth
        return earth.cap_frac * earth.base_kg[earth.metals.index(product)]

    def revenue_usd(self, sold: Floats, year: Ints) -> Floats:
        """Return what is paid (E, D) for what is sold (P, E, D)."""
        usd = np.zeros(sold.shape[1:])
        rows = [i for i, product in enumerate(self.products) if self.market_of(product) == "metal"]
        if rows and np.any(sold[rows]):
            _metal_revenue(self.world.earth, self.products, rows, sold, year, usd)
        for i, product in enumerate(self.products):
            if self.market_of(product) == "water":
                _water_revenue(self.world, self.place, sold[i], year, usd)
        return usd


def _metal_revenue(
    earth: EarthMarket,
    products: tuple[str, ...],
    rows: list[int],
    sold: Floats,
    year: Ints,
    usd: Floats,
) -> None:
    first, last = int(year[0]), int(year[-1]) + 1
    added = np.zeros((len(earth.metals), last - first, sold.shape[2]))
    of = {i: earth.metals.index(products[i]) for i in rows}
    for i, m in of.items():
        _into_years(sold[i], year - first, earth.base_kg[m, first:last], added[m])
    ratio = earth.price_ratio(added, first, last)
    for i, m in of.items():
        _pay(
            sold[i],
            year - first,
            earth.price_usd_kg[m, first:last],
            ratio[m],
            earth.payable_frac[m],
            earth.refining_usd_kg[m],
            usd,
        )


def _water_revenue(world: World, place: str, sold: Floats, year: Ints, usd: Floats) -> None:
    """Add what water brings: the ceiling price up to demand, less where more is sold."""
    water = world.water
    demand = water.demand_kg[year]
    yearly = np.array([sold[year == k].sum(axis=0) for k in year])
    with np.errstate(divide="ignore", invalid="ignore"):
        excess = np.where(yearly > demand, yearly / demand, 1.0)
    usd += sold * water.ceiling_usd_kg(place)[year] * excess ** (-1.0 / water.elasticity)


@kernel
def _allocate(supply, year, cap, sold):  # type: ignore[no-untyped-def]
    """Sell first in, first out under a yearly cap; say whether anything had to wait."""
    n_dates, n_draws = supply.shape
    waited = False
    for d in range(n_draws):
        stock, room, last = 0.0, 0.0, -1
        for e in range(n_dates):
            if year[e] != last:
                room, last = cap[year[e], d], year[e]
            stock += supply[e, d]
            sold[e, d] = stock if stock != stock else min(stock, room)
            stock -= sold[e, d]
            room -= sold[e, d]
            waited |= stock > 0.0
    return waited


@kernel
def _into_years(sold, year, base, added):  # type: ignore[no-untyped-def]
    for e in range(sold.shape[0]):
        for d in range(sold.shape[1]):
            added[year[e], d] += sold[e, d] / base[year[e], d]


@kernel
def _pay(sold, year, price, ratio, payable, refining, usd):  # type: ignore[no-untyped-def]
    for e in range(sold.shape[0]):
        for d in range(sold.shape[1]):
            net = price[year[e], d] * ratio[year[e], d] * payable - refining
            usd[e, d] += sold[e, d] * net
