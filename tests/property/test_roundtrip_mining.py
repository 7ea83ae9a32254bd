"""Wider limits never hurt; threads change no bit; bad input has a name; the command line."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from asteroid_econ.cli.itineraries import itineraries
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.roundtrip_mining import MiningSearch, mining_planets, mining_trips
from asteroid_econ.orbits.roundtrip_option import mining_options, transfer_options
from asteroid_econ.orbits.roundtrip_states import itinerary_states
from asteroid_econ.published.perturbed_tracks import elements_state

SEARCH = MiningSearch(
    61_700.0, 62_500.0, step_d=20.0, leg_max_d=400.0, n_rev_max=0, stay_min_d=60.0,
    stay_max_d=200.0, duration_max_d=900.0, dv_max_km_s=9.0, return_to="nrho",
)  # fmt: skip
WIDER = [
    {"leg_max_d": 700.0},
    {"n_rev_max": 1},
    {"stay_min_d": 20.0},
    {"stay_max_d": 400.0},
    {"duration_max_d": 1500.0},
    {"last_launch_mjd_tdb": 63_500.0},
    {"c3_max_km2_s2": 80.0},
]
R, V = elements_state("nhats_elements", "2000 SG344")
PLANETS = mining_planets(replace(SEARCH, **{k: v for d in WIDER for k, v in d.items()}), 59_600.0)


def _trips(search, **options):
    (trips,) = mining_trips(R, V, 59_600.0, search, planets=PLANETS, **options)
    return trips


@pytest.mark.parametrize("change", WIDER, ids=lambda d: next(iter(d)))
def test_wider_limits_never_hurt(change):
    narrow, wide = _trips(SEARCH), _trips(replace(SEARCH, **change))
    n = narrow.dv_km_s.size
    worse = wide.dv_km_s[:n] > narrow.dv_km_s + 1e-12
    assert not worse.any()
    assert np.isfinite(narrow.dv_km_s).sum() <= np.isfinite(wide.dv_km_s).sum()


def test_a_plane_of_departure_only_adds():
    free, low = _trips(SEARCH), _trips(replace(SEARCH, departure_inc_rad=0.1))
    both = np.isfinite(low.dv_km_s)
    assert np.all(free.dv_km_s[both] <= low.dv_km_s[both] + 1e-12)


def test_company_and_threads_change_no_bit():
    r, v = np.repeat(R, 20, axis=0), np.repeat(V, 20, axis=0)
    done = []
    many = mining_trips(
        r, v, 59_600.0, SEARCH, planets=PLANETS, threads=2, progress=lambda n, of: done.append(n)
    )
    alone = _trips(SEARCH)
    assert len(done) == 20
    for trips in (many[0], many[19]):
        assert np.array_equal(trips.dv_km_s, alone.dv_km_s, equal_nan=True)
        assert np.array_equal(trips.vinf_km_s, alone.vinf_km_s, equal_nan=True)


def test_options_add_up():
    trips = _trips(SEARCH)
    options = mining_options(trips, R[0], V[0], 59_600.0, planets=PLANETS, n_options=3)
    assert 1 <= len(options) <= 3
    for option in options:
        assert option.dv_penalty_km_s >= 0.0
        assert not option.launch_period_dv_km_s < 0.0
        assert abs(option.duration_d - 20.0 * round(option.duration_d / 20.0)) < 1e-9
        assert option.dv_km_s == pytest.approx(
            option.dv_departure_km_s
            + option.dv_arrival_km_s
            + option.dv_return_km_s
            + option.dv_earth_km_s
        )
    transfers = transfer_options(trips, options)
    assert "leo to nrho" in transfers.definition
    with pytest.raises(InputError):
        itinerary_states(options[0], R[0], V[0], 59_600.0, planets=PLANETS, step_d=0.0)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"step_d": 0.0}, "step_d"),
        ({"leg_max_d": 1.0}, "leg_max_d"),
        ({"n_rev_max": -1}, "n_rev_max"),
        ({"n_rev_max": 1.5}, "n_rev_max"),
        ({"last_launch_mjd_tdb": float("inf")}, "last_launch_mjd_tdb"),
        ({"stay_min_d": 500.0}, "stay_min_d"),
        ({"duration_max_d": 10.0}, "duration_max_d"),
        ({"dv_max_km_s": 0.0}, "dv_max_km_s"),
        ({"departure_inc_rad": 4.0}, "departure_inc_rad"),
        ({"departure": "mars"}, "departure"),
        ({"return_to": "mars"}, "return"),
        ({"first_launch_mjd_tdb": 70_000.0}, "first_launch_mjd_tdb"),
    ],
)
def test_a_bad_search_is_refused(change, name):
    with pytest.raises(InputError) as error:
        replace(SEARCH, **change)
    assert error.value.name == name


def test_dates_outside_the_tables_name_the_span():
    late = replace(SEARCH, first_launch_mjd_tdb=87_000.0, last_launch_mjd_tdb=87_500.0)
    with pytest.raises(InputError, match="15020 to 88069"):
        mining_planets(late, 59_600.0)


def test_command_line(capsys, tmp_path):
    options = {
        "first_launch": "2028-01-01", "last_launch": "2028-12-31", "duration_max": 900.0,
        "stay_max": 100.0, "top": 2,
    }  # fmt: skip
    itineraries(["2000 SG344"], return_to="ldro", json=True, export=tmp_path, **options)
    (target,) = json.loads(capsys.readouterr().out)["targets"]
    assert 1 <= len(target["itineraries"]) <= 2
    assert target["itineraries"][0]["launch"].startswith("2028")
    oem = (tmp_path / "2000_SG344.oem").read_text()
    assert oem.startswith("CCSDS_OEM_VERS = 2.0\n")
    created = datetime.fromisoformat(oem.splitlines()[1].removeprefix("CREATION_DATE = ") + "Z")
    assert abs(datetime.now(UTC) - created) < timedelta(hours=1)
    assert oem.count("META_START") == 3
    itineraries(["2000 SG344"], **options)
    assert "leo to entry" in capsys.readouterr().out
