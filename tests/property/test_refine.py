"""A single transfer is the cell of the porkchop at its dates."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.orbits.porkchop import porkchop
from asteroid_econ.orbits.refine import transfer

EROS = (1.458243717, 0.222877963, *np.radians([10.8285, 304.268, 178.918, 62.511]), 61200.0)


@given(st.floats(60_000.0, 66_000.0), st.floats(80.0, 500.0))
@settings(max_examples=25)
def test_a_transfer_is_a_cell(launch_mjd_tdb, tof_d):
    chop = porkchop(*EROS, [launch_mjd_tdb], [tof_d])
    cell = (chop.c3_km2_s2, chop.vinf_arrival_km_s, chop.declination_rad)
    ours = transfer(EROS, [launch_mjd_tdb], [tof_d])
    for a, b in zip(ours, cell, strict=True):
        np.testing.assert_allclose(np.ravel(a), np.ravel(b), rtol=1e-7, atol=1e-9)
