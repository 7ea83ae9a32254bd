"""A run is a function of its study alone."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from asteroid_econ.api import rank
from asteroid_econ.catalogs.embedded import load_embedded
from asteroid_econ.composition.body import draw_body
from asteroid_econ.errors import InputError
from asteroid_econ.studies.config import make_study
from asteroid_econ.studies.contracts import IdleContractWarning
from asteroid_econ.studies.run import chains, run, setting_of
from asteroid_econ.valuation import evaluate as valuation
from asteroid_econ.valuation.setting import Drawn, prepare

NAMES = ("Bennu", "Ryugu", "Itokawa", "2000 SG344", "1991 VG", "Eros", "Apophis", "1986 DA")
OWN = pl.exclude("rank", "p_best", "p_first_by_ratio")  # what depends on the target alone


@pytest.fixture(scope="module")
def targets():
    known = load_embedded()
    return tuple(known.target(name).designation for name in NAMES)


@pytest.fixture(scope="module")
def full(targets):
    return run(make_study(targets=targets, draws=300, seed=0), threads=1)


def by_key(result):
    return result.candidates.sort("designation", "architecture")


@pytest.mark.parametrize("threads", [2, 7])
def test_threads_change_no_bit(full, targets, threads):
    again = run(make_study(targets=targets, draws=300, seed=0), threads=threads)
    assert again.candidates.write_csv() == full.candidates.write_csv()
    assert again.targets.write_csv() == full.targets.write_csv()
    assert again.p_do_nothing == full.p_do_nothing


def test_another_seed_gives_other_numbers(full, targets):
    other = run(make_study(targets=targets, draws=300, seed=1))
    assert not np.array_equal(by_key(other)["npv_p50_usd"], by_key(full)["npv_p50_usd"])


@pytest.mark.parametrize("name", ["Bennu", "Eros"])
def test_a_target_alone_has_the_numbers_that_it_has_among_others(full, name):
    designation = load_embedded().target(name).designation
    alone = run(make_study(targets=(name,), draws=300, seed=0))
    among = full.candidates.filter(pl.col("designation") == designation)
    own = among.sort("architecture").select(OWN)
    assert by_key(alone).select(OWN).write_csv() == own.write_csv()


def test_an_architecture_alone_has_the_same_numbers(full, targets):
    alone = run(make_study(targets=targets, architectures=("water-nrho",), draws=300, seed=0))
    among = by_key(full).filter(pl.col("architecture") == "water-nrho").select(OWN)
    assert by_key(alone).select(OWN).write_csv() == among.write_csv()


def test_more_draws_keep_the_design(targets):
    few = by_key(run(make_study(targets=targets, draws=300)))
    many = by_key(run(make_study(targets=targets, draws=900)))
    assert few["launch_mass_kg"].to_list() == many["launch_mass_kg"].to_list()


def test_targets_with_one_geology_have_one_value(targets):
    """Everything without a target key is common: same body, same orbit, same NPV draws."""
    setting = prepare({}, n_draws=300, seed=5)
    target = load_embedded().target("Bennu")
    twin = replace(target, designation="another", name="Twin")
    options = valuation.transfer_options(
        {"a_au": [target.a_au], "ecc": [target.ecc], "inc_rad": [target.inc_rad]}, setting
    )
    body = draw_body(target, setting.composition, setting.sampler)
    same = {name: Drawn(body, {}) for name in (target.designation, twin.designation)}
    setting = replace(setting, drawn=same)
    flown = [
        valuation.evaluate(asteroid, options, 0, ("water-nrho",), setting)[0].outcome
        for asteroid in (target, twin)
    ]
    np.testing.assert_array_equal(flown[0].npv_usd, flown[1].npv_usd)
    np.testing.assert_array_equal(flown[0].pv_cost_usd, flown[1].pv_cost_usd)


def test_probabilities_of_the_best_add_up(full):
    total = full.candidates["p_best"].sum() + full.p_do_nothing
    assert total == pytest.approx(1.0, abs=1e-12)
    assert full.candidates["p_first_by_ratio"].sum() == pytest.approx(1.0, abs=1e-12)


def test_an_asteroid_of_which_nothing_can_be_said_stays_in_the_list(tmp_path, full):
    known = load_embedded()
    frame = known.select([known.row_of(name) for name in NAMES[:4]]).frame
    magnitude = [None, *frame["h_mag"].to_list()[1:]]  # unknown
    diameter = [None, 900.0, *frame["diameter_km"].to_list()[2:]]  # no albedo makes it that large
    path = tmp_path / "four.parquet"
    frame.with_columns(
        h_mag=pl.Series(magnitude, dtype=pl.Float64), diameter_km=pl.Series(diameter)
    ).write_parquet(path)
    result = run(make_study(catalog=str(path), draws=16))
    assert len(result.targets) == 4
    assert result.candidates.columns == full.candidates.columns
    last = result.targets.tail(2)
    assert last["designation"].n_unique() == 2
    assert last["npv_mean_usd"].to_list() == [None, None]
    assert all("body unknown" in reason for reason in last["feasibility"])
    assert result.targets["feasibility"].to_list()[:2] == ["feasible", "feasible"]


def test_an_asteroid_named_twice_is_one_candidate():
    result = run(make_study(targets=("Ryugu", "1999 JU3", "162173"), draws=16))
    assert len(result.targets) == 1


@pytest.mark.parametrize("sampling", ["antithetic", "latin", "sobol"])
def test_every_sequence_runs_and_tells_the_same_story(full, targets, sampling):
    other = by_key(run(make_study(targets=targets, draws=256, sampling=sampling)))
    random = by_key(full)
    assert other["launch_mass_kg"].to_list() == random["launch_mass_kg"].to_list()
    ratio = (other["pv_cost_usd"] / random["pv_cost_usd"]).drop_nulls().to_numpy()
    assert np.all(np.abs(ratio - 1.0) < 0.2)


def test_a_sequence_keeps_a_target_s_draws_whatever_else_is_asked():
    study = {"draws": 64, "sampling": "sobol"}
    alone = run(make_study(targets=("Bennu",), architectures=("water-nrho",), **study))
    among = run(make_study(targets=("Eros", "Bennu"), **study)).candidates.filter(
        (pl.col("name") == "Bennu") & (pl.col("architecture") == "water-nrho")
    )
    assert alone.candidates.select(OWN).write_csv() == among.select(OWN).write_csv()


FLEET = {"selling.fleet": "together"}
HEAVY = {"missions.plant.rate_kg_yr_kg": 3e5}


def test_a_fleet_is_the_same_whatever_the_threads():
    study = make_study(targets=NAMES[:4], draws=100, parameters={**FLEET, **HEAVY})
    one, many = (run(study, threads=n).candidates.write_csv() for n in (1, 3))
    assert one == many


def test_each_campaign_of_a_fleet_earns_less_than_alone():
    """Costs are the same; what the others sell lowers every price, by expectation and by draw."""
    names = ("Itokawa", "Eros", "Apophis", "Toutatis")
    alone, fleet = (
        by_key(
            run(
                make_study(
                    targets=names,
                    architectures=("pgm-return",),
                    draws=2000,
                    parameters={**HEAVY, **switch},
                )
            )
        )
        for switch in ({}, FLEET)
    )
    np.testing.assert_allclose(fleet["pv_cost_usd"], alone["pv_cost_usd"], rtol=1e-12)
    # The failures of a fleet are sampled: a standard error of a few per cent.
    assert fleet["pv_revenue_usd"].sum() < 1.03 * alone["pv_revenue_usd"].sum()
    assert fleet["pv_revenue_usd"].sum() > 0.0


def test_a_fleet_of_the_whole_catalogue_is_refused():
    with pytest.raises(InputError, match="at most 100 campaigns, here 850"):
        run(make_study(parameters=FLEET))


def test_show_values_a_target_within_its_fleet():
    study = make_study(targets=NAMES[:3], draws=64, parameters={**FLEET, **HEAVY})
    _, links = chains(study, load_embedded().target(NAMES[0]))
    rows = {row["architecture"]: row for row in run(study).candidates.iter_rows(named=True)
            if row["designation"] == links[0].target.designation}  # fmt: skip
    for link in links:
        row = rows[link.outcome.architecture]
        assert row["pv_revenue_usd"] == pytest.approx(link.outcome.pv_revenue_usd.mean(), rel=1e-12)


def test_the_public_face_takes_contracts():
    """A stream that is paid in advance and takes nothing adds its price to every platinum draw."""
    stream = {
        "product": "platinum",
        "share_frac": 0.0,
        "paid_on_delivery_ratio": 0.0,
        "upfront_usd": 5e6,
    }
    asked = {"targets": ["Bennu"], "architectures": ["pgm-return"], "draws": 50}
    free, bound = rank(**asked), rank(**asked, contracts={"stream": [stream]})
    gain = bound.candidates["npv_mean_usd"] - free.candidates["npv_mean_usd"]
    assert gain.to_list() == pytest.approx([5e6], rel=1e-6)


def test_contracts_on_what_nobody_delivers_are_named():
    forward = {"product": "nickel", "year": 2035, "kg": 1.0, "price_usd_kg": 10.0}
    on_water = {**forward, "product": "water"}
    contracts = {"forward": [forward, {**forward, "product": "platinum"}, on_water]}
    some = make_study(draws=2, contracts=contracts)
    with pytest.warns(IdleContractWarning, match="on nickel count for nothing.*pgm-return"):
        setting_of(some)
    few = make_study(draws=2, architectures=("water-nrho",), contracts=contracts)
    with pytest.warns(IdleContractWarning, match="on nickel, platinum count"):
        setting_of(few)
    setting_of(
        make_study(draws=2, architectures=("water-nrho",), contracts={"forward": [on_water]})
    )


def test_contracts_out_of_time_are_named():
    forward = {"product": "platinum", "kg": 1.0, "price_usd_kg": 10.0}
    contracts = {"forward": [{**forward, "year": y} for y in (1990, 2036, 2280)]}
    study = make_study(draws=2, contracts=contracts)
    with pytest.warns(IdleContractWarning, match="platinum 1990, platinum 2280 count for nothing"):
        setting_of(study)


def test_contracts_on_what_is_not_to_be_sold_are_named():
    forward = {"product": "platinum", "kg": 1.0, "price_usd_kg": 10.0, "year": 2036}
    study = make_study(draws=2, contracts={"forward": [forward]}, market={"unsold": "platinum"})
    with pytest.warns(IdleContractWarning, match="contracts on platinum.*never sold"):
        setting_of(study)


def test_no_targets_are_not_all_targets():
    with pytest.raises(InputError, match="at least one name"):
        rank(targets=[], draws=16)
    with pytest.raises(InputError, match="a list of names"):
        rank(targets="Bennu", draws=16)
