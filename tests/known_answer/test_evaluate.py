"""The whole chain with every draw fixed, against the same sums by hand."""

import numpy as np
import pytest

from asteroid_econ.catalogs.embedded import load_embedded
from asteroid_econ.studies.config import make_study
from asteroid_econ.studies.run import chains, run
from asteroid_econ.valuation.evaluate import (
    evaluate,
    transfer_options,
)
from asteroid_econ.valuation.setting import (
    RiskCountedTwiceWarning,
    prepare,
)

G0, VE = 9.80665e-3, 3.138


@pytest.fixture(scope="module")
def bennu():
    target = load_embedded().target("Bennu")
    setting = prepare({}, n_draws=512, seed=0)
    columns = {name: [getattr(target, name)] for name in ("a_au", "ecc", "inc_rad")}
    options = transfer_options(columns, setting)
    return target, setting, options


def test_rendezvous_with_bennu_is_the_published_one(bennu):
    """Benner's table of 2013: 5.087 km/s, from elements of four digits."""
    _, _, options = bennu
    total = options.departure_dv_km_s[0] + options.arrival_dv_km_s[0]
    assert total == pytest.approx(5.087, abs=0.003)


def test_launch_mass_follows_from_the_rocket_equation_by_hand(bennu):
    target, setting, options = bennu
    link = evaluate(target, options, 0, ("pgm-return",), setting)[0]
    masses = dict(enumerate(link.delivery.hardware_kg[:, 0]))
    plant, bus, array, out_stage, back_inert, capsule = masses.values()
    assert (plant, bus) == (2000.0, 800.0)
    site = plant + bus + array + 5 * (capsule + back_inert / 0.08)
    ratio = np.exp(options.arrival_dv_km_s[0] / VE)
    launch = site * 0.92 * ratio / (1.0 - 0.08 * ratio)
    assert link.delivery.launch_mass_kg[0] == pytest.approx(launch, rel=1e-12)
    assert out_stage == pytest.approx(0.08 * (launch - site), rel=1e-12)


def test_npv_is_the_discounted_sum_of_the_flows(bennu):
    target, setting, options = bennu
    for name in ("pgm-return", "water-nrho"):
        link = evaluate(target, options, 0, (name,), setting)[0]
        rate = np.asarray(setting.world.discount_rate)
        factor = (1.0 + rate[:, None]) ** -link.flow.t_yr
        by_hand = (link.flow.flow_usd.sum(axis=0) * factor).sum(axis=1)
        np.testing.assert_allclose(link.outcome.npv_usd, by_hand, rtol=1e-9)
        np.testing.assert_allclose(
            link.outcome.pv_revenue_usd - link.outcome.pv_cost_usd, link.outcome.npv_usd, rtol=1e-9
        )


def test_platinum_loses_by_orders_of_magnitude():
    """The published default case: no value was tuned to change a sign."""
    result = run(make_study(targets=("Itokawa", "Bennu"), architectures=("pgm-return",), draws=512))
    for row in result.targets.iter_rows(named=True):
        assert row["revenue_cost_ratio"] < 1e-2
        assert row["p_npv_positive"] == 0.0
        assert row["p_npv_positive_below"] == pytest.approx(3.0 / 512)


def test_chains_are_the_rows_of_a_run():
    study = make_study(targets=("Bennu",), draws=512)
    _, links = chains(study, load_embedded().target("Bennu"))
    rows = {row["architecture"]: row for row in run(study).candidates.iter_rows(named=True)}
    for link in links:
        row = rows[link.outcome.architecture]
        assert link.outcome.pv_cost_usd.mean() == row["pv_cost_usd"]
        assert row["npv_mean_usd"] == pytest.approx(link.outcome.npv_usd.mean(), rel=1e-9)


def test_risk_in_the_rate_takes_failures_and_growth_out_of_the_flows(bennu):
    target, _, _ = bennu
    links = {}
    for where in ("flows", "rate"):
        study = make_study(draws=256, finance={"risk_in": where, "discount_rate_frac": 0.12})
        _, links[where] = chains(study, target)
    for counted, not_counted in zip(links["flows"], links["rate"], strict=True):
        assert np.all(not_counted.delivery.survival_frac == 1.0)
        assert np.all(not_counted.delivery.launch_survival_frac == 1.0)
        np.testing.assert_allclose(  # nothing is left to be sampled
            not_counted.outcome.npv_usd, not_counted.outcome.npv_sampled_usd, rtol=1e-9
        )
        assert not_counted.outcome.pv_revenue_usd.mean() > counted.outcome.pv_revenue_usd.mean()
        ratio = counted.flow.flow_usd[2].sum(axis=1) / not_counted.flow.flow_usd[2].sum(axis=1)
        assert ratio.mean() == pytest.approx(1.44, abs=0.05)  # hardware: growth, mean 1.44


def test_a_high_rate_beside_failures_warns():
    with pytest.warns(RiskCountedTwiceWarning, match="15 %"):
        prepare({"finance.discount_rate_frac": 0.25}, n_draws=4, seed=0)
    prepare({"finance.discount_rate_frac": 0.25, "finance.risk_in": "rate"}, n_draws=4, seed=0)


def test_the_integrated_measure_prices_metal_as_its_forward():
    """Geometric: E[P] = P0 exp(-premium t); reverting: the level falls by premium / speed."""
    premium, t = 0.03, np.arange(30) + 0.5
    common = {"finance.measure": "integrated", "market.sigma_yr": 0.0}
    setting = prepare({**common, "market.process": "gbm"}, n_draws=4, seed=0)
    earth = setting.world.earth
    assert np.all(setting.world.discount_rate == 0.02)
    expected = earth.anchor_usd_kg[0] * np.exp(-premium * t)
    np.testing.assert_allclose(earth.price_usd_kg[0, :, 0], expected, rtol=1e-12)
    fixed = {"market.half_life_yr": 5.0, "market.platinum.level_usd_ozt": 1278.3}
    earth = prepare({**common, **fixed}, n_draws=4, seed=0).world.earth
    speed = np.log(2.0) / 5.0
    expected = earth.anchor_usd_kg[0] * np.exp(-premium / speed * (1.0 - np.exp(-speed * t)))
    np.testing.assert_allclose(earth.price_usd_kg[0, :, 0], expected, rtol=1e-12)
    constant = prepare({**common, "market.process": "constant"}, n_draws=4, seed=0).world.earth
    assert np.all(constant.price_usd_kg[0] == constant.anchor_usd_kg[0])  # no risk, no premium
