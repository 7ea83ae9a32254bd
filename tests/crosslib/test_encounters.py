"""Passages of Earth: scipy's minimiser finds the same dates and distances, none more or less."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from asteroid_econ.constants import AU_KM, MU_SUN_KM3_S2
from asteroid_econ.orbits.encounters import earth_encounters
from asteroid_econ.orbits.ephemeris import ephemeris
from asteroid_econ.orbits.planets import heliocentric_state

FIRST, LAST = 61_000.0, 64_000.0


def separation_au(elements, mjd):
    r_km, _ = ephemeris(*elements, np.atleast_1d(mjd), mu_km3_s2=MU_SUN_KM3_S2)
    r_earth_km, _ = heliocentric_state("earth", np.atleast_1d(mjd))
    return np.linalg.norm(r_km[0] - r_earth_km, axis=-1) / AU_KM


@settings(max_examples=30)
@given(
    st.floats(0.8, 2.5), st.floats(0.0, 0.7), st.floats(0.0, 0.3),
    st.floats(0.0, 6.28), st.floats(0.0, 6.28), st.floats(0.0, 6.28),
)  # fmt: skip
def test_scipy_finds_the_same_passages(a_au, ecc, inc, node, argperi, mean):
    elements = (a_au * AU_KM, ecc, inc, node, argperi, mean, FIRST)
    mjd, au = earth_encounters(*elements, first_mjd_tdb=FIRST, last_mjd_tdb=LAST, within_au=0.09)
    days = np.arange(FIRST, LAST, 0.5)
    apart = separation_au(elements, days)
    inner = (apart[1:-1] < apart[:-2]) & (apart[1:-1] <= apart[2:]) & (apart[1:-1] < 0.095)
    theirs = [
        minimize_scalar(
            lambda t: float(separation_au(elements, t)[0]),
            bounds=(t - 0.5, t + 0.5), method="bounded", options={"xatol": 1e-7},
        )
        for t in days[1:-1][inner]
    ]  # fmt: skip
    near = [best for best in theirs if best.fun < 0.089]
    for best in near:
        k = int(np.argmin(np.abs(mjd - best.x)))
        assert mjd[k] == pytest.approx(best.x, abs=0.3)
        assert au[k] == pytest.approx(best.fun, abs=2e-4)
    for t in mjd[au < 0.088]:
        assert any(abs(t - best.x) < 0.3 for best in near)
