"""What others bring to the venture's markets: dated entries, answers to its sales, stocks."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ._arrays import floats
from asteroid_econ.economics.dynamics import Response
from asteroid_econ.errors import InputError
from asteroid_econ.records import Floats

_HALVINGS = 80


@dataclass(frozen=True, slots=True)
class Rivals:
    """Rivals that answer to the venture's sales of one metal; ``present_frac`` (K, D) by year."""

    metal_index: int
    n_rivals: int
    unit_cost_ratio: float
    present_frac: Floats

    def answer_ratio(self, added_ratio: Floats, response: Response) -> Floats:
        """Return what they sell (K, D) beside all else that is added, at long-run elasticities."""
        m = self.metal_index
        share = response.recycled_frac[m]
        supply = (1.0 - share) * response.mine_long[m] + share * response.recycling_long[m]
        answer = best_response_ratio(
            np.maximum(added_ratio, 0.0),
            demand_elasticity=response.demand_long[m],
            supply_elasticity=supply,
            unit_cost_ratio=self.unit_cost_ratio,
            n_rivals=self.n_rivals,
        )
        return answer * self.present_frac[: added_ratio.shape[0]]


def entrant_ratio(
    calendar_yr: ArrayLike, *, entry_yr: ArrayLike, volume_ratio: ArrayLike
) -> Floats:
    """Return what a rival with a dated entry sells over base volume.

    Parameters
    ----------
    calendar_yr : array_like, shape (K,)
        Middle of each year.
    entry_yr, volume_ratio : array_like, shape (D,)
        Calendar date of the first sale, and volume a year over base volume; >= 0.

    Returns
    -------
    ndarray, shape (K, D)
        The first year counts for the part that is left of it.
    """
    year = floats("calendar_yr", calendar_yr)[:, None]
    entry, volume = floats("entry_yr", entry_yr), floats("volume_ratio", volume_ratio)
    if np.any(volume < 0.0):
        raise InputError("volume_ratio", float(np.min(volume)), "numbers >= 0")
    return np.asarray(np.clip(year + 0.5 - entry, 0.0, 1.0) * volume)


def best_response_ratio(
    added_ratio: ArrayLike,
    *,
    demand_elasticity: ArrayLike,
    supply_elasticity: ArrayLike,
    unit_cost_ratio: ArrayLike,
    n_rivals: int,
) -> Floats:
    """Return what n like rivals sell together when each answers best to all others.

    Parameters
    ----------
    added_ratio : array_like
        The venture's sales over base volume; >= 0.
    demand_elasticity, supply_elasticity : array_like
        Sizes of the elasticities; > 0 and >= 0.
    unit_cost_ratio : array_like
        The rivals' unit cost over the baseline price; >= 0.
    n_rivals : int
        >= 1.

    Returns
    -------
    ndarray
        Sum over the rivals, over base volume; 0 where the price without them is below their cost.

    Notes
    -----
    Each sells q with (p - c) / p = q / (ed D + es S); the market clears with all of it.
    """
    x, ed = floats("added_ratio", added_ratio), floats("demand_elasticity", demand_elasticity)
    es = floats("supply_elasticity", supply_elasticity)
    cost = floats("unit_cost_ratio", unit_cost_ratio)
    if n_rivals < 1:
        raise InputError("n_rivals", n_rivals, "an integer >= 1")
    x, ed, es, cost = np.broadcast_arrays(x, ed, es, cost)
    low, high = np.full(x.shape, -700.0), np.zeros(x.shape)
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        u = np.exp((ed + es) * middle)  # S / D
        margin = np.maximum(1.0 - cost * np.exp(-middle), 0.0)
        # Divided by D: rivals' sales and the venture's against the room left by incumbents.
        too_much = n_rivals * margin * (ed + es * u) + x * np.exp(ed * middle) > 1.0 - u
        high, low = np.where(too_much, middle, high), np.where(too_much, low, middle)
    p = np.exp(high)
    return np.asarray(n_rivals * np.maximum(1.0 - cost / p, 0.0) * (ed * p**-ed + es * p**es))


def stock_path(
    opening_ratio: ArrayLike, planned_purchase_ratio: ArrayLike
) -> tuple[Floats, Floats]:
    """Return net purchases into stocks, and the stock, never negative.

    Parameters
    ----------
    opening_ratio : array_like, shape (D,)
        Stock at the start over base volume of a year; >= 0.
    planned_purchase_ratio : array_like, shape (K, D)
        Planned net purchases a year over base volume; negative to sell from stocks.

    Returns
    -------
    purchase_ratio, stock_ratio : ndarray, shape (K, D)
        What is bought (sales from stocks stop when they are empty), and what is left.
    """
    stock = floats("opening_ratio", opening_ratio)
    planned = floats("planned_purchase_ratio", planned_purchase_ratio)
    if np.any(stock < 0.0):
        raise InputError("opening_ratio", float(np.min(stock)), "numbers >= 0")
    bought, left = np.empty(planned.shape), np.empty(planned.shape)
    for k, plan in enumerate(planned):
        bought[k] = np.maximum(plan, -stock)
        stock = stock + bought[k]
        left[k] = stock
    return bought, left
