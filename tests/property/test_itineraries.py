"""The command itineraries: tables, JSON, files and figures, and what it refuses."""

import json
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from asteroid_econ.catalogs.load import load
from asteroid_econ.cli import itineraries as command
from asteroid_econ.cli.main import main
from asteroid_econ.orbits.lowthrust import low_thrust
from asteroid_econ.studies.itineraries import find_itineraries

FAST = (
    "--first-launch", "2028-01-01", "--last-launch", "2028-12-31", "--duration-max", "900",
    "--stay-max", "100", "--step", "20", "--revolutions", "0", "--leg-max", "400", "--top", "3",
)  # fmt: skip


def run(capsys, *args):
    with pytest.raises(SystemExit) as stop:
        main(["itineraries", *args])
    captured = capsys.readouterr()
    return stop.value.code or 0, captured.out, captured.err


def test_json_has_everything_beside_an_itinerary(capsys):
    code, out, err = run(capsys, "2000 SG344", *FAST, "--acceleration", "0.01", "--json")
    assert (code, err) == (0, "")
    document = json.loads(out)
    assert document["search"]["step_d"] == 20.0
    (target,) = document["targets"]
    assert target["quality_code"] == target["condition_code"] == 3.0
    assert target["runoff_arcsec_decade"] == 84.0
    assert "perturbed" in target["ephemeris"]
    for found in target["itineraries"]:
        legs = {"outbound_d": found["dur_out_d"], "return_d": found["dur_ret_d"]}
        again = low_thrust(
            found["dv_arrival_km_s"], found["dv_return_km_s"], **legs,
            sun_distance_au=found["sun_distance_au"], acceleration_km_s2=1e-8,
        )  # fmt: skip
        assert found["low_thrust_estimate"]["dv_out_km_s"] == again.dv_out_km_s
        assert found["low_thrust_estimate"]["is_feasible"] is again.is_feasible
        assert found["orbit_error"]["dv_km_s"] >= 0.0
        assert found["early_return"]["extra_dv_km_s"] >= -1.0
        assert found["cargo"]["miss_distance_km"] > 42_164.0
        assert len(found["next_launches"]) == len(found["next_launches_mjd_tdb"])


def test_what_moves_the_asteroid_is_said(capsys, tmp_path, monkeypatch):
    known = load("embedded").select([load("embedded").row_of("2000 SG344")])
    frame = known.frame.with_columns(pl.lit(1e-10).alias("a1_au_d2"))
    monkeypatch.setattr(command, "load", lambda _: replace(known, frame=frame))
    code, out, _ = run(capsys, "2000 SG344", *FAST, "--json")
    (target,) = json.loads(out)["targets"]
    assert code == 0
    assert "A1 1e-10" in target["ephemeris"]
    assert target["status"] == "arrived at every node"


def test_what_a_place_does_not_ask_for_is_not_there(capsys):
    """No entry where nothing enters, no plane change of a low orbit from elsewhere."""
    places = ("--departure", "nrho", "--return", "heo")
    for extra, is_there in (((), True), (places, False)):
        _, out, _ = run(capsys, "2000 SG344", *FAST, *extra, "--json")
        for found in json.loads(out)["targets"][0]["itineraries"]:
            assert (found["v_entry_km_s"] is not None) == is_there
            assert (found["dv_penalty_km_s"] is not None) == is_there
            assert (found["landing_latitude_min_deg"] is not None) == is_there


def test_launches_stay_on_one_grid(capsys):
    launches = []
    for first in ("2028-01-01", "2028-01-15"):
        _, out, _ = run(capsys, "2000 SG344", *FAST, "--first-launch", first, "--json")
        search = json.loads(out)["search"]
        launches.append(search["first_launch_mjd_tdb"])
        assert (search["first_launch_mjd_tdb"] - 61_041.0) % search["step_d"] == 0.0
    assert launches == [61_781.0, 61_801.0]


def test_tables_files_and_figures(capsys, tmp_path):
    figure, states = tmp_path / "new" / "trip.png", tmp_path / "states"
    code, out, _ = run(
        capsys, "2000 SG344", "Bennu", *FAST, "--plot", str(figure), "--export", str(states)
    )
    assert code == 0
    assert out.count("beside the itineraries") == 2
    assert "an estimate" in out
    drawn = sorted(path.name for path in figure.parent.iterdir())
    assert "trip_2000_SG344.png" in drawn
    assert (figure.parent / "trip_2000_SG344.png").read_bytes().startswith(b"\x89PNG")
    written = {path.name for path in states.iterdir()}
    assert {"2000_SG344.oem", "2000_SG344.csv"} <= written
    assert not any(name.endswith(".part") or name.startswith(".") for name in written)


@pytest.mark.parametrize(
    ("args", "word"),
    [
        (("Benu",), "Bennu"),
        (("Bennu", "--plot", "figure.xyz"), ".png"),
        (("Bennu", "--return", "mars"), "nrho"),
        (("Bennu", "--from", "mars"), "--from"),
        (("Bennu", "--departure", "mars"), "leo"),
        (("Bennu", "--first-launch", "2099-01-01", "--last-launch", "2110-01-01"), "15020"),
        (("Bennu", "--first-launch", "2040-01-01", "--last-launch", "2030-01-01"), "first_launch"),
        (("Bennu", "--step", "0"), "step_d"),
        (("Bennu", "--revolutions", "9"), "n_rev_max"),
        (("Bennu", "--entry-speed-max", "9"), "entry_speed_max"),
        (("Bennu", "--acceleration", "-1"), "acceleration_km_s2"),
    ],
)
def test_bad_input_is_refused_and_leaves_nothing(capsys, tmp_path, monkeypatch, args, word):
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, *FAST, *args)
    assert (code, out) == (2, "")
    assert word in err
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_old_elements_warn(capsys, caplog):
    code, *_ = run(
        capsys, "2000 SG344", *FAST, "--first-launch", "2058-01-01", "--last-launch", "2058-06-01"
    )
    assert code == 0
    assert "expect an error along the orbit" in caplog.text


def test_nothing_found_is_said(capsys):
    code, out, _ = run(capsys, "Toutatis", *FAST, "--dv-max", "3.3")
    assert code == 0
    assert "none within the limits" in out


def test_progress_is_reported(tmp_path):
    from asteroid_econ.catalogs.embedded import load_embedded
    from mining_case import SEARCH

    done = []
    found = find_itineraries(
        load_embedded(),
        ["Bennu", "2000 SG344"],
        SEARCH,
        progress=lambda n, of: done.append((n, of)),
    )
    assert sorted(done) == [(1, 2), (1, 2)]
    assert [target.designation for target in found] == ["1999 RQ36", "2000 SG344"]
    for target in found:
        assert len(target.assessments) == len(target.options)
        finite = np.isfinite(target.least_dv_km_s)
        assert (target.least_dv_km_s[finite] <= SEARCH.dv_max_km_s).all()
