"""Price processes against closed forms."""

import math

import numpy as np
import pytest

from asteroid_econ.economics.pricing import (
    correlated_shocks,
    forward_price_usd_kg,
    gbm_path,
    log_linear_path,
    log_ou_path,
)
from asteroid_econ.errors import InputError
from asteroid_econ.sampling.normal import normal_ppf

SCHWARTZ = {"level_usd_kg": 1150.0, "half_life_yr": 5.0, "sigma": 0.2}


def test_schwartz_median_mean_and_spread_after_ten_years():
    z = normal_ppf((np.arange(200_000) + 0.5) / 200_000)[None]
    price = log_ou_path(1278.0, **SCHWARTZ, t_yr=[10.0], shocks=z)[0]
    assert np.median(price) == pytest.approx(1180.745, abs=0.01)
    assert np.mean(price) == pytest.approx(1263.356, abs=0.05)
    assert np.std(np.log(price)) == pytest.approx(0.367769, abs=2e-5)


def test_median_does_not_depend_on_the_steps():
    once = log_ou_path(1278.0, **SCHWARTZ, t_yr=[10.0], shocks=[[0.0]])
    often = log_ou_path(
        1278.0, **SCHWARTZ, t_yr=np.arange(0.5, 10.5, 0.5), shocks=np.zeros((20, 1))
    )
    assert often[-1, 0] == pytest.approx(once[0, 0], rel=1e-13)
    assert once[0, 0] == pytest.approx(1180.745, abs=5e-4)


def test_annual_averages_are_as_volatile_as_the_record():
    """sigma .20 and half-life 5 yr give 0.15 between annual averages."""
    rng = np.random.default_rng(3)
    steps = 40
    t = np.arange(1, 30 * steps + 1) / steps
    path = log_ou_path(1150.0, **SCHWARTZ, t_yr=t, shocks=rng.standard_normal((t.size, 2000)))
    annual = path.reshape(30, steps, 2000).mean(axis=1)
    assert np.diff(np.log(annual), axis=0).std() == pytest.approx(0.15, abs=0.007)


def test_spread_of_the_far_future_is_stationary():
    sd = 0.2 / math.sqrt(2.0 * math.log(2.0) / 5.0)
    far = log_ou_path(1.0, level_usd_kg=1.0, half_life_yr=5, sigma=0.2, t_yr=[500], shocks=[[1.0]])
    assert math.log(far[0, 0]) == pytest.approx(sd, rel=1e-12)


def test_shocks_must_fit_the_dates():
    with pytest.raises(InputError) as caught:
        log_ou_path(1.0, **SCHWARTZ, t_yr=[1.0, 2.0], shocks=[[0.0]])
    assert caught.value.name == "shocks"


def test_brownian_motion_has_the_mean_of_its_drift():
    z = normal_ppf((np.arange(200_000) + 0.5) / 200_000)[None]
    price = gbm_path(100.0, drift_frac=0.03, sigma=0.25, t_yr=[4.0], shocks=z)[0]
    assert price.mean() == pytest.approx(100.0 * math.exp(0.12), rel=2e-4)  # Hull: E = S exp(mu T)
    assert np.median(price) == pytest.approx(100.0 * math.exp(0.12 - 0.125), rel=1e-4)


def test_scenario_goes_by_equal_factors():
    """Terzi & Nicoli: 1,600 in 2030, 300 in 2040; the geometric mean is 693."""
    anchors = {"anchor_t_yr": [2030.0, 2040.0], "anchor_price_usd_kg": [1600.0, 300.0]}
    assert float(log_linear_path(2035, **anchors)) == pytest.approx(692.8, abs=0.05)
    assert log_linear_path([2000.0, 2060.0], **anchors).tolist() == pytest.approx([1600.0, 300.0])
    with pytest.raises(InputError):
        log_linear_path(1, anchor_t_yr=[2.0, 1.0], anchor_price_usd_kg=[1.0, 1.0])


def test_metals_correlate_by_the_product_of_their_loadings():
    rng = np.random.default_rng(0)
    common, a, b = rng.standard_normal((3, 200_000))
    x = correlated_shocks(a, common, loading_frac=0.8)
    y = correlated_shocks(b, common, loading_frac=0.6)
    assert np.corrcoef(x, y)[0, 1] == pytest.approx(0.48, abs=0.006)
    assert x.std() == pytest.approx(1.0, abs=0.006)
    with pytest.raises(InputError):
        correlated_shocks(a, common, loading_frac=1.1)


def test_forward_is_the_mean_of_schwartz():
    fair = forward_price_usd_kg(
        1278.0, level_usd_kg=1150.0, half_life_yr=5.0, sigma=0.2, tenor_yr=[0.0, 10.0]
    )
    np.testing.assert_allclose(fair, [1278.0, 1263.356], atol=5e-4)
