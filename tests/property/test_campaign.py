"""Whatever the windows: no load leaves before it is mined, none after the plant's life."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from asteroid_econ.missions.campaign import campaign, return_windows_mjd_tdb
from asteroid_econ.parameters.load import load
from asteroid_econ.records import TransferOptions

MISSIONS = load("missions")


@given(st.floats(181.0, 4000.0), st.floats(50.0, 9000.0) | st.just(np.nan), st.floats(1.0, 900.0))
def test_no_load_leaves_before_it_is_mined(stay_d, revisit_d, return_d):
    def one(x):
        return np.array([float(x)])

    options = TransferOptions(
        "test", one(62_502.0), one(300.0), one(return_d), *(one(1.0) for _ in range(5)),
        revisit_d=one(revisit_d), sun_distance_au=one(1.0), stay_d=one(stay_d),
    )  # fmt: skip
    calendar = campaign(options, 0, MISSIONS)
    leaves = calendar.delivery_mjd_tdb - return_d
    assert np.allclose(leaves, return_windows_mjd_tdb(options, 0, MISSIONS))
    worked = leaves - (62_802.0 + 180.0)
    assert np.all(calendar.interval_d * np.arange(1, leaves.size + 1) <= worked + 1e-6)
    assert worked[-1] <= 15.0 * 365.25
    assert 1 <= calendar.n_deliveries <= 5
    if leaves.size > 1:
        assert np.allclose(np.diff(leaves), revisit_d)
