"""One asteroid as joint draws of class, albedo, size, density, mass and grades."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from asteroid_econ.composition import draws
from asteroid_econ.composition.analogues import AnalogueRows, analogue_rows
from asteroid_econ.composition.grades import ELEMENTS, GradeTables, grade_tables
from asteroid_econ.composition.porosity import PorosityTables, porosity_tables
from asteroid_econ.composition.size import LN_PER_MAG
from asteroid_econ.composition.taxonomy import (
    COMPLEX_INDEX,
    COMPLEXES,
    TYPES,
    by_complex,
    complex_shares,
    label_likelihood,
    published_likelihood,
    splits_per_h,
)
from asteroid_econ.errors import InputError
from asteroid_econ.parameters.load import ParameterSet, load
from asteroid_econ.records import Body, Target
from asteroid_econ.sampling.normal import normal_ppf_into

Floats = NDArray[np.float64]

_IMPOSSIBLE_SIGMAS = 5.0
PARAMETER_FILES = ("taxonomy", "size", "spin", "analogues", "meteorites", "recovery")


class Uniforms(Protocol):
    """What draws need of a sampler: uniforms of a named variable, for one target or for all."""

    def uniforms(self, name: str, target_id: str | None = None) -> Floats:
        """Return the uniforms of one variable; shape (draws,)."""


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """Parameters of the composition as arrays; made once by :func:`load_tables`."""

    parameter_sets: tuple[ParameterSet, ...]
    taxonomy: ParameterSet
    size: ParameterSet
    recovery: ParameterSet
    albedo_mu_ln: Floats
    albedo_sigma_ln: Floats
    split_per_h: Floats
    rows: AnalogueRows
    grades: GradeTables
    porosity: PorosityTables
    period_limits_km: Floats
    period_mean: Floats
    period_sigma: float
    barrier_h: float


@dataclass(frozen=True, slots=True)
class ClassEvidence:
    """How the classes of one asteroid come about; arrays over ``types``.

    ``taxonomy`` and ``albedo`` are likelihoods up to a factor. ``sources`` says where each
    stands; ``mu_ln`` and ``sigma_ln`` are ln albedo given the type and all evidence.
    """

    types: tuple[str, ...]
    prior: Floats
    taxonomy: Floats
    albedo: Floats
    posterior: Floats
    mu_ln: Floats
    sigma_ln: Floats
    sources: tuple[tuple[str, str], ...]


def load_tables(overrides: Mapping[str, Any] | None = None) -> Tables:
    """Return the parameter arrays of the composition.

    Parameters
    ----------
    overrides : mapping, optional
        Dotted key to value, for instance ``{"meteorites.iron.total_median": 22e-6}``.
    """
    sets = {name: load(name, overrides) for name in PARAMETER_FILES}
    taxonomy, size, spin = sets["taxonomy"], sets["size"], sets["spin"]
    median, sigma = size.value("albedo_median"), size.value("albedo_sigma_class_ln")
    mu_ln = np.log([median[t] for t in TYPES])
    sigma_ln = np.array([sigma[t] for t in TYPES])
    return Tables(
        parameter_sets=tuple(sets.values()),
        taxonomy=taxonomy,
        size=size,
        recovery=sets["recovery"],
        albedo_mu_ln=mu_ln,
        albedo_sigma_ln=sigma_ln,
        split_per_h=splits_per_h(taxonomy, mu_ln, sigma_ln),
        rows=analogue_rows(sets["analogues"]),
        grades=grade_tables(sets["meteorites"]),
        porosity=porosity_tables(size),
        period_limits_km=np.array(spin.value("size_limits_km")),
        period_mean=np.array(spin.value("log10_period_mean")),
        period_sigma=spin.value("log10_period_sigma"),
        barrier_h=spin.value("barrier_h"),
    )


def class_evidence(target: Target, tables: Tables) -> ClassEvidence:
    """Return prior, evidence and posterior of the classes of one asteroid.

    Parameters
    ----------
    target : Target
        ``h_mag`` is needed; taxonomy, albedo and diameter are used where they are known.
    tables : Tables
        From :func:`load_tables`.

    Notes
    -----
    The prior depends on H. A diameter without an albedo counts as the albedo at which it agrees
    with H.

    References
    ----------
    Bayes' theorem; sources of the numbers in ``parameters/taxonomy.toml`` and ``size.toml``.
    """
    _check(target)
    _check_size(target, tables.size)
    prior = complex_shares(target.h_mag, tables.taxonomy)[COMPLEX_INDEX] * tables.split_per_h
    taxonomy, label_source = _taxonomy_likelihood(target, tables)
    ln_p, error_ln, albedo_source = _albedo_evidence(target, tables)
    mu_ln, sigma_ln, albedo = _conjugate(
        tables.albedo_mu_ln, tables.albedo_sigma_ln, ln_p, error_ln
    )
    joint = prior * taxonomy * albedo
    sources = (
        ("prior", "shares by size, taxonomy.f_sq_* and taxonomy.remainder"),
        ("taxonomy", label_source),
        ("albedo", albedo_source),
    )
    return ClassEvidence(
        TYPES, prior, taxonomy, albedo, joint / joint.sum(), mu_ln, sigma_ln, sources
    )


def class_probabilities(target: Target, tables: Tables) -> dict[str, float]:
    """Return the posterior probability of each complex, in the order of COMPLEXES.

    Parameters
    ----------
    target : Target
        ``h_mag`` is needed; taxonomy, albedo and diameter are used where they are known.
    tables : Tables
        From :func:`load_tables`.

    References
    ----------
    :func:`class_evidence`.
    """
    shares = by_complex(class_evidence(target, tables).posterior)
    return dict(zip(COMPLEXES, shares.tolist(), strict=True))


def draw_body(target: Target, tables: Tables, sampler: Uniforms) -> Body:
    """Return joint draws of one asteroid.

    Parameters
    ----------
    target : Target
        ``h_mag`` is needed; what else is known conditions the draws.
    tables : Tables
        From :func:`load_tables`.
    sampler : Uniforms
        Gives the draws of ``composition.*`` of this target.

    Returns
    -------
    Body
        A measured diameter is drawn from its own error; else dark draws are large draws.

    References
    ----------
    Sources of the numbers in the parameter files taxonomy, size, spin, analogues, meteorites.
    """
    evidence = class_evidence(target, tables)
    name = target.designation
    u = [sampler.uniforms(f"composition.{v}", target_id=name) for v in draws.UNIFORMS]
    z = np.array([sampler.uniforms(f"composition.{v}", target_id=name) for v in draws.NORMALS])
    uniforms = z.copy()
    normal_ppf_into(uniforms.reshape(-1), z.reshape(-1))
    n = z.shape[1]

    kind, group = np.empty(n, np.int64), np.empty(n, np.int64)
    draws.classes_into(u[0], np.cumsum(evidence.posterior), kind)
    albedo, diameter_km = _sizes(target, tables, evidence, z[:3], kind)
    rows = tables.rows
    limits_km = np.array([rows.small_km, rows.large_km])
    draws.groups_into(u[1], kind, diameter_km, rows.large, rows.small, limits_km, group)
    density, mass = _densities(target, tables, u[2], z[3:6], kind, group, diameter_km)
    water, metal, grade = _grades(tables.grades, z[6:], group)
    return Body(
        designation=name,
        classes=COMPLEXES,
        class_index=COMPLEX_INDEX[kind],
        albedo=albedo,
        diameter_km=diameter_km,
        density_kg_m3=density,
        mass_kg=mass,
        water_frac=water,
        metal_frac=metal,
        elements=ELEMENTS,
        grade_frac=grade,
    )


def _check(target: Target) -> None:
    """Refuse what no body can have; NaN is what is not known, except for H."""
    if not -5.0 <= target.h_mag <= 40.0:
        raise InputError("h_mag", target.h_mag, "-5 to 40 mag")
    if target.albedo <= 0.0 or target.albedo > 1.0:
        raise InputError("albedo", target.albedo, "above 0, at most 1")
    if target.diameter_km <= 0.0 or math.isinf(target.diameter_km):
        raise InputError("diameter_km", target.diameter_km, "a finite number above 0")
    if target.rotation_h <= 0.0 or math.isinf(target.rotation_h):
        raise InputError("rotation_h", target.rotation_h, "a finite number above 0")


def _check_size(target: Target, size: ParameterSet) -> None:
    """Refuse a diameter that no albedo reconciles with H, within five standard errors."""
    if math.isnan(target.diameter_km):
        return
    ln_p, error_ln = _albedo_from_diameter(target, size)
    lowest = math.log(size.value("albedo_lowest"))
    if not lowest - _IMPOSSIBLE_SIGMAS * error_ln <= ln_p <= _IMPOSSIBLE_SIGMAS * error_ln:
        far = [math.exp(_ln_d_at_unit_albedo(target, size) - 0.5 * ln) for ln in (0.0, lowest)]
        allowed = f"near {far[0]:.3g} to {far[1]:.3g} km, which H = {target.h_mag:g} allows"
        raise InputError("diameter_km", target.diameter_km, allowed)


def _taxonomy_likelihood(target: Target, tables: Tables) -> tuple[Floats, str]:
    if target.class_probabilities:
        return (
            published_likelihood(target.class_probabilities, tables.taxonomy),
            "published class probabilities",
        )
    source = f"label '{target.taxonomy}', taxonomy.letters and taxonomy.label.*"
    return label_likelihood(target.taxonomy, tables.taxonomy), source if target.taxonomy else "none"


def _h_sigma_mag(target: Target, size: ParameterSet) -> float:
    faint = target.h_mag > size.value("h_faint_mag")
    return float(size.value("h_sigma_faint_mag" if faint else "h_sigma_bright_mag"))


def _ln_d_at_unit_albedo(target: Target, size: ParameterSet) -> float:
    true_h = target.h_mag - size.value("h_bias_mag")
    return math.log(size.value("d_constant_km")) - LN_PER_MAG * true_h


def _albedo_evidence(target: Target, tables: Tables) -> tuple[float, float, str]:
    """Return ln albedo as measured, its error and its source; NaN where nothing is known."""
    size = tables.size
    if math.isfinite(target.albedo):
        return math.log(target.albedo), size.value("albedo_sigma_ln"), "measured albedo"
    if math.isfinite(target.diameter_km):
        return (*_albedo_from_diameter(target, size), "measured diameter with H")
    return math.nan, math.nan, "none"


def _albedo_from_diameter(target: Target, size: ParameterSet) -> tuple[float, float]:
    """Return ln of the albedo at which diameter and H agree, and its standard error."""
    ln_p = 2.0 * (_ln_d_at_unit_albedo(target, size) - math.log(target.diameter_km))
    h_error_ln = LN_PER_MAG * _h_sigma_mag(target, size)
    return ln_p, 2.0 * math.hypot(size.value("diameter_sigma_ln"), h_error_ln)


def _conjugate(
    mu_ln: Floats, sigma_ln: Floats, ln_p: float, error_ln: float
) -> tuple[Floats, Floats, Floats]:
    """Update normals by one measurement: means, sigmas and the likelihood of the measurement."""
    if math.isnan(ln_p):
        return mu_ln, sigma_ln, np.ones_like(mu_ln)
    variance = sigma_ln**2 + error_ln**2
    gain = sigma_ln**2 / variance
    likelihood = np.exp(-0.5 * (ln_p - mu_ln) ** 2 / variance) / np.sqrt(variance)
    return mu_ln + gain * (ln_p - mu_ln), sigma_ln * np.sqrt(1.0 - gain), likelihood


def _sizes(
    target: Target, tables: Tables, evidence: ClassEvidence, z: Floats, kind: NDArray[np.int64]
) -> tuple[Floats, Floats]:
    size = tables.size
    h_sigma = LN_PER_MAG * _h_sigma_mag(target, size)
    h = np.array([_ln_d_at_unit_albedo(target, size), h_sigma])
    measured, rho = np.array([math.nan, math.nan]), 0.0
    if math.isfinite(target.diameter_km):
        error = size.value("diameter_sigma_ln")
        measured = np.array([math.log(target.diameter_km), error])
        rho = -error / math.hypot(error, h_sigma)
    albedo, diameter_km = np.empty(kind.size), np.empty(kind.size)
    draws.sizes_into(
        z, kind, evidence.mu_ln, evidence.sigma_ln, rho, h, measured, albedo, diameter_km
    )
    return albedo, diameter_km


def _densities(
    target: Target,
    tables: Tables,
    u_solid: Floats,
    z: Floats,
    kind: NDArray[np.int64],
    group: NDArray[np.int64],
    diameter_km: Floats,
) -> tuple[Floats, Floats]:
    n, porous = kind.size, tables.porosity
    period_h, porosity, density, mass = np.empty(n), np.empty(n), np.empty(n), np.empty(n)
    draws.periods_into(
        z[0],
        diameter_km,
        target.rotation_h,
        tables.period_limits_km,
        tables.period_mean,
        tables.period_sigma,
        tables.barrier_h,
        period_h,
    )
    solid = np.array(
        [
            porous.monolith_max,
            porous.monolith_probability,
            porous.fast_max_km,
            porous.compaction_begin_km,
            porous.compaction_end_km,
        ]
    )
    draws.densities_into(
        u_solid,
        z[1:],
        kind,
        group,
        diameter_km,
        period_h,
        tables.grades.density,
        porous.kind,
        porous.quantiles,
        solid,
        tables.barrier_h,
        porosity,
        density,
        mass,
    )
    return density, mass


def _grades(
    tables: GradeTables, z: Floats, group: NDArray[np.int64]
) -> tuple[Floats, Floats, Floats]:
    water, metal = np.empty(group.size), np.empty(group.size)
    grade = np.empty((len(ELEMENTS), group.size))
    draws.grades_into(
        z,
        group,
        tables.water,
        tables.metal,
        tables.bulk,
        tables.bulk_sigma,
        tables.precious,
        tables.in_metal,
        tables.mixing,
        water,
        metal,
        grade,
    )
    return water, metal, grade
