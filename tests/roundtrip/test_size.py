import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asteroid_econ.composition.size import diameter_km, h_mag, implied_albedo, mass_kg

magnitudes, albedos = st.floats(-5.0, 40.0), st.floats(0.01, 1.0)


@given(magnitudes, albedos)
def test_diameter_gives_back_magnitude_and_albedo(h, p):
    d = diameter_km(h, p)
    assert h_mag(d, p) == pytest.approx(h, abs=1e-12)
    assert implied_albedo(h, d) == pytest.approx(p, rel=1e-12)


@given(st.floats(1e-3, 1e3), st.floats(500.0, 8000.0))
def test_mass_scales_with_the_cube(d, rho):
    assert mass_kg(2.0 * d, rho) == pytest.approx(8.0 * mass_kg(d, rho), rel=1e-14)


def test_nan_stays_local():
    d = diameter_km([20.0, np.nan], 0.1)
    assert np.isfinite(d[0])
    assert np.isnan(d[1])
