"""Technology that is the same for every target: one draw per study, shared by all."""

from dataclasses import dataclass

from asteroid_econ.parameters.load import ParameterSet
from asteroid_econ.records import Floats
from asteroid_econ.sampling.distributions import distribution_of
from asteroid_econ.sampling.sequences import Sampler

_KEYS = {
    "plant_rate_kg_yr_kg": "plant.rate_kg_yr_kg",
    "excavation_wh_kg": "plant.excavation_wh_kg",
    "beneficiation_wh_kg": "plant.beneficiation_wh_kg",
    "water_release_wh_kg": "plant.water_release_wh_kg",
    "water_recovery_frac": "plant.water_recovery_frac",
    "pgm_recovery_frac": "plant.pgm_recovery_frac",
    "specific_power_w_kg": "power.specific_w_kg",
    "steam_exhaust_velocity_km_s": "tanker.exhaust_velocity_km_s",
}


@dataclass(frozen=True, slots=True)
class Technology:
    """Drawn properties of plant, power and engines; arrays of shape (D,)."""

    plant_rate_kg_yr_kg: Floats
    excavation_wh_kg: Floats
    beneficiation_wh_kg: Floats
    water_release_wh_kg: Floats
    water_recovery_frac: Floats
    pgm_recovery_frac: Floats
    specific_power_w_kg: Floats
    steam_exhaust_velocity_km_s: Floats


def draw_technology(parameters: ParameterSet, sampler: Sampler) -> Technology:
    """Return the technology of every draw, keyed by the variables' names and by no target.

    Parameters
    ----------
    parameters : ParameterSet
        The set ``missions``.
    sampler : Sampler
        Of the study.
    """
    return Technology(
        **{
            field: sampler.draw(distribution_of(parameters[key]), parameters[key].key)
            for field, key in _KEYS.items()
        }
    )
