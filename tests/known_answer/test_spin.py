"""Limits of rotation against published values."""

import numpy as np
import pytest

from asteroid_econ.composition.body import draw_body
from asteroid_econ.composition.spin import (
    REGIMES,
    critical_period_h,
    escape_velocity_m_s,
    handling_regime,
)
from asteroid_econ.composition.tables import load_tables
from asteroid_econ.parameters.load import load
from composition_targets import sampler, target

SPIN = load("spin")


@pytest.mark.parametrize(
    ("rho_kg_m3", "period_h"), [(1200, 3.0), (1900, 2.4), (2200, 2.2), (2700, 2.0), (3900, 1.7)]
)
def test_critical_periods(rho_kg_m3, period_h):
    # Pravec and Harris (2000): 3.3 h / sqrt(rho in g/cm3)
    assert critical_period_h(rho_kg_m3) == pytest.approx(period_h, abs=0.05)


def test_escape_velocity_of_bennu():
    # Scheeres et al. (2019): GM 4.892 m3/s2 and a mean radius of 244.6 m give 20 cm/s
    assert escape_velocity_m_s(0.4892, 1190.0) == pytest.approx(0.20, abs=0.005)


def test_regimes():
    # Itokawa 12.1 h holds its regolith; 2014 RC (12 m, 16 s) fits a bag; 2000 DP107-size fast
    # rotators throw it off
    found = handling_regime(
        [0.33, 0.012, 0.06], [1900.0, 2500.0, 2500.0], [12.1, 0.0044, 0.2], SPIN
    )
    assert [REGIMES[i] for i in found] == ["surface", "bag", "anchor"]


def test_no_large_body_beats_the_barrier():
    # Pravec and Harris (2000): none faster than 2.2 h for H < 22, where a body is over 300 m
    body = draw_body(target(18.0), load_tables(), sampler(50_000))
    assert (body.rotation_h[body.diameter_km > 0.3] >= 2.2).all()


@pytest.mark.parametrize(("h", "low", "high"), [(23.0, 0.606, 0.803)])
def test_share_of_fast_rotators(h, low, high):
    # Alarcon et al. (2026) for 22 < H < 24
    body = draw_body(target(h), load_tables(), sampler(100_000))
    assert low < np.mean(body.rotation_h < 2.2) < high


def test_a_measured_period_is_kept():
    body = draw_body(target(20.0, rotation=5.27), load_tables(), sampler(10))
    assert (body.rotation_h == 5.27).all()
