"""One target's whole chain in words and numbers: what ``show`` and ``compare`` print."""

import warnings
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np

from asteroid_econ.composition.evidence import (
    ClassEvidence,
    ContradictionWarning,
    class_evidence,
    class_rows,
    contradiction,
)
from asteroid_econ.composition.grades import NEVER_ORE
from asteroid_econ.composition.resources import resources
from asteroid_econ.composition.size import implied_albedo
from asteroid_econ.composition.spin import (
    REGIMES,
    critical_period_h,
    escape_velocity_m_s,
    handling_regime,
)
from asteroid_econ.composition.tables import Tables
from asteroid_econ.economics.finance import irr, npv, payback_yr
from asteroid_econ.errors import InputError
from asteroid_econ.missions.craft import STATUS
from asteroid_econ.parameters.load import Parameter, ParameterSet
from asteroid_econ.records import Body, Target
from asteroid_econ.studies.config import Study
from asteroid_econ.studies.run import chains
from asteroid_econ.valuation.evaluate import (
    Chain,
)
from asteroid_econ.valuation.setting import (
    Setting,
)

_MJD_0_ORDINAL = date(1858, 11, 17).toordinal()


_RESOURCES = ("water", "metal", "nickel", "platinum")
_HANDLING = {
    "surface": "loose material stays where it lies",
    "anchor": "the spin throws it off: machines hold on",
    "bag": "small enough to be enclosed whole",
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A named number (its median, where it is drawn) with its P10 and P90, or a text."""

    name: str
    value: float | str
    unit: str = ""
    p10: float | None = None
    p90: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A link of the chain."""

    title: str
    quantities: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The chain of one target: sections in the order of the way of the data, and assumptions.

    ``evidence`` and ``body`` are what the section on composition rests on.
    """

    designation: str
    name: str
    study: Study
    sections: tuple[Section, ...]
    assumptions: tuple[Parameter, ...]
    evidence: ClassEvidence
    body: Body

    def as_dict(self) -> dict[str, Any]:
        """Return the explanation as nested dictionaries: section → quantity → numbers."""
        return {
            "designation": self.designation,
            "name": self.name,
            "study": self.study.model_dump(mode="json"),
            "study_sha256": self.study.identity,
            "sections": {
                s.title: {
                    q.name: {k: v for k, v in asdict(q).items() if k != "name"}
                    for q in s.quantities
                }
                for s in self.sections
            },
            "assumptions": list(self.assumptions),
        }


def explain(study: Study, target: Target, *, threads: int | None = None) -> Explanation:
    """Return the chain of one target for each architecture of a study.

    Parameters
    ----------
    study : Study
        Its ``targets`` are not looked at.
    target : Target
        From a catalogue or made by hand.
    threads : int, optional
        Changes no bit of the result.
    """
    setting, links = chains(study, target, threads=threads)
    first = links[0]
    sections = [
        Section("orbit", tuple(_orbit(first))),
        Section("composition", tuple(_composition(first, setting))),
    ]
    for link in links:
        sections.append(Section(f"mission {link.outcome.architecture}", tuple(_mission(link))))
        sections.append(Section(f"value {link.outcome.architecture}", tuple(_value(link, setting))))
    sets = (*setting.composition.parameter_sets, setting.missions, *setting.economics)
    return Explanation(
        designation=target.designation,
        name=target.name,
        study=study,
        sections=tuple(sections),
        assumptions=tuple(_assumptions(sets)),
        evidence=class_evidence(target, setting.composition),
        body=first.body,
    )


def _assumptions(sets: tuple[ParameterSet, ...]) -> Iterator[Parameter]:
    for parameters in sets:
        yield from parameters.values()


def _drawn(name: str, draws: np.ndarray, unit: str, note: str = "") -> Quantity:
    p10, p50, p90 = np.quantile(draws, [0.1, 0.5, 0.9])
    return Quantity(name, float(p50), unit, float(p10), float(p90), note)


def _date(mjd_tdb: float) -> str:
    """Return the calendar date of an MJD; '–' where it is unknown."""
    if np.isnan(mjd_tdb):
        return "–"
    return date.fromordinal(_MJD_0_ORDINAL + int(mjd_tdb)).isoformat()


def _orbit(link: Chain) -> Iterator[Quantity]:
    target, options, i = link.target, link.options, link.option
    yield Quantity("semi-major axis", target.a_au, "au")
    yield Quantity("eccentricity", target.ecc)
    yield Quantity("inclination", float(np.degrees(target.inc_rad)), "deg")
    yield Quantity("epoch of the elements", _date(target.epoch_mjd_tdb))
    yield Quantity("orbit condition code", target.condition_code)
    yield Quantity("Δv definition", options.definition)
    departure, arrival = float(options.departure_dv_km_s[i]), float(options.arrival_dv_km_s[i])
    yield Quantity("Δv departure", departure, "km/s")
    yield Quantity("Δv arrival", arrival, "km/s")
    yield Quantity("Δv rendezvous", departure + arrival, "km/s", note="departure + arrival")
    yield Quantity("departure C3", float(options.departure_c3_km2_s2[i]), "km2/s2")
    yield Quantity("outbound flight", float(options.outbound_d[i]), "d")
    yield Quantity("Δv to leave the target", float(options.return_departure_dv_km_s[i]), "km/s")
    yield Quantity("return v∞ at Earth", float(options.return_vinf_km_s[i]), "km/s")
    yield Quantity("return flight", float(options.return_d[i]), "d")


def _composition(link: Chain, setting: Setting) -> Iterator[Quantity]:
    target, body, outcome = link.target, link.body, link.outcome
    found = resources(body, setting.composition)
    yield Quantity("absolute magnitude H", target.h_mag, "mag")
    yield Quantity("taxonomy", target.taxonomy or "unknown")
    yield Quantity("measured albedo", target.albedo)
    yield Quantity("measured diameter", target.diameter_km, "km")
    if np.isfinite(target.diameter_km):
        implied = float(implied_albedo(target.h_mag, target.diameter_km))
        yield Quantity("albedo of diameter and H", implied, note="where the two agree")
    yield from _classes(target, setting.composition)
    yield _drawn("albedo", body.albedo, "")
    yield _drawn("diameter", body.diameter_km, "km")
    yield _drawn("density", body.density_kg_m3, "kg/m3")
    yield _drawn("mass", body.mass_kg, "kg")
    yield from _surface(body, setting.composition.parameters("spin"))
    yield _drawn("water", body.water_frac, "mass fraction")
    yield _drawn("native metal", body.metal_frac, "mass fraction")
    renormalised = float(body.is_renormalised.mean())
    note = "contents above the whole, scaled down to it"
    yield Quantity("renormalised", renormalised, "share of draws", note=note)
    for element, grade in zip(body.elements, body.grade_frac, strict=True):
        never = f"never ore: {NEVER_ORE[element]}" if element in NEVER_ORE else ""
        yield _drawn(element, grade * 1e6, "ppm", never)
    for name in _RESOURCES:
        resource = found[name]
        for mass, kg in resource.mass_kg.items():
            yield _drawn(f"{name}, {mass.replace('_', ' ')}", kg, "kg")
        made = np.isfinite(resource.energy_mj_kg)
        if made.any():
            note = "its rock and metal counted whole; of the draws that hold any"
            yield _drawn(f"{name}, energy", resource.energy_mj_kg[made], "MJ/kg product", note)
    yield _drawn("recoverable water", outcome.water_kg, "kg")
    yield _drawn("recoverable metal", outcome.metal_kg, "kg")
    yield _drawn("recoverable platinum group", outcome.pgm_kg, "kg")


def _surface(body: Body, spin: ParameterSet) -> Iterator[Quantity]:
    """Yield what machines meet: voids, gravity, rotation, and how the surface can be worked."""
    density = body.density_kg_m3
    yield _drawn("macroporosity", body.porosity_frac, "volume fraction")
    yield Quantity("P(monolith)", float(body.is_monolith.mean()), note="else a pile of rubble")
    yield _drawn("escape velocity", escape_velocity_m_s(body.diameter_km, density), "m/s")
    yield _drawn("rotation period", body.rotation_h, "h")
    limit = "shorter periods throw loose material off the equator"
    yield _drawn("critical period", critical_period_h(density), "h", limit)
    regime = handling_regime(body.diameter_km, density, body.rotation_h, spin)
    for i, name in enumerate(REGIMES):
        share = float(np.mean(regime == i))
        yield Quantity(f"handling: {name}", share, "share of draws", note=_HANDLING[name])


def _classes(target: Target, tables: Tables) -> Iterator[Quantity]:
    """Yield prior, evidence and posterior of the classes, and where each stands."""
    evidence = class_evidence(target, tables)
    for name, source in evidence.sources:
        yield Quantity(f"class, {name} from", source)
    for row in class_rows(evidence):
        note = (
            f"prior {row.prior:.3g}, taxonomy × {row.taxonomy_ratio:.3g}, "
            f"albedo × {row.albedo_ratio:.3g}"
        )
        yield Quantity(f"P(class {row.name})", row.posterior, note=note)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ContradictionWarning)  # said here instead
        text = contradiction(target, tables)
    if text:
        yield Quantity("contradiction", "yes", note=text)
    yield Quantity("P(dried by the Sun)", evidence.dry_probability)
    if evidence.retrieval_point:
        yield Quantity("easily retrievable to", evidence.retrieval_point)


def _mission(link: Chain) -> Iterator[Quantity]:
    delivery = link.delivery
    yield Quantity("feasibility", STATUS[int(delivery.status[0])])
    yield Quantity("place of sale", delivery.place)
    yield Quantity("launch", _date(delivery.launch_mjd_tdb))
    yield Quantity("launch mass", float(delivery.launch_mass_kg[0]), "kg")
    yield Quantity("launches", float(delivery.n_launches[0]))
    yield Quantity("installed power", float(delivery.power_w[0]), "W", note="rated at 1 au")
    rows = zip(delivery.hardware, delivery.hardware_kg, delivery.hardware_units, strict=True)
    for name, mass, n in rows:
        yield Quantity(f"{name} × {n}", float(mass[0]), "kg", note="each")
    yield Quantity("deliveries", float(delivery.date_mjd_tdb.size))
    yield Quantity("first delivery", _date(float(delivery.date_mjd_tdb[0])))
    yield Quantity("last delivery", _date(float(delivery.date_mjd_tdb[-1])))
    yield Quantity("P(all deliveries arrive)", float(delivery.survival_frac[0, -1]))
    for name, mass in zip(delivery.products, delivery.product_kg, strict=True):
        yield _drawn(f"delivered {name}", mass.sum(axis=1), "kg", "if nothing fails")


def _value(link: Chain, setting: Setting) -> Iterator[Quantity]:
    flow, outcome = link.flow, link.outcome
    rate = setting.world.discount_rate
    for name, by_class in zip(flow.classes, flow.flow_usd, strict=True):
        yield _drawn(f"PV {name}", npv(by_class, flow.t_yr, discount_rate=rate), "USD")
    yield _drawn("NPV", outcome.npv_sampled_usd, "USD", "one outcome of the failure tree per draw")
    revenue, cost = float(outcome.pv_revenue_usd.mean()), float(outcome.pv_cost_usd.mean())
    yield Quantity("mean NPV", revenue - cost, "USD", note="failures summed exactly")
    yield Quantity("mean PV revenue / mean PV cost", revenue / cost)
    yield Quantity("break-even price multiple", cost / revenue if revenue > 0 else np.inf)
    wins = float(np.mean(outcome.npv_sampled_usd > 0.0))
    n = outcome.npv_sampled_usd.size
    yield Quantity("P(NPV > 0)", wins, note="" if wins else f"no draw of {n}: below {3 / n:g}")
    rates = irr(flow.sampled_usd, flow.t_yr)
    defined = np.isfinite(rates)
    yield Quantity("IRR undefined", float(1.0 - defined.mean()), note="share of draws")
    if defined.any():
        yield _drawn("IRR", rates[defined], "1/yr", "of the draws in which it exists")
    payback = payback_yr(flow.sampled_usd, flow.t_yr)
    paid = np.isfinite(payback)
    yield Quantity("P(pays back)", float(paid.mean()))
    if paid.any():
        yield _drawn("payback", payback[paid], "yr", "of the draws that pay back")


_ELEMENT_KEYS = {
    "a": ("a_au", 1.0),
    "e": ("ecc", 1.0),
    "i": ("inc_rad", np.pi / 180.0),
    "node": ("node_rad", np.pi / 180.0),
    "argperi": ("argperi_rad", np.pi / 180.0),
    "m": ("mean_anomaly_rad", np.pi / 180.0),
    "epoch": ("epoch_mjd_tdb", 1.0),
    "h": ("h_mag", 1.0),
    "albedo": ("albedo", 1.0),
    "diameter": ("diameter_km", 1.0),
    "rotation": ("rotation_h", 1.0),
}
_RANGES = {
    "a": (0.0, 1000.0),
    "e": (0.0, 1.0),
    "i": (0.0, 180.0),
    "h": (-5.0, 40.0),
    "albedo": (0.0, 1.0),
    "diameter": (0.0, 1e4),
    "rotation": (0.0, 1e5),
}


def target_from_elements(text: str) -> Target:
    """Return a target from 'a=1.2,e=0.1,i=5,h=22'.

    Parameters
    ----------
    text : str
        a (au), e, i (deg) and h or diameter (km) are needed; node, argperi, m (deg), epoch (MJD),
        albedo, rotation (h) and taxonomy may follow.
    """
    given: dict[str, Any] = {}
    for part in text.split(","):
        key, equals, value = (piece.strip() for piece in part.partition("="))
        key = key.lower()
        if not equals or (key not in _ELEMENT_KEYS and key != "taxonomy"):
            allowed = f"KEY=VALUE with a key of {', '.join(_ELEMENT_KEYS)}, taxonomy"
            raise InputError("elements", part, allowed)
        if key in given:
            raise InputError("elements", part, f"each key once; '{key}' is given twice")
        given[key] = value if key == "taxonomy" else _number(key, value)
    missing = [key for key in ("a", "e", "i") if key not in given]
    if missing or not {"h", "diameter"} & set(given):
        raise InputError("elements", text, "at least a, e, i and one of h, diameter")
    values = {field: np.nan for field, _ in _ELEMENT_KEYS.values()}
    for key, (field, scale) in _ELEMENT_KEYS.items():
        if key in given:
            values[field] = given[key] * scale
    return Target(
        designation="elements",
        name="",
        taxonomy=given.get("taxonomy", ""),
        condition_code=np.nan,
        class_probabilities=(),
        **values,
    )


def _number(key: str, text: str) -> float:
    low, high = _RANGES.get(key, (-np.inf, np.inf))
    try:
        value = float(text)
    except ValueError:
        value = np.nan
    inside = low <= value < high if key == "e" else low <= value <= high
    if key in ("a", "albedo", "diameter", "rotation"):
        inside = inside and value > 0.0
    if not inside or not np.isfinite(value):
        raise InputError(f"elements: {key}", text, f"a finite number from {low:g} to {high:g}")
    return value
