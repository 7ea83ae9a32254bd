"""Far out and fast, moving the aim is distance over time."""

import numpy as np
import pytest

from asteroid_econ.constants import DAY_S, MU_EARTH_KM3_S2, R_EARTH_KM
from asteroid_econ.orbits.roundtrip_return import cargo_return
from mining_case import SEARCH


def test_a_fast_cargo_moves_in_straight_lines():
    vinf = 60.0
    aims = [
        np.hypot(r, np.sqrt(2.0 * MU_EARTH_KM3_S2 * r) / vinf)
        for r in (R_EARTH_KM + 35_786.0, R_EARTH_KM + 125.0)
    ]
    expected = (aims[0] - aims[1]) / (14.0 * DAY_S)
    assert cargo_return(vinf, SEARCH).retarget_dv_km_s == pytest.approx(expected, rel=1e-3)
