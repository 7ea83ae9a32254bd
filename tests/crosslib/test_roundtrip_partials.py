"""Partials against other elements, integrated anew, and lamberthub's arcs."""

import numpy as np
import pytest
from lamberthub import izzo2015

from asteroid_econ.constants import AU_KM, DAY_S, MU_SUN_KM3_S2
from asteroid_econ.orbits.elements import state
from asteroid_econ.orbits.perturbed import perturbed_states
from asteroid_econ.orbits.planets import heliocentric_state
from asteroid_econ.orbits.roundtrip_partials import orbit_error
from asteroid_econ.orbits.roundtrip_places import departure_place, return_place
from asteroid_econ.published.tables import table
from mining_case import EPOCH, PLANETS, options_of

DESIGNATION = "2000 SG344"
RUNOFF = 3.0  # arcsec a decade


def moved_state(runoff_arcsec_decade):
    """Return the asteroid with a semi-major axis that lets it run off by so much."""
    rows = table("nhats_elements").where("designation", DESIGNATION)
    angles = [
        np.deg2rad(rows.numbers(f"{a}_deg")[0]) for a in ("inc", "node", "argperi", "mean_anomaly")
    ]
    a_au, ecc = rows.numbers("a_au")[0], rows.numbers("ecc")[0]
    turns_arcsec_decade = 360.0 * 3600.0 * 10.0 / a_au**1.5
    a_au *= 1.0 - runoff_arcsec_decade / turns_arcsec_decade / 1.5
    return state(a_au * AU_KM, ecc, *angles, mu_km3_s2=MU_SUN_KM3_S2)


def total_dv_km_s(option, search, runoff):
    dates = option.launch_mjd_tdb + np.cumsum(
        [0.0, option.dur_out_d, option.dur_at_d, option.dur_ret_d]
    )
    r, v, _ = perturbed_states(*moved_state(runoff), EPOCH, dates[1:3], planets=PLANETS)
    earth_r, earth_v = heliocentric_state("earth", dates[[0, 3]])
    a, b = izzo2015(MU_SUN_KM3_S2, earth_r[0], r[0, 0], option.dur_out_d * DAY_S)
    c, d = izzo2015(MU_SUN_KM3_S2, r[0, 1], earth_r[1], option.dur_ret_d * DAY_S)
    leave = departure_place("leo").dv_km_s(np.linalg.norm(a - earth_v[0]))
    home = return_place(search.return_to).dv_km_s(np.linalg.norm(d - earth_v[1]))
    return leave + np.linalg.norm(b - v[0, 0]) + np.linalg.norm(c - v[0, 1]) + home


@pytest.fixture(scope="module")
def case():
    search, orbit, options, _ = options_of(DESIGNATION, return_to="nrho", n_rev_max=0)
    found = [
        orbit_error(o, search, *orbit, EPOCH, planets=PLANETS, runoff_arcsec_decade=RUNOFF)
        for o in options
    ]
    return search, options, found


def test_partials_are_those_of_other_elements(case):
    search, options, found = case
    for option, ours in zip(options, found, strict=True):
        low, high = (total_dv_km_s(option, search, runoff) for runoff in (-RUNOFF, RUNOFF))
        assert ours.dv_km_s == pytest.approx(abs(high - low) / 2.0, rel=0.15, abs=2e-6)
        assert ours.dv_km_s == pytest.approx(abs(ours.dv_out_km_s + ours.dv_ret_km_s))


def test_the_position_error_is_that_of_other_elements(case):
    _, options, found = case
    for option, ours in zip(options[:2], found, strict=False):
        arrival = np.array([option.launch_mjd_tdb + option.dur_out_d])
        low, high = (
            perturbed_states(*moved_state(runoff), EPOCH, arrival, planets=PLANETS)[0][0, 0]
            for runoff in (-RUNOFF, RUNOFF)
        )
        expected = np.linalg.norm(high - low) / 2.0
        assert ours.position_arrival_km == pytest.approx(expected, rel=0.15)
