"""Bounds hold for every transfer that a search finds, and shrink for nobody's convenience."""

import numpy as np
import pytest

from asteroid_econ.catalogs.load import load
from asteroid_econ.constants import AU_KM, MU_SUN_KM3_S2
from asteroid_econ.errors import InputError
from asteroid_econ.orbits import bounds
from asteroid_econ.orbits.bounds import round_trip_bound_km_s, two_impulse_bound_km_s
from asteroid_econ.orbits.departure import parking_orbit
from asteroid_econ.orbits.planets import heliocentric_state
from asteroid_econ.orbits.porkchop import ELEMENTS
from asteroid_econ.orbits.sweep import sweep


def _targets(n):
    rng = np.random.default_rng(12)
    a = 10.0 ** rng.uniform(-0.3, 0.6, n)
    ecc = np.where(rng.random(n) < 0.1, 0.0, rng.uniform(0.0, 0.9, n))
    inc = np.where(rng.random(n) < 0.1, 0.0, np.abs(rng.normal(0.0, 0.4, n)))
    inc[0] = 2.5
    return a, ecc, np.minimum(inc, np.pi)


@pytest.mark.parametrize("objective", ["total", "vinf_sum"])
def test_no_transfer_costs_less_than_its_bound(objective):
    n = 30
    a, ecc, inc = _targets(n)
    a[:8], ecc[:8], inc[1:8] = np.linspace(0.95, 1.06, 8), 0.03, 0.02  # nearly Earth's orbit
    rng = np.random.default_rng(13)
    angles = rng.uniform(0.0, 2.0 * np.pi, (3, n))
    launch, tof = 60000.0 + 17.0 * np.arange(100), 20.0 + 17.0 * np.arange(50)
    for is_prograde in (True, False):
        found = sweep(
            a, ecc, inc, *angles, 60000.0, launch, tof, objective=objective, is_prograde=is_prograde
        )
        bound = two_impulse_bound_km_s(a, ecc, inc, objective=objective, n_boxes=1000)
        assert (found.objective_km_s[:, 0] >= bound).all()


def test_more_boxes_bring_the_bound_closer_and_threads_change_no_bit():
    targets = _targets(100)
    few, more = (two_impulse_bound_km_s(*targets, n_boxes=n, threads=1) for n in (100, 1000))
    assert (more >= few).all()
    assert (more > few).any()
    assert more.tobytes() == two_impulse_bound_km_s(*targets, n_boxes=1000, threads=2).tobytes()


def test_the_limit_changes_when_a_search_ends_but_not_on_which_side():
    targets = _targets(60)
    full = two_impulse_bound_km_s(*targets, n_boxes=1000)
    early = two_impulse_bound_km_s(*targets, n_boxes=1000, enough_km_s=8.0)
    assert (early <= full).all()
    assert ((early > 8.0) == (full > 8.0)).all()
    around = round_trip_bound_km_s(*targets, n_boxes=1000)
    decided = round_trip_bound_km_s(*targets, n_boxes=1000, enough_km_s=12.0)
    assert ((around > 12.0) == (decided > 12.0)).all()
    back = two_impulse_bound_km_s(*targets, objective="return", n_boxes=1000)
    np.testing.assert_allclose(around, full + back, rtol=1e-12)


def test_earth_is_within_what_the_proof_assumes():
    r, v = heliocentric_state("earth", np.arange(15_020.0, 88_069.0, 7.7))
    r, v = r / AU_KM, v / np.sqrt(MU_SUN_KM3_S2 / AU_KM)
    radius = np.linalg.norm(r, axis=1)
    momentum = np.cross(r, v)
    size = np.linalg.norm(momentum, axis=1)
    low, high = bounds.EARTH_RADIUS_AU
    assert low < radius.min() < radius.max() < high
    assert np.abs((r * v).sum(axis=1) / radius).max() < bounds.EARTH_RADIAL_SPEED
    assert bounds.EARTH_MOMENTUM[0] < size.min() < size.max() < bounds.EARTH_MOMENTUM[1]
    assert np.arccos(momentum[:, 2] / size).max() < bounds.EARTH_TILT_RAD


def test_earth_s_radial_speed_at_its_distance_is_within_what_the_proof_assumes():
    r, v = heliocentric_state("earth", np.arange(15_020.0, 88_069.0, 7.7))
    r, v = r / AU_KM, v / np.sqrt(MU_SUN_KM3_S2 / AU_KM)
    radius = np.linalg.norm(r, axis=1)
    radial = np.abs((r * v).sum(axis=1) / radius)
    most = np.array([bounds._earth_radial_speed(1.0 / x, 1.0 / x) for x in radius])
    assert (radial <= most).all()


def test_nan_stays_local():
    bound = two_impulse_bound_km_s([1.2, np.nan, 1.3], [0.1, 0.1, np.nan], 0.1, n_boxes=50)
    assert np.isnan(bound).tolist() == [False, True, True]
    bound = round_trip_bound_km_s([1.2, np.nan], 0.1, 0.1, n_boxes=50, enough_km_s=12.0)
    assert np.isnan(bound).tolist() == [False, True]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("objective", {"objective": "c3"}),
        ("n_boxes", {"n_boxes": 0}),
        ("n_boxes", {"n_boxes": 10**12}),
        ("parking", {"parking": parking_orbit("mars")}),
        ("enough_km_s", {"enough_km_s": [1.0, 2.0, 3.0]}),
        ("ecc", {"ecc": 1.0}),
    ],
)
def test_bad_input_is_named(name, options):
    with pytest.raises(InputError) as caught:
        two_impulse_bound_km_s(**{"a_au": 1.2, "ecc": 0.1, "inc_rad": 0.1, **options})
    assert caught.value.name == name


@pytest.mark.heavy
def test_ten_thousand_targets_none_violated_and_a_third_skipped(data_dir):
    catalog = load(data_dir / "catalogs" / "nea_sbdb_2024-10.parquet")
    rows = np.random.default_rng(1).permutation(len(catalog))[:10_000]
    elements = [catalog.column(name)[rows] for name in ELEMENTS]
    launch, tof = 62000.0 + 20.0 * np.arange(100), 60.0 + 10.0 * np.arange(75)
    found = sweep(*elements, launch, tof)
    bound = two_impulse_bound_km_s(*elements[:3], n_boxes=3000)
    assert (found.objective_km_s[:, 0] >= bound).all()
    around = round_trip_bound_km_s(*elements[:3], enough_km_s=12.0)
    assert (around > 12.0).mean() >= 0.30
