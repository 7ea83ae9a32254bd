"""Metal markets on Earth, drawn: what each price does without the venture, and how it answers."""

from dataclasses import dataclass

import numpy as np

from asteroid_econ.constants import TROY_OUNCE_KG
from asteroid_econ.economics.deflator import in_base_year
from asteroid_econ.economics.dynamics import Response
from asteroid_econ.economics.pricing import (
    PROCESSES,
    correlated_shocks,
    gbm_path,
    log_linear_path,
    log_ou_path,
)
from asteroid_econ.errors import ParameterError
from asteroid_econ.parameters.load import ParameterSet
from asteroid_econ.records import Floats
from asteroid_econ.sampling.distributions import distribution_of
from asteroid_econ.sampling.normal import normal_ppf
from asteroid_econ.sampling.sequences import Sampler

_LEADER = "platinum"  # the other metals adjust at its speed, and mines with its elasticities


@dataclass(frozen=True, slots=True)
class EarthMarket:
    """M metals over K years in D draws.

    ``price_usd_kg`` and ``base_kg`` (M, K, D): baseline price and volume of each year;
    ``payable_frac``, ``refining_usd_kg`` (M,): terms; ``cap_frac``: largest share of a year's
    base volume that the venture sells; ``unsold``: products without a market.
    """

    metals: tuple[str, ...]
    price_usd_kg: Floats
    base_kg: Floats
    response: Response
    payable_frac: Floats
    refining_usd_kg: Floats
    cap_frac: float
    unsold: tuple[str, ...]


def draw_earth_market(
    table: ParameterSet, sampler: Sampler, *, calendar_yr: Floats, base_year: float
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
    """
    metals = metal_names(table)
    years_on = calendar_yr - 0.5 - np.array([[_year(table, metal)] for metal in metals])
    growth = _draw(table, sampler, "growth_frac")
    base = np.array([_base_kg_yr(table, metal) for metal in metals])
    form = str(table.value("form"))
    if form not in ("residue", "refined"):
        raise ParameterError("market.form", f"{form!r} is not known", "'residue' or 'refined'")
    refining = [_usd_kg(table, metal, "refining", base_year) for metal in metals]
    return EarthMarket(
        metals=metals,
        price_usd_kg=_baseline(table, sampler, metals, calendar_yr, base_year),
        base_kg=base[:, None, None] * (1.0 + growth) ** years_on[:, :, None],
        response=draw_response(table, sampler),
        payable_frac=np.full(len(metals), table.value(f"{form}_payable_frac")),
        refining_usd_kg=np.array(refining) if form == "residue" else np.zeros(len(metals)),
        cap_frac=table.value("cap_frac"),
        unsold=tuple(name.strip() for name in table.value("unsold").split(",")),
    )


def metal_names(table: ParameterSet) -> tuple[str, ...]:
    """Return the metals that have a market, in the order of the file."""
    return tuple(key.removesuffix(".mine_kg_yr") for key in table if key.endswith(".mine_kg_yr"))


def draw_response(table: ParameterSet, sampler: Sampler) -> Response:
    """Return how the metals of the set ``market`` answer, in every draw."""
    metals = metal_names(table)
    demand = _draw(table, sampler, f"{_LEADER}.demand_elasticity")
    demand_speed = _draw(table, sampler, f"{_LEADER}.demand_short_elasticity") / demand
    mine = _draw(table, sampler, f"{_LEADER}.mine_elasticity")
    mine_speed = _draw(table, sampler, f"{_LEADER}.mine_short_elasticity") / mine
    shape = (len(metals), demand.size)
    recycling = np.empty(shape)
    recycling[:] = _draw(table, sampler, "recycling_elasticity")
    demand_long, mine_long = np.empty(shape), np.empty(shape)
    for i, metal in enumerate(metals):
        demand_long[i] = _draw(table, sampler, f"{metal}.demand_elasticity")
        own = f"{metal}.mine_elasticity"  # platinum-group mines share the draw of platinum
        mine_long[i] = _draw(table, sampler, own) if own in table else mine
    weight = np.array([table.value(f"{metal}.basket_weight") for metal in metals])
    other = table.value("basket_other_weight")
    if abs(weight.sum() + other - 1.0) > 1e-9:
        raise ParameterError(
            "market.basket_other_weight",
            f"with the basket weights of the metals the sum is {weight.sum() + other:.6g}",
            "weights that sum to 1",
            value=other,
        )
    mined = np.array([table.value(f"{metal}.mine_kg_yr") for metal in metals])
    recycled = np.array([table.value(f"{metal}.recycled_kg_yr") for metal in metals])
    return Response(
        demand_short=demand_long * np.minimum(demand_speed, 1.0),
        demand_long=demand_long,
        mine_short=mine_long * np.minimum(mine_speed, 1.0),
        mine_long=mine_long,
        recycling_short=recycling,
        recycling_long=recycling,
        recycled_frac=recycled / (mined + recycled),
        basket_weight=weight,
        other_weight=float(other),
    )


def _baseline(
    table: ParameterSet,
    sampler: Sampler,
    metals: tuple[str, ...],
    calendar_yr: Floats,
    base_year: float,
) -> Floats:
    """Return the baseline price at the middle of each year, (M, K, D)."""
    process = table.value("process")
    if process not in PROCESSES:
        raise ParameterError("market.process", f"{process!r} is not known", ", ".join(PROCESSES))
    half_life = _draw(table, sampler, "half_life_yr")
    t_yr, sigma = np.arange(calendar_yr.size) + 0.5, table.value("sigma_yr")
    path = np.empty((len(metals), calendar_yr.size, half_life.size))
    common = _shocks(sampler, "market.common_path", t_yr.size)
    scenario = table.value("scenario_ratio")
    for i, metal in enumerate(metals):
        start = _usd_kg(table, metal, "price", base_year)
        level = table[f"{metal}.level_usd_{_unit(table, metal)}"]
        to_usd_kg = _per_kg(_unit(table, metal)) * in_base_year(level, base_year=base_year)
        level_usd_kg = sampler.draw(distribution_of(level), level.key) * to_usd_kg
        shocks = correlated_shocks(
            _shocks(sampler, f"market.{metal}.price_path", t_yr.size),
            common,
            loading=table.value(f"{metal}.common_loading"),
        )
        if process == "log_ou":
            path[i] = log_ou_path(
                start,
                level_usd_kg=level_usd_kg,
                half_life_yr=half_life,
                sigma=sigma,
                t_yr=t_yr,
                shocks=shocks,
            )
        elif process == "gbm":
            path[i] = gbm_path(start, drift_frac=0.0, sigma=sigma, t_yr=t_yr, shocks=shocks)
        elif process == "constant":
            path[i] = start
        else:
            years = [float(year) for year in scenario]
            ratio = log_linear_path(
                calendar_yr, anchor_t_yr=years, anchor_prices=list(scenario.values())
            )
            path[i] = start * ratio[:, None]
    return path


def _shocks(sampler: Sampler, name: str, n_years: int) -> Floats:
    uniforms = [sampler.uniforms(f"{name}.{k}") for k in range(n_years)]
    return np.asarray(normal_ppf(np.array(uniforms)))


def _draw(table: ParameterSet, sampler: Sampler, key: str) -> Floats:
    parameter = table[key]
    return np.asarray(sampler.draw(distribution_of(parameter), parameter.key))


def _unit(table: ParameterSet, metal: str) -> str:
    return "ozt" if f"{metal}.price_usd_ozt" in table else "kg"


def _per_kg(unit: str) -> float:
    return 1.0 / TROY_OUNCE_KG if unit == "ozt" else 1.0


def _usd_kg(table: ParameterSet, metal: str, what: str, base_year: float) -> float:
    unit = _unit(table, metal)
    parameter = table[f"{metal}.{what}_usd_{unit}"]
    return float(parameter.value * _per_kg(unit) * in_base_year(parameter, base_year=base_year))


def _base_kg_yr(table: ParameterSet, metal: str) -> float:
    return float(table.value(f"{metal}.mine_kg_yr") + table.value(f"{metal}.recycled_kg_yr"))


def _year(table: ParameterSet, metal: str) -> float:
    """Return the calendar year of price and volume; they must be of one year."""
    price = table[f"{metal}.price_usd_{_unit(table, metal)}"]
    year = table.value(f"{metal}.volume_year")
    if price.base_year != year:
        raise ParameterError(
            f"market.{metal}.volume_year",
            f"volumes of {year:.0f} stand beside a price of {price.base_year}",
            "price and volumes of one calendar year",
            value=year,
        )
    return float(year)
