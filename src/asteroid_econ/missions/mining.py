"""A plant on an asteroid: how much ore it handles and what power that takes."""

from dataclasses import dataclass

import numpy as np

from asteroid_econ.constants import JULIAN_YEAR_D
from asteroid_econ.missions.technology import Technology
from asteroid_econ.parameters.load import ParameterSet
from asteroid_econ.records import Body, Floats

_HOURS_PER_YEAR = JULIAN_YEAR_D * 24.0


@dataclass(frozen=True, slots=True)
class Ore:
    """Ore per draw between two deliveries, and the power that handles it; arrays (D,)."""

    per_delivery_kg: Floats
    power_w: Floats


def energy_wh_kg(ore_product_frac: Floats, technology: Technology, *, is_water: bool) -> Floats:
    """Return the energy per kilogram of ore, with ``ore_product_frac`` of it made product.

    Parameters
    ----------
    ore_product_frac : ndarray, shape (D,)
        Product per ore; only water takes energy in proportion to it.
    technology : Technology
        Of the same draws.
    is_water : bool
        Thermal release of bound water, else crushing and magnetic separation.
    """
    if is_water:
        return technology.excavation_wh_kg + ore_product_frac * technology.water_release_wh_kg
    return technology.excavation_wh_kg + technology.beneficiation_wh_kg


def ore_capacity(
    body: Body,
    ore_energy_wh_kg: Floats,
    technology: Technology,
    parameters: ParameterSet,
    *,
    interval_d: float,
    n_deliveries: int,
    power_limit_w: float = np.inf,
) -> Ore:
    """Return the ore handled between deliveries.

    Parameters
    ----------
    body : Body
        D draws.
    ore_energy_wh_kg : ndarray, shape (D,)
        Energy per kilogram of ore; > 0.
    technology, parameters
        Of the study.
    interval_d : float
        Time between deliveries.
    n_deliveries : int
        Deliveries that share the body's minable mass equally.
    power_limit_w : float
        Power installed; infinite while the plant is being designed.

    Returns
    -------
    Ore
        The least of what the plant, its power and the body allow.
    """
    plant_kg = parameters.value("plant.mass_kg")
    years = interval_d / JULIAN_YEAR_D
    by_plant = plant_kg * technology.plant_rate_kg_yr_kg * years
    by_power = power_limit_w * _HOURS_PER_YEAR * years / ore_energy_wh_kg
    by_body = body.mass_kg * parameters.value("plant.minable_frac") / n_deliveries
    ore = np.minimum(np.minimum(by_plant, by_power), by_body)
    return Ore(ore, ore * ore_energy_wh_kg / (_HOURS_PER_YEAR * years))
