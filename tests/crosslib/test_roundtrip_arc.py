"""lamberthub's arcs to the asteroid and back, where one integration puts it: the phases meet."""

import numpy as np
import pytest
from lamberthub import izzo2015

from asteroid_econ.catalogs.load import load
from asteroid_econ.constants import DAY_S, MU_SUN_KM3_S2
from asteroid_econ.orbits.perturbed import perturbed_states
from asteroid_econ.orbits.planets import heliocentric_state
from asteroid_econ.orbits.roundtrip_arc import arc_again
from asteroid_econ.orbits.roundtrip_mining import MiningSearch
from asteroid_econ.studies.itineraries import find_itineraries
from mining_case import EPOCH, PLANETS, options_of


def test_phases_meet_after_an_encounter_that_makes_kilometres_of_rounding():
    """Two integrations of Apophis through its encounter of 2029 are 1,500 km apart in 2062."""
    (found,) = find_itineraries(load("embedded"), ["Apophis"], MiningSearch(), n_options=1)
    (option,) = found.options
    out, stay, back = found.states
    assert stay.mjd_tdb[0] > 72_000.0
    assert np.linalg.norm(out.r_km[-1] - stay.r_km[0]) < 0.1
    assert np.linalg.norm(back.r_km[0] - stay.r_km[-1]) < 0.1
    home, _ = heliocentric_state("earth", back.mjd_tdb[-1])
    assert np.linalg.norm(back.r_km[-1] - home) < 0.1
    arcs = [
        izzo2015(
            MU_SUN_KM3_S2,
            out.r_km[0],
            stay.r_km[0],
            DAY_S * option.dur_out_d,
            M=option.n_rev_out,
            low_path=low,
        )[0]
        for low in (True, False)
    ]
    assert min(np.linalg.norm(out.v_km_s[0] - arc) for arc in arcs) < 1e-8


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
