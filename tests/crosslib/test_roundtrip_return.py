"""Early returns against lamberthub, aims against scipy's integrator."""

import numpy as np
import pytest
from lamberthub import izzo2015
from scipy.integrate import solve_ivp

from asteroid_econ.constants import DAY_S, MU_EARTH_KM3_S2, MU_SUN_KM3_S2, R_EARTH_KM
from asteroid_econ.orbits.perturbed import perturbed_states
from asteroid_econ.orbits.planets import heliocentric_state
from asteroid_econ.orbits.roundtrip_places import return_place
from asteroid_econ.orbits.roundtrip_return import cargo_return, early_return
from mining_case import EPOCH, PLANETS, SEARCH, options_of


def _arcs(r1, r2, tof_d, n_rev_max):
    yield izzo2015(MU_SUN_KM3_S2, r1, r2, tof_d * DAY_S)
    for n in range(1, n_rev_max + 1):
        for low in (True, False):
            try:
                yield izzo2015(MU_SUN_KM3_S2, r1, r2, tof_d * DAY_S, M=n, low_path=low)
            except (ValueError, RuntimeError, AssertionError):
                continue


def test_the_cheapest_early_return():
    search, (r, v), options, _ = options_of("2000 SG344", return_to="nrho")
    home = return_place("nrho")
    checked = [option for option in options if option.dur_at_d > search.stay_min_d][:2]
    assert checked
    for option in checked:
        leave = option.launch_mjd_tdb + option.dur_out_d + 60.0
        last = option.launch_mjd_tdb + option.duration_d
        at_r, at_v, _ = perturbed_states(r, v, EPOCH, np.array([leave]), planets=PLANETS)
        costs = {}
        for tof in np.arange(20.0, min(500.0, last - leave) + 1.0, 20.0):
            earth_r, earth_v = heliocentric_state("earth", leave + tof)
            for a, b in _arcs(at_r[0, 0], earth_r, tof, search.n_rev_max):
                dv = np.linalg.norm(a - at_v[0, 0]) + home.dv_km_s(np.linalg.norm(b - earth_v))
                costs[tof] = min(float(dv), costs.get(tof, np.inf))
        best = min(costs, key=costs.get)
        found = early_return(option, search, r, v, EPOCH, planets=PLANETS)
        assert (found.leave_mjd_tdb, found.dur_ret_d) == (leave, best)
        assert found.dv_km_s == pytest.approx(costs[best], abs=1e-9)
        planned = option.dv_return_km_s + option.dv_earth_km_s
        assert found.extra_dv_km_s == pytest.approx(costs[best] - planned, abs=1e-9)


@pytest.mark.parametrize("vinf_km_s", [0.8, 3.0, 8.0])
def test_the_burn_moves_the_perigee(vinf_km_s):
    """From the hyperbola that grazes 125 km, pushed across its path 14 days out."""
    cargo = cargo_return(vinf_km_s, SEARCH)
    low = R_EARTH_KM + 125.0
    speed = np.sqrt(vinf_km_s**2 + 2.0 * MU_EARTH_KM3_S2 / low)

    def pull(_, y):
        return [*y[2:], *(-MU_EARTH_KM3_S2 * y[:2] / np.hypot(*y[:2]) ** 3)]

    exact = {"method": "DOP853", "rtol": 1e-12, "atol": 1e-9}
    back = solve_ivp(pull, (0.0, -14.0 * DAY_S), [low, 0.0, 0.0, speed], **exact).y[:, -1]
    x, y = back[:2] / np.hypot(*back[:2])
    push = cargo.retarget_dv_km_s * np.array([-y, x])
    sign = np.sign(back[0] * back[3] - back[1] * back[2])
    start = [*back[:2], *(back[2:] + sign * push)]
    way = solve_ivp(pull, (0.0, 15.0 * DAY_S), start, max_step=2000.0, **exact)
    nearest = np.hypot(*way.y[:2]).min()
    assert nearest - R_EARTH_KM == pytest.approx(35_786.0, rel=2e-2)
    assert cargo.miss_perigee_km == pytest.approx(35_786.0)
