"""Everything economic that has no target, drawn once per study and shared by all targets."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from asteroid_econ.constants import JULIAN_YEAR_D
from asteroid_econ.economics.agreements import NONE, Agreements
from asteroid_econ.economics.customers import Customers, customers
from asteroid_econ.economics.deflator import in_base_year
from asteroid_econ.economics.drawing import checked, drawn, fixed
from asteroid_econ.economics.earth_market import EarthMarket, draw_earth_market
from asteroid_econ.economics.water_market import WaterMarket, draw_water_market
from asteroid_econ.errors import ParameterError
from asteroid_econ.parameters.load import Parameter, ParameterSet, load
from asteroid_econ.records import Floats
from asteroid_econ.sampling.distributions import distribution_of
from asteroid_econ.sampling.sequences import Sampler

_FIRST_YEAR_MJD_TDB = 61041.0  # 2026-01-01
_FIRST_YEAR = 2026.0
_KG_PER_T = 1000.0
REHEARSAL_SEED = 0x5E11
_N_REHEARSED = 256


@dataclass(frozen=True, slots=True)
class Tables:
    """The parameter sets that economics needs, with the study's overrides."""

    market: ParameterSet
    selling: ParameterSet
    water: ParameterSet
    customers: ParameterSet
    costs: ParameterSet
    finance: ParameterSet

    def __iter__(self) -> Any:
        """Yield the sets."""
        return (getattr(self, f.name) for f in fields(self))


@dataclass(frozen=True, slots=True)
class CostRates:
    """What things cost; real USD of the study's base year, arrays of shape (D,)."""

    nre_usd: Floats
    autonomy_nre_usd: Floats
    payload_usd_kg: Floats
    capsule_usd_kg: Floats
    tank_usd_kg: Floats
    power_usd_w: Floats
    operations_usd_yr: Floats
    licence_usd: Floats
    liability_usd: Floats
    launch_usd: Floats
    environment_usd_launch: Floats
    growth_ratio: Floats
    learning_ratio: Floats
    closeout_yr: Floats
    development_yr: float
    hardware_yr: float


@dataclass(frozen=True, slots=True)
class World:
    """One study's prices and rates in D draws; ``discount_rate`` (D,) is real, per year.

    Year k of the markets runs from k to k + 1 years after the valuation date, in the middle of
    which it is ``calendar_yr`` (K,). ``conduct`` says how the venture sells; ``rehearsal`` are
    other draws of the markets, on which it chooses, None to sell at once. ``agreements`` bind each
    campaign, or the fleet. ``counts_failures`` is False where the rate carries technical risk.
    """

    valuation_mjd_tdb: float
    horizon_yr: float
    calendar_yr: Floats
    discount_rate: Floats
    earth: EarthMarket
    rehearsal: EarthMarket | None
    water: WaterMarket
    rates: CostRates
    conduct: str
    share_frac: float
    agreements: Agreements
    counts_failures: bool


def load_tables(overrides: Mapping[str, Any] | None = None) -> Tables:
    """Return the parameter sets of economics.

    Parameters
    ----------
    overrides : mapping, optional
        Dotted keys to values; keys of other files are left alone.
    """
    return Tables(*(load(f.name, overrides) for f in fields(Tables)))


def draw_world(
    tables: Tables,
    sampler: Sampler,
    valuation_mjd_tdb: float | None = None,
    *,
    agreements: Agreements = NONE,
) -> World:
    """Return the world of every draw, keyed by the variables' names and by no target.

    Parameters
    ----------
    tables : Tables
        From :func:`load_tables`.
    sampler : Sampler
        Of the study.
    valuation_mjd_tdb : float, optional
        Date of t = 0; by default that of the set ``finance``.
    agreements : Agreements, optional
        What is sold before it is delivered; nothing by default.
    """
    finance = tables.finance
    is_integrated = finance.value("measure") == "integrated"
    premium_yr = fixed(finance, "price_premium_yr") if is_integrated else 0.0
    counts_failures = finance.value("risk_in") == "flows"
    valuation = (
        finance.value("valuation_mjd_tdb") if valuation_mjd_tdb is None else valuation_mjd_tdb
    )
    horizon, base_year = finance.value("horizon_yr"), finance.value("base_year")
    if not horizon >= 1.0:
        raise ParameterError("finance.horizon_yr", f"{horizon!r} is too short", ">= 1 yr")
    started = _FIRST_YEAR + (valuation - _FIRST_YEAR_MJD_TDB) / JULIAN_YEAR_D
    calendar_yr: Floats = started + 0.5 + np.arange(np.ceil(horizon))
    launch_uniform = sampler.uniforms("costs.launch_usd")
    rate = drawn(finance, sampler, "discount_rate_frac")

    def earth(of: Sampler) -> EarthMarket:
        return draw_earth_market(
            tables.market,
            of,
            calendar_yr=calendar_yr,
            base_year=base_year,
            price_premium_yr=premium_yr,
        )

    return World(
        valuation_mjd_tdb=valuation,
        horizon_yr=horizon,
        calendar_yr=calendar_yr,
        discount_rate=np.full_like(rate, fixed(finance, "risk_free_rate_frac"))
        if is_integrated
        else rate,
        earth=earth(sampler),
        rehearsal=_rehearsal(tables.selling, sampler, earth),
        water=draw_water_market(
            tables.water,
            sampler,
            calendar_yr=calendar_yr,
            base_year=base_year,
            launch_uniform=launch_uniform,
            customers=customers_of(tables, base_year),
        ),
        rates=_draw_rates(tables.costs, sampler, base_year, launch_uniform, counts_failures),
        conduct=tables.selling.value("conduct"),
        share_frac=fixed(tables.selling, "share_frac"),
        agreements=agreements,
        counts_failures=counts_failures,
    )


def customers_of(tables: Tables, base_year: float) -> Customers | None:
    """Return the customers in space whom the study names, None for none."""
    name = tables.selling.value("customers")
    if name == "none":
        return None
    return customers(name, table=tables.customers, base_year=base_year)


def _rehearsal(
    selling: ParameterSet, sampler: Sampler, draw: Callable[[Sampler], EarthMarket]
) -> EarthMarket | None:
    """Return draws of their own for choosing how to sell: the study's stay unseen."""
    if selling.value("conduct") == "prompt":
        return None
    return draw(Sampler(sampler.seed ^ REHEARSAL_SEED, _N_REHEARSED))


def _draw_rates(
    costs: ParameterSet,
    sampler: Sampler,
    base_year: float,
    launch_uniform: Floats,
    counts_growth: bool,
) -> CostRates:
    def plain(key: str) -> Floats:
        return drawn(costs, sampler, key)

    def usd(key: str) -> Floats:
        return plain(key) * in_base_year(costs[key], base_year=base_year)

    launch: Parameter = costs["launch_usd"]
    priced = in_base_year(launch, base_year=base_year)
    return CostRates(
        nre_usd=usd("nre_usd"),
        autonomy_nre_usd=usd("autonomy_nre_usd"),
        payload_usd_kg=usd("payload_usd_kg"),
        capsule_usd_kg=usd("capsule_usd_kg"),
        tank_usd_kg=usd("tank_usd_kg"),
        power_usd_w=usd("power_usd_w"),
        operations_usd_yr=usd("operations_usd_yr"),
        licence_usd=usd("licence_usd"),
        liability_usd=usd("liability_usd"),
        launch_usd=checked(launch, distribution_of(launch).ppf(launch_uniform)) * priced,
        environment_usd_launch=usd("carbon_usd_t") * plain("launch_co2_kg") / _KG_PER_T,
        growth_ratio=plain("growth_ratio") if counts_growth else np.ones(launch_uniform.size),
        learning_ratio=plain("learning_ratio"),
        closeout_yr=plain("closeout_yr"),
        development_yr=fixed(costs, "development_yr"),
        hardware_yr=fixed(costs, "hardware_yr"),
    )
