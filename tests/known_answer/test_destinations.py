"""Arrival costs against published limits and legs."""

import numpy as np
import pytest

from asteroid_econ.missions.destinations import earth_entry_dv_km_s, nrho_dv_km_s
from asteroid_econ.parameters.load import load

PARAMETERS = load("missions")


def test_entry_is_free_up_to_the_published_excess_speed():
    """12 km/s at 125 km is an excess of 4.6274 km/s; more is taken off one to one."""
    dv = earth_entry_dv_km_s([0.0, 4.6273, 4.6274 + 0.5, 6.0], PARAMETERS)
    np.testing.assert_allclose(dv, [0.0, 0.0, 0.5, 6.0 - 4.6274], atol=1e-4)


def test_a_parabolic_arrival_costs_the_published_insertion_only():
    """Lunar-transfer energy to the near-rectilinear halo orbit: 0.450 km/s."""
    assert float(nrho_dv_km_s(0.0, PARAMETERS)) == pytest.approx(0.450, abs=1e-12)


def test_the_published_average_leg_lies_within_the_range_of_easy_asteroids():
    """0.944 km/s from an average asteroid; excess speeds of easy ones are 1 to 4 km/s."""
    assert nrho_dv_km_s(1.0, PARAMETERS) < 0.944 < nrho_dv_km_s(4.0, PARAMETERS)


def test_nan_in_nan_out():
    assert np.isnan(nrho_dv_km_s([np.nan], PARAMETERS)).all()
    assert np.isnan(earth_entry_dv_km_s([np.nan], PARAMETERS)).all()
