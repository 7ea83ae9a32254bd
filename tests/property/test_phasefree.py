import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asteroid_econ.errors import InputError
from asteroid_econ.orbits.phasefree import REVISIT_RANGE_D, round_trip_options
from asteroid_econ.records import TransferOptions

NUMBERS = (
    "outbound_d",
    "return_d",
    "departure_c3_km2_s2",
    "departure_dv_km_s",
    "arrival_dv_km_s",
    "return_departure_dv_km_s",
    "return_vinf_km_s",
)


@given(st.floats(0.3, 50.0), st.floats(0.0, 0.999), st.floats(0.0, np.pi))
def test_the_way_back_mirrors_the_way_out(a, ecc, inc):
    one = round_trip_options(a, ecc, inc, launch_mjd_tdb=62502.0)
    assert isinstance(one, TransferOptions)
    values = np.array([getattr(one, name) for name in NUMBERS])
    assert np.isnan(values).all() or (np.isfinite(values).all() and (values >= 0.0).all())
    low, high = REVISIT_RANGE_D
    assert low <= one.revisit_d <= high
    assert a <= one.sun_distance_au <= 1.5 * a
    if np.isfinite(values).all():
        assert one.return_d == one.outbound_d
        assert one.return_departure_dv_km_s == one.arrival_dv_km_s
        np.testing.assert_allclose(one.return_vinf_km_s**2, one.departure_c3_km2_s2, rtol=1e-12)


def test_an_earth_like_orbit_costs_the_escape_and_repeats_after_the_longest_wait():
    one = round_trip_options([1.0, 1.0], [0.0, 0.0], [0.0, 0.2], launch_mjd_tdb=[1.0, 2.0])
    # √2 of the circular speed less the circular speed, at 7.727 km/s scaled by 30 / 29.784
    assert one.departure_dv_km_s[0] == pytest.approx(0.5 + 30.0 / 29.784 * 7.727 * (2**0.5 - 1.0))
    assert one.arrival_dv_km_s[0] == 0.0
    assert (one.revisit_d == REVISIT_RANGE_D[1]).all()
    assert one.departure_mjd_tdb.tolist() == [1.0, 2.0]


@pytest.mark.parametrize(
    ("name", "arguments"), [("a_au", (0.0, 0.1, 0.1)), ("ecc", (1.0, 1.0, 0.1))]
)
def test_bad_input_is_named(name, arguments):
    with pytest.raises(InputError) as caught:
        round_trip_options(*arguments, launch_mjd_tdb=62502.0)
    assert caught.value.name == name
