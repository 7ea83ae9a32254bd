"""Price processes in their limits."""

import numpy as np
import pytest

from asteroid_econ.economics.pricing import (
    correlated_shocks,
    forward_price_usd_kg,
    gbm_path,
    log_linear_path,
    log_ou_path,
)

T = np.array([0.5, 2.0, 7.0])
Z = np.random.default_rng(0).standard_normal((3, 5))


def test_slow_reversion_is_brownian_motion():
    slow = log_ou_path(100.0, level_usd_kg=50.0, half_life_yr=1e9, sigma=0.2, t_yr=T, shocks=Z)
    free = gbm_path(100.0, drift_frac=0.02, sigma=0.2, t_yr=T, shocks=Z)  # drift sigma²/2
    np.testing.assert_allclose(slow, free, rtol=1e-6)


def test_fast_reversion_is_the_level():
    fast = log_ou_path(100.0, level_usd_kg=50.0, half_life_yr=1e-6, sigma=0.2, t_yr=T, shocks=Z)
    np.testing.assert_allclose(fast, 50.0, rtol=1e-3)


def test_without_volatility_paths_are_forwards():
    terms = {"level_usd_kg": 50.0, "half_life_yr": 5.0, "sigma": 0.0}
    path = log_ou_path(100.0, **terms, t_yr=T, shocks=Z)
    forward = forward_price_usd_kg(100.0, **terms, tenor_yr=T)
    np.testing.assert_allclose(path, np.repeat(forward[:, None], 5, axis=1), rtol=1e-13)
    still = gbm_path(100.0, drift_frac=0.0, sigma=0.0, t_yr=T, shocks=Z)
    assert np.all(still == 100.0)


def test_a_metal_may_move_alone_or_with_the_rest():
    own, common = Z[0], Z[1]
    assert np.array_equal(correlated_shocks(own, common, loading_frac=0.0), own)
    assert np.array_equal(correlated_shocks(own, common, loading_frac=1.0), common)


def test_a_flat_scenario_is_flat_and_held_outside():
    flat = log_linear_path(
        [1900.0, 2031.0, 2300.0], anchor_t_yr=[2030.0, 2040.0], anchor_price_usd_kg=[7.0, 7.0]
    )
    assert flat.tolist() == pytest.approx([7.0, 7.0, 7.0], rel=1e-15)
