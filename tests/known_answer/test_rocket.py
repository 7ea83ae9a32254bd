"""Gear ratios published for in-space transport (stage inert fraction .08, 450 s)."""

import pytest

from asteroid_econ.constants import G0_KM_S2
from asteroid_econ.orbits.rocket import gear_ratio, mass_ratio

VE_KM_S = 450.0 * G0_KM_S2


@pytest.mark.parametrize(
    ("dv_km_s", "inert_frac", "expected", "tolerance"),
    [
        (4.29, 0.0, 2.64, 0.005),  # low Earth orbit to geostationary orbit, no inert mass
        (3.60, 0.0, 2.26, 0.005),  # to the near-rectilinear halo orbit
        (6.10, 0.0, 3.98, 0.005),  # to the lunar surface
        (4.29, 0.08, 3.084, 0.001),
        (3.60, 0.08, 2.539, 0.001),
        (6.10, 0.08, 5.380, 0.005),
        (3.20, 0.0, 2.07, 0.006),  # to C3 = 0
        (3.20, 0.08, 2.276, 0.001),
    ],
)
def test_published_gear_ratio(dv_km_s, inert_frac, expected, tolerance):
    assert float(gear_ratio(dv_km_s, VE_KM_S, inert_frac=inert_frac)) == pytest.approx(
        expected, abs=tolerance
    )


def test_mass_ratio_of_one_exhaust_velocity_is_e():
    assert float(mass_ratio(2.0, 2.0)) == pytest.approx(2.718281828459045, rel=1e-15)
