"""The model of one body in plain vectorised numpy: the second opinion and the peer in benchmarks.

Written from the parameter files, without the compiled kernels; the same uniforms in.
"""

import numpy as np
from scipy.special import ndtri

from asteroid_econ.composition.draws import NORMALS, UNIFORMS, VARIABLES
from asteroid_econ.composition.evidence import class_laws
from asteroid_econ.composition.grades import ELEMENTS, PRECIOUS, SIDEROPHILES, TRACES
from asteroid_econ.composition.known import known, size_evidence
from asteroid_econ.composition.porosity import N_KNOTS, Z_MAX
from asteroid_econ.sampling.streams import rows_into


def draw(targets, tables, sampler):
    """Return for each target a dict of what draw_bodies returns, one target after the other.

    Draws of one target fill arrays that stay in the cache; all targets at once would not.
    """
    facts = known(targets)
    laws, sizes = class_laws(facts, tables), size_evidence(facts, tables.parameters("size"))
    source = sampler.rows(VARIABLES, [target.designation for target in targets])
    u_rows = sampler.uniforms("composition.rows")
    drawn = []
    for i, target in enumerate(targets):
        law = {name: getattr(laws, name)[i] for name in ("posterior", "mu_ln", "sigma_ln")}
        law |= {"h": sizes.h[i], "measured": sizes.measured[i], "rho": sizes.rho[i]}
        drawn.append(
            _one(source, i, u_rows, law, laws.dry_probability[i], target.rotation_h, tables)
        )
    return drawn


def _one(source, i, u_rows, law, dry_probability, rotation_h, tables):
    uniforms = np.empty((len(VARIABLES), u_rows.size))
    rows_into(source, i, uniforms)
    u = dict(zip(UNIFORMS, uniforms, strict=False))
    z = dict(zip(NORMALS, ndtri(uniforms[len(UNIFORMS) :]), strict=True))
    cumulative = np.cumsum(law["posterior"])
    kind = np.searchsorted(cumulative, u["class"] * cumulative[-1], side="right")
    kind = np.minimum(kind, cumulative.size - 1)
    albedo, d_km = _sizes(kind, law, z)
    group = _groups(kind, d_km, tables, u["analogue"], u_rows)
    out = {"type_index": kind, "group_index": group, "albedo": albedo, "diameter_km": d_km}
    out |= _solid(rotation_h, kind, group, d_km, tables, u["solid"], z)
    return out | _contents(u["dry"] < dry_probability, group, d_km, tables, z)


def _sizes(kind, law, z):
    score, (ln_measured, error) = z["albedo"], law["measured"]
    if np.isfinite(ln_measured):
        score = law["rho"] * z["diameter"] + np.sqrt(1.0 - law["rho"] ** 2) * score
    ln_p = -np.abs(law["mu_ln"][kind] + law["sigma_ln"][kind] * score)
    ln_d = law["h"][0] + law["h"][1] * z["h_mag"] - 0.5 * ln_p
    if np.isfinite(ln_measured):
        ln_d = ln_measured + error * z["diameter"]
    return np.exp(ln_p), np.exp(ln_d)


def _groups(kind, d_km, tables, u, u_scenario):
    rows = tables.rows
    weight = rows.scenario[(u_scenario * rows.scenario.shape[0]).astype(int), kind]
    slots = rows.group[kind]
    span = np.log(rows.small_km / rows.large_km)
    t = np.clip(np.log(d_km / rows.large_km) / span, 0.0, 1.0)
    t = np.where(rows.follows_size[kind], t, 0.0)[:, np.newaxis]
    change = rows.change[slots]
    ordinary = np.where(change > 0.0, weight, 0.0).sum(axis=1, keepdims=True)
    after = (weight * change).sum(axis=1, keepdims=True)
    small = np.where(
        change > 0.0, weight * change * ordinary / np.where(after > 0, after, 1), weight
    )
    cumulative = np.cumsum(weight + t * (small - weight), axis=1)
    last = (weight > 0.0).sum(axis=1) - 1
    index = np.minimum((cumulative <= u[:, np.newaxis]).sum(axis=1), last)
    return slots[np.arange(kind.size), index]


def _solid(rotation_h, kind, group, d_km, tables, u_solid, z):
    spin, porous = tables.spin, tables.porosity
    size_class = (d_km[:, np.newaxis] < spin.limits_km).sum(axis=1)
    ln_p = np.log(10.0) * (spin.mean[size_class] + spin.sigma * z["period"])
    barrier = np.log(spin.barrier_h)
    ln_p = np.where(size_class == 0, barrier + np.abs(ln_p - barrier), ln_p)
    period = np.exp(ln_p)
    if np.isfinite(rotation_h):
        period = np.full(d_km.size, rotation_h)
    most, chance, fast_km, begin, end = porous.solid
    fast = (d_km < fast_km) & (period < spin.barrier_h)
    row = np.where(fast, porous.quantiles.shape[0] - 1, porous.kind[kind, group])
    x = (np.clip(z["porosity"], -Z_MAX, Z_MAX) + Z_MAX) * (N_KNOTS - 1) / (2.0 * Z_MAX)
    j = np.minimum(x.astype(int), N_KNOTS - 2)
    left, right = porous.quantiles[row, j], porous.quantiles[row, j + 1]
    monolith = fast & (u_solid < chance)
    phi = np.where(monolith, most * u_solid / chance, left + (x - j) * (right - left))
    phi = phi * np.clip(np.log(end / d_km) / np.log(end / begin), 0.0, 1.0)
    mean, sd = tables.grades.density[group].T
    density = np.exp(mean + sd * np.clip(z["density"], -4.0, 4.0)) * (1.0 - phi)
    mass = np.pi / 6.0 * 1e9 * d_km**3 * density
    return {"rotation_h": period, "porosity_frac": phi, "is_monolith": monolith,
            "density_kg_m3": density, "mass_kg": mass}  # fmt: skip


def _contents(is_dry, group, d_km, tables, z):
    t = tables.grades
    grade = dict(zip(TRACES, t.traces[group].T, strict=True))
    grade = {e: m * np.exp(t.sigmas[2] * z[e]) for e, m in grade.items()}
    median, sigma, low, high = t.water[group].T
    water = np.clip(median * np.exp(sigma * z["water"]), low, high)
    water = np.where(is_dry, t.dry_ratio, 1.0) * water
    mean, sd, low, high = t.metal[group].T
    metal = np.clip(mean + sd * z["metal"], low, high)
    silicate = t.silicate[group] * np.exp(t.sigmas[0] * z["silicate"])
    whole = water + metal + silicate + grade["carbon"]
    renormalised, whole = whole > 1.0, np.maximum(whole, 1.0)
    water, metal, silicate = water / whole, metal / whole, silicate / whole
    grade["carbon"] = grade["carbon"] / whole
    for e, m in zip(SIDEROPHILES, t.bulk[group].T, strict=True):
        grade[e] = m * np.exp(t.sigmas[1] * z[e])
    excess = np.maximum(sum(grade[e] for e in SIDEROPHILES), 1.0)
    for e in SIDEROPHILES:
        grade[e] = grade[e] / excess
    grade["oxygen"] = silicate * (t.oxygen[0] + t.oxygen[1] * z["oxygen"])
    core = np.maximum(1.0 - 2.0 * t.helium3[2] / d_km, 0.0)
    grade["helium3"] = (1.0 - core**3) * t.helium3[0] * np.exp(t.helium3[1] * z["helium3"])
    grade |= _precious(group, metal, t, np.stack([z[e] for e in PRECIOUS]))
    return {"water_frac": water, "metal_frac": metal, "silicate_frac": silicate,
            "is_renormalised": renormalised,
            "grade_frac": np.stack([grade[e] for e in ELEMENTS])}  # fmt: skip


def _precious(group, metal, t, z):
    law = t.in_metal[group]
    ln = np.where(law, t.mixing[1] @ z, t.mixing[0] @ z)
    raw = t.precious[group].T * np.exp(ln)
    total = raw[:6].sum(axis=0)
    knots = np.linspace(*t.iron_sum_span, t.iron_sum.size)
    factor = np.exp(np.interp(np.log(total), knots, t.iron_sum))
    raw[:6] = np.where(law, raw[:6] * factor, raw[:6])
    raw = np.where(law, raw * metal, raw)
    return dict(zip(PRECIOUS, raw, strict=True))
