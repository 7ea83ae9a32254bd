"""Refine on site, return platinum-group metals to Earth in small capsules."""

from dataclasses import dataclass

import numpy as np

from asteroid_econ.missions.campaign import Campaign, campaign
from asteroid_econ.missions.craft import Craft, ReturnVehicle, build_craft
from asteroid_econ.missions.delivery import delivery
from asteroid_econ.missions.destinations import earth_entry_dv_km_s
from asteroid_econ.missions.mining import Ore, energy_wh_kg, ore_capacity
from asteroid_econ.missions.technology import Technology
from asteroid_econ.orbits.rocket import gear_ratio, mass_ratio
from asteroid_econ.parameters.load import ParameterSet
from asteroid_econ.records import Body, Delivery, Floats, TransferOptions

PRODUCTS = ("ruthenium", "rhodium", "palladium", "osmium", "iridium", "platinum", "gold")


@dataclass(frozen=True, slots=True)
class PgmReturn:
    """One plant separates metal magnetically, refines it and sends capsules to Earth."""

    name: str = "pgm-return"
    title: str = "refine on site, return platinum-group metals to Earth"
    return_to: str = "entry"
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
        made = ore.per_delivery_kg * _yield_frac(body, technology, parameters)
        total = made.sum(axis=0)
        capacity = craft.vehicle.capacity_kg
        product = made * (capacity / np.maximum(total, capacity))  # what does not fit stays
        loaded = product.sum(axis=0)
        ratio = mass_ratio(
            _return_dv_km_s(options, option, parameters),
            parameters.value("transfer.exhaust_velocity_km_s"),
        )
        inert_kg = craft.vehicle.stage_kg * parameters.value("transfer.inert_frac")
        burned = (craft.vehicle.empty_kg + inert_kg + loaded) * (ratio - 1.0)
        return delivery(
            self.name,
            "Earth",
            body,
            craft,
            calendar,
            options,
            option,
            parameters,
            products=PRODUCTS,
            product_kg=product,
            ore_kg=ore.per_delivery_kg,
            loaded_kg=loaded,
            burned_kg=burned,
            cargo_burned_kg=np.zeros_like(loaded),
        )


def _yield_frac(body: Body, technology: Technology, parameters: ParameterSet) -> Floats:
    """Return product per ore, shape (n_products, D): nothing where no metal can be separated."""
    rows = [body.elements.index(product) for product in PRODUCTS]
    separable = body.metal_frac >= parameters.value("plant.min_metal_frac")
    return np.where(separable, technology.pgm_recovery_frac, 0.0) * body.grade_frac[rows]


def _ore(
    body: Body,
    technology: Technology,
    calendar: Campaign,
    parameters: ParameterSet,
    power_limit_w: float = np.inf,
) -> Ore:
    energy = energy_wh_kg(np.zeros_like(body.mass_kg), technology, is_water=False)
    return ore_capacity(
        body,
        energy,
        technology,
        parameters,
        interval_d=calendar.interval_d,
        n_deliveries=calendar.n_deliveries,
        power_limit_w=power_limit_w,
    )


def _return_dv_km_s(options: TransferOptions, option: int, parameters: ParameterSet) -> float:
    cap = earth_entry_dv_km_s(options.return_vinf_km_s[option], parameters)
    return float(options.return_departure_dv_km_s[option] + cap)


def _design(
    body: Body,
    technology: Technology,
    options: TransferOptions,
    option: int,
    calendar: Campaign,
    parameters: ParameterSet,
) -> Craft:
    ore = _ore(body, technology, calendar, parameters)
    made = (ore.per_delivery_kg * _yield_frac(body, technology, parameters)).sum(axis=0)
    margin = parameters.value("design.capacity_margin_ratio")
    capacity = max(margin * float(np.mean(made)), parameters.value("capsule.capacity_min_kg"))
    empty = (
        parameters.value("capsule.fixed_kg")
        + parameters.value("capsule.per_product_kg_kg") * capacity
    )
    gear = gear_ratio(
        _return_dv_km_s(options, option, parameters),
        parameters.value("transfer.exhaust_velocity_km_s"),
        inert_frac=parameters.value("transfer.inert_frac"),
    )
    stage = (empty + capacity) * (float(gear) - 1.0)
    vehicle = ReturnVehicle("capsule", empty, stage, capacity, calendar.n_deliveries)
    return build_craft(vehicle, ore, technology, options, option, parameters)
