"""Round trips over a catalogue: resumed equals uninterrupted, old elements are pointed out."""

import json
import math

import pytest

from asteroid_econ.catalogs.load import load
from asteroid_econ.cli.nhats import iso_date, nhats
from asteroid_econ.errors import InputError, TargetError
from asteroid_econ.studies import roundtrips
from asteroid_econ.studies.roundtrips import (
    catalog_states,
    first_launch_on_grid,
    preset,
    search_catalog,
)

SEARCH = preset("nhats", last_launch_mjd_tdb=59_500.0)
FIELDS = {
    *("designation", "min_dv_km_s", "min_dv_duration_d", "min_duration_d", "min_duration_dv_km_s"),
    *("n_viable", "min_dv_trajectory", "ephemeris"),
}
LEGS = {
    *("launch", "dur_out_d", "dur_at_d", "dur_ret_d", "c3_km2_s2", "dv_dep_park_km_s"),
    *("vrel_arr_neo_km_s", "vrel_dep_neo_km_s", "vrel_arr_earth_km_s", "v_entry_km_s"),
}


def test_an_interrupted_search_goes_on_and_changes_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(roundtrips, "SHARD", 8)
    catalog = load("embedded").select(list(range(20)))
    whole = search_catalog(catalog, [], SEARCH)
    stop = iter(range(10))

    def interrupt(done, total):
        if next(stop) == 9:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        search_catalog(catalog, [], SEARCH, cache=tmp_path, progress=interrupt, threads=1)
    assert len(list(tmp_path.iterdir())) == 1
    done = []
    resumed = search_catalog(
        catalog, [], SEARCH, cache=tmp_path, progress=lambda n, of: done.append(n)
    )
    assert resumed == whole
    assert sum(done) == 12
    assert catalog_states(catalog)[0].shape == (20, 3)


def test_old_elements_come_with_a_warning():
    catalog = load("embedded")
    (target,) = search_catalog(catalog, ["Bennu"], preset("nhats", first_launch_mjd_tdb=68_000.0))
    late = preset("nhats", first_launch_mjd_tdb=87_000.0, last_launch_mjd_tdb=87_100.0)
    (old,) = search_catalog(catalog, ["Bennu"], late)
    assert "years" in old.warnings[0]
    assert len(old.warnings) >= len(target.warnings)


def test_unknown_names_are_refused():
    with pytest.raises(InputError, match="nhats-2012"):
        preset("nhat")
    with pytest.raises(TargetError) as error:
        search_catalog(load("embedded"), ["Apofis"], SEARCH)
    assert "Apophis" in error.value.nearest


def test_the_json_keeps_its_names(capsys):
    nhats(targets=["Apophis"], last_launch="2021-12-31", json=True)
    (target,) = json.loads(capsys.readouterr().out)["targets"]
    assert set(target) >= FIELDS
    assert set(target["min_dv_trajectory"]) >= LEGS
    assert target["min_dv_trajectory"]["launch"][:3] == "202"
    nhats(targets=["Apophis"], last_launch="2021-12-31")
    assert "viable round trips" in capsys.readouterr().out


@pytest.mark.parametrize("first", [58_853.0, 60_001.0, 60_008.0])
def test_an_earlier_first_launch_only_adds_launches(first):
    narrow, wide = (
        preset("nhats", first_launch_mjd_tdb=x, last_launch_mjd_tdb=60_400.0)
        for x in (first + 3.0, first)
    )
    dates = [
        {s.first_launch_mjd_tdb + s.step_d * i for i in range(s.n_launches)} for s in (narrow, wide)
    ]
    assert dates[0] <= dates[1]
    assert all(first <= date and (date - 58_853.0) % 8.0 == 0.0 for date in dates[1])
    catalog = load("embedded")
    (few,), (more,) = (search_catalog(catalog, ["2000 SG344"], s) for s in (narrow, wide))
    assert more.n_viable >= few.n_viable > 0
    assert more.min_dv.dv_km_s <= few.min_dv.dv_km_s


def test_dates_between_two_launches_of_the_grid_are_refused():
    with pytest.raises(InputError, match="every 8 days") as error:
        preset("nhats", first_launch_mjd_tdb=58_854.0, last_launch_mjd_tdb=58_860.0)
    assert error.value.name == "last_launch_mjd_tdb"


def test_dates():
    assert iso_date(62_237.0) == "2029-04-11"


@pytest.mark.parametrize("step_d", [0.7, 1.4, 2.1, 3.3, 8.0])
def test_a_date_on_the_grid_is_on_the_grid(step_d):
    for n in (-7, 0, 5, 15, 160):
        on_grid = 61_041.0 + n * step_d
        found = first_launch_on_grid(on_grid, 1e6, grid_mjd_tdb=61_041.0, step_d=step_d)
        assert found == pytest.approx(on_grid, abs=1e-6)


def test_endless_dates_are_refused_by_name():
    for first in (-math.inf, math.inf, math.nan):
        with pytest.raises(InputError) as caught:
            preset("nhats", first_launch_mjd_tdb=first)
        assert caught.value.name == "first_launch_mjd_tdb"
