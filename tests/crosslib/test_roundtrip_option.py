"""What stands with an itinerary, seen by astropy and by plain loops."""

from dataclasses import replace

import numpy as np
import pytest
from astropy import units
from astropy.coordinates import get_body_barycentric
from astropy.time import Time

from asteroid_econ.constants import AU_KM
from asteroid_econ.orbits.perturbed import perturbed_states
from asteroid_econ.orbits.roundtrip_option import mining_options
from mining_case import EPOCH, PLANETS, options_of

CASES = {
    "2000 SG344": {},
    "99942": {"first_launch_mjd_tdb": 62_100.0, "last_launch_mjd_tdb": 62_240.0, "step_d": 5.0,
              "stay_min_d": 10.0, "stay_max_d": 20.0, "leg_max_d": 300.0, "n_rev_max": 0,
              "duration_max_d": 500.0, "dv_max_km_s": 15.0},
}  # fmt: skip


def _from_earth(r_km, mjd_tdb):
    """Return the distance of a heliocentric position from Earth (au) and its elongation (deg)."""
    when = Time(mjd_tdb, format="mjd", scale="tdb")
    eps = np.radians(84381.448 / 3600.0)
    turn = np.array([[1, 0, 0], [0, np.cos(eps), -np.sin(eps)], [0, np.sin(eps), np.cos(eps)]])
    earth = get_body_barycentric("earth", when, ephemeris="builtin").xyz.to_value(units.km)
    sun = get_body_barycentric("sun", when, ephemeris="builtin").xyz.to_value(units.km)
    body = turn @ r_km + sun - earth
    to_sun = sun - earth
    cosine = body @ to_sun / (np.linalg.norm(body) * np.linalg.norm(to_sun))
    return np.linalg.norm(body) / AU_KM, np.degrees(np.arccos(cosine))


@pytest.mark.parametrize("designation", CASES)
def test_elongation_conjunction_and_hill_sphere(designation):
    _, (r, v), options, _ = options_of(designation, **CASES[designation])
    assert options
    for option in options:
        dates = option.launch_mjd_tdb + option.dur_out_d + np.array([0.0, option.dur_at_d])
        at, _, _ = perturbed_states(r, v, EPOCH, dates, planets=PLANETS)
        seen = [_from_earth(at[0, k], dates[k]) for k in (0, 1)]
        ours = np.degrees([option.arrival_elongation_rad, option.departure_elongation_rad])
        assert ours == pytest.approx([elongation for _, elongation in seen], abs=0.01)
        assert option.is_conjunction == any(d > 1.0 and e < 5.0 for d, e in seen)
        assert option.inside_earth_hill == any(d < 0.01 for d, _ in seen)


def test_an_arrival_at_apophis_in_its_encounter_is_inside_the_hill_sphere():
    """It passes at 38,012 km on 2029-04-13 (MJD 62239.9): 0.01 au is reached within 2.3 days."""
    _, _, options, _ = options_of("99942", **CASES["99942"])
    inside = [
        abs(option.launch_mjd_tdb + option.dur_out_d + stay - 62_239.9) < 2.3
        for option in options
        for stay in (0.0, option.dur_at_d)
    ]
    pairs = np.reshape(inside, (-1, 2)).any(axis=1)
    assert [option.inside_earth_hill for option in options] == pairs.tolist()


def test_the_next_two_windows_are_the_next_ones_that_cost_hardly_more():
    """Made windows: every 500 days one, of which each second asks for 1.5 km/s more."""
    search, (r, v), _, trips = options_of("2000 SG344", n_rev_max=0, stay_max_d=100.0)
    longer = replace(search, last_launch_mjd_tdb=search.last_launch_mjd_tdb + 2000.0)
    t = longer.step_d * np.arange(longer.n_launches)
    dear = np.where(np.round(t / 500.0) % 2 == 1, 1.5, 0.0)
    least = float(np.nanmin(trips.dv_km_s))
    made = least + dear + 0.4 * (1.0 - np.cos(2.0 * np.pi * t / 500.0))
    waves = replace(trips, search=longer, dv_by_launch_km_s=made)
    option = mining_options(waves, r, v, EPOCH, planets=PLANETS)[-1]
    since = option.launch_mjd_tdb - longer.first_launch_mjd_tdb
    cheap = [1000.0 * k for k in range(4) if 1000.0 * k > since + 180.0]
    following = [mjd - longer.first_launch_mjd_tdb for mjd in option.next_launches_mjd_tdb]
    assert len(following) == 2
    assert following == [t[np.argmin(np.abs(t - day))] for day in cheap[:2]]
