"""What agreements add to sales at market prices: settled once a year, on its last date of sale."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from asteroid_econ.economics.agreements import Agreements
from asteroid_econ.economics.contracts import (
    fair_upfront_usd,
    forward_gain_usd,
    offtake_revenue_usd,
    stream_revenue_usd,
)
from asteroid_econ.records import Floats


class Book:
    """Agreements on one product, through all branches of the failure tree.

    Parameters
    ----------
    agreements : Agreements
        On this product.
    t_yr, year : ndarray, shape (E,)
        Dates of sale and their years.
    calendar_yr : ndarray, shape (K,)
        Middle of each year of the study.
    payable_frac, refining_usd_kg : float
        Between the market price of the product and what its seller is paid for a kilogram.
    n_draws : int
        Number of draws.

    Notes
    -----
    Offtakes are at the price of the form that is sold, after payable share and refining; forwards
    at the market price of the product. A stream takes its share of market and offtake revenue, not
    of damages. The market price stands fixed: what is delivered under a contract is in it already.
    """

    def __init__(
        self,
        agreements: Agreements,
        *,
        t_yr: Floats,
        year: NDArray[np.int64],
        calendar_yr: Floats,
        payable_frac: float,
        refining_usd_kg: float,
        n_draws: int,
    ) -> None:
        self.agreements = agreements
        self.year, self.payable_frac, self.refining_usd_kg = year, payable_frac, refining_usd_kg
        self.years = np.unique(year)
        self.last = np.searchsorted(year, self.years, side="right") - 1
        self.t_yr, self.calendar_yr = t_yr[self.last], np.floor(calendar_yr[self.years])
        shape = (self.years.size, n_draws)
        # Expected over the tree, and of the sampled branch: gain, revenue, market price.
        self.gain, self.revenue, self.price = (np.zeros((2, *shape)) for _ in range(3))

    def enter(
        self, sold_kg: Floats, net_usd_kg: Floats, weight: Floats, is_sample: NDArray[np.bool_]
    ) -> None:
        """Enter one branch: what is sold (E, D), what a kilogram brings, its probability (D,)."""
        kg = np.zeros(self.price.shape[1:])
        np.add.at(kg, np.searchsorted(self.years, self.year), sold_kg)
        net = net_usd_kg[self.last]
        gain, damages = np.zeros_like(kg), np.zeros_like(kg)
        left = kg
        for offtake in self.agreements.offtakes:
            active = (offtake.first_yr <= self.calendar_yr) & (self.calendar_yr <= offtake.last_yr)
            terms = replace(offtake.terms, default_ratio=0.0)
            kept = offtake_revenue_usd(left, net, terms)
            owed = kept - offtake_revenue_usd(left, net, offtake.terms)
            gain += np.where(active[:, None], kept - left * net, 0.0)
            damages += np.where(active[:, None], owed, 0.0)
            left = np.where(active[:, None], np.maximum(left - terms.kg, 0.0), left)
        gross = (net + self.refining_usd_kg) / self.payable_frac
        for total, here in (
            (self.gain, gain - damages),
            (self.revenue, kg * net + gain),
            (self.price, gross),
        ):
            total[0] += weight * here
            total[1] += np.where(is_sample, here, 0.0)

    def settle(self, sold_kg: Floats, net_usd_kg: Floats) -> tuple[Floats, float]:
        """Return what is added at each date (E, D), and in advance, by sales that are certain."""
        certain = np.ones(sold_kg.shape[1])
        self.enter(sold_kg, net_usd_kg, certain, certain > 0.0)
        added, upfront = self.close(sold_kg.shape[0])
        return added[1], upfront

    def close(self, n_dates: int) -> tuple[Floats, float]:
        """Return what is added at each date, expected and sampled (2, E, D), and paid at t = 0."""
        added, upfront = self.gain.copy(), 0.0
        for stream in self.agreements.streams:
            terms = {
                "share_frac": stream.share_frac,
                "paid_on_delivery_ratio": stream.paid_on_delivery_ratio,
            }
            added += stream_revenue_usd(self.revenue, **terms) - self.revenue
            if stream.upfront_usd is not None:
                upfront += stream.upfront_usd
            else:
                upfront += fair_upfront_usd(
                    self.revenue[0].T, self.t_yr, discount_rate=stream.buyer_rate_frac, **terms
                )
        for forward in self.agreements.forwards:
            for row in np.flatnonzero(self.calendar_yr == forward.year):
                agreed = forward.price_usd_kg
                added[:, row] += forward_gain_usd(
                    self.price[:, row],
                    hedged_kg=forward.kg,
                    forward_usd_kg=float(self.price[0, row].mean()) if agreed is None else agreed,
                )
        usd = np.zeros((2, n_dates, added.shape[2]))
        usd[:, self.last] = added
        return usd, upfront
