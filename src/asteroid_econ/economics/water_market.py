"""Water in space, drawn: what a customer pays at a place, how much and from when."""

from dataclasses import dataclass

import numpy as np

from asteroid_econ.constants import G0_KM_S2
from asteroid_econ.economics.customers import Customers
from asteroid_econ.economics.deflator import in_base_year
from asteroid_econ.economics.drawing import checked, drawn, fixed
from asteroid_econ.economics.inspace import ceiling_price_usd_kg
from asteroid_econ.economics.pricing import log_linear_path
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.rocket import gear_ratio
from asteroid_econ.parameters.load import ParameterSet
from asteroid_econ.records import Floats
from asteroid_econ.sampling.distributions import distribution_of
from asteroid_econ.sampling.sequences import Sampler

PLACES = {
    "LEO": "leo",
    "GEO": "geo",
    "NRHO": "nrho",
    "EML1": "nrho",
    "lunar surface": "lunar_surface",
    "escape": "escape",
}
# Our places and the names that published tables of customers give them.
CUSTOMER_PLACES = {
    "LEO": ("leo",),
    "GEO": ("geo",),
    "NRHO": ("eml1", "l1", "cislunar"),
    "EML1": ("eml1", "l1", "cislunar"),
    "lunar surface": ("moon",),
}
_ANCHORS = (2030, 2035, 2040)


@dataclass(frozen=True, slots=True)
class WaterMarket:
    """K years in D draws.

    ``leo_usd_kg`` (K, D): launch price to low Earth orbit; ``demand_by_place_kg`` (K, D): bought
    at the ceiling price; ``elasticity`` (D,): how demand grows below it; ``discount_frac`` (D,);
    ``gear_ratio`` by place; ``ceilings_usd_kg`` by place (K, D).
    """

    leo_usd_kg: Floats
    demand_by_place_kg: dict[str, Floats]
    elasticity: Floats
    discount_frac: Floats
    gear_ratio: dict[str, float]
    ceilings_usd_kg: dict[str, Floats]

    def ceiling_usd_kg(self, place: str) -> Floats:
        """Return the price (K, D) up to which customers at a place buy."""
        if place not in self.ceilings_usd_kg:
            raise InputError("place", place, ", ".join(self.ceilings_usd_kg))
        return self.ceilings_usd_kg[place]

    def demand_kg(self, place: str) -> Floats:
        """Return what is bought at the ceiling price (K, D) at a place."""
        if place not in self.demand_by_place_kg:
            raise InputError("place", place, ", ".join(self.demand_by_place_kg))
        return self.demand_by_place_kg[place]


def draw_water_market(
    table: ParameterSet,
    sampler: Sampler,
    *,
    calendar_yr: Floats,
    base_year: float,
    launch_uniform: Floats,
    customers: Customers | None = None,
) -> WaterMarket:
    """Return the water market of every draw, keyed by the variables' names and by no target.

    Parameters
    ----------
    table : ParameterSet
        The set ``water``.
    sampler : Sampler
        Of the study.
    calendar_yr : ndarray, shape (K,)
        Middle of each year, 2026.5 for 2026.
    base_year : float
        Year of the study's dollars.
    launch_uniform : ndarray, shape (D,)
        The uniform that also draws the price of our own launches.
    customers : Customers, optional
        A published table: at a place that it names, its price is one more alternative of the
        customer and its volume, where it gives one, the demand. It moves no price elsewhere.
    """

    def draw(key: str) -> Floats:
        return drawn(table, sampler, key)

    def dollars(key: str) -> float:
        return in_base_year(table[key], base_year=base_year)

    anchors = [f"leo_{year}_usd_kg" for year in _ANCHORS]
    path = log_linear_path(
        calendar_yr,
        anchor_t_yr=_ANCHORS,
        anchor_price_usd_kg=[fixed(table, key) * dollars(key) for key in anchors],
    )
    leo = table["leo_factor_ratio"]
    factor = checked(leo, distribution_of(leo).ppf(launch_uniform))
    year_ends = calendar_yr[:, None] + 0.5
    lunar = draw("lunar_price_usd_kg") * dollars("lunar_price_usd_kg")
    ve_km_s = fixed(table, "stage_isp_s") * G0_KM_S2
    inert_frac = fixed(table, "stage_inert_frac")
    leo_usd_kg = path[:, None] * factor
    has_lunar = year_ends > draw("lunar_entry_yr")
    discount_frac = draw("discount_frac")
    gears = {
        place: float(gear_ratio(fixed(table, f"dv_{key}_km_s"), ve_km_s, inert_frac=inert_frac))
        for place, key in PLACES.items()
    }
    # Where one stage from Earth does not reach, no delivery from Earth bounds the price.
    gears = {place: np.inf if np.isnan(gear) else gear for place, gear in gears.items()}
    is_open = year_ends > draw("demand_start_yr")
    modelled_kg = draw("demand_kg_yr")
    prices, volumes = ({}, {}) if customers is None else _by_place(customers)
    return WaterMarket(
        leo_usd_kg=leo_usd_kg,
        demand_by_place_kg={
            place: np.where(is_open, volumes.get(place, modelled_kg), 0.0) for place in PLACES
        },
        elasticity=draw("demand_elasticity"),
        discount_frac=discount_frac,
        gear_ratio=gears,
        ceilings_usd_kg={
            place: ceiling_price_usd_kg(
                np.minimum(leo_usd_kg * gear, prices.get(place, np.inf)),
                np.where(has_lunar, lunar * fixed(table, f"lunar_{PLACES[place]}_ratio"), np.inf),
                discount_frac=discount_frac,
            )
            for place, gear in gears.items()
        },
    )


def _by_place(customers: Customers) -> tuple[dict[str, float], dict[str, float]]:
    """Return price and, where it is stated, volume of a table by our names of places."""
    prices, volumes = {}, {}
    rows = zip(customers.places, customers.price_usd_kg, customers.demand_kg_yr, strict=True)
    for theirs, usd_kg, kg_yr in rows:
        for place in (ours for ours, name in CUSTOMER_PLACES.items() if theirs in name):
            prices[place] = float(usd_kg)
            if np.isfinite(kg_yr):
                volumes[place] = float(kg_yr)
    return prices, volumes
