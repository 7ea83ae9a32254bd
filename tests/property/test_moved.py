"""A study that moves whole asteroids: from the retrieval to value, by every architecture."""

import json

import numpy as np
import pytest

from asteroid_econ.cli.main import main
from asteroid_econ.studies.config import make_study
from asteroid_econ.studies.dated import n_searches, offers
from asteroid_econ.studies.run import run, selected_targets, setting_of, study_catalog

LIGHT = "2006 RH120"
FIRST_LAUNCH = 62_502.0


@pytest.fixture(scope="module")
def study():
    return make_study(targets=(LIGHT, "Eros"), draws=32, transfers={"source": "retrieval"})


@pytest.fixture(scope="module")
def result(study):
    return run(study, threads=2)


def test_every_architecture_flies_the_moved_asteroid(result):
    rows = [r for r in result.candidates.iter_rows(named=True) if r["designation"] == LIGHT]
    assert {row["architecture"] for row in rows} == {"pgm-return", "water-nrho"}
    for row in rows:
        assert "whole asteroid" in row["dv_definition"]
        assert row["launch_mjd_tdb"] >= FIRST_LAUNCH
        horizon = 61_041.0 + 30.0 * 365.25  # the plant's life begins before it
        assert row["launch_mjd_tdb"] < horizon
        assert row["first_delivery_mjd_tdb"] > row["launch_mjd_tdb"] + row["outbound_d"]
        assert row["pv_cost_usd"] > 0.0
        assert np.isfinite(row["npv_mean_usd"])


def test_what_no_craft_moves_keeps_its_row(result):
    rows = [r for r in result.candidates.iter_rows(named=True) if r["designation"] != LIGHT]
    assert len(rows) == 2
    assert all("moves it" in row["feasibility"] for row in rows)
    assert all(row["npv_mean_usd"] is None for row in rows)


def test_a_body_too_heavy_is_not_offered(study):
    weak = make_study(
        targets=(LIGHT,),
        draws=32,
        transfers={"source": "retrieval"},
        parameters={"retrievable.moving.propellant_kg": 1.0},
    )
    setting = setting_of(weak)
    targets = selected_targets(weak, study_catalog(weak))
    assert all(not numbers for _, numbers in offers(weak, targets, setting)[0].values())
    assert n_searches(weak) == 1
    assert n_searches(make_study()) == 0


def test_command_ranks_moved_asteroids(capsys):
    with pytest.raises(SystemExit) as end:
        main(["rank", "--transfers", "retrieval", "--target", "Eros", "--draws", "8", "--json"])
    content = json.loads(capsys.readouterr().out)
    assert end.value.code == 0
    assert content["study"]["transfers"]["source"] == "retrieval"
