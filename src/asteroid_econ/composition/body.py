"""One asteroid as joint draws of class, albedo, size, density, mass, spin and grades."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from asteroid_econ.composition import draws
from asteroid_econ.composition.analogues import GROUPS
from asteroid_econ.composition.evidence import class_evidence, size_evidence
from asteroid_econ.composition.grades import ELEMENTS
from asteroid_econ.composition.tables import Tables
from asteroid_econ.composition.taxonomy import COMPLEX_INDEX, COMPLEXES, TYPES
from asteroid_econ.records import Body, Target
from asteroid_econ.sampling.normal import normal_ppf_into

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_ROWS = {
    "size": slice(0, 3),
    "solid": slice(3, 6),
    "bulk": slice(6, 14),
    "precious": slice(14, 21),
    "traces": slice(21, 26),
}


class Uniforms(Protocol):
    """What draws need of a sampler: uniforms of a named variable, for one target or for all."""

    def uniforms(self, name: str, target_id: str | None = None) -> Floats:
        """Return the uniforms of one variable; shape (draws,)."""

    def uniforms_of(self, names: Sequence[str], target_id: str | None = None) -> Floats:
        """Return the uniforms of several variables; shape (names, draws)."""


def draw_body(target: Target, tables: Tables, sampler: Uniforms) -> Body:
    """Return joint draws of one asteroid.

    Parameters
    ----------
    target : Target
        ``h_mag`` is needed; what else is known conditions the draws.
    tables : Tables
        From :func:`asteroid_econ.composition.tables.load_tables`.
    sampler : Uniforms
        Gives the draws of ``composition.*`` of this target, and of ``composition.rows``, which
        says how wrong the table of analogues is, for all targets alike.

    Returns
    -------
    Body
        A measured diameter is drawn from its own error; else dark draws are large draws.

    Notes
    -----
    Grades are those of the whole body, with the scatter between bodies; hand samples of one body
    scatter more, see :func:`asteroid_econ.composition.observe.sample_frac`.

    References
    ----------
    Sources of the numbers in the parameter files taxonomy, size, spin, analogues, meteorites.
    """
    evidence = class_evidence(target, tables)
    name = target.designation
    u = sampler.uniforms_of(draws.VARIABLES, target_id=name)
    u_class, u_group, u_solid, u_dry = u[: len(draws.UNIFORMS)]
    z = np.empty((len(draws.NORMALS), u.shape[1]))
    normal_ppf_into(u[len(draws.UNIFORMS) :].reshape(-1), z.reshape(-1))
    kind = np.empty(u_class.size, np.int64)
    draws.classes_into(u_class, np.cumsum(evidence.posterior), kind)
    albedo, diameter_km = np.empty(kind.size), np.empty(kind.size)
    size = size_evidence(target, tables.parameters("size"))
    draws.sizes_into(
        z[_ROWS["size"]],
        kind,
        evidence.mu_ln,
        evidence.sigma_ln,
        size.rho,
        size.h,
        size.measured,
        albedo,
        diameter_km,
    )
    group = _groups(u_group, kind, diameter_km, tables, sampler)
    solid = _solid(target.rotation_h, tables, u_solid, z[_ROWS["solid"]], kind, group, diameter_km)
    contents = _contents(tables, u_dry, evidence.dry_probability, z, group, diameter_km)
    return Body(
        designation=name,
        classes=COMPLEXES,
        class_index=COMPLEX_INDEX[kind],
        albedo=albedo,
        diameter_km=diameter_km,
        elements=ELEMENTS,
        types=TYPES,
        type_index=kind,
        groups=GROUPS,
        group_index=group,
        **solid,
        **contents,
    )


def _groups(u: Floats, kind: Ints, diameter_km: Floats, tables: Tables, sampler: Uniforms) -> Ints:
    rows, group = tables.rows, np.empty(kind.size, np.int64)
    draws.groups_into(
        u,
        sampler.uniforms("composition.rows"),
        kind,
        diameter_km,
        rows.group,
        rows.cumulative,
        rows.follows_size,
        np.array([rows.small_km, rows.large_km]),
        group,
    )
    return group


def _solid(
    rotation_h: float,
    tables: Tables,
    u_solid: Floats,
    z: Floats,
    kind: Ints,
    group: Ints,
    diameter_km: Floats,
) -> dict[str, NDArray]:
    """Return spin, porosity, density and mass, by the name of the field of Body."""
    n, porous, spin = kind.size, tables.porosity, tables.spin
    period_h, porosity, density, mass = np.empty(n), np.empty(n), np.empty(n), np.empty(n)
    is_monolith = np.empty(n, np.bool_)
    draws.periods_into(
        z[0],
        diameter_km,
        rotation_h,
        spin.limits_km,
        spin.mean,
        spin.sigma,
        spin.barrier_h,
        period_h,
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
        porous.solid,
        spin.barrier_h,
        porosity,
        is_monolith,
        density,
        mass,
    )
    return {
        "rotation_h": period_h,
        "porosity_frac": porosity,
        "is_monolith": is_monolith,
        "density_kg_m3": density,
        "mass_kg": mass,
    }


def _contents(
    tables: Tables, u_dry: Floats, dry_probability: float, z: Floats, group: Ints, d_km: Floats
) -> dict[str, NDArray]:
    """Return water, metal, silicates and elements, by the name of the field of Body."""
    t, n = tables.grades, group.size
    water, metal, silicate = np.empty(n), np.empty(n), np.empty(n)
    grade, is_renormalised = np.empty((len(ELEMENTS), n)), np.empty(n, np.bool_)
    draws.traces_into(z[_ROWS["traces"]], group, t.traces, t.sigmas[2], grade)
    draws.bulk_into(
        z[_ROWS["bulk"]],
        u_dry,
        np.array([dry_probability, t.dry_ratio]),
        group,
        d_km,
        t.water,
        t.metal,
        t.silicate,
        t.bulk,
        t.sigmas,
        t.oxygen,
        t.helium3,
        water,
        metal,
        silicate,
        grade,
        is_renormalised,
    )
    draws.precious_into(
        z[_ROWS["precious"]],
        group,
        metal,
        t.precious,
        t.in_metal,
        t.mixing,
        t.iron_sum,
        t.iron_sum_span,
        grade,
    )
    return {
        "water_frac": water,
        "metal_frac": metal,
        "silicate_frac": silicate,
        "grade_frac": grade,
        "is_renormalised": is_renormalised,
    }
