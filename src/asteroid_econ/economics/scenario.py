"""Everything economic that has no target, drawn once per study and shared by all targets."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from asteroid_econ.constants import JULIAN_YEAR_D
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
_REHEARSAL_SEED = 0x5E11
_N_REHEARSED = 256


@dataclass(frozen=True, slots=True)
class Tables:
    """The parameter sets that economics needs, with the study's overrides."""

    market: ParameterSet
    water: ParameterSet
    costs: ParameterSet
    finance: ParameterSet

    def __iter__(self) -> Any:
        """Yield the sets."""
        return iter((self.market, self.water, self.costs, self.finance))


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

    Year k of the markets runs from k to k + 1 years after the valuation date. ``rehearsal`` are
    other draws of the markets, on which a seller chooses how to sell; None to sell at once.
    """

    valuation_mjd_tdb: float
    horizon_yr: float
    discount_rate: Floats
    earth: EarthMarket
    rehearsal: EarthMarket | None
    water: WaterMarket
    rates: CostRates


def load_tables(overrides: Mapping[str, Any] | None = None) -> Tables:
    """Return the parameter sets of economics.

    Parameters
    ----------
    overrides : mapping, optional
        Dotted keys to values; keys of other files are left alone.
    """
    return Tables(*(load(name, overrides) for name in ("market", "water", "costs", "finance")))


def draw_world(tables: Tables, sampler: Sampler, valuation_mjd_tdb: float | None = None) -> World:
    """Return the world of every draw, keyed by the variables' names and by no target.

    Parameters
    ----------
    tables : Tables
        From :func:`load_tables`.
    sampler : Sampler
        Of the study.
    valuation_mjd_tdb : float, optional
        Date of t = 0; by default that of the set ``finance``.
    """
    finance = tables.finance
    valuation = (
        finance.value("valuation_mjd_tdb") if valuation_mjd_tdb is None else valuation_mjd_tdb
    )
    horizon, base_year = finance.value("horizon_yr"), finance.value("base_year")
    if not horizon >= 1.0:
        raise ParameterError("finance.horizon_yr", f"{horizon!r} is too short", ">= 1 yr")
    started = _FIRST_YEAR + (valuation - _FIRST_YEAR_MJD_TDB) / JULIAN_YEAR_D
    calendar_yr: Floats = started + 0.5 + np.arange(np.ceil(horizon))
    launch_uniform = sampler.uniforms("costs.launch_usd")
    return World(
        valuation_mjd_tdb=valuation,
        horizon_yr=horizon,
        discount_rate=drawn(finance, sampler, "discount_rate_frac"),
        earth=draw_earth_market(
            tables.market, sampler, calendar_yr=calendar_yr, base_year=base_year
        ),
        rehearsal=_rehearsal(tables.market, sampler, calendar_yr, base_year),
        water=draw_water_market(
            tables.water,
            sampler,
            calendar_yr=calendar_yr,
            base_year=base_year,
            launch_uniform=launch_uniform,
        ),
        rates=_draw_rates(tables.costs, sampler, base_year, launch_uniform),
    )


def _rehearsal(
    market: ParameterSet, sampler: Sampler, calendar_yr: Floats, base_year: float
) -> EarthMarket | None:
    """Return draws of their own for choosing how to sell: the study's stay unseen."""
    selling = market.value("selling")
    if selling not in ("prompt", "plan"):
        raise ParameterError("market.selling", f"{selling!r} is not known", "'prompt' or 'plan'")
    if selling == "prompt":
        return None
    other = Sampler(sampler.seed ^ _REHEARSAL_SEED, _N_REHEARSED)
    return draw_earth_market(market, other, calendar_yr=calendar_yr, base_year=base_year)


def _draw_rates(
    costs: ParameterSet, sampler: Sampler, base_year: float, launch_uniform: Floats
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
        growth_ratio=plain("growth_ratio"),
        learning_ratio=plain("learning_ratio"),
        closeout_yr=plain("closeout_yr"),
        development_yr=fixed(costs, "development_yr"),
        hardware_yr=fixed(costs, "hardware_yr"),
    )
