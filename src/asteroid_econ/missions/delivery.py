"""Assemble the record that missions hand on, and close its mass balance."""

import numpy as np

from asteroid_econ.missions.campaign import Campaign
from asteroid_econ.missions.craft import Craft
from asteroid_econ.missions.reliability import survival_frac
from asteroid_econ.parameters.load import ParameterSet
from asteroid_econ.records import Body, Delivery, Floats, TransferOptions

HARDWARE = ("plant", "bus", "power", "propulsion")


def delivery(
    architecture: str,
    place: str,
    body: Body,
    craft: Craft,
    calendar: Campaign,
    options: TransferOptions,
    option: int,
    parameters: ParameterSet,
    *,
    products: tuple[str, ...],
    product_kg: Floats,
    ore_kg: Floats,
    loaded_kg: Floats,
    burned_kg: Floats,
    cargo_burned_kg: Floats,
) -> Delivery:
    """Return the record of a campaign in which every delivery is alike.

    Parameters
    ----------
    architecture, place : str
        Names.
    body, craft, calendar, options, option, parameters
        What was flown.
    products : tuple of str
        Names of the products.
    product_kg : ndarray, shape (n_products, D)
        Product that arrives with one delivery.
    ore_kg, loaded_kg, burned_kg, cargo_burned_kg : ndarray, shape (D,)
        Per delivery: ore handled, product that leaves, propellant burned from the vehicle's own
        stage, and cargo burned as propellant.
    """
    d, n = body.mass_kg.size, calendar.n_deliveries
    vehicle = craft.vehicle
    elapsed = calendar.delivery_mjd_tdb - calendar.launch_mjd_tdb
    alive = survival_frac(elapsed, n_launches=craft.n_launches, parameters=parameters)
    masses = (craft.plant_kg, craft.bus_kg, craft.array_kg, craft.outbound_stage_kg)
    inert = vehicle.stage_kg * parameters.value("transfer.inert_frac")
    hardware_kg = [*masses, inert, vehicle.empty_kg]
    left_on_site = craft.plant_kg + craft.bus_kg + craft.array_kg + n * (ore_kg - loaded_kg)
    arrived = n * (vehicle.empty_kg + product_kg.sum(axis=0))
    dropped = n * (vehicle.stage_kg - burned_kg) + craft.outbound_stage_kg
    expended = craft.outbound_propellant_kg + n * (burned_kg + cargo_burned_kg)
    launch_survival = parameters.value("reliability.launch_frac") ** craft.n_launches
    return Delivery(
        architecture=architecture,
        place=place,
        launch_mjd_tdb=calendar.launch_mjd_tdb,
        date_mjd_tdb=calendar.delivery_mjd_tdb,
        products=products,
        product_kg=np.repeat(product_kg[:, :, np.newaxis], n, axis=2),
        hardware=(*HARDWARE, "propulsion", vehicle.kind),
        hardware_kg=np.repeat(np.array(hardware_kg)[:, np.newaxis], d, axis=1),
        hardware_units=(1, 1, 1, 1, n, n),
        power_w=np.full(d, craft.power_w * float(options.sun_distance_au[option]) ** 2),
        launch_mass_kg=np.full(d, craft.launch_mass_kg),
        launch_c3_km2_s2=float(options.departure_c3_km2_s2[option]),
        n_launches=np.full(d, craft.n_launches),
        launch_survival_frac=np.full(d, launch_survival),
        survival_frac=np.repeat(alive[np.newaxis], d, axis=0),
        operating_d=np.full(d, calendar.end_mjd_tdb - calendar.launch_mjd_tdb),
        mass_in_kg=craft.launch_mass_kg + n * ore_kg,
        mass_out_kg=left_on_site + arrived + dropped + expended,
        status=np.full(d, craft.status),
    )
