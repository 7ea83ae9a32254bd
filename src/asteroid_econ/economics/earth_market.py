"""Metal markets on Earth, drawn: what each price does without the venture, and how it answers."""

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from asteroid_econ.constants import TROY_OUNCE_KG
from asteroid_econ.economics.commodities import one_year, unsold_products
from asteroid_econ.economics.cost_curve import (
    CostCurve,
    cost_curve,
    price_ratio_paths_on_curve,
)
from asteroid_econ.economics.deflator import in_base_year
from asteroid_econ.economics.drawing import drawn, fixed
from asteroid_econ.economics.dynamics import (
    Response,
    of_draws,
    price_ratio_paths,
    subset,
)
from asteroid_econ.economics.linear_demand import linear_price_ratio_paths
from asteroid_econ.economics.pricing import (
    correlated_shocks,
    gbm_path,
    log_linear_path,
    log_ou_path,
)
from asteroid_econ.economics.rivals import Rivals, entrant_ratio, stock_path
from asteroid_econ.errors import InputError, ParameterError
from asteroid_econ.parameters.load import ParameterSet
from asteroid_econ.records import Floats
from asteroid_econ.sampling.normal import normal_ppf
from asteroid_econ.sampling.sequences import Sampler

_NEVER_YR = 1e4
_LEADER = "platinum"  # the other metals adjust at its speed, and mines with its elasticities


@dataclass(frozen=True, slots=True)
class EarthMarket:
    """M metals over K years in D draws.

    ``anchor_usd_kg`` and ``volume_kg_yr`` (M,): price and volume of the anchor year;
    ``price_usd_kg`` and ``base_kg`` (M, K, D): baseline price and volume of each year;
    ``payable_frac``, ``refining_usd_kg`` (M,): terms; ``cap_frac``: largest share of a year's
    base volume that the venture sells; ``unsold``: products never sold.
    ``background_ratio`` (M, K, D): rivals' sales less net stock purchases over base volume, None
    for none; ``rivals``: those that answer to the venture's sales, None for none; ``curve``: the
    cost curve of the mines, None for constant elasticities; ``linear_floor_ratio``: where straight
    demand is cut, None for constant elasticities.
    ``believed_*``: central values of the price process, (M,) or one for all, for forecasts.
    """

    metals: tuple[str, ...]
    anchor_usd_kg: Floats
    volume_kg_yr: Floats
    price_usd_kg: Floats
    base_kg: Floats
    response: Response
    payable_frac: Floats
    refining_usd_kg: Floats
    cap_frac: float
    unsold: tuple[str, ...]
    background_ratio: Floats | None
    rivals: Rivals | None
    curve: CostCurve | None
    exit_lag_yr: Floats
    linear_floor_ratio: float | None
    believed_level_usd_kg: Floats
    believed_half_life_yr: float
    believed_sigma: float

    def price_ratio(self, added_ratio: Floats, first: int, last: int) -> Floats:
        """Return price over baseline (M, K', D) for sales over base volume in years first to last.

        What others sell or buy is added here; years before the first sale count only with them.
        """
        alone = self.background_ratio is None and self.rivals is None
        if alone and self.curve is None:
            return self._clear(added_ratio)
        start = first if alone else 0
        added = np.zeros((added_ratio.shape[0], last - start, added_ratio.shape[2]))
        added[:, first - start :] = added_ratio
        if self.background_ratio is not None:
            added += self.background_ratio[:, start:last]
        if self.rivals is not None:
            m = self.rivals.metal_index
            added[m] += self.rivals.answer_ratio(added[m], self.response)
        if self.curve is None:
            return self._clear(added)[:, first - start :]
        linked = self.response.basket_weight > 0.0
        ratio = np.empty_like(added)
        ratio[~linked] = price_ratio_paths(added[~linked], subset(self.response, ~linked))
        ratio[linked] = price_ratio_paths_on_curve(
            added[linked],
            subset(self.response, linked),
            self.curve,
            exit_lag_yr=self.exit_lag_yr,
        )
        return ratio[:, first - start :]

    def of_draws(self, at: NDArray[np.int64]) -> "EarthMarket":
        """Return the markets of some of the draws."""
        background, rivals = self.background_ratio, self.rivals
        return replace(
            self,
            price_usd_kg=self.price_usd_kg[:, :, at],
            base_kg=self.base_kg[:, :, at],
            response=of_draws(self.response, at),
            background_ratio=None if background is None else background[:, :, at],
            rivals=rivals and replace(rivals, present_frac=rivals.present_frac[:, at]),
            exit_lag_yr=self.exit_lag_yr[at],
        )

    def _clear(self, added_ratio: Floats) -> Floats:
        """Clear every year with elasticities that hold for mines and recycling."""
        if self.linear_floor_ratio is None:
            return price_ratio_paths(added_ratio, self.response)
        return linear_price_ratio_paths(
            added_ratio, self.response, floor_ratio=self.linear_floor_ratio
        )


def draw_earth_market(
    table: ParameterSet,
    sampler: Sampler,
    *,
    calendar_yr: Floats,
    base_year: float,
    price_premium_yr: float = 0.0,
) -> EarthMarket:
    """Return the markets of every draw, keyed by the variables' names and by no target.

    Parameters
    ----------
    table : ParameterSet
        The set ``market``.
    sampler : Sampler
        Of the study.
    calendar_yr : ndarray, shape (K,)
        Middle of each year, 2026.5 for 2026.
    base_year : float
        Year of the study's dollars.
    price_premium_yr : float
        Excess return for price risk, which the risk-neutral measure takes out of every random
        price path; 0 for the physical measure.
    """
    metals = metal_names(table)
    anchor_yr = [[one_year(table, m, table[_price_key(table, m)].base_year)] for m in metals]
    years_on = calendar_yr - 0.5 - np.array(anchor_yr, dtype=np.float64)
    growth = drawn(table, sampler, "growth_frac")
    base = np.array([_base_kg_yr(table, metal) for metal in metals])
    form = str(table.value("form"))
    refining = [_usd_kg(table, metal, "refining", base_year) for metal in metals]
    base_kg = base[:, None, None] * (1.0 + growth) ** years_on[:, :, None]
    response = draw_response(table, sampler)
    is_linear = table.value("demand") == "linear"
    return EarthMarket(
        metals=metals,
        anchor_usd_kg=np.array([_usd_kg(table, metal, "price", base_year) for metal in metals]),
        volume_kg_yr=base,
        price_usd_kg=_baseline(table, sampler, metals, calendar_yr, base_year, price_premium_yr),
        base_kg=base_kg,
        response=response,
        payable_frac=np.full(len(metals), fixed(table, f"{form}_payable_frac")),
        refining_usd_kg=np.array(refining) if form == "residue" else np.zeros(len(metals)),
        cap_frac=fixed(table, "cap_frac"),
        unsold=unsold_products(table),
        background_ratio=_background(table, sampler, metals, calendar_yr, base_kg),
        rivals=_rivals(table, sampler, metals, calendar_yr),
        curve=_curve(table),
        exit_lag_yr=drawn(table, sampler, "exit_lag_yr"),
        linear_floor_ratio=fixed(table, "linear_floor_ratio") if is_linear else None,
        **_beliefs(table, metals, base_year, price_premium_yr),
    )


def _beliefs(
    table: ParameterSet, metals: tuple[str, ...], base_year: float, premium_yr: float
) -> dict[str, Any]:
    """Return what a forecaster holds; without mean reversion the price is expected to stay.

    Under a risk-neutral measure the forecast is that of the measure; a price that does not revert
    then falls by the premium, which a level far below and a long half-life give.
    """
    process = table.value("process")
    reverts = process == "log_ou"
    half_life = fixed(table, "half_life_yr") if reverts else _NEVER_YR
    what = "level" if reverts else "price"
    level = np.array([_usd_kg(table, m, what, base_year) for m in metals])
    is_random = process in ("log_ou", "gbm")
    shift = premium_yr * half_life / math.log(2.0) if is_random else 0.0
    return {
        "believed_level_usd_kg": level * math.exp(-shift),
        "believed_half_life_yr": half_life,
        "believed_sigma": fixed(table, "sigma_yr") if reverts else 0.0,
    }


def _curve(table: ParameterSet) -> CostCurve | None:
    if table.value("supply") == "elastic":
        return None
    if table.value("demand") == "linear":
        problem = "'linear' has straight supply of its own beside it"
        raise ParameterError("market.demand", problem, "'elastic' on a cost curve", value="linear")
    keys = [f"cost_curve_p{p}_usd_ozt" for p in (10, 50, 90)]
    anchor = f"{_LEADER}.price_usd_ozt"
    try:
        return cost_curve(
            [fixed(table, key) for key in keys],
            [0.1, 0.5, 0.9],
            anchor_price_usd=fixed(table, anchor),
        )
    except InputError as error:
        key = anchor if error.name == "anchor_price_usd" else keys[1]
        beside = "" if key == anchor else f" between {keys[0]} and {keys[2]}"
        problem = f"{error.value} does not fit the cost curve{beside}"
        raise ParameterError(f"market.{key}", problem, error.allowed, value=error.value) from None


def _rival_metal(table: ParameterSet, metals: tuple[str, ...]) -> str:
    rival = str(table.value("rival.metal"))
    if rival not in metals:
        problem = f"{rival!r} is not known"
        raise ParameterError("market.rival.metal", problem, ", ".join(metals), value=rival)
    return rival


def _rivals(
    table: ParameterSet, sampler: Sampler, metals: tuple[str, ...], calendar_yr: Floats
) -> Rivals | None:
    """Return rivals that answer best to all others, from their entry on."""
    if table.value("rival.conduct") == "exogenous":
        return None
    entry = drawn(table, sampler, "rival.entry_yr")
    return Rivals(
        metal_index=metals.index(_rival_metal(table, metals)),
        n_rivals=max(1, round(fixed(table, "rival.n_rivals"))),
        unit_cost_ratio=fixed(table, "rival.unit_cost_ratio"),
        present_frac=entrant_ratio(calendar_yr, entry_yr=entry, volume_ratio=np.ones(entry.size)),
    )


def _background(
    table: ParameterSet,
    sampler: Sampler,
    metals: tuple[str, ...],
    calendar_yr: Floats,
    base_kg: Floats,
) -> Floats | None:
    """Return what others add, (M, K, D): a dated rival less purchases into stocks."""
    rival = _rival_metal(table, metals)
    planned = table.value("stock_purchase_ratio")
    is_dated = table.value("rival.conduct") == "exogenous"
    volume = drawn(table, sampler, "rival.volume_kg_yr") * is_dated
    entry = drawn(table, sampler, "rival.entry_yr")
    if not np.any(volume) and not any(planned.values()):
        return None
    years = [float(year) for year in planned]
    plan = np.interp(calendar_yr, years, list(planned.values()))[:, None] * np.ones(volume.size)
    added = np.empty_like(base_kg)
    for i, metal in enumerate(metals):
        opening = fixed(table, f"{metal}.stock_kg") / base_kg[i, 0]
        bought, _ = stock_path(opening, plan)
        added[i] = -bought
        if metal == rival:
            entrant = entrant_ratio(calendar_yr, entry_yr=entry, volume_ratio=volume)
            added[i] += entrant / base_kg[i]
    return added


def metal_names(table: ParameterSet) -> tuple[str, ...]:
    """Return the metals that have a market, in the order of the file."""
    return tuple(key.removesuffix(".mine_kg_yr") for key in table if key.endswith(".mine_kg_yr"))


def draw_response(table: ParameterSet, sampler: Sampler) -> Response:
    """Return how the metals of the set ``market`` answer, in every draw."""
    metals = metal_names(table)
    demand = drawn(table, sampler, f"{_LEADER}.demand_elasticity")
    demand_speed = _speed(drawn(table, sampler, f"{_LEADER}.demand_short_elasticity"), demand)
    mine = drawn(table, sampler, f"{_LEADER}.mine_elasticity")
    mine_speed = _speed(drawn(table, sampler, f"{_LEADER}.mine_short_elasticity"), mine)
    shape = (len(metals), demand.size)
    recycling = np.empty(shape)
    recycling[:] = drawn(table, sampler, "recycling_elasticity")
    demand_long, mine_long = np.empty(shape), np.empty(shape)
    for i, metal in enumerate(metals):
        demand_long[i] = drawn(table, sampler, f"{metal}.demand_elasticity")
        own = f"{metal}.mine_elasticity"  # platinum-group mines share the draw of platinum
        mine_long[i] = drawn(table, sampler, own) if own in table else mine
    weight = np.array([fixed(table, f"{metal}.basket_weight") for metal in metals])
    other = fixed(table, "basket_other_weight")
    if abs(weight.sum() + other - 1.0) > 1e-9:
        raise ParameterError(
            "market.basket_other_weight",
            f"with the basket weights of the metals the sum is {weight.sum() + other:.6g}",
            "weights that sum to 1",
            value=other,
        )
    mined = np.array([fixed(table, f"{metal}.mine_kg_yr") for metal in metals])
    recycled = np.array([fixed(table, f"{metal}.recycled_kg_yr") for metal in metals])
    return Response(
        demand_short=demand_long * demand_speed,
        demand_long=demand_long,
        mine_short=mine_long * mine_speed,
        mine_long=mine_long,
        recycling_short=recycling,
        recycling_long=recycling,
        recycled_frac=recycled / (mined + recycled),
        basket_weight=weight,
        other_weight=float(other),
    )


def _speed(short: Floats, long: Floats) -> Floats:
    """Return the share of the answer that comes in the first year; 1 where nothing answers."""
    return np.minimum(np.divide(short, long, out=np.ones_like(long), where=long > 0.0), 1.0)


def _baseline(
    table: ParameterSet,
    sampler: Sampler,
    metals: tuple[str, ...],
    calendar_yr: Floats,
    base_year: float,
    premium_yr: float,
) -> Floats:
    """Return the baseline price at the middle of each year, (M, K, D).

    A risk-neutral measure takes the premium off the drift, in a price that reverts as a lower
    level (Schwartz 1997, model 1).
    """
    process = table.value("process")
    half_life = drawn(table, sampler, "half_life_yr")
    t_yr, sigma = np.arange(calendar_yr.size) + 0.5, fixed(table, "sigma_yr")
    path = np.empty((len(metals), calendar_yr.size, half_life.size))
    common = _shocks(sampler, "market.common_path", t_yr.size)
    scenario = table.value("scenario_ratio")
    for i, metal in enumerate(metals):
        start = _usd_kg(table, metal, "price", base_year)
        key = f"{metal}.level_usd_{_unit(table, metal)}"
        to_usd_kg = _per_kg(_unit(table, metal)) * in_base_year(table[key], base_year=base_year)
        level_usd_kg = drawn(table, sampler, key) * to_usd_kg
        shocks = correlated_shocks(
            _shocks(sampler, f"market.{metal}.price_path", t_yr.size),
            common,
            loading_frac=fixed(table, f"{metal}.common_loading"),
        )
        if process == "log_ou":
            path[i] = log_ou_path(
                start,
                level_usd_kg=level_usd_kg * np.exp(-premium_yr * half_life / math.log(2.0)),
                half_life_yr=half_life,
                sigma=sigma,
                t_yr=t_yr,
                shocks=shocks,
            )
        elif process == "gbm":
            path[i] = gbm_path(start, drift_frac=-premium_yr, sigma=sigma, t_yr=t_yr, shocks=shocks)
        elif process == "constant":
            path[i] = start
        else:
            years = [float(year) for year in scenario]
            prices = [start * ratio for ratio in scenario.values()]
            dated = log_linear_path(calendar_yr, anchor_t_yr=years, anchor_price_usd_kg=prices)
            path[i] = dated[:, None]
    return path


def _shocks(sampler: Sampler, name: str, n_years: int) -> Floats:
    uniforms = [sampler.uniforms(f"{name}.{k}") for k in range(n_years)]
    return np.asarray(normal_ppf(np.array(uniforms)))


def _unit(table: ParameterSet, metal: str) -> str:
    return "ozt" if f"{metal}.price_usd_ozt" in table else "kg"


def _price_key(table: ParameterSet, metal: str) -> str:
    return f"{metal}.price_usd_{_unit(table, metal)}"


def _per_kg(unit: str) -> float:
    return 1.0 / TROY_OUNCE_KG if unit == "ozt" else 1.0


def _usd_kg(table: ParameterSet, metal: str, what: str, base_year: float) -> float:
    unit = _unit(table, metal)
    key = f"{metal}.{what}_usd_{unit}"
    usd = fixed(table, key) * in_base_year(table[key], base_year=base_year)
    return float(usd * _per_kg(unit))


def _base_kg_yr(table: ParameterSet, metal: str) -> float:
    return float(fixed(table, f"{metal}.mine_kg_yr") + fixed(table, f"{metal}.recycled_kg_yr"))
