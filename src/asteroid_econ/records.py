"""What flows between the floors: frozen dataclasses of arrays, without logic.

Shapes: ``D`` draws; draws are the last axis of everything uncertain, except that flows have time
last. Bare floats in the unit that the name ends in.
"""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def _no_floats() -> Floats:
    return np.empty(0)


def _no_ints() -> NDArray[np.int64]:
    return np.empty(0, np.int64)


def _no_bools() -> NDArray[np.bool_]:
    return np.empty(0, np.bool_)


@dataclass(frozen=True, slots=True)
class TransferOptions:
    """Ways to go to one target and back; arrays of shape (options,).

    ``definition`` names the Δv definition that all burns follow. NaN where the model gives none.
    ``return_vinf_km_s`` is the hyperbolic excess speed at Earth before any capping burn.
    ``revisit_d`` is the time to the next window. ``stay_d``, from arrival to the first departure
    for Earth, is empty where options have no dates.
    """

    definition: str
    departure_mjd_tdb: Floats
    outbound_d: Floats
    return_d: Floats
    departure_c3_km2_s2: Floats
    departure_dv_km_s: Floats
    arrival_dv_km_s: Floats
    return_departure_dv_km_s: Floats
    return_vinf_km_s: Floats
    revisit_d: Floats
    sun_distance_au: Floats
    stay_d: Floats = field(default_factory=_no_floats)


@dataclass(frozen=True, slots=True)
class Body:
    """One asteroid, drawn; arrays of shape (D,).

    ``class_index`` points into ``classes``. Grades are fractions of the bulk mass;
    ``grade_frac`` has shape (n_elements, D) in the order of ``elements``. The fields with
    defaults are empty for a body made by hand: ``type_index`` points into the finer ``types``,
    ``group_index`` into the meteorite ``groups``; ``silicate_frac`` counts dry oxides;
    ``is_renormalised`` marks draws whose silicates, water, metal and carbon came to more than
    the whole and were scaled down to it. ``taxonomy`` is the label that the draws know of.
    """

    designation: str
    classes: tuple[str, ...]
    class_index: NDArray[np.int64]
    albedo: Floats
    diameter_km: Floats
    density_kg_m3: Floats
    mass_kg: Floats
    water_frac: Floats
    metal_frac: Floats
    elements: tuple[str, ...]
    grade_frac: Floats
    silicate_frac: Floats = field(default_factory=_no_floats)
    is_renormalised: NDArray[np.bool_] = field(default_factory=_no_bools)
    types: tuple[str, ...] = ()
    type_index: NDArray[np.int64] = field(default_factory=_no_ints)
    groups: tuple[str, ...] = ()
    group_index: NDArray[np.int64] = field(default_factory=_no_ints)
    rotation_h: Floats = field(default_factory=_no_floats)
    porosity_frac: Floats = field(default_factory=_no_floats)
    is_monolith: NDArray[np.bool_] = field(default_factory=_no_bools)
    taxonomy: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a flown architecture delivers and what it needs, in kilograms, watts and days.

    T deliveries; ``date_mjd_tdb`` (T,); ``product_kg`` (n_products, D, T); hardware masses (D,)
    by class of cost; ``survival_frac`` (D, T): probability that delivery t and all before it
    succeed; ``mass_in_kg`` and ``mass_out_kg`` (D,) close the mass balance.
    ``operating_d`` (D,): from launch to the end of the campaign. ``status`` (D,): 0 feasible.
    """

    architecture: str
    place: str
    launch_mjd_tdb: float
    date_mjd_tdb: Floats
    products: tuple[str, ...]
    product_kg: Floats
    hardware: tuple[str, ...]
    hardware_kg: Floats
    hardware_units: tuple[int, ...]
    power_w: Floats
    launch_mass_kg: Floats
    launch_c3_km2_s2: float
    n_launches: Floats
    launch_survival_frac: Floats
    survival_frac: Floats
    operating_d: Floats
    mass_in_kg: Floats
    mass_out_kg: Floats
    status: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class CashFlow:
    """Money by class and date: ``flow_usd`` (n_classes, D, T), costs negative; ``t_yr`` (T,).

    Real USD of the study's base year; t = 0 is the valuation date. ``flow_usd`` is weighted with
    the probability of reaching each date; ``sampled_usd`` is one outcome of the failure tree.
    """

    classes: tuple[str, ...]
    t_yr: Floats
    flow_usd: Floats
    sampled_usd: Floats


@dataclass(frozen=True, slots=True)
class Outcome:
    """One target flown by one architecture, per draw; arrays of shape (D,), real USD.

    ``npv_usd`` is summed exactly over the failure tree; ``npv_sampled_usd`` samples it.
    """

    designation: str
    architecture: str
    npv_usd: Floats
    npv_sampled_usd: Floats
    pv_revenue_usd: Floats
    pv_cost_usd: Floats
    water_kg: Floats
    metal_kg: Floats
    pgm_kg: Floats
    status: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Target:
    """What a catalogue row knows of one asteroid; NaN or '' where it knows nothing.

    Angles in rad. ``class_probabilities`` pairs class names with probabilities, where a source
    gives several (else empty). ``albedo_error_frac`` and ``diameter_error_frac`` are one-sigma
    relative errors of the measurements, ``h_sigma_mag`` is that of H; NaN where the source states
    none.
    """

    designation: str
    name: str
    a_au: float
    ecc: float
    inc_rad: float
    node_rad: float
    argperi_rad: float
    mean_anomaly_rad: float
    epoch_mjd_tdb: float
    h_mag: float
    albedo: float
    diameter_km: float
    rotation_h: float
    taxonomy: str
    condition_code: float
    class_probabilities: tuple[tuple[str, float], ...] = ()
    albedo_error_frac: float = math.nan
    diameter_error_frac: float = math.nan
    h_sigma_mag: float = math.nan
