"""The continuous optimum against scipy's, from the same cell."""

import numpy as np
import pytest
from scipy.optimize import minimize

from asteroid_econ.errors import InputError
from asteroid_econ.orbits.departure import parking_orbit
from asteroid_econ.orbits.porkchop import porkchop
from asteroid_econ.orbits.refine import follow, refine, transfer
from asteroid_econ.orbits.sweep import sweep

LAUNCH, TOF = 62000.0 + 10.0 * np.arange(150), 60.0 + 5.0 * np.arange(150)
TARGETS = (
    np.array([1.458243717, 1.126391026, 1.190918932]),
    np.array([0.222877963, 0.203745, 0.190281]),
    np.radians([10.8285, 6.0349, 5.8837]),
    np.radians([304.268, 2.0609, 251.62]),
    np.radians([178.918, 66.2231, 211.43]),
    np.radians([62.511, 300.0, 170.0]),
    np.full(3, 61200.0),
)


def test_scipy_finds_the_same_optimum():
    grid = sweep(*TARGETS, LAUNCH, TOF, n_best=2)
    fine = refine(TARGETS, grid.launch_mjd_tdb, grid.tof_d, launch_step_d=10.0, tof_step_d=5.0)
    parking = parking_orbit()
    for k in range(3):
        one = tuple(x[k : k + 1] for x in TARGETS)

        def cost(x, one=one):
            c3, arrival, _ = transfer(one, x[:1], x[1:])
            return float((parking.dv_km_s(c3) + arrival)[0])

        for m in range(2):
            start = np.array([grid.launch_mjd_tdb[k, m], grid.tof_d[k, m]])
            bounds = [(start[0] - 10, start[0] + 10), (start[1] - 5, start[1] + 5)]
            peer = minimize(
                cost,
                start,
                method="Nelder-Mead",
                bounds=bounds,
                options={"xatol": 1e-4, "fatol": 1e-10},
            )
            assert fine.objective_km_s[k, m] <= grid.objective_km_s[k, m]
            assert fine.objective_km_s[k, m] <= peer.fun + 1e-6


def test_what_is_followed_ends_where_scipy_finds_nothing_better():
    # cells up the valley: the optimum is many steps away, for the last one too many
    start = np.array([62600.0, 62600.0, 62300.0]), np.array([300.0, 300.0, 400.0])
    steps = {"launch_step_d": 10.0, "tof_step_d": 5.0}
    ranges = {"launch_range_mjd_tdb": (62000.0, 63490.0), "tof_range_d": (60.0, 805.0)}
    near = refine(TARGETS, *start, **steps, **ranges)
    found, is_minimum = follow(TARGETS, *start, **steps, **ranges)
    assert is_minimum.tolist() == [True, True, False]
    assert (found.objective_km_s <= near.objective_km_s).all()
    assert (found.objective_km_s < near.objective_km_s - 1.0).any()
    parking = parking_orbit()
    for k in np.flatnonzero(is_minimum):
        one = tuple(x[k : k + 1] for x in TARGETS)

        def cost(x, one=one):
            c3, arrival, _ = transfer(one, x[:1], x[1:])
            return float((parking.dv_km_s(c3) + arrival)[0])

        place = np.array([found.launch_mjd_tdb[k], found.tof_d[k]])
        peer = minimize(
            cost,
            place,
            method="Nelder-Mead",
            bounds=list(ranges.values()),
            options={
                "xatol": 1e-4,
                "fatol": 1e-10,
                "initial_simplex": place + np.array([[0.0, 0.0], [0.2, 0.0], [0.0, 0.2]]),
            },
        )
        assert found.objective_km_s[k] <= peer.fun + 1e-6
    none, is_minimum = follow(TARGETS, [np.nan, 62600.0, np.nan], 300.0, **steps)
    assert np.isfinite(none.objective_km_s).tolist() == [False, True, False]


def test_single_transfers_are_the_cells_of_a_porkchop():
    chop = porkchop(*(x[1] for x in TARGETS), LAUNCH[:3], TOF[:4])
    launch, tof = np.meshgrid(LAUNCH[:3], TOF[:4], indexing="ij")
    c3, arrival, declination = transfer(tuple(x[1] for x in TARGETS), launch[None], tof[None])
    np.testing.assert_allclose(c3[0], chop.c3_km2_s2, rtol=1e-9)
    np.testing.assert_allclose(arrival[0], chop.vinf_arrival_km_s, rtol=1e-9)
    np.testing.assert_allclose(declination[0], chop.declination_rad, atol=1e-9)


def test_the_plane_change_counts_where_the_inclination_is_given():
    start = (np.full(3, 62500.0), 300.0)
    steps = {"launch_step_d": 20.0, "tof_step_d": 20.0}
    tilted = refine(TARGETS, *start, **steps, parking=parking_orbit(inc_rad=0.0))
    free = refine(TARGETS, *start, **steps)
    assert (tilted.objective_km_s > free.objective_km_s).all()
    c3, arrival, declination = transfer(TARGETS, tilted.launch_mjd_tdb, tilted.tof_d)
    again = parking_orbit(inc_rad=0.0).dv_km_s(c3, declination) + arrival
    np.testing.assert_allclose(tilted.objective_km_s, again, rtol=1e-12)


def test_an_optimum_does_not_depend_on_its_neighbours():
    start = (np.full(3, 62500.0), np.array([300.0, 310.0, 350.0]))
    steps = {"launch_step_d": 20.0, "tof_step_d": 20.0}
    three = refine(TARGETS, *start, **steps)
    one = refine(tuple(x[1:2] for x in TARGETS), start[0][1:2], start[1][1:2], **steps)
    assert three.launch_mjd_tdb[1] == one.launch_mjd_tdb[0]
    assert three.tof_d[1] == one.tof_d[0]
    assert three.objective_km_s[1] == one.objective_km_s[0]


def test_nan_passes_and_bad_input_is_named():
    fine = refine(TARGETS, [62500.0, np.nan, 62600.0], 300.0, launch_step_d=5.0, tof_step_d=5.0)
    assert np.isnan(fine.objective_km_s).tolist() == [False, True, False]
    assert np.abs(fine.launch_mjd_tdb[0] - 62500.0) <= 5.0
    for name, options in (
        ("launch_step_d", {"launch_step_d": 0.0}),
        ("tolerance_d", {"tolerance_d": -1}),
    ):
        with pytest.raises(InputError, match=name):
            refine(
                TARGETS,
                62500.0 * np.ones(3),
                300.0,
                **{"launch_step_d": 1, "tof_step_d": 1, **options},
            )
    with pytest.raises(InputError, match="launch_mjd_tdb"):
        transfer(TARGETS, [62500.0], [300.0])


def test_the_search_stays_in_the_ranges():
    steps = {"launch_step_d": 10.0, "tof_step_d": 5.0}
    start = np.full(3, 62500.0), np.full(3, 300.0)
    free = refine(TARGETS, *start, **steps)
    held = refine(
        TARGETS,
        *start,
        **steps,
        launch_range_mjd_tdb=(62499.0, 62503.0),
        tof_range_d=(300.0, 302.0),
    )
    assert ((held.launch_mjd_tdb >= 62499.0) & (held.launch_mjd_tdb <= 62503.0)).all()
    assert ((held.tof_d >= 300.0) & (held.tof_d <= 302.0)).all()
    assert (held.objective_km_s >= free.objective_km_s - 1e-9).all()
    with pytest.raises(InputError) as caught:
        refine(TARGETS, *start, **steps, tof_range_d=(302.0, 300.0))
    assert caught.value.name == "tof_range_d"


def test_targets_with_nan_elements_pass_and_shapes_that_do_not_fit_are_named():
    few = tuple(np.append(x[:1], np.nan) for x in TARGETS)
    found = refine(few, [62500.0, 62500.0], 300.0, launch_step_d=5.0, tof_step_d=5.0)
    assert np.isfinite(found.objective_km_s).tolist() == [True, False]
    with pytest.raises(InputError, match="broadcast"):
        transfer(TARGETS, np.full(3, 62500.0), np.full(2, 300.0))
