"""What selling more does to a price: the curve of revenue against tonnage, and where it turns."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ._arrays import floats
from asteroid_econ._parallel import map_blocks
from asteroid_econ.economics.earth_market import EarthMarket
from asteroid_econ.economics.water_market import WaterMarket
from asteroid_econ.economics.water_sales import water_price_usd_kg
from asteroid_econ.errors import InputError
from asteroid_econ.records import Floats

QUANTILES = (0.10, 0.50, 0.90)
_GOLDEN = 0.5 * (math.sqrt(5.0) - 1.0)
_TURN_TOLERANCE = 1e-4  # of the quantity: revenue is flat there, to 1e-8


@dataclass(frozen=True, slots=True)
class PriceImpact:
    """Constant yearly sales of one product; arrays of shape (2, N), quantiles (2, 3, N).

    The leading axis are two years, named by ``years``. ``price_ratio`` are prices over the one
    without the venture, ``revenue_usd_yr`` expected revenue before charges. ``turn_kg_yr`` are the
    sales of highest expected revenue, from which more sold brings less; None where the largest
    sales of the curve still bring most. ``anchor_usd_kg`` and ``base_kg_yr`` are price and volume
    without the venture. ``note`` says what the years and numbers stand for.
    """

    product: str
    base_kg_yr: float
    anchor_usd_kg: float
    years: tuple[str, str]
    sold_kg_yr: Floats
    price_ratio: Floats
    revenue_usd_yr: Floats
    turn_kg_yr: tuple[float | None, float | None]
    note: str


def sales_grid_kg_yr(base_kg_yr: float) -> Floats:
    """Return sales from a thousandth of the base volume to ten times it, evenly in the log."""
    return np.asarray(base_kg_yr * np.logspace(-3.0, 1.0, 81))


def price_impact(
    earth: EarthMarket,
    metal: str,
    *,
    sold_kg_yr: ArrayLike,
    n_years: int = 30,
    threads: int | None = None,
) -> PriceImpact:
    """Return what constant yearly sales of one metal do to its price.

    Parameters
    ----------
    earth : EarthMarket
        The markets, drawn.
    metal : str
        A metal with a market.
    sold_kg_yr : array_like, shape (N,)
        Sales a year; >= 0. They grow with the base volume.
    n_years : int
        Years of sales that stand for the long run, or all of the market where it has fewer.
    threads : int, optional
        Changes no bit of the result.
    """
    if metal not in earth.metals:
        raise InputError("metal", metal, ", ".join(earth.metals))
    sold = _masses(sold_kg_yr)
    m = earth.metals.index(metal)
    n_years = min(n_years, earth.base_kg.shape[1])
    n_draws = earth.base_kg.shape[2]
    base, anchor = float(earth.volume_kg_yr[m]), float(earth.anchor_usd_kg[m])

    def ratios(kg_yr: float) -> Floats:
        added = np.zeros((len(earth.metals), n_years, n_draws))
        added[m] = kg_yr / base
        return earth.price_ratio(added, 0, n_years)[m, [0, -1]]

    def revenue(kg_yr: float) -> Floats:
        return np.asarray(kg_yr * anchor * ratios(kg_yr).mean(axis=1))

    found = map_blocks(lambda i: ratios(float(sold[i])), sold.size, threads=threads)
    ratio = np.array(found).swapaxes(0, 1)
    usd_yr = sold * anchor * ratio.mean(axis=2)
    return PriceImpact(
        product=metal,
        base_kg_yr=base,
        anchor_usd_kg=anchor,
        years=("first year", "long run"),
        sold_kg_yr=sold,
        price_ratio=np.quantile(ratio, QUANTILES, axis=2).swapaxes(0, 1),
        revenue_usd_yr=usd_yr,
        turn_kg_yr=_turns(revenue, sold, usd_yr),
        note=f"Price and revenue at the anchor price; long run: after {n_years} years of sales.",
    )


def water_impact(
    water: WaterMarket,
    place: str,
    *,
    calendar_yr: Floats,
    years: tuple[int, int],
    sold_kg_yr: ArrayLike,
    threads: int | None = None,
) -> PriceImpact:
    """Return what sales of water at a place bring in two calendar years.

    Parameters
    ----------
    water : WaterMarket
        The market, drawn.
    place : str
        Where it is sold.
    calendar_yr : ndarray, shape (K,)
        Middle of each year of the market.
    years : tuple of two ints
        Calendar years.
    sold_kg_yr : array_like, shape (N,)
        Sales of the year; >= 0.
    threads : int, optional
        Changes no bit of the result.

    Notes
    -----
    Ratios are over the ceiling price, in the draws in which anybody buys; revenue is expected over
    all draws, nothing where nobody buys yet.
    """
    sold = _masses(sold_kg_yr)
    rows = [_row(calendar_yr, year) for year in years]
    demand, ceiling = water.demand_kg(place)[rows], water.ceiling_usd_kg(place)[rows]
    if not np.all(np.isfinite(ceiling) & (ceiling > 0.0)):
        allowed = "a place with a finite price above 0: one stage from Earth reaches it"
        raise InputError("place", place, allowed)
    buys = demand > 0.0
    if not buys.any(axis=1).all():
        raise InputError("years", years, "years in which at least one draw has a customer")

    def prices(kg_yr: float) -> Floats:
        yearly = np.full(water.demand_kg(place).shape, kg_yr)
        return water_price_usd_kg(yearly, water, place)[rows]

    def earned(kg_yr: float, price: Floats) -> Floats:
        return np.asarray(kg_yr * np.where(buys, price, 0.0).mean(axis=1))

    def revenue(kg_yr: float) -> Floats:
        return earned(kg_yr, prices(kg_yr))

    def sales(i: int) -> tuple[Floats, Floats]:
        price = prices(float(sold[i]))
        bands = [
            np.quantile((p / c)[b], QUANTILES) for p, c, b in zip(price, ceiling, buys, strict=True)
        ]
        return np.array(bands), earned(float(sold[i]), price)

    points = map_blocks(sales, sold.size, threads=threads)
    usd_yr = np.stack([usd for _, usd in points], axis=1)
    turns = water.elasticity < 1.0
    shares = " and ".join(f"{b.mean():.0%} in {y}" for b, y in zip(buys, years, strict=True))
    return PriceImpact(
        product="water",
        base_kg_yr=float(np.median(demand[0][buys[0]])),
        anchor_usd_kg=float(np.median(ceiling[0])),
        years=(f"{years[0]}", f"{years[1]}"),
        sold_kg_yr=sold,
        price_ratio=np.stack([bands for bands, _ in points], axis=2),
        revenue_usd_yr=usd_yr,
        turn_kg_yr=_turns(revenue, sold, usd_yr),
        note=f"At {place}: median ceiling price and demand of {years[0]}. Draws in which anybody "
        f"buys: {shares}; revenue counts the others as nothing. Demand is less elastic than 1 in "
        f"{turns.mean():.0%} of draws: in these revenue turns where sales meet the demand, in the "
        "others never.",
    )


def _turns(
    revenue: Callable[[float], Floats], sold: Floats, usd_yr: Floats
) -> tuple[float | None, float | None]:
    """Return the sales of highest revenue in both years."""
    first, later = (_turn(revenue, sold, usd, y) for y, usd in enumerate(usd_yr))
    return first, later


def _turn(revenue: Callable[[float], Floats], sold: Floats, usd: Floats, y: int) -> float | None:
    """Search between the points beside the best by golden section; None where it has the most."""
    best = float(sold[int(np.argmax(usd))])
    if best == float(sold.max()):
        return None
    low, high = float(sold[sold < best].max(initial=0.0)), float(sold[sold > best].min())
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = revenue(left)[y], revenue(right)[y]
    while high - low > _TURN_TOLERANCE * high:
        if at_left >= at_right:
            high, right, at_right = right, left, at_left
            left = high - _GOLDEN * (high - low)
            at_left = revenue(left)[y]
        else:
            low, left, at_left = left, right, at_right
            right = low + _GOLDEN * (high - low)
            at_right = revenue(right)[y]
    return 0.5 * (low + high)


def _masses(sold_kg_yr: ArrayLike) -> Floats:
    sold = floats("sold_kg_yr", sold_kg_yr)
    allowed = "a list of masses >= 0"
    if sold.ndim != 1 or sold.size == 0:
        raise InputError("sold_kg_yr", sold.tolist(), allowed)
    wrong = sold[~((sold >= 0.0) & (sold < np.inf))]
    if wrong.size:
        raise InputError("sold_kg_yr", float(wrong[0]), allowed)
    return sold


def _row(calendar_yr: Floats, year: int) -> int:
    found = np.flatnonzero(np.floor(calendar_yr) == year)
    if found.size == 0:
        allowed = f"from {np.floor(calendar_yr[0]):.0f} to {np.floor(calendar_yr[-1]):.0f}"
        raise InputError("years", year, allowed)
    return int(found[0])
