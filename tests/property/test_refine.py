"""A single transfer is the cell of the porkchop at its dates."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.orbits.porkchop import porkchop
from asteroid_econ.orbits.refine import SAME_D, each_once, follow, longest_step_d, transfer

EROS = (1.458243717, 0.222877963, *np.radians([10.8285, 304.268, 178.918, 62.511]), 61200.0)


@given(st.floats(60_000.0, 66_000.0), st.floats(80.0, 500.0))
@settings(max_examples=25)
def test_a_transfer_is_a_cell(launch_mjd_tdb, tof_d):
    chop = porkchop(*EROS, [launch_mjd_tdb], [tof_d])
    cell = (chop.c3_km2_s2, chop.vinf_arrival_km_s, chop.declination_rad)
    ours = transfer(EROS, [launch_mjd_tdb], [tof_d])
    for a, b in zip(ours, cell, strict=True):
        np.testing.assert_allclose(np.ravel(a), np.ravel(b), rtol=1e-7, atol=1e-9)


def test_who_is_followed_to_an_end_stays_there_and_alone_it_is_the_same():
    start = np.array([[62100.0, 62600.0, 62900.0]]), np.array([[300.0, 350.0, 400.0]])
    steps = {"launch_step_d": 10.0, "tof_step_d": 5.0}
    ends, is_minimum = follow(EROS, *start, **steps)
    assert is_minimum.any()
    again, _ = follow(EROS, ends.launch_mjd_tdb, ends.tof_d, **steps)
    assert (again.objective_km_s <= ends.objective_km_s).all()
    assert (again.objective_km_s > ends.objective_km_s - 1e-5)[is_minimum].all()
    alone, _ = follow(EROS, start[0][:, 1:2], start[1][:, 1:2], **steps)
    assert alone.objective_km_s[0, 0] == ends.objective_km_s[0, 1]
    assert alone.launch_mjd_tdb[0, 0] == ends.launch_mjd_tdb[0, 1]


optima = st.lists(
    st.tuples(st.floats(0.0, 3.0), st.floats(0.0, 3.0), st.floats(3.0, 12.0)), max_size=20
)


@given(optima)
def test_every_optimum_is_kept_or_beside_a_cheaper_one(rows):
    launch, tof, cost = np.array(rows).reshape(-1, 3).T
    kept, same = each_once(launch, tof, cost)
    assert (np.diff(cost[kept]) >= 0.0).all()
    for k, place in enumerate(same):
        first = kept[place]
        assert cost[first] <= cost[k]
        assert first == k or abs(launch[first] - launch[k]) + abs(tof[first] - tof[k]) < SAME_D
    apart = np.abs(launch[kept, None] - launch[kept]) + np.abs(tof[kept, None] - tof[kept])
    assert (apart[~np.eye(kept.size, dtype=bool)] >= SAME_D).all()


@given(st.lists(st.floats(0.1, 50.0), min_size=1, max_size=30))
def test_no_step_is_longer(steps):
    axis_d = np.concatenate([[61_000.0], 61_000.0 + np.cumsum(steps)])
    assert (np.diff(axis_d) <= longest_step_d(axis_d)).all()
    assert longest_step_d(axis_d) in np.diff(axis_d)
