"""Bake water out on site, ship it to the near-rectilinear halo orbit, burning a part as steam."""

from dataclasses import dataclass

import numpy as np

from asteroid_econ.missions.campaign import Campaign, campaign
from asteroid_econ.missions.craft import Craft, ReturnVehicle, build_craft
from asteroid_econ.missions.delivery import delivery
from asteroid_econ.missions.destinations import nrho_dv_km_s
from asteroid_econ.missions.mining import Ore, energy_wh_kg, ore_capacity
from asteroid_econ.missions.technology import Technology
from asteroid_econ.orbits.rocket import mass_ratio
from asteroid_econ.parameters.load import ParameterSet
from asteroid_econ.records import Body, Delivery, TransferOptions

PRODUCTS = ("water",)


@dataclass(frozen=True, slots=True)
class WaterNrho:
    """One plant releases bound water by heat; tankers bring it to cislunar space."""

    name: str = "water-nrho"
    title: str = "bake out water, ship it to the near-rectilinear halo orbit"
    return_to: str = "nrho"
    products: tuple[str, ...] = PRODUCTS

    def fly(
        self,
        body: Body,
        options: TransferOptions,
        option: int,
        *,
        technology: Technology,
        parameters: ParameterSet,
        design_block: tuple[Body, Technology],
    ) -> Delivery:
        """Return what every draw delivers.

        Parameters
        ----------
        body : Body
            D draws of the asteroid.
        options, option
            The transfer.
        technology : Technology
            D draws.
        parameters : ParameterSet
            The set ``missions``.
        design_block : tuple of Body and Technology
            Draws over whose mean the hardware is sized.
        """
        calendar = campaign(options, option, parameters)
        craft = _design(*design_block, options, option, calendar, parameters)
        ore = _ore(body, technology, calendar, parameters, power_limit_w=craft.power_w)
        made = ore.per_delivery_kg * body.water_frac * technology.water_recovery_frac
        loaded = np.minimum(made, craft.vehicle.capacity_kg)
        arrived = _arriving_kg(loaded, craft.vehicle, technology, options, option, parameters)
        return delivery(
            self.name,
            "NRHO",
            body,
            craft,
            calendar,
            options,
            option,
            parameters,
            products=PRODUCTS,
            product_kg=arrived[np.newaxis],
            ore_kg=ore.per_delivery_kg,
            loaded_kg=loaded,
            burned_kg=np.zeros_like(loaded),
            cargo_burned_kg=loaded - arrived,
        )


def _arriving_kg(
    loaded: np.ndarray,
    vehicle: ReturnVehicle,
    technology: Technology,
    options: TransferOptions,
    option: int,
    parameters: ParameterSet,
) -> np.ndarray:
    """Return the water that is left at the destination; zero where it does not suffice."""
    dv = options.return_departure_dv_km_s[option] + nrho_dv_km_s(
        options.return_vinf_km_s[option], parameters
    )
    ratio = mass_ratio(dv, technology.steam_exhaust_velocity_km_s)
    return np.maximum((vehicle.empty_kg + loaded) / ratio - vehicle.empty_kg, 0.0)


def _ore(
    body: Body,
    technology: Technology,
    calendar: Campaign,
    parameters: ParameterSet,
    power_limit_w: float = np.inf,
) -> Ore:
    water_frac = body.water_frac * technology.water_recovery_frac
    return ore_capacity(
        body,
        energy_wh_kg(water_frac, technology, is_water=True),
        technology,
        parameters,
        interval_d=calendar.interval_d,
        n_deliveries=calendar.n_deliveries,
        power_limit_w=power_limit_w,
    )


def _design(
    body: Body,
    technology: Technology,
    options: TransferOptions,
    option: int,
    calendar: Campaign,
    parameters: ParameterSet,
) -> Craft:
    ore = _ore(body, technology, calendar, parameters)
    made = ore.per_delivery_kg * body.water_frac * technology.water_recovery_frac
    capacity = parameters.value("design.capacity_margin_ratio") * float(np.mean(made))
    empty = parameters.value("tanker.fixed_kg") + parameters.value("tanker.tank_frac") * capacity
    vehicle = ReturnVehicle("tank", empty, 0.0, capacity, calendar.n_deliveries)
    return build_craft(vehicle, ore, technology, options, option, parameters)
