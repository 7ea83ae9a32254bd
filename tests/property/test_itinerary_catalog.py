"""A whole catalogue of itineraries agrees with single searches; the command; what pushes a body."""

import json
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from asteroid_econ.catalogs.load import load
from asteroid_econ.catalogs.mapping import mapped
from asteroid_econ.catalogs.sbdb_json import from_single_object
from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.cli import itineraries as command
from asteroid_econ.cli.nhats import nhats
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.roundtrip import field_span_mjd_tdb
from asteroid_econ.orbits.roundtrip_mining import MiningSearch, mining_trips
from asteroid_econ.studies.itinerary_catalog import catalog_itineraries
from asteroid_econ.studies.roundtrips import (
    catalog_push,
    catalog_states,
    ephemeris_of,
    preset,
    search_catalog,
)

SEARCH = MiningSearch(
    61_700.0, 62_300.0, step_d=30.0, leg_max_d=600.0, n_rev_max=1, stay_min_d=60.0,
    stay_max_d=300.0, duration_max_d=1500.0, dv_max_km_s=14.0,
)  # fmt: skip
SBDB_APOPHIS = [{"name": "A2", "value": "-5.592840054057059E-14", "units": "au/d^2"}]


def _pushed(catalog: Catalog) -> Catalog:
    frame = catalog.frame.with_columns(pl.lit(1e-9).alias("a1_au_d2"))
    return replace(catalog, frame=frame)


def test_a_catalogue_is_its_asteroids():
    catalog = load("embedded").select(list(range(0, 425, 40)))
    found = catalog_itineraries(catalog, SEARCH, n_options=3)
    alone = mining_trips(*catalog_states(catalog), SEARCH)
    assert len(found) == len(catalog)
    assert sum(bool(one.pareto) for one in found) >= 2
    for one, trips in zip(found, alone, strict=True):
        columns = trips.pareto()[-3:]
        assert [trip.dv_km_s for trip in one.pareto] == trips.dv_km_s[columns].tolist()
        assert one.bound_km_s == trips.bound_km_s
        for trip in one.pareto:
            assert trip.v_entry_km_s <= 12.5 + 1e-9
            assert trip.c3_km2_s2 <= SEARCH.c3_max_km2_s2
            assert trip.duration_d <= SEARCH.duration_max_d
    with pytest.raises(InputError):
        catalog_itineraries(catalog, SEARCH, n_options=0)


def test_what_the_source_says_pushes_the_asteroid():
    document = {
        "object": {"fullname": "99942 Apophis (2004 MN4)", "des": "99942", "spkid": "20099942"},
        "orbit": {"elements": [], "epoch": "2461000.5", "model_pars": SBDB_APOPHIS},
    }
    document["orbit"]["elements"] = [
        {"name": name, "value": "0.5", "sigma": None} for name in ("a", "e", "i", "om", "w", "ma")
    ]
    assert float(from_single_object(document, "x").frame["a2_au_d2"][0]) == -5.592840054057059e-14
    raw = pl.DataFrame({"Name": ["x"], "A_2": [1e-13]})
    table = mapped(raw, {"designation": "Name", "a2_au_d2": "A_2"}, "x")
    assert table.frame["a2_au_d2"].to_list() == [1e-13]

    catalog = load("embedded").select([load("embedded").row_of("Apophis")])
    assert catalog_push(catalog).tolist() == [[0.0, 0.0, 0.0]]
    pushed = _pushed(catalog)
    assert catalog_push(pushed).tolist() == [[1e-9, 0.0, 0.0]]
    assert pushed.content_sha256 != catalog.content_sha256
    search = preset("nhats", first_launch_mjd_tdb=62_000.0, last_launch_mjd_tdb=62_400.0)
    (calm,), (moved,) = (search_catalog(c, [], search) for c in (catalog, pushed))
    assert "no non-gravitational terms" in calm.ephemeris
    assert "A1 1e-09" in moved.ephemeris == ephemeris_of(np.array([1e-9, 0.0, 0.0]))
    assert calm.min_dv.dv_km_s != moved.min_dv.dv_km_s
    plain, other = (catalog_itineraries(c, SEARCH)[0] for c in (catalog, pushed))
    assert plain.pareto[-1].dv_km_s != other.pareto[-1].dv_km_s


def test_epochs_and_dates_outside_the_planets_are_named():
    for span, epoch, name in (
        ((14_000.0, 60_000.0), 59_000.0, "launch dates"),
        ((59_000.0, 60_000.0), 10_000.0, "epoch_mjd_tdb"),
    ):
        with pytest.raises(InputError, match="15020 to 88069") as error:
            field_span_mjd_tdb(span, epoch)
        assert error.value.name == name
    assert field_span_mjd_tdb((59_000.0, 60_000.0), 30_000.0) == (29_992.0, 60_008.0)


def test_command_over_a_catalogue(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("ASTEROID_ECON_CACHE", str(tmp_path))
    small = load("embedded").select(list(range(0, 425, 60)))
    monkeypatch.setattr(command, "load", lambda _: small)
    options = {"first_launch": "2028-01-01", "last_launch": "2028-12-31", "duration_max": 900.0}
    command.itineraries(None, json=True, top=2, **options)
    document = json.loads(capsys.readouterr().out)
    assert len(document["targets"]) == len(small)
    assert document["targets"][0]["is_searched"] in (True, False)
    assert len(list((tmp_path / "itineraries").iterdir())) == 1
    command.itineraries(None, top=2, **options)
    assert "asteroids: leo to entry" in capsys.readouterr().out
    with pytest.raises(InputError, match="named targets"):
        command.itineraries(None, export=tmp_path, **options)


def test_the_parking_orbit_s_plane_only_adds(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("ASTEROID_ECON_CACHE", str(tmp_path))
    nhats(targets=["Apophis"], last_launch="2021-12-31", inclination=5.0, json=True)
    (target,) = json.loads(capsys.readouterr().out)["targets"]
    for trip in target["pareto"]:
        beyond = abs(trip["dec_dep_deg"]) > 5.0
        assert (trip["dv_declination_km_s"] > 0.0) == beyond
        assert trip["vinf_ret_km_s"] > 0.0
    assert len(list((tmp_path / "ephemerides").iterdir())) == 2
    with pytest.raises(InputError, match="180"):
        nhats(targets=["Apophis"], inclination=200.0)
