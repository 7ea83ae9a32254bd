"""More time and more thrust never hurt; what is not known stays unknown; bad input has a name."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asteroid_econ.errors import InputError
from asteroid_econ.orbits.lowthrust import available_dv_km_s, low_thrust, low_thrust_dv_km_s

days, speeds = st.floats(0.0, 4000.0), st.floats(0.0, 10.0)


@given(days, days, st.floats(0.3, 5.0), st.floats(0.3, 5.0))
def test_more_time_and_more_sun_give_more(one, two, near, far):
    (short, long), (near, far) = sorted((one, two)), sorted((near, far))
    give = {"acceleration_km_s2": 7.5e-8}
    assert available_dv_km_s(short, **give) <= available_dv_km_s(long, **give)
    inner = available_dv_km_s(long, sun_distance_au=near, **give)
    assert 0.0 <= available_dv_km_s(long, sun_distance_au=far, **give) <= inner


@given(speeds, speeds, st.floats(30.0, 3000.0), st.floats(30.0, 3000.0), st.floats(0.5, 3.0))
def test_the_acceleration_that_is_needed_is_just_enough(arrive, leave, out, back, sun):
    legs = {"outbound_d": out, "return_d": back, "sun_distance_au": sun}
    found = low_thrust(arrive, leave, **legs)
    needed = found.acceleration_needed_km_s2
    if needed > 1e-15:
        assert low_thrust(arrive, leave, **legs, acceleration_km_s2=1.0001 * needed).is_feasible
        assert not low_thrust(arrive, leave, **legs, acceleration_km_s2=needed / 1.01).is_feasible
    assert found.is_feasible == (needed <= 7.5e-8)
    assert found.dv_out_km_s >= arrive


def test_nan_stays_nan_and_is_not_feasible():
    assert np.isnan(low_thrust_dv_km_s([1.0, np.nan])).tolist() == [False, True]
    assert np.isnan(available_dv_km_s(np.nan, acceleration_km_s2=1e-7))
    legs = {"outbound_d": 300.0, "return_d": 300.0, "sun_distance_au": 1.0}
    assert not low_thrust(np.nan, 1.0, **legs).is_feasible


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: low_thrust_dv_km_s(-1.0), "vinf_km_s"),
        (lambda: available_dv_km_s(-1.0, acceleration_km_s2=1e-7), "tof_d"),
        (lambda: available_dv_km_s(1.0, acceleration_km_s2=-1e-7), "acceleration_km_s2"),
        (lambda: available_dv_km_s(1.0, acceleration_km_s2=1e-7, duty_frac=1.5), "duty_frac"),
        (lambda: available_dv_km_s(1.0, acceleration_km_s2=1e-7, outage_d=-1.0), "outage_d"),
        (
            lambda: available_dv_km_s(1.0, acceleration_km_s2=1e-7, sun_distance_au=0.0),
            "sun_distance_au",
        ),
        (
            lambda: low_thrust(
                1.0, 1.0, outbound_d=9, return_d=9, sun_distance_au=1.0, acceleration_km_s2=0.0
            ),
            "acceleration_km_s2",
        ),
    ],
)
def test_bad_input_is_named(call, name):
    with pytest.raises(InputError) as error:
        call()
    assert error.value.name == name
