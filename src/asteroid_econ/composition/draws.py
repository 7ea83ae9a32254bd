"""The compiled draw of bodies: normals and uniforms in, one column of properties per draw out."""

import math

import numpy as np
from numpy.typing import NDArray

from asteroid_econ._elementary import exp_, log_
from asteroid_econ._jit import inline_kernel, kernel
from asteroid_econ.composition.grades import ELEMENTS, PRECIOUS, TRACES
from asteroid_econ.composition.porosity import Z_MAX

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

UNIFORMS = ("class", "analogue", "solid", "dry")
SIZE_NORMALS = ("albedo", "h_mag", "diameter")
SOLID_NORMALS = ("period", "porosity", "density")
BULK_NORMALS = ("water", "metal", "silicate", "nickel", "cobalt", "iron", "oxygen", "helium3")
PRECIOUS_NORMALS = PRECIOUS
TRACE_NORMALS = TRACES
NORMALS = SIZE_NORMALS + SOLID_NORMALS + BULK_NORMALS + PRECIOUS_NORMALS + TRACE_NORMALS
VARIABLES = tuple(f"composition.{name}" for name in UNIFORMS + NORMALS)
_N_PRECIOUS = len(PRECIOUS)
_N_TRACES = len(TRACES)
_CARBON = ELEMENTS.index("carbon")
_OXYGEN = ELEMENTS.index("oxygen")
_HELIUM3 = ELEMENTS.index("helium3")
_PORE_Z_MAX = Z_MAX
_GRAIN_Z_MAX = 4.0
_MG_KM3 = 1e9 * math.pi / 6.0


@kernel
def classes_into(u: Floats, cumulative: Floats, kind: Ints) -> None:
    """Draw the type of each body."""
    for i in range(u.size):
        aim = u[i] * cumulative[-1]
        index = 0
        for j in range(cumulative.size - 1):
            index += cumulative[j] <= aim
        kind[i] = index


@inline_kernel
def _exponentials(z, sigma):  # type: ignore[no-untyped-def]
    """Turn normals into exp(sigma z) in place: a loop without tables, which vectorises."""
    for i in range(z.size):
        z[i] = exp_(sigma * z[i])


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
        albedo[i] = -abs(mu_ln[k] + sigma_ln[k] * score)
    ln_d, sigma = (measured[0], measured[1]) if has_diameter else (h[0], h[1])
    if has_diameter:
        for i in range(kind.size):
            diameter_km[i] = ln_d + sigma * z[2, i]
    else:
        for i in range(kind.size):
            diameter_km[i] = ln_d + sigma * z[1, i] - 0.5 * albedo[i]
    _exponentials(albedo, 1.0)
    _exponentials(diameter_km, 1.0)


@kernel
def groups_into(
    u: Floats,
    u_scenario: Floats,
    kind: Ints,
    diameter_km: Floats,
    slots: Ints,
    cumulative: Floats,
    follows_size: NDArray[np.bool_],
    limits_km: Floats,
    group: Ints,
) -> None:
    """Draw the meteorite group of each body; ``limits_km``: small, large."""
    scale = 1.0 / math.log(limits_km[0] / limits_km[1])
    for i in range(u.size):
        k = kind[i]
        t = 0.0
        if follows_size[k]:
            t = min(max(log_(diameter_km[i] / limits_km[1]) * scale, 0.0), 1.0)
        row = cumulative[int(u_scenario[i] * cumulative.shape[0]), k]
        index = 0
        for j in range(slots.shape[1]):  # to the end: cheaper than a branch that is guessed wrong
            index += row[0, j] + t * (row[1, j] - row[0, j]) <= u[i]
        group[i] = slots[k, index]


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

    ``limits_km`` descend. The slow-down mirrors ln P at the barrier.
    """
    if measured_h == measured_h:
        period_h[:] = measured_h
        return
    ln_10, ln_barrier, large_km = math.log(10.0), log_(barrier_h), limits_km[0]
    period_h[:] = mean[0]
    for j in range(limits_km.size):
        limit_km, of_smaller = limits_km[j], mean[j + 1]
        for i in range(z.size):
            period_h[i] = of_smaller if diameter_km[i] < limit_km else period_h[i]
    for i in range(z.size):
        ln_p = ln_10 * (period_h[i] + sigma * z[i])
        slowed = ln_barrier + abs(ln_p - ln_barrier)
        period_h[i] = exp_(ln_p if diameter_km[i] < large_km else slowed)


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
    is_monolith: NDArray[np.bool_],
    density_kg_m3: Floats,
    mass_kg: Floats,
) -> None:
    """Draw macroporosity, bulk density and mass.

    ``z`` (2, n): porosity, density. ``solid``: monolith_max, monolith_probability, fast_max_km,
    compaction_begin_km, compaction_end_km. ``stone``: mean and sd of ln density of the
    meteorites. ``quantiles``: rows at even steps of the normal score.
    """
    n_knots = quantiles.shape[1]
    steps = (n_knots - 1) / (2.0 * _PORE_Z_MAX)
    ln_end = math.log(solid[4])
    ln_range = ln_end - math.log(solid[3])
    for i in range(kind.size):  # the share of its pores that a large body keeps
        mass_kg[i] = min(max((ln_end - log_(diameter_km[i])) / ln_range, 0.0), 1.0)
    for i in range(kind.size):
        d = diameter_km[i]
        fast = d < solid[2] and period_h[i] < barrier_h
        row = quantiles.shape[0] - 1 if fast else porosity_kind[kind[i], group[i]]
        x = (min(max(z[0, i], -_PORE_Z_MAX), _PORE_Z_MAX) + _PORE_Z_MAX) * steps
        j = min(int(x), n_knots - 2)
        phi = quantiles[row, j] + (x - j) * (quantiles[row, j + 1] - quantiles[row, j])
        is_monolith[i] = fast and u_solid[i] < solid[1]
        if is_monolith[i]:
            phi = solid[0] * u_solid[i] / solid[1]
        phi *= mass_kg[i]
        porosity[i] = phi
        density_kg_m3[i] = stone[group[i], 0] + stone[group[i], 1] * min(
            max(z[1, i], -_GRAIN_Z_MAX), _GRAIN_Z_MAX
        )
    for i in range(kind.size):
        density_kg_m3[i] = exp_(density_kg_m3[i]) * (1.0 - porosity[i])
        d = diameter_km[i]
        mass_kg[i] = _MG_KM3 * density_kg_m3[i] * d * d * d


@kernel
def bulk_into(
    z: Floats,
    u_dry: Floats,
    dry: Floats,
    group: Ints,
    diameter_km: Floats,
    water: Floats,
    metal: Floats,
    silicate: Floats,
    bulk: Floats,
    sigmas: Floats,
    oxygen: Floats,
    helium3: Floats,
    water_frac: Floats,
    metal_frac: Floats,
    silicate_frac: Floats,
    grade_frac: Floats,
    is_renormalised: NDArray[np.bool_],
) -> None:
    """Draw water, metal, silicates and what goes with them; traces are drawn before.

    ``z`` (8, n) in the order of BULK_NORMALS is used up. ``dry``: probability of a body dried by
    the Sun, and the share of its water that is left.
    """
    n = group.size
    for i in range(n):
        z[0, i] *= water[group[i], 1]
    _exponentials(z[0], 1.0)
    _exponentials(z[2], sigmas[0])
    for e in range(3):
        _exponentials(z[3 + e], sigmas[1])
    _exponentials(z[7], helium3[1])
    for i in range(n):
        g = group[i]
        wet = min(max(water[g, 0] * z[0, i], water[g, 2]), water[g, 3])
        wet *= dry[1] if u_dry[i] < dry[0] else 1.0
        native = min(max(metal[g, 0] + metal[g, 1] * z[1, i], metal[g, 2]), metal[g, 3])
        rock, carbon = silicate[g] * z[2, i], grade_frac[_CARBON, i]
        whole = wet + native + rock + carbon
        is_renormalised[i] = whole > 1.0
        scale = 1.0 / max(whole, 1.0)
        water_frac[i] = wet * scale
        metal_frac[i] = native * scale
        silicate_frac[i] = rock * scale
        grade_frac[_CARBON, i] = carbon * scale
    for i in range(n):
        g = group[i]
        nickel, cobalt, iron = bulk[g, 0] * z[3, i], bulk[g, 1] * z[4, i], bulk[g, 2] * z[5, i]
        # Irons are nearly all nickel, cobalt and iron: their scatter must not make more than all.
        scale = 1.0 / max(nickel + cobalt + iron, 1.0)
        grade_frac[0, i] = nickel * scale
        grade_frac[1, i] = cobalt * scale
        grade_frac[2, i] = iron * scale
    for i in range(n):
        grade_frac[_OXYGEN, i] = silicate_frac[i] * (oxygen[0] + oxygen[1] * z[6, i])
        core = max(1.0 - 2.0 * helium3[2] / diameter_km[i], 0.0)
        grade_frac[_HELIUM3, i] = (1.0 - core * core * core) * helium3[0] * z[7, i]


@kernel
def precious_into(
    z: Floats,
    group: Ints,
    metal_frac: Floats,
    precious: Floats,
    in_metal: NDArray[np.bool_],
    mixing: Floats,
    iron_sum: Floats,
    iron_sum_span: Floats,
    grade_frac: Floats,
) -> None:
    """Draw platinum-group elements and gold; ``z`` (7, n) in the order of PRECIOUS_NORMALS.

    All bodies are drawn as stones, in loops that vectorise; the few of metal are drawn again.
    """
    n = group.size
    for e in range(_N_PRECIOUS):
        ln = grade_frac[3 + e]
        for i in range(n):
            ln[i] = mixing[0, e, 0] * z[0, i]
        for j in range(1, e + 1):
            for i in range(n):
                ln[i] += mixing[0, e, j] * z[j, i]
        _exponentials(ln, 1.0)
        for i in range(n):
            ln[i] *= precious[group[i], e]
    steps = (iron_sum.size - 1) / (iron_sum_span[1] - iron_sum_span[0])
    for i in range(n):
        if in_metal[group[i]]:
            _iron_into(
                z, i, metal_frac[i], precious[group[i]], mixing[1], iron_sum, iron_sum_span[0],
                steps, grade_frac,
            )  # fmt: skip


@kernel
def _iron_into(
    z: Floats,
    i: int,
    metal_frac: float,
    precious: Floats,
    mixing: Floats,
    iron_sum: Floats,
    ln_least: float,
    steps: float,
    grade_frac: Floats,
) -> None:
    """Draw the elements of iron metal and give the sum of the platinum group its law."""
    total = 0.0
    for e in range(_N_PRECIOUS):
        ln = 0.0
        for j in range(e + 1):
            ln += mixing[e, j] * z[j, i]
        grade_frac[3 + e, i] = precious[e] * exp_(ln) * metal_frac
        total += grade_frac[3 + e, i] if e < _N_PRECIOUS - 1 else 0.0
    x = min(max((log_(total / metal_frac) - ln_least) * steps, 0.0), iron_sum.size - 1.0)
    j = min(int(x), iron_sum.size - 2)
    factor = exp_(iron_sum[j] + (x - j) * (iron_sum[j + 1] - iron_sum[j]))
    for e in range(_N_PRECIOUS - 1):
        grade_frac[3 + e, i] *= factor


@kernel
def traces_into(z: Floats, group: Ints, traces: Floats, sigma: float, grade_frac: Floats) -> None:
    """Draw TRACES; ``z`` (5, n) is used up."""
    for e in range(_N_TRACES):
        _exponentials(z[e], sigma)
        for i in range(group.size):
            grade_frac[_CARBON + e, i] = traces[group[i], e] * z[e, i]
