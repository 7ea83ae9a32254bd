"""Every cell against our scalar path and another library's Lambert solver."""

import numpy as np
import pytest
from lamberthub import izzo2015

from asteroid_econ.constants import AU_KM, DAY_S, MU_SUN_KM3_S2
from asteroid_econ.orbits.departure import parking_orbit
from asteroid_econ.orbits.ephemeris import ephemeris
from asteroid_econ.orbits.planets import heliocentric_state
from asteroid_econ.orbits.porkchop import porkchop

EROS = (
    1.458243717,
    0.222877963,
    *np.radians([10.8285441, 304.2679713, 178.9181319, 62.511455]),
    61200.0,
)


@pytest.mark.parametrize("body", ["earth", "mars", "venus"])
@pytest.mark.parametrize(
    ("launch", "tof"),
    [
        (62000.0 + 50.0 * np.arange(4), 100.0 + 25.0 * np.arange(9)),
        (62000.0 + np.array([0.0, 33.0, 90.5]), np.array([90.0, 200.25, 411.0])),
        (np.array([62100.0]), np.array([300.0])),
    ],
)
def test_lamberthub_agrees(body, launch, tof):
    chop = porkchop(*EROS, launch, tof, parking=parking_orbit(body))
    r1, v_home = heliocentric_state(body, launch)
    for i in range(launch.size):
        r2, v_target = ephemeris(
            EROS[0] * AU_KM, *EROS[1:], launch[i] + tof, mu_km3_s2=MU_SUN_KM3_S2
        )
        for j in range(tof.size):
            v1, v2 = izzo2015(MU_SUN_KM3_S2, r1[i], r2[0, j], tof[j] * DAY_S)
            c3 = ((v1 - v_home[i]) ** 2).sum()
            np.testing.assert_allclose(chop.c3_km2_s2[i, j], c3, rtol=1e-6, atol=1e-6)
            arrival = np.linalg.norm(v2 - v_target[0, j])
            np.testing.assert_allclose(chop.vinf_arrival_km_s[i, j], arrival, atol=1e-6)
