"""A study of dated itineraries: from orbit to value, the same in any company and on any threads."""

import numpy as np
import polars as pl
import pytest

from asteroid_econ.catalogs.embedded import load_embedded
from asteroid_econ.cli.main import main
from asteroid_econ.errors import InputError
from asteroid_econ.studies.config import make_study, read_study
from asteroid_econ.studies.dated import offers, searches
from asteroid_econ.studies.explain import target_from_elements
from asteroid_econ.studies.run import chains, check_study, run
from asteroid_econ.studies.store import write_study
from asteroid_econ.valuation.evaluate import (
    choose,
)
from asteroid_econ.valuation.setting import (
    prepare,
)

LIMITS = {
    "source": "itineraries", "first_launch_mjd_tdb": 62_502.0, "last_launch_mjd_tdb": 64_000.0,
    "step_d": 20.0, "leg_max_d": 600.0, "n_rev_max": 0, "stay_min_d": 360.0, "stay_max_d": 900.0,
    "duration_max_d": 2000.0, "n_options": 3,
}  # fmt: skip
NAMES = ("2000 SG344", "Ryugu", "Bennu")


def study_of(*targets, draws=64, **changes):
    return make_study(targets=targets, draws=draws, transfers={**LIMITS, **changes})


@pytest.fixture(scope="module")
def full():
    return run(study_of(*NAMES), threads=2)


def test_threads_and_company_change_no_bit(full):
    again = run(study_of(*NAMES), threads=1)
    assert again.candidates.write_csv() == full.candidates.write_csv()
    own = pl.exclude("rank", "p_best", "p_first_by_ratio")
    alone = run(study_of("Ryugu")).candidates.sort("architecture").select(own)
    among = full.candidates.filter(pl.col("name") == "Ryugu").sort("architecture").select(own)
    assert alone.write_csv() == among.write_csv()


def test_every_row_is_a_dated_itinerary_within_the_limits(full):
    assert len(full.candidates) == 6
    for row in full.candidates.iter_rows(named=True):
        place = {"pgm-return": "entry", "water-nrho": "nrho"}[row["architecture"]]
        assert row["dv_definition"].endswith(f"leo to {place}")
        assert 62_502.0 <= row["launch_mjd_tdb"] <= 64_000.0
        stay_and_back = row["first_delivery_mjd_tdb"] - row["launch_mjd_tdb"] - row["outbound_d"]
        assert stay_and_back >= 360.0
        assert row["n_deliveries"] >= 1.0
        assert row["pv_cost_usd"] > 0.0


def test_deliveries_arrive_one_window_after_the_other():
    study = study_of("Ryugu")
    _, links = chains(study, load_embedded().target("Ryugu"))
    for link in links:
        revisit = link.options.revisit_d[link.option]
        gaps = np.diff(link.delivery.date_mjd_tdb)
        assert gaps == pytest.approx(np.full(gaps.size, revisit))
        assert link.delivery.launch_mjd_tdb == link.options.departure_mjd_tdb[link.option]


def test_the_best_of_the_offers_is_taken():
    study, target = study_of("2000 SG344"), load_embedded().target("2000 SG344")
    setting = prepare({}, n_draws=64, seed=0)
    (ways,) = offers(study, [target], setting)
    for name, (options, numbers) in ways.items():
        assert len(numbers) > 1
        every = [choose(target, {name: (options, (k,))}, setting)[0] for k in numbers]
        best = max(float(link.outcome.npv_usd.mean()) for link in every)
        (chosen,) = choose(target, {name: (options, numbers)}, setting)
        assert float(chosen.outcome.npv_usd.mean()) == best


def test_a_target_out_of_reach_stays_in_the_list():
    result = run(study_of("2000 SG344", "Eros", dv_max_km_s=4.5, draws=16))
    assert len(result.targets) == 2
    last = result.candidates.filter(pl.col("name") == "Eros")
    assert last["feasibility"].to_list() == ["no itinerary within the limits"] * 2
    assert last["npv_mean_usd"].to_list() == [None, None]
    with pytest.raises(InputError, match="transfers"):
        chains(study_of("Eros", dv_max_km_s=4.5), load_embedded().target("Eros"))


def test_an_orbit_without_a_date_is_refused_by_name():
    body = target_from_elements("a=1.2,e=0.1,i=5,h=22")
    with pytest.raises(InputError, match="epoch_mjd_tdb"):
        chains(study_of(), body)


@pytest.mark.parametrize(
    ("transfers", "words"),
    [
        ({"source": "wishes"}, ["transfers.source", "wishes"]),
        ({"sourc": "itineraries"}, ["transfers.sourc", "transfers.source"]),
        ({"step_d": 0.0}, ["step_d"]),
        ({"stay_min_d": 900.0, "stay_max_d": 800.0}, ["stay_min_d"]),
        ({"n_options": 0}, ["n_options"]),
        ("itineraries", ["transfers"]),
    ],
)
def test_bad_limits_are_named(transfers, words):
    with pytest.raises(InputError) as caught:
        make_study(transfers=transfers)
    for word in words:
        assert word in str(caught.value)


def test_the_default_is_phase_free_and_limits_survive_their_file(tmp_path):
    assert make_study().transfers.source == "phase-free"
    study = study_of("Bennu")
    write_study(tmp_path / "s.toml", study)
    assert read_study(tmp_path / "s.toml") == study
    assert study.identity != make_study(targets=("Bennu",), draws=64).identity
    assert set(searches(study)) == {"entry", "nrho"}


def test_a_check_needs_no_search(monkeypatch):
    monkeypatch.setattr("asteroid_econ.studies.dated.mining_trips", None)
    check_study(study_of("Bennu"))


def test_command_line(capsys, tmp_path):
    write_study(tmp_path / "s.toml", study_of("2000 SG344", draws=16))
    with pytest.raises(SystemExit) as stop:
        main(["rank", "--study", str(tmp_path / "s.toml")])
    out = capsys.readouterr().out
    assert not stop.value.code
    assert "return windows" in out
    assert "launch" in out


@pytest.mark.parametrize(
    "limits", [{"first_launch_mjd_tdb": 60_000.0}, {"last_launch_mjd_tdb": 80_000.0}]
)
def test_launches_outside_the_horizon_are_found_before_the_search(monkeypatch, limits):
    monkeypatch.setattr("asteroid_econ.studies.dated.mining_trips", None)
    with pytest.raises(InputError, match="valuation date"):
        check_study(study_of("Bennu", **limits))


def test_progress_counts_searches_and_targets():
    done = []
    run(study_of("Bennu", draws=16), progress=lambda n, of: done.append((n, of)))
    assert done == [(1, 3), (1, 3), (1, 3)]
