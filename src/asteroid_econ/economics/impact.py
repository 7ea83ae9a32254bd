"""What selling more does to a price: the curve of revenue against tonnage, and where it turns."""

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


@dataclass(frozen=True, slots=True)
class PriceImpact:
    """Constant yearly sales of one product; arrays of shape (2, N), quantiles (2, 3, N).

    The leading axis are two years, named by ``years``. ``price_ratio`` are prices over the one
    without the venture, ``revenue_usd_yr`` expected revenue before charges; the turn is where more
    sold brings less. ``anchor_usd_kg`` and ``base_kg_yr`` are price and volume without the
    venture. ``note`` says what the years and numbers stand for.
    """

    product: str
    base_kg_yr: float
    anchor_usd_kg: float
    years: tuple[str, str]
    sold_kg_yr: Floats
    price_ratio: Floats
    revenue_usd_yr: Floats
    note: str

    def turn_kg_yr(self) -> tuple[float | None, float | None]:
        """Return the sales of highest expected revenue in both years.

        None where no point of the curve has larger sales: then it does not turn within it.
        """
        most = float(self.sold_kg_yr.max())
        best = (float(self.sold_kg_yr[i]) for i in self.revenue_usd_yr.argmax(axis=1))
        first, later = (kg if kg < most else None for kg in best)
        return first, later


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

    def path(i: int) -> Floats:
        added = np.zeros((len(earth.metals), n_years, n_draws))
        added[m] = sold[i] / base
        return earth.price_ratio(added, 0, n_years)[m, [0, -1]]

    ratio = np.array(map_blocks(path, sold.size, threads=threads)).swapaxes(0, 1)
    return PriceImpact(
        product=metal,
        base_kg_yr=base,
        anchor_usd_kg=anchor,
        years=("first year", "long run"),
        sold_kg_yr=sold,
        price_ratio=np.quantile(ratio, QUANTILES, axis=2).swapaxes(0, 1),
        revenue_usd_yr=sold * anchor * ratio.mean(axis=2),
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
    if not np.all(np.isfinite(ceiling)):
        allowed = "a place with a finite price: one stage from Earth reaches it"
        raise InputError("place", place, allowed)
    buys = demand > 0.0
    if not buys.any(axis=1).all():
        raise InputError("years", years, "years in which at least one draw has a customer")

    def sales(i: int) -> tuple[Floats, Floats]:
        yearly = np.full(water.demand_kg(place).shape, sold[i])
        price = water_price_usd_kg(yearly, water, place)[rows]
        bands = [
            np.quantile((p / c)[b], QUANTILES) for p, c, b in zip(price, ceiling, buys, strict=True)
        ]
        return np.array(bands), sold[i] * np.where(buys, price, 0.0).mean(axis=1)

    points = map_blocks(sales, sold.size, threads=threads)
    turns = water.elasticity < 1.0
    shares = " and ".join(f"{b.mean():.0%} in {y}" for b, y in zip(buys, years, strict=True))
    return PriceImpact(
        product="water",
        base_kg_yr=float(np.median(demand[0][buys[0]])),
        anchor_usd_kg=float(np.median(ceiling[0])),
        years=(f"{years[0]}", f"{years[1]}"),
        sold_kg_yr=sold,
        price_ratio=np.stack([bands for bands, _ in points], axis=2),
        revenue_usd_yr=np.stack([usd for _, usd in points], axis=1),
        note=f"At {place}: median ceiling price and demand of {years[0]}. Draws in which anybody "
        f"buys: {shares}; revenue counts the others as nothing. Demand is less elastic than 1 in "
        f"{turns.mean():.0%} of draws: in these revenue turns where sales meet the demand, in the "
        "others never.",
    )


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
