import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asteroid_econ.composition.spin import critical_period_h, escape_velocity_m_s, handling_regime
from asteroid_econ.parameters.load import load


@given(st.floats(1e-3, 100.0), st.floats(500.0, 8000.0))
def test_an_orbit_at_the_surface_takes_the_critical_period(diameter_km, rho):
    speed_m_s = np.pi * diameter_km * 1e3 / (critical_period_h(rho) * 3600.0)
    escape = escape_velocity_m_s(diameter_km, rho)
    assert escape == pytest.approx(np.sqrt(2.0) * speed_m_s, rel=1e-12)


@given(st.floats(0.02, 10.0), st.floats(500.0, 8000.0), st.floats(0.01, 1.9))
def test_faster_than_critical_is_anchored(diameter_km, rho, ratio):
    regime = handling_regime(diameter_km, rho, ratio * critical_period_h(rho), load("spin"))
    assert regime == (1 if ratio * critical_period_h(rho) < critical_period_h(rho) else 0)


def test_nan_stays_nan():
    assert np.isnan(critical_period_h(np.nan))
    assert np.isnan(escape_velocity_m_s(np.nan, 1000.0))
