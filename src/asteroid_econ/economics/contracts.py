"""Sales agreed before delivery: offtake, streams, royalties sold up front, forwards.

A contract moves money and risk between seller and buyer. It never moves metal past the market:
what is delivered under it enters supply like every other kilogram, so that prices here are the
clearing prices of total sales.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ._arrays import floats
from asteroid_econ.errors import InputError
from asteroid_econ.records import Floats

OFFTAKE_KINDS = ("fixed", "collar", "index", "take-or-pay")


@dataclass(frozen=True, slots=True)
class Offtake:
    """An agreement to deliver ``kg`` in each period of sale; prices in USD/kg.

    ``kind``: 'fixed' pays ``price_usd_kg``; 'collar' pays the market price kept between
    ``floor_usd_kg`` and ``ceiling_usd_kg``; 'index' pays ``index_ratio`` times the market price;
    'take-or-pay' lets the buyer leave what costs more than the market at ``pay_ratio`` of
    ``price_usd_kg``. ``default_ratio``: share of the market price of missing metal that the
    seller owes when a delivery falls short, 0 where failure is force majeure.
    """

    kind: str
    kg: float
    price_usd_kg: float = 0.0
    floor_usd_kg: float = 0.0
    ceiling_usd_kg: float = np.inf
    index_ratio: float = 1.0
    pay_ratio: float = 1.0
    default_ratio: float = 0.0

    def __post_init__(self) -> None:
        """Refuse terms that contradict each other."""
        if self.kind not in OFFTAKE_KINDS:
            raise InputError("kind", self.kind, ", ".join(OFFTAKE_KINDS))
        if not self.kg >= 0.0:
            raise InputError("kg", self.kg, ">= 0")
        if not self.floor_usd_kg <= self.ceiling_usd_kg:
            raise InputError("floor_usd_kg", self.floor_usd_kg, f"<= {self.ceiling_usd_kg:g}")
        if not 0.0 <= self.pay_ratio <= 1.0:
            raise InputError("pay_ratio", self.pay_ratio, "from 0 to 1")
        if not (self.price_usd_kg >= 0.0 and self.index_ratio >= 0.0 and self.default_ratio >= 0.0):
            raise InputError("price_usd_kg", self.price_usd_kg, "prices and ratios >= 0")

    def _paid_usd_kg(self, market_usd_kg: Floats) -> Floats:
        if self.kind == "fixed":
            return np.full_like(market_usd_kg, self.price_usd_kg)
        if self.kind == "collar":
            return np.clip(market_usd_kg, self.floor_usd_kg, self.ceiling_usd_kg)
        if self.kind == "index":
            return self.index_ratio * market_usd_kg
        # The buyer takes at the contract price, or leaves: the seller keeps a fee and the metal.
        left = self.pay_ratio * self.price_usd_kg + market_usd_kg
        return np.minimum(self.price_usd_kg, left)


def offtake_revenue_usd(
    delivered_kg: ArrayLike, market_usd_kg: ArrayLike, contract: Offtake
) -> Floats:
    """Return what the seller receives at each date, under the contract and beside it.

    Parameters
    ----------
    delivered_kg : array_like, shapes broadcast to S
        Metal brought to market; the contract is served first.
    market_usd_kg : array_like, shapes broadcast to S
        Clearing price of all that is sold, contracted or not.
    contract : Offtake
        Terms.

    Returns
    -------
    ndarray, shape S
        Negative where damages for missing metal exceed the revenue.

    Examples
    --------
    A floor of 30,000 USD/kg on 10 of 12 kg, at a market of 25,000:

    >>> floor = Offtake("collar", kg=10, floor_usd_kg=30e3)
    >>> print(float(offtake_revenue_usd(12, 25e3, floor)))
    350000.0
    """
    kg, market = floats("delivered_kg", delivered_kg), floats("market_usd_kg", market_usd_kg)
    if np.any(kg < 0.0):
        raise InputError("delivered_kg", float(np.min(kg)), "numbers >= 0")
    kg, market = np.broadcast_arrays(kg, market)
    contracted = np.minimum(kg, contract.kg)
    missing = contract.kg - contracted
    under = contracted * contract._paid_usd_kg(np.array(market))
    damages = contract.default_ratio * missing * market
    return np.asarray(under + (kg - contracted) * market - damages)


def stream_revenue_usd(
    revenue_usd: ArrayLike, *, share_frac: float, paid_on_delivery_ratio: float
) -> Floats:
    """Return what is left of revenue after a stream was sold.

    Parameters
    ----------
    revenue_usd : array_like
        Revenue at market prices.
    share_frac : float
        Share of all metal that the stream's owner buys; in [0, 1].
    paid_on_delivery_ratio : float
        What the owner still pays per unit, over the market price; in [0, 1]. 0 is a royalty on
        revenue.

    Returns
    -------
    ndarray
        Revenue kept.
    """
    for name, value in (
        ("share_frac", share_frac),
        ("paid_on_delivery_ratio", paid_on_delivery_ratio),
    ):
        if not 0.0 <= value <= 1.0:
            raise InputError(name, value, "from 0 to 1")
    return np.asarray(
        floats("revenue_usd", revenue_usd) * (1.0 - share_frac * (1.0 - paid_on_delivery_ratio))
    )


def fair_upfront_usd(
    revenue_usd: ArrayLike,
    t_yr: ArrayLike,
    *,
    share_frac: float,
    paid_on_delivery_ratio: float,
    discount_rate: float,
) -> float:
    """Return the payment at t = 0 at which a stream or royalty is worth nothing to its buyer.

    Parameters
    ----------
    revenue_usd : array_like, shape (..., T)
        Revenue at market prices in all draws, failures included: expected, not promised.
    t_yr : array_like, shape (T,)
        Dates.
    share_frac, paid_on_delivery_ratio
        As for :func:`stream_revenue_usd`.
    discount_rate : float
        The buyer's, per year; > -1.

    Returns
    -------
    float
    """
    revenue = floats("revenue_usd", revenue_usd)
    kept = stream_revenue_usd(
        revenue, share_frac=share_frac, paid_on_delivery_ratio=paid_on_delivery_ratio
    )
    mean = (revenue - kept).reshape(-1, revenue.shape[-1]).mean(axis=0)
    if discount_rate <= -1.0:
        raise InputError("discount_rate", discount_rate, "> -1")
    return float(np.sum(mean * (1.0 + discount_rate) ** -floats("t_yr", t_yr)))


def forward_gain_usd(
    market_usd_kg: ArrayLike, *, hedged_kg: float, forward_usd_kg: float
) -> Floats:
    """Return the gain of metal sold forward against selling it at the market.

    Parameters
    ----------
    market_usd_kg : array_like
        Market price when the forward falls due.
    hedged_kg : float
        Mass sold forward; what does not arrive is bought at the market price. >= 0.
    forward_usd_kg : float
        Agreed price.

    Returns
    -------
    ndarray
        hedged * (forward - market), whatever arrives: a hedge of metal that fails to arrive is a
        bet. Zero in expectation where the forward price is the expected price.
    """
    if hedged_kg < 0.0:
        raise InputError("hedged_kg", hedged_kg, ">= 0")
    return np.asarray(hedged_kg * (forward_usd_kg - floats("market_usd_kg", market_usd_kg)))
