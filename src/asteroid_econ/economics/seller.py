"""One seller and the markets that its products meet: what it sells, and what a kilogram brings."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from asteroid_econ._jit import kernel
from asteroid_econ.economics.scenario import REHEARSAL_SEED, World
from asteroid_econ.economics.selling import (
    Agreed,
    Beliefs,
    best_beliefs,
    best_limit_ratio,
    plan_sales_kg,
)
from asteroid_econ.economics.settlement import Book
from asteroid_econ.economics.water_market import PLACES
from asteroid_econ.economics.water_sales import water_price_usd_kg
from asteroid_econ.errors import InputError
from asteroid_econ.records import Floats
from asteroid_econ.sampling.sequences import Sampler

_EARTH = "Earth"
Ints = NDArray[np.int64]


class Seller:
    """The markets for some products at one place, and how the venture behaves in them."""

    def __init__(self, products: tuple[str, ...], place: str, world: World) -> None:
        earth = world.earth
        for name in products:
            if name not in (*earth.metals, *earth.unsold, "water"):
                allowed = ", ".join((*earth.metals, *earth.unsold, "water"))
                raise InputError("products", name, allowed)
        if place != _EARTH and place not in PLACES:
            raise InputError("place", place, ", ".join((_EARTH, *PLACES)))
        self.products, self.place, self.world = products, place, world
        self.beliefs: dict[str, Beliefs] = {}
        self.limit_ratio: dict[str, float] = {}

    def rehearse(self, kg: Floats, year: Ints) -> None:
        """Choose how to sell each metal of a campaign (P, E, D): by a plan, or at once.

        The choice is one for all draws. It rests on how much may arrive, as the first draws have
        it, on what has been agreed, and on markets and failures that are not the study's.
        """
        market, conduct = self.world.rehearsal, self.world.conduct
        if market is None:
            return
        rate = float(np.mean(self.world.discount_rate))
        for i, product in enumerate(self.products):
            if self.market_of(product) != "metal":
                continue
            arrived = np.zeros_like(market.base_kg[0])
            np.add.at(arrived, year, kg[i][:, np.arange(market.base_kg.shape[2]) % kg.shape[2]])
            agreed = self._agreed(product)
            if conduct == "fixed_share":
                share = self.world.share_frac
                limit = best_limit_ratio(
                    market, product, arrived, share, discount_rate=rate, agreed=agreed
                )
                if limit is not None:
                    self.limit_ratio[product] = limit
                continue
            beliefs = best_beliefs(
                market,
                product,
                arrived,
                discount_rate=rate,
                takes_price=conduct == "competitive",
                owed_kg=self.world.agreements.on(product).owed_kg(self.world.calendar_yr),
                agreed=agreed,
            )
            if beliefs is not None:
                self.beliefs[product] = beliefs

    def _agreed(self, product: str) -> Agreed | None:
        """Return what agreements on a metal would add to sales in every year; None without any."""
        if not self.world.agreements.on(product):
            return None
        i = self.products.index(product)

        def gain(sold: Floats, net: Floats) -> tuple[Floats, float]:
            n_years, n_draws = sold.shape
            book = self.books(np.arange(n_years, dtype=np.float64) + 0.5, n_draws)[i]
            return book.settle(sold, net)

        return gain

    def market_of(self, product: str) -> str:
        """Return 'metal', 'water' or '' (no market at that place, or never sold)."""
        if product in self.world.earth.unsold:
            return ""
        if product in self.world.earth.metals and self.place == _EARTH:
            return "metal"
        return "water" if product == "water" and self.place != _EARTH else ""

    def of_draws(self, at: Ints) -> "Seller":
        """Return the seller of metals, with the same decisions, in some of the draws."""
        here = Seller(
            self.products,
            self.place,
            replace(self.world, earth=self.world.earth.of_draws(at)),
        )
        here.beliefs, here.limit_ratio = self.beliefs, self.limit_ratio
        return here

    def allocate(
        self, kg: Floats, arrival_yr: Floats, dates_yr: Floats
    ) -> tuple[Floats, NDArray[np.bool_]]:
        """Return what is sold (P, E, D) and where anything waits after a date (E, D)."""
        sold = np.zeros((kg.shape[0], dates_yr.size, kg.shape[2]))
        at = np.searchsorted(dates_yr, arrival_yr)
        year = dates_yr.astype(np.int64)
        waits = np.zeros(sold.shape[1:], dtype=np.bool_)
        for i, product in enumerate(self.products):
            if self.market_of(product):
                supply = np.zeros_like(sold[i])
                for e, mass in zip(at, kg[i], strict=True):
                    supply[e] += mass
                cap = self._cap_kg(product)
                if product in self.beliefs:
                    cap = self._planned_kg(product, supply, year, cap)
                _allocate(supply, year, cap, sold[i], waits)
        return sold, waits

    def _planned_kg(self, product: str, supply: Floats, year: Ints, cap: Floats) -> Floats:
        """Return the sales of each year (K, D) that the plan makes of what arrives."""
        m = self.world.earth.metals.index(product)
        arrived = np.zeros_like(cap)
        np.add.at(arrived, year, supply)
        price, base = self.world.earth.price_usd_kg[m], self.world.earth.base_kg[m]
        return plan_sales_kg(arrived, price, base, cap, self.beliefs[product])

    def _cap_kg(self, product: str) -> Floats:
        if self.market_of(product) == "water":
            return np.where(self.world.water.demand_kg(self.place) > 0.0, np.inf, 0.0)
        earth = self.world.earth
        most = min(earth.cap_frac, self.limit_ratio.get(product, np.inf))
        return np.asarray(most * earth.base_kg[earth.metals.index(product)])

    def net_usd_kg(self, sold: Floats, year: Ints) -> Floats:
        """Return what a kilogram brings (P, E, D) when this is sold: one price for each year.

        0 for what has no market. All sales of a year clear together, contracted or not.
        """
        net = np.zeros_like(sold)
        rows = [i for i, product in enumerate(self.products) if self.market_of(product) == "metal"]
        if rows:
            self._metals(rows, sold, year, net)
        for i, product in enumerate(self.products):
            if self.market_of(product) == "water":
                n_years = self.world.water.leo_usd_kg.shape[0]
                yearly = np.zeros((n_years, sold.shape[2]))
                np.add.at(yearly, year, sold[i])
                net[i] = water_price_usd_kg(yearly, self.world.water, self.place)[year]
        return net

    def _metals(self, rows: list[int], sold: Floats, year: Ints, net: Floats) -> None:
        earth = self.world.earth
        first, last = int(year[0]), int(year[-1]) + 1
        added = np.zeros((len(earth.metals), last - first, sold.shape[2]))
        of = {i: earth.metals.index(self.products[i]) for i in rows}
        for i, m in of.items():
            _into_years(sold[i], year - first, earth.base_kg[m, first:last], added[m])
        ratio = earth.price_ratio(added, first, last)
        for i, m in of.items():
            _net(
                year - first,
                earth.price_usd_kg[m, first:last],
                ratio[m],
                earth.payable_frac[m],
                earth.refining_usd_kg[m],
                net[i],
            )

    def books(self, t_yr: Floats, n_draws: int) -> dict[int, Book]:
        """Return the agreements on what is sold here, by the index of the product."""
        earth, found = self.world.earth, {}
        for i, product in enumerate(self.products):
            agreements = self.world.agreements.on(product)
            kind = self.market_of(product)
            if agreements and kind:
                m = earth.metals.index(product) if kind == "metal" else -1
                found[i] = Book(
                    agreements,
                    t_yr=t_yr,
                    year=t_yr.astype(np.int64),
                    calendar_yr=self.world.calendar_yr,
                    payable_frac=float(earth.payable_frac[m]) if kind == "metal" else 1.0,
                    refining_usd_kg=float(earth.refining_usd_kg[m]) if kind == "metal" else 0.0,
                    n_draws=n_draws,
                )
        return found

    def settled_years(self) -> set[int]:
        """Return the years of the study in which an agreement on a product here is settled."""
        calendar = np.floor(self.world.calendar_yr).astype(int).tolist()
        years: set[int] = set()
        for product in self.products:
            if self.market_of(product):
                years |= self.world.agreements.on(product).calendar_years()
        return {k for k, year in enumerate(calendar) if year in years}


def rehearsed_arrivals(survival_frac: Floats, campaign: int = 0) -> Floats:
    """Return how many deliveries of a campaign succeed where sales are rehearsed (D,).

    Parameters
    ----------
    survival_frac : ndarray, shape (D, T)
        Probability that a delivery and all before it arrive.
    campaign : int
        Number of the campaign in its fleet: each has a luck of its own, in every study the same
        and never that of the study.
    """
    luck = Sampler(REHEARSAL_SEED, survival_frac.shape[0])
    uniform = luck.uniforms(f"economics.rehearsal.failure.{campaign}")
    return np.sum(uniform[:, None] < survival_frac, axis=1).astype(np.float64)


def paid_usd(sold_kg: Floats, net_usd_kg: Floats) -> Floats:
    """Return what all products bring at each date (E, D); what is not sold brings nothing."""
    usd = np.zeros(sold_kg.shape[1:])
    _pay(sold_kg, net_usd_kg, usd)
    return usd


@kernel
def _allocate(supply, year, cap, sold, waits):  # type: ignore[no-untyped-def]
    """Sell first in, first out under a yearly cap; mark where anything waits."""
    n_dates, n_draws = supply.shape
    for d in range(n_draws):
        stock, room, last = 0.0, 0.0, -1
        for e in range(n_dates):
            if year[e] != last:
                room, last = cap[year[e], d], year[e]
            stock += supply[e, d]
            sold[e, d] = stock if stock != stock else min(stock, room)
            stock -= sold[e, d]
            room -= sold[e, d]
            waits[e, d] |= stock > 0.0


@kernel
def _into_years(sold, year, base, added):  # type: ignore[no-untyped-def]
    for e in range(sold.shape[0]):
        for d in range(sold.shape[1]):
            added[year[e], d] += sold[e, d] / base[year[e], d]


@kernel
def _net(year, price, ratio, payable, refining, net):  # type: ignore[no-untyped-def]
    for e in range(net.shape[0]):
        for d in range(net.shape[1]):
            net[e, d] = price[year[e], d] * ratio[year[e], d] * payable - refining


@kernel
def _pay(sold, net, usd):  # type: ignore[no-untyped-def]
    for i in range(sold.shape[0]):
        for e in range(sold.shape[1]):
            for d in range(sold.shape[2]):
                if sold[i, e, d] != 0.0:
                    usd[e, d] += sold[i, e, d] * net[i, e, d]
