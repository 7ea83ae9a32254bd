"""Worked examples and tables of textbooks: anomalies, propagation, elements, departure burns."""

import math
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from asteroid_econ.constants import MU_EARTH_KM3_S2, R_EARTH_KM
from asteroid_econ.orbits.anomaly import (
    eccentric_anomaly_rad,
    eccentric_from_true_rad,
    mean_anomaly_rad,
    true_anomaly_rad,
)
from asteroid_econ.orbits.elements import state
from asteroid_econ.orbits.hohmann import bielliptic_dv_km_s, hohmann_dv_km_s
from asteroid_econ.orbits.kepler import propagate
from asteroid_econ.orbits.patched import departure_dv_km_s
from asteroid_econ.published.case import Case
from asteroid_econ.published.tables import document
from asteroid_econ.records import Floats

_AXES = ("x", "y", "z")
_M_PER_KM = 1e3


def cases() -> tuple[Case, ...]:
    """Return the tables of anomalies, Vallado's examples and Wakker's burns."""
    every = document("kepler_cases")["kepler"]
    by_id = {c["id"]: c for c in every}
    return (
        _anomalies(
            [c for c in every if c["kind"] == "M_to_nu"],
            name="schlesinger-1912/true-anomaly",
            source="Schlesinger & Udick (1912), Tables for the true anomaly",
            column="true_anomaly_deg",
            tolerance=0.0051,
            ours=_true_from_mean_deg,
        ),
        _anomalies(
            [c for c in every if c["kind"] == "nu_to_E"],
            name="nasa-tr-r-158/eccentric-anomaly",
            source="NASA TR R-158 (1963), conversion tables",
            column="eccentric_anomaly_deg",
            tolerance=1e-5,
            ours=_eccentric_from_true_deg,
        ),
        *_vallado_2_4(by_id["vallado_2_4"]),
        _vallado_2_6(by_id["vallado_2_6_coe2rv"]),
        *_hohmann(by_id["hohmann_vallado_6_1"], by_id["bielliptic_vallado_6_2"]),
        _wakker([c for c in every if c["kind"] in {"escape_dv", "capture_dv"}]),
    )


def _anomalies(
    rows: list[dict[str, Any]],
    *,
    name: str,
    source: str,
    column: str,
    tolerance: float,
    ours: Callable[[dict[str, Any]], float],
) -> Case:
    return Case(
        id=name,
        title="Kepler's equation",
        source=source,
        quantity=column.removesuffix("_deg").replace("_", " "),
        unit="deg",
        reference=np.array([c[column] for c in rows]),
        tolerance=tolerance,
        kind="table",
        compute=lambda: [ours(c) for c in rows],
        labels=tuple(c["id"].split("_")[-1] + f", e {c['ecc']:g}" for c in rows),
    )


def _true_from_mean_deg(c: dict[str, Any]) -> float:
    eccentric = eccentric_anomaly_rad(np.radians(c["mean_anomaly_deg"]), c["ecc"])
    return float(np.degrees(true_anomaly_rad(eccentric, c["ecc"])))


def _eccentric_from_true_deg(c: dict[str, Any]) -> float:
    eccentric = eccentric_from_true_rad(np.radians(c["true_anomaly_deg"]), c["ecc"])
    return float(np.degrees(eccentric))


def _vallado_2_4(c: dict[str, Any]) -> tuple[Case, Case]:
    def ours(which: int) -> Floats:
        return propagate(c["r0_km"], c["v0_km_s"], c["dt_s"], mu_km3_s2=c["mu_km3_s2"])[which]

    case = partial(
        Case,
        title="Propagation on an ellipse",
        source="Vallado (2013), Fundamentals of Astrodynamics, example 2-4",
        kind="model",
        labels=_AXES,
    )
    return (
        case(
            id="vallado-2013/2-4/position",
            quantity="position after 40 min",
            unit="km",
            reference=np.array(c["r_km"]),
            tolerance=0.005,
            compute=lambda: ours(0),
        ),
        case(
            id="vallado-2013/2-4/velocity",
            quantity="velocity after 40 min",
            unit="km/s",
            reference=np.array(c["v_km_s"]),
            tolerance=5e-6,
            compute=lambda: ours(1),
        ),
    )


def _vallado_2_6(c: dict[str, Any]) -> Case:
    def ours() -> Floats:
        eccentric = eccentric_from_true_rad(np.radians(c["true_anomaly_deg"]), c["ecc"])
        inc, node, argperi = (math.radians(c[x]) for x in ("inc_deg", "node_deg", "argperi_deg"))
        a_km = c["p_km"] / (1.0 - c["ecc"] ** 2)
        mean = mean_anomaly_rad(eccentric, c["ecc"])
        return state(a_km, c["ecc"], inc, node, argperi, mean, mu_km3_s2=c["mu_km3_s2"])[0]

    return Case(
        id="vallado-2013/2-6/position",
        title="Elements to position",
        source="Vallado (2013), Fundamentals of Astrodynamics, example 2-6",
        quantity="position",
        unit="km",
        reference=np.array(c["r_km"]),
        tolerance=0.05,  # the elements are printed to 1e-5 and 0.01 deg
        kind="model",
        compute=ours,
        labels=_AXES,
    )


def _hohmann(two: dict[str, Any], three: dict[str, Any]) -> tuple[Case, Case]:
    def two_burns() -> Floats:
        radii = (R_EARTH_KM + two[h] for h in ("h1_km", "h2_km"))
        dv1, dv2, _ = hohmann_dv_km_s(*radii, mu_km3_s2=two["mu_km3_s2"])
        return dv1 + dv2

    def three_burns() -> Floats:
        radii = (R_EARTH_KM + three[h] for h in ("h1_km", "hb_km", "h2_km"))
        dv1, dv2, dv3, _ = bielliptic_dv_km_s(*radii, mu_km3_s2=MU_EARTH_KM3_S2)
        return dv1 + dv2 + dv3

    case = partial(
        Case, title="Transfer between circles", unit="km/s", tolerance=1e-6, kind="model"
    )
    return (
        case(
            id="vallado-2013/6-1/hohmann",
            source="Vallado (2013), Fundamentals of Astrodynamics, example 6-1",
            quantity="both burns, low to geostationary orbit",
            reference=np.array([two["dv_km_s"]]),
            compute=two_burns,
        ),
        case(
            id="vallado-2013/6-2/bielliptic",
            source="Vallado (2013), Fundamentals of Astrodynamics, example 6-2",
            quantity="three burns by way of 503,873 km",
            reference=np.array([three["dv_km_s"]]),
            compute=three_burns,
        ),
    )


def _wakker(rows: list[dict[str, Any]]) -> Case:
    def ours(c: dict[str, Any]) -> float:
        vinf_km_s = c["vinf_m_s"] / _M_PER_KM
        periapsis_km = c["a_m"] * (1.0 - c["ecc"]) / _M_PER_KM
        dv_km_s = departure_dv_km_s(
            vinf_km_s**2,
            altitude_km=0.0,
            radius_km=periapsis_km,
            parking_ecc=c["ecc"],
            mu_km3_s2=c["mu_m3_s2"] / _M_PER_KM**3,
        )
        return float(dv_km_s)

    return Case(
        id="wakker-2015/escape-and-capture",
        title="Leaving and entering a parking orbit",
        source="Wakker (2015), Fundamentals of Astrodynamics, section 18.3; Tudat",
        quantity="burn",
        unit="km/s",
        reference=np.array([c["dv_m_s"] / _M_PER_KM for c in rows]),
        tolerance=1e-12,
        kind="table",
        compute=lambda: [ours(c) for c in rows],
        labels=tuple(c["id"].replace("_", " ") for c in rows),
    )
