"""A single transfer is the cell of the porkchop at its dates."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.orbits.porkchop import porkchop
from asteroid_econ.orbits.refine import follow, transfer

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
