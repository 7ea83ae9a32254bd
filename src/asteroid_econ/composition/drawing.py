"""One compiled call for the draws of many targets: normals and classes to grades, one by one.

Each target goes through the whole chain before the next, so that its draws stay in the cache and
no other target changes a bit of it. The tuples below carry what the call needs.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from asteroid_econ._jit import kernel
from asteroid_econ.composition.draws import (
    NORMALS,
    UNIFORMS,
    bulk_into,
    classes_into,
    densities_into,
    groups_into,
    periods_into,
    precious_into,
    sizes_into,
    traces_into,
)
from asteroid_econ.composition.grades import ELEMENTS
from asteroid_econ.composition.tables import Tables
from asteroid_econ.sampling.normal import normal_ppf_into
from asteroid_econ.sampling.streams import Rows, row_into

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_N_UNIFORMS, _N_NORMALS = len(UNIFORMS), len(NORMALS)


class Laws(NamedTuple):
    """What is known of each target; arrays with the targets first.

    ``cumulative``, ``mu_ln``, ``sigma_ln`` (targets, types); ``h``, ``measured`` (targets, 2) and
    ``rho`` as in SizeEvidence; ``rotation_h`` is NaN where it is drawn.
    """

    cumulative: Floats
    mu_ln: Floats
    sigma_ln: Floats
    h: Floats
    measured: Floats
    rho: Floats
    rotation_h: Floats
    dry_probability: Floats


class Constants(NamedTuple):
    """The tables of the composition, as arrays that kernels take."""

    slots: Ints
    rows: Floats
    follows_size: Bools
    size_limits_km: Floats
    period_limits_km: Floats
    period_mean: Floats
    period_sigma: float
    barrier_h: float
    stone: Floats
    porosity_kind: Ints
    porosity: Floats
    solid: Floats
    traces: Floats
    sigmas: Floats
    dry_ratio: float
    water: Floats
    metal: Floats
    silicate: Floats
    bulk: Floats
    oxygen: Floats
    helium3: Floats
    precious: Floats
    in_metal: Bools
    mixing: Floats
    iron_sum: Floats
    iron_sum_span: Floats


class Columns(NamedTuple):
    """Draws by the name of the field of Body, arrays of shape (targets, draws).

    ``grade_frac`` is (targets, elements, draws).
    """

    type_index: Ints
    group_index: Ints
    albedo: Floats
    diameter_km: Floats
    rotation_h: Floats
    porosity_frac: Floats
    is_monolith: Bools
    density_kg_m3: Floats
    mass_kg: Floats
    water_frac: Floats
    metal_frac: Floats
    silicate_frac: Floats
    is_renormalised: Bools
    grade_frac: Floats


def constants(tables: Tables) -> Constants:
    """Return the arrays of the tables that kernels take."""
    rows, spin, porous, t = tables.rows, tables.spin, tables.porosity, tables.grades
    return Constants(
        slots=rows.group,
        rows=rows.cumulative,
        follows_size=rows.follows_size,
        size_limits_km=np.array([rows.small_km, rows.large_km]),
        period_limits_km=spin.limits_km,
        period_mean=spin.mean,
        period_sigma=float(spin.sigma),
        barrier_h=float(spin.barrier_h),
        stone=t.density,
        porosity_kind=porous.kind,
        porosity=porous.quantiles,
        solid=porous.solid,
        traces=t.traces,
        sigmas=t.sigmas,
        dry_ratio=float(t.dry_ratio),
        water=t.water,
        metal=t.metal,
        silicate=t.silicate,
        bulk=t.bulk,
        oxygen=t.oxygen,
        helium3=t.helium3,
        precious=t.precious,
        in_metal=t.in_metal,
        mixing=t.mixing,
        iron_sum=t.iron_sum,
        iron_sum_span=t.iron_sum_span,
    )


def empty_columns(n_targets: int, n_draws: int) -> Columns:
    """Return unfilled draws of targets."""
    columns: dict[str, Any] = {}
    for name in Columns._fields:
        kind: type = np.int64 if name.endswith("_index") else np.float64
        kind = np.bool_ if name.startswith("is_") else kind
        rows = (len(ELEMENTS),) if name == "grade_frac" else ()
        columns[name] = np.empty((n_targets, *rows, n_draws), kind)
    return Columns(**columns)


@kernel
def bodies_into(source: Rows, u_rows: Floats, laws: Laws, c: Constants, out: Columns) -> None:
    """Draw bodies of all targets; ``u_rows`` says which version of the analogues holds."""
    n_targets, n_draws = out.mass_kg.shape
    u, z = np.empty((_N_UNIFORMS, n_draws)), np.empty((_N_NORMALS, n_draws))
    row = np.empty(n_draws)  # of one variable at a time: it stays in the first-level cache
    for t in range(n_targets):
        for i in range(_N_UNIFORMS):
            row_into(source, t, i, u[i])
        for i in range(_N_NORMALS):
            row_into(source, t, _N_UNIFORMS + i, row)
            normal_ppf_into(row, z[i])
        _solid_into(u, z, t, u_rows, laws, c, out)
        _contents_into(u, z, t, laws, c, out)


@kernel
def _solid_into(
    u: Floats, z: Floats, t: int, u_rows: Floats, laws: Laws, c: Constants, out: Columns
) -> None:
    """Draw class, size, analogue, spin, density and mass of one target."""
    kind, group, d_km = out.type_index[t], out.group_index[t], out.diameter_km[t]
    classes_into(u[0], laws.cumulative[t], kind)
    sizes_into(
        z[0:3], kind, laws.mu_ln[t], laws.sigma_ln[t], laws.rho[t], laws.h[t], laws.measured[t],
        out.albedo[t], d_km,
    )  # fmt: skip
    groups_into(u[1], u_rows, kind, d_km, c.slots, c.rows, c.follows_size, c.size_limits_km, group)
    periods_into(
        z[3], d_km, laws.rotation_h[t], c.period_limits_km, c.period_mean, c.period_sigma,
        c.barrier_h, out.rotation_h[t],
    )  # fmt: skip
    densities_into(
        u[2], z[4:6], kind, group, d_km, out.rotation_h[t], c.stone, c.porosity_kind, c.porosity,
        c.solid, c.barrier_h, out.porosity_frac[t], out.is_monolith[t], out.density_kg_m3[t],
        out.mass_kg[t],
    )  # fmt: skip


@kernel
def _contents_into(u: Floats, z: Floats, t: int, laws: Laws, c: Constants, out: Columns) -> None:
    """Draw water, metal, silicates and elements of one target."""
    group, grade, metal_frac = out.group_index[t], out.grade_frac[t], out.metal_frac[t]
    dry = np.array([laws.dry_probability[t], c.dry_ratio])
    traces_into(z[21:26], group, c.traces, c.sigmas[2], grade)
    bulk_into(
        z[6:14], u[3], dry, group, out.diameter_km[t], c.water, c.metal, c.silicate, c.bulk,
        c.sigmas, c.oxygen, c.helium3, out.water_frac[t], metal_frac, out.silicate_frac[t], grade,
        out.is_renormalised[t],
    )  # fmt: skip
    precious_into(
        z[14:21], group, metal_frac, c.precious, c.in_metal, c.mixing, c.iron_sum,
        c.iron_sum_span, grade,
    )  # fmt: skip
