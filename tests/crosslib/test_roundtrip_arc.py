"""lamberthub's arcs to the asteroid and back, where one integration puts it: the phases meet."""

import numpy as np
import pytest
from lamberthub import izzo2015

from asteroid_econ.constants import DAY_S, MU_SUN_KM3_S2
from asteroid_econ.orbits.perturbed import perturbed_states
from asteroid_econ.orbits.planets import heliocentric_state
from asteroid_econ.orbits.roundtrip_arc import arc_again
from asteroid_econ.orbits.roundtrip_states import itinerary_states
from mining_case import EPOCH, PLANETS, options_of

AFTER_2029 = {
    "first_launch_mjd_tdb": 62_700.0, "last_launch_mjd_tdb": 62_900.0, "leg_max_d": 400.0,
    "n_rev_max": 0, "stay_max_d": 200.0, "duration_max_d": 900.0, "dv_max_km_s": 15.0,
}  # fmt: skip


def test_phases_meet_after_an_encounter_that_makes_kilometres_of_rounding():
    """Apophis passes Earth at 38,012 km in 2029: two integrations agree no better than that."""
    _, (r, v), options, _ = options_of("99942", **AFTER_2029)
    assert options
    for option in options:
        out, stay, back = itinerary_states(option, r, v, EPOCH, planets=PLANETS)
        ends = back.mjd_tdb[-1]
        assert np.linalg.norm(out.r_km[-1] - stay.r_km[0]) < 1.0
        assert np.linalg.norm(back.r_km[0] - stay.r_km[-1]) < 1e-6
        assert np.linalg.norm(back.r_km[-1] - heliocentric_state("earth", ends)[0]) < 1.0
        arc, _ = izzo2015(
            MU_SUN_KM3_S2, out.r_km[0], stay.r_km[0], DAY_S * option.dur_out_d, prograde=True
        )
        assert out.v_km_s[0] == pytest.approx(arc, abs=1e-9)


def test_the_path_of_several_revolutions_is_the_one_that_was_found():
    start = heliocentric_state("earth", 62_000.0)
    r, v = options_of("2000 SG344")[1]
    at_r, at_v, _ = perturbed_states(r, v, EPOCH, [62_900.0], planets=PLANETS)
    goal = at_r[0, 0], at_v[0, 0]
    tof_s = 900.0 * DAY_S
    for low in (True, False):
        first, second = izzo2015(MU_SUN_KM3_S2, start[0], goal[0], tof_s, M=1, low_path=low)
        v1, v2 = arc_again(start, goal, tof_d=900.0, n_rev=1, vinf_km_s=first - start[1] + 0.01)
        assert v1 == pytest.approx(first, abs=1e-8)
        assert v2 == pytest.approx(second, abs=1e-8)
    lost, _ = arc_again(start, goal, tof_d=100.0, n_rev=1, vinf_km_s=np.zeros(3))
    assert np.isnan(lost).all()
