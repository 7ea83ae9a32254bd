import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asteroid_econ.constants import MU_EARTH_KM3_S2, R_EARTH_KM
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.patched import (
    capping_dv_km_s,
    departure_dv_km_s,
    entry_speed_km_s,
    synodic_period_d,
)


@given(st.floats(0.0, 400.0), st.floats(100.0, 1e5))
def test_the_burn_gives_the_energy_asked_for(c3, altitude_km):
    r = R_EARTH_KM + altitude_km
    after = departure_dv_km_s(c3, altitude_km=altitude_km) + np.sqrt(MU_EARTH_KM3_S2 / r)
    np.testing.assert_allclose(after**2 - 2.0 * MU_EARTH_KM3_S2 / r, c3, rtol=0, atol=1e-9)


@given(st.floats(0.0, 30.0))
def test_after_the_capping_burn_the_entry_is_within_the_limit(vinf):
    left = vinf - capping_dv_km_s(vinf)
    assert entry_speed_km_s(left) <= 12.0 + 1e-12
    assert capping_dv_km_s(vinf) == 0.0 or abs(entry_speed_km_s(left) - 12.0) < 1e-12


@given(st.floats(0.3, 40.0), st.floats(0.3, 40.0))
def test_the_synodic_period_is_mutual(a_au, home_a_au):
    one, other = (
        synodic_period_d(a_au, home_a_au=home_a_au),
        synodic_period_d(home_a_au, home_a_au=a_au),
    )
    assert one == other or abs(one / other - 1.0) < 1e-12


def test_nan_stays_local():
    assert np.isnan(departure_dv_km_s([np.nan, 1.0], altitude_km=400.0)).tolist() == [True, False]
    assert np.isnan(departure_dv_km_s(-1e4, altitude_km=400.0))
    assert np.isnan(entry_speed_km_s([np.nan, 1.0])).tolist() == [True, False]
    assert np.isnan(capping_dv_km_s([np.nan, 1.0])).tolist() == [True, False]
    assert np.isnan(synodic_period_d([np.nan, 2.0])).tolist() == [True, False]
    assert synodic_period_d(1.0) == np.inf


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("altitude_km", lambda: departure_dv_km_s(1.0, altitude_km=-7000.0)),
        ("parking_ecc", lambda: departure_dv_km_s(1.0, altitude_km=400.0, parking_ecc=1.0)),
        ("mu_km3_s2", lambda: departure_dv_km_s(1.0, altitude_km=400.0, mu_km3_s2=-1.0)),
        ("vinf_km_s", lambda: entry_speed_km_s(-1.0)),
        ("entry_speed_max_km_s", lambda: capping_dv_km_s(5.0, entry_speed_max_km_s=10.0)),
        ("entry_speed_max_km_s", lambda: capping_dv_km_s(5.0, entry_speed_max_km_s=np.nan)),
        ("a_au", lambda: synodic_period_d(0.0)),
    ],
)
def test_bad_input_is_named(name, call):
    with pytest.raises(InputError) as caught:
        call()
    assert caught.value.name == name
