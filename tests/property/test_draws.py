"""What holds for every input of the kernels of draws: NaN stays where it is, ranges are kept."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asteroid_econ.composition import draws
from asteroid_econ.composition.grades import ELEMENTS
from asteroid_econ.composition.tables import load_tables

TABLES = load_tables()
N_TYPES, N_GROUPS = TABLES.rows.group.shape[0], TABLES.grades.water.shape[0]
scores = st.lists(st.floats(-8.0, 8.0), min_size=8, max_size=8)


def column(values, n):
    return np.repeat(np.array(values)[:n, np.newaxis], 2, axis=1)


@given(st.floats(1e-9, 1.0 - 1e-9), st.lists(st.floats(0.0, 1.0), min_size=2, max_size=9))
def test_classes_are_in_range_and_possible(u, shares):
    shares = np.array([*shares, 0.5])
    kind = np.empty(1, np.int64)
    draws.classes_into(np.array([u]), np.cumsum(shares), kind)
    assert 0 <= kind[0] < shares.size
    assert shares[kind[0]] > 0.0


@given(st.floats(1e-9, 1.0 - 1e-9), st.floats(0.0, 1.0 - 1e-9), st.integers(0, N_TYPES - 1),
       st.floats(1e-4, 1e3))  # fmt: skip
def test_groups_are_of_the_type(u, u_scenario, kind, d_km):
    rows, group = TABLES.rows, np.empty(1, np.int64)
    limits = np.array([rows.small_km, rows.large_km])
    draws.groups_into(np.array([u]), np.array([u_scenario]), np.array([kind]), np.array([d_km]),
                      rows.group, rows.cumulative, rows.follows_size, limits,
                      group)  # fmt: skip
    assert group[0] in rows.group[kind][rows.mean[kind] > 0.0]


@given(scores, st.integers(0, N_TYPES - 1), st.booleans())
def test_sizes_follow_the_magnitude(z, kind, is_measured):
    albedo, d_km = np.empty(2), np.empty(2)
    measured = np.array([0.0, 0.1]) if is_measured else np.array([np.nan, np.nan])
    h = np.array([1.0, 0.0])
    draws.sizes_into(column(z, 3), np.full(2, kind), TABLES.albedo_mu_ln, TABLES.albedo_sigma_ln,
                     -0.5 if is_measured else 0.0, h, measured, albedo, d_km)  # fmt: skip
    assert ((albedo > 0.0) & (albedo <= 1.0)).all()
    if is_measured:
        assert np.log(d_km) == pytest.approx(0.1 * z[2], abs=1e-12)
    else:
        assert d_km == pytest.approx(np.exp(1.0) / np.sqrt(albedo), rel=1e-12)


@given(scores, st.floats(1e-4, 1e3), st.integers(0, N_TYPES - 1), st.integers(0, N_GROUPS - 1))
def test_periods_densities_and_masses_are_positive(z, d_km, kind, group):
    spin, porous = TABLES.spin, TABLES.porosity
    d, period = np.array([d_km, np.nan]), np.empty(2)
    draws.periods_into(column(z, 1)[0], d, np.nan, spin.limits_km, spin.mean, spin.sigma,
                       spin.barrier_h, period)  # fmt: skip
    assert period[0] > 0.0
    assert period[0] >= spin.barrier_h or d_km < 0.3
    phi, rho, mass = np.empty(2), np.empty(2), np.empty(2)
    is_monolith = np.empty(2, np.bool_)
    draws.densities_into(np.full(2, 0.3), column(z, 2), np.full(2, kind), np.full(2, group), d,
                         period, TABLES.grades.density, porous.kind, porous.quantiles,
                         porous.solid, spin.barrier_h, phi, is_monolith, rho, mass)  # fmt: skip
    assert 0.0 <= phi[0] < 1.0
    assert mass[0] == pytest.approx(np.pi / 6e-9 * d_km**3 * rho[0], rel=1e-12)
    assert np.isnan(mass[1])


@given(scores, st.integers(0, N_GROUPS - 1), st.floats(1e-3, 10.0))
def test_contents_are_shares_of_a_whole(z, group, d_km):
    t, g = TABLES.grades, np.full(2, group)
    grade = np.empty((len(ELEMENTS), 2))
    water, metal, silicate = np.empty(2), np.empty(2), np.empty(2)
    marked = np.empty(2, np.bool_)
    draws.traces_into(column(z, 5), g, t.traces, t.sigmas[2], grade)
    draws.bulk_into(column(z, 8), np.full(2, 0.5), np.array([0.0, 0.25]), g, np.full(2, d_km),
                    t.water, t.metal, t.silicate, t.bulk, t.sigmas, t.oxygen, t.helium3, water,
                    metal, silicate, grade, marked)  # fmt: skip
    draws.precious_into(column(z, 7), g, metal, t.precious, t.in_metal, t.mixing, t.iron_sum,
                        t.iron_sum_span, grade)  # fmt: skip
    assert (grade >= 0.0).all()
    carbon = grade[ELEMENTS.index("carbon")]
    assert (water + metal + silicate + carbon <= 1.0 + 1e-12).all()
    assert (grade[:3].sum(axis=0) <= 1.0 + 1e-12).all()


def test_nan_stays_in_its_draw():
    t = TABLES.grades
    z = np.zeros((7, 2))
    z[3, 0] = np.nan
    grade = np.zeros((len(ELEMENTS), 2))
    iron = np.full(2, N_GROUPS - 1)
    draws.precious_into(z, iron, np.ones(2), t.precious, t.in_metal, t.mixing, t.iron_sum,
                        t.iron_sum_span, grade)  # fmt: skip
    assert np.isnan(grade[3:9, 0]).any()
    assert np.isfinite(grade[:, 1]).all()
