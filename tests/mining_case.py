"""One small search for mining itineraries that several test files share."""

from dataclasses import replace
from functools import cache

from asteroid_econ.orbits.roundtrip_mining import MiningSearch, mining_planets, mining_trips
from asteroid_econ.orbits.roundtrip_option import mining_options
from asteroid_econ.published.perturbed_tracks import elements_state

EPOCH = 59_600.0
SEARCH = MiningSearch(
    61_700.0, 62_500.0, step_d=20.0, leg_max_d=500.0, n_rev_max=1, stay_min_d=60.0,
    stay_max_d=400.0, duration_max_d=1300.0, dv_max_km_s=9.0,
)  # fmt: skip
PLANETS = mining_planets(SEARCH, EPOCH)


@cache
def options_of(designation: str, **changes):
    """Return the search, the state (r, v) of an asteroid and its cheapest options."""
    search = replace(SEARCH, **changes)
    r, v = elements_state("nhats_elements", designation)
    (trips,) = mining_trips(r, v, EPOCH, search, planets=PLANETS)
    return search, (r[0], v[0]), mining_options(trips, r[0], v[0], EPOCH, planets=PLANETS), trips
