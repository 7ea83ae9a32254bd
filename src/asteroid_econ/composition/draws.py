"""The compiled draw of bodies: normals and uniforms in, one column of properties per draw out."""

import math

import numpy as np
from numpy.typing import NDArray

from asteroid_econ._elementary import exp_, log_
from asteroid_econ._jit import inline_kernel, kernel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

UNIFORMS = ("class", "analogue", "solid")
NORMALS = (
    "albedo",
    "h_mag",
    "diameter",
    "period",
    "porosity",
    "density",
    "water",
    "metal",
    "nickel",
    "cobalt",
    "iron",
    "ruthenium",
    "rhodium",
    "palladium",
    "osmium",
    "iridium",
    "platinum",
    "gold",
)
_N_PRECIOUS = 7
_MG_KM3 = 1e9 * math.pi / 6.0


@inline_kernel
def _pick(cumulative, u):  # type: ignore[no-untyped-def]
    """Return the first index whose cumulative probability exceeds u times the last one."""
    aim = u * cumulative[-1]
    index = 0
    for j in range(cumulative.size - 1):
        index += cumulative[j] <= aim
    return index


@kernel
def classes_into(u: Floats, cumulative: Floats, kind: Ints) -> None:
    """Draw the type of each body."""
    for i in range(u.size):
        kind[i] = _pick(cumulative, u[i])


@kernel
def sizes_into(
    z: Floats,
    kind: Ints,
    mu_ln: Floats,
    sigma_ln: Floats,
    rho: float,
    h: Floats,
    measured: Floats,
    albedo: Floats,
    diameter_km: Floats,
) -> None:
    """Draw albedo and diameter jointly.

    ``z`` (3, n): albedo, h_mag, diameter. ``mu_ln`` and ``sigma_ln``: ln albedo by type, given
    the evidence. ``h``: ln D at albedo 1 and its sigma. ``measured``: ln D and its sigma, or NaN;
    ``rho`` correlates ln albedo with its error. Albedos above 1 are reflected at 1.
    """
    has_diameter = measured[0] == measured[0]
    rest = math.sqrt(1.0 - rho * rho)
    for i in range(kind.size):
        k = kind[i]
        score = rho * z[2, i] + rest * z[0, i] if has_diameter else z[0, i]
        ln_p = -abs(mu_ln[k] + sigma_ln[k] * score)
        albedo[i] = exp_(ln_p)
        from_h = h[0] + h[1] * z[1, i] - 0.5 * ln_p
        ln_d = measured[0] + measured[1] * z[2, i] if has_diameter else from_h
        diameter_km[i] = exp_(ln_d)


@kernel
def groups_into(
    u: Floats,
    kind: Ints,
    diameter_km: Floats,
    large: Floats,
    small: Floats,
    limits_km: Floats,
    group: Ints,
) -> None:
    """Draw the meteorite group of each body; ``limits_km``: small, large."""
    scale = 1.0 / math.log(limits_km[0] / limits_km[1])
    for i in range(u.size):
        t = min(max(log_(diameter_km[i] / limits_km[1]) * scale, 0.0), 1.0)
        big, tiny = large[kind[i]], small[kind[i]]
        index = 0
        for j in range(big.size - 1):
            index += big[j] + t * (tiny[j] - big[j]) <= u[i]
        group[i] = index


@kernel
def periods_into(
    z: Floats,
    diameter_km: Floats,
    measured_h: float,
    limits_km: Floats,
    mean: Floats,
    sigma: float,
    barrier_h: float,
    period_h: Floats,
) -> None:
    """Draw rotation periods; above the largest limit a body faster than the barrier is slowed.

    The slow-down mirrors ln P at the barrier.
    """
    ln_10 = math.log(10.0)
    for i in range(z.size):
        index = 0
        for j in range(limits_km.size):
            index += diameter_km[i] < limits_km[j]
        ln_p = ln_10 * (mean[index] + sigma * z[i])
        if index == 0:
            ln_p = log_(barrier_h) + abs(ln_p - log_(barrier_h))
        period_h[i] = exp_(ln_p) if measured_h != measured_h else measured_h


@kernel
def densities_into(
    u_solid: Floats,
    z: Floats,
    kind: Ints,
    group: Ints,
    diameter_km: Floats,
    period_h: Floats,
    stone: Floats,
    porosity_kind: Ints,
    quantiles: Floats,
    solid: Floats,
    barrier_h: float,
    porosity: Floats,
    density_kg_m3: Floats,
    mass_kg: Floats,
) -> None:
    """Draw macroporosity, bulk density and mass.

    ``z`` (2, n): porosity, density. ``solid``: monolith_max, monolith_probability, fast_max_km,
    compaction_begin_km, compaction_end_km. ``quantiles``: rows at even steps of the normal score.
    """
    n_knots = quantiles.shape[1]
    z_max = 4.0
    steps = (n_knots - 1) / (2.0 * z_max)
    ln_end = math.log(solid[4])
    ln_range = ln_end - math.log(solid[3])
    for i in range(kind.size):
        d = diameter_km[i]
        fast = d < solid[2] and period_h[i] < barrier_h
        row = quantiles.shape[0] - 1 if fast else porosity_kind[kind[i], group[i]]
        x = (min(max(z[0, i], -z_max), z_max) + z_max) * steps
        j = min(int(x), n_knots - 2)
        phi = quantiles[row, j] + (x - j) * (quantiles[row, j + 1] - quantiles[row, j])
        if fast and u_solid[i] < solid[1]:
            phi = solid[0] * u_solid[i] / solid[1]
        phi *= min(max((ln_end - log_(d)) / ln_range, 0.0), 1.0)
        porosity[i] = phi
        grain = stone[group[i], 0] + stone[group[i], 1] * min(max(z[1, i], -4.0), 4.0)
        density_kg_m3[i] = grain * (1.0 - phi)
        mass_kg[i] = _MG_KM3 * density_kg_m3[i] * d * d * d


@kernel
def grades_into(
    z: Floats,
    group: Ints,
    water: Floats,
    metal: Floats,
    bulk: Floats,
    bulk_sigma: float,
    precious: Floats,
    in_metal: NDArray[np.bool_],
    mixing: Floats,
    water_frac: Floats,
    metal_frac: Floats,
    grade_frac: Floats,
) -> None:
    """Draw water, metal and elements; ``z`` (12, n) in the order of NORMALS from water on."""
    for i in range(group.size):
        g = group[i]
        w = water[g]
        water_frac[i] = min(max(w[0] * exp_(w[1] * z[0, i]), w[2]), w[3])
        m = metal[g]
        metal_frac[i] = min(max(m[0] + m[1] * z[1, i], m[2]), m[3])
        for e in range(3):
            grade_frac[e, i] = bulk[g, e] * exp_(bulk_sigma * z[2 + e, i])
        # Irons are nearly all nickel, cobalt and iron: their scatter must not make more than all.
        excess = max(grade_frac[0, i] + grade_frac[1, i] + grade_frac[2, i], 1.0)
        for e in range(3):
            grade_frac[e, i] /= excess
        law = 1 if in_metal[g] else 0
        carrier = metal_frac[i] if in_metal[g] else 1.0
        for e in range(_N_PRECIOUS):
            ln = 0.0
            for j in range(_N_PRECIOUS):
                ln += mixing[law, e, j] * z[5 + j, i]
            grade_frac[3 + e, i] = carrier * precious[g, e] * exp_(ln)
