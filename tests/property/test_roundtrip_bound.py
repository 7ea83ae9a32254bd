"""Bounds never lie above what a search finds, and leaving out what they exclude changes nothing."""

from dataclasses import replace

import numpy as np
import pytest

from asteroid_econ.catalogs.load import load
from asteroid_econ.constants import AU_KM, DAY_S, MU_SUN_KM3_S2
from asteroid_econ.orbits.bounds import two_impulse_bound_km_s
from asteroid_econ.orbits.elements import state
from asteroid_econ.orbits.perturbed import perturbed_states
from asteroid_econ.orbits.perturbed_field import planet_table
from asteroid_econ.orbits.roundtrip_bound import leg_bounds_km_s
from asteroid_econ.orbits.roundtrip_legs import track
from asteroid_econ.orbits.roundtrip_mining import MiningSearch, mining_planets, mining_trips
from asteroid_econ.orbits.roundtrip_places import departure_place, return_place
from asteroid_econ.published.perturbed_tracks import elements_state
from asteroid_econ.studies.roundtrips import catalog_states

SEARCH = MiningSearch(
    61_700.0, 63_500.0, step_d=30.0, leg_max_d=900.0, n_rev_max=1, stay_min_d=60.0,
    stay_max_d=600.0, duration_max_d=2400.0, dv_max_km_s=11.0,
)  # fmt: skip


@pytest.fixture(scope="module")
def swarm():
    """States of a tenth of the catalogue, and of Apophis, whose orbit changes in 2029."""
    r_km, v_km_s, epoch = (x[::10] for x in catalog_states(load("embedded")))
    r, v = elements_state("nhats_elements", "99942")
    return np.concatenate([r, r_km]), np.concatenate([v, v_km_s]), np.append(59_200.0, epoch)


@pytest.mark.parametrize("places", [("leo", "entry"), ("gto", "heo"), ("nrho", "ldro")])
def test_what_is_left_out_changes_no_itinerary(swarm, places):
    search = replace(SEARCH, departure=places[0], return_to=places[1])
    search = search if places[0] == "leo" else replace(search, dv_max_km_s=8.0)
    planets = mining_planets(search, swarm[2])
    bounded, full = (
        mining_trips(*swarm, search, planets=planets, is_bounded=flag) for flag in (True, False)
    )
    for some, every in zip(bounded, full, strict=True):
        for name in ("dv_km_s", "steps", "vinf_km_s", "n_rev", "dv_by_launch_km_s"):
            assert np.array_equal(getattr(some, name), getattr(every, name), equal_nan=True)
        assert every.bound_km_s == 0.0
        assert not np.any(some.dv_km_s < some.bound_km_s)
    n_skipped = sum(trips.bound_km_s > search.dv_max_km_s for trips in bounded)
    assert n_skipped >= 3
    assert sum(np.isfinite(trips.dv_km_s).any() for trips in full) >= 3


def test_ranges_of_elements_only_weaken_a_bound(swarm):
    planets = planet_table(59_190.0, 63_010.0)
    nodes = 61_000.0 + 10.0 * np.arange(200)
    places = departure_place("leo"), return_place("entry", entry_speed_max_km_s=12.0)
    r, v, _ = perturbed_states(swarm[0][0], swarm[1][0], 59_200.0, nodes, planets=planets)
    before, both = track(r[0, :120], v[0, :120]), track(r[0], v[0])  # the encounter is in between
    calm = leg_bounds_km_s(before, *places, limit_km_s=np.inf)
    wild = leg_bounds_km_s(both, *places, limit_km_s=np.inf)
    assert wild[0] < calm[0]
    assert wild[1] <= calm[1]


def test_a_kepler_orbit_has_the_bound_of_its_elements():
    elements = (1.3 * AU_KM, 0.3, 0.2, 0.4, 0.5)
    mean = np.linspace(0.0, 6.0, 50)
    body = track(*state(*elements, mean, mu_km3_s2=MU_SUN_KM3_S2))
    places = departure_place("leo"), return_place("entry", entry_speed_max_km_s=12.0)
    ours = leg_bounds_km_s(body, *places, limit_km_s=np.inf, n_boxes=10_000)
    for bound, objective in zip(ours, ("total", "return"), strict=True):
        known = two_impulse_bound_km_s(1.3, 0.3, 0.2, objective=objective)
        assert bound == pytest.approx(float(known), abs=1e-3)


def test_no_ellipse_no_bound():
    r = np.array([[AU_KM, 0.0, 0.0], [AU_KM, DAY_S * 60.0, 0.0]])
    places = departure_place("leo"), return_place("entry")
    for v in (60.0, np.nan):
        body = track(r, np.array([[0.0, v, 0.0]] * 2))
        assert sum(leg_bounds_km_s(body, *places, limit_km_s=12.0)) == 0.0
