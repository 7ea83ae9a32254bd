"""What selling more does to a price: the curve of revenue against tonnage, and where it turns."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ._arrays import floats
from asteroid_econ.economics.earth_market import EarthMarket
from asteroid_econ.errors import InputError
from asteroid_econ.records import Floats

QUANTILES = (0.10, 0.50, 0.90)


@dataclass(frozen=True, slots=True)
class PriceImpact:
    """Constant yearly sales of one metal; arrays of shape (N,), quantiles (3, N).

    Ratios are prices over the baseline in the first year and after ``n_years`` of the same sales.
    Revenue is before charges, at the anchor price; the turn is where more sold brings less.
    """

    metal: str
    base_kg_yr: float
    anchor_usd_kg: float
    n_years: int
    sold_kg_yr: Floats
    first_year_ratio: Floats
    long_run_ratio: Floats
    first_year_usd_yr: Floats
    long_run_usd_yr: Floats

    def turn_kg_yr(self) -> tuple[float, float]:
        """Return the sales of highest expected revenue, first year and long run."""
        first, long_run = np.argmax(self.first_year_usd_yr), np.argmax(self.long_run_usd_yr)
        return float(self.sold_kg_yr[first]), float(self.sold_kg_yr[long_run])


def sales_grid_kg_yr(base_kg_yr: float) -> Floats:
    """Return sales from a thousandth of the base volume to ten times it, evenly in the log."""
    return np.asarray(base_kg_yr * np.logspace(-3.0, 1.0, 81))


def price_impact(
    earth: EarthMarket, metal: str, *, sold_kg_yr: ArrayLike, n_years: int = 30
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
        Years of sales that stand for the long run.
    """
    if metal not in earth.metals:
        raise InputError("metal", metal, ", ".join(earth.metals))
    sold = floats("sold_kg_yr", sold_kg_yr)
    if sold.ndim != 1 or np.any(sold < 0.0):
        raise InputError("sold_kg_yr", sold, "a list of masses >= 0")
    m = earth.metals.index(metal)
    n_draws = earth.base_kg.shape[2]
    base, anchor = float(earth.volume_kg_yr[m]), float(earth.anchor_usd_kg[m])
    first, last = np.empty((sold.size, n_draws)), np.empty((sold.size, n_draws))
    added = np.zeros((len(earth.metals), n_years, n_draws))
    for i, kg in enumerate(sold):
        added[m] = kg / base
        path = earth.price_ratio(added, 0, n_years)[m]
        first[i], last[i] = path[0], path[-1]
    return PriceImpact(
        metal=metal,
        base_kg_yr=base,
        anchor_usd_kg=anchor,
        n_years=n_years,
        sold_kg_yr=sold,
        first_year_ratio=np.quantile(first, QUANTILES, axis=1),
        long_run_ratio=np.quantile(last, QUANTILES, axis=1),
        first_year_usd_yr=sold * anchor * first.mean(axis=1),
        long_run_usd_yr=sold * anchor * last.mean(axis=1),
    )
