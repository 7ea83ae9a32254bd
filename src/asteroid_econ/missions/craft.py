"""The craft that leaves Earth: plant, bus, power, return vehicles and the stage that stops them."""

from dataclasses import dataclass

import numpy as np

from asteroid_econ.missions.launchers import payload_kg
from asteroid_econ.missions.mining import Ore
from asteroid_econ.missions.technology import Technology
from asteroid_econ.orbits.rocket import gear_ratio
from asteroid_econ.parameters.load import ParameterSet
from asteroid_econ.records import TransferOptions

STATUS = {
    0: "feasible",
    1: "no transfer: the Δv model gives none",
    2: "one stage cannot stop at the target",
    3: "one stage cannot return",
    4: "the launcher lifts nothing to this departure energy",
}


@dataclass(frozen=True, slots=True)
class ReturnVehicle:
    """What flies home n times: empty mass, the stage it carries (0: burns its cargo), capacity."""

    kind: str
    empty_kg: float
    stage_kg: float
    capacity_kg: float
    n: int


@dataclass(frozen=True, slots=True)
class Craft:
    """Masses of everything that is launched; kilograms. ``status`` points into STATUS."""

    plant_kg: float
    bus_kg: float
    array_kg: float
    power_w: float
    vehicle: ReturnVehicle
    outbound_stage_kg: float
    outbound_propellant_kg: float
    launch_mass_kg: float
    n_launches: float
    status: int

    @property
    def site_kg(self) -> float:
        """Mass that arrives at the asteroid, without the spent outbound stage."""
        vehicles = self.vehicle.n * (self.vehicle.empty_kg + self.vehicle.stage_kg)
        return self.plant_kg + self.bus_kg + self.array_kg + vehicles


def build_craft(
    vehicle: ReturnVehicle,
    ore: Ore,
    technology: Technology,
    options: TransferOptions,
    option: int,
    parameters: ParameterSet,
) -> Craft:
    """Return the craft for a return vehicle and the mean power of a design block.

    Parameters
    ----------
    vehicle : ReturnVehicle
        Already sized.
    ore : Ore
        Of the design block, without a limit of power.
    technology : Technology
        Of the design block.
    options, option
        The transfer.
    parameters : ParameterSet
        The set ``missions``.
    """
    sun2 = float(options.sun_distance_au[option]) ** 2
    power_w = float(np.mean(ore.power_w))
    array_kg = power_w * sun2 / float(np.mean(technology.specific_power_w_kg))
    plant_kg, bus_kg = parameters.value("plant.mass_kg"), parameters.value("bus.mass_kg")
    site_kg = plant_kg + bus_kg + array_kg + vehicle.n * (vehicle.empty_kg + vehicle.stage_kg)
    inert_frac = parameters.value("transfer.inert_frac")
    gear = float(
        gear_ratio(
            options.arrival_dv_km_s[option],
            parameters.value("transfer.exhaust_velocity_km_s"),
            inert_frac=inert_frac,
        )
    )
    launch_mass_kg = site_kg * gear
    stage_kg = launch_mass_kg - site_kg
    lifted_kg = float(payload_kg(options.departure_c3_km2_s2[option], parameters))
    return Craft(
        plant_kg=plant_kg,
        bus_kg=bus_kg,
        array_kg=array_kg,
        power_w=power_w,
        vehicle=vehicle,
        outbound_stage_kg=stage_kg * inert_frac,
        outbound_propellant_kg=stage_kg * (1.0 - inert_frac),
        launch_mass_kg=launch_mass_kg,
        n_launches=float(np.ceil(launch_mass_kg / lifted_kg)) if lifted_kg > 0 else np.nan,
        status=_status(options, option, gear, vehicle, lifted_kg),
    )


def _status(
    options: TransferOptions, option: int, gear: float, vehicle: ReturnVehicle, lifted_kg: float
) -> int:
    if not np.isfinite(options.arrival_dv_km_s[option] + options.departure_c3_km2_s2[option]):
        return 1
    if not np.isfinite(vehicle.stage_kg):
        return 3
    if not np.isfinite(gear):
        return 2
    return 0 if lifted_kg > 0 else 4
