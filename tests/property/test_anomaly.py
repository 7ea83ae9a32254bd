import mpmath as mp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asteroid_econ.errors import InputError
from asteroid_econ.orbits.anomaly import (
    eccentric_anomaly_rad,
    eccentric_from_true_rad,
    mean_anomaly_rad,
    mean_motion_rad_s,
    period_s,
    true_anomaly_rad,
)

GAP = st.floats(-16.0, 0.0).map(lambda x: 10.0**x)
MEAN = st.one_of(
    st.floats(0.0, np.pi, allow_subnormal=False), st.floats(-12.0, 0.4).map(lambda x: 10.0**x)
)


def _root(f, slope, start):
    """Newton at 40 digits from our answer: where the exact root is."""
    x = mp.mpf(start)
    for _ in range(4):
        x -= f(x) / slope(x)
    return x


@given(MEAN, GAP)
def test_ellipse_to_the_last_digit(mean, gap):
    ecc = 1.0 - gap
    ours = float(eccentric_anomaly_rad(mean, ecc))
    with mp.workdps(40):
        e, m = mp.mpf(ecc), mp.mpf(mean)
        exact = (
            _root(lambda x: x - e * mp.sin(x) - m, lambda x: 1 - e * mp.cos(x), ours) if ours else 0
        )
        assert abs(ours - exact) <= 1e-15 * abs(exact)


@given(st.floats(-12.0, 8.0), st.floats(-15.0, 4.0))
def test_hyperbola_to_the_last_digit(log_mean, log_gap):
    mean, ecc = 10.0**log_mean, 1.0 + 10.0**log_gap
    ours = float(eccentric_anomaly_rad(mean, ecc))
    with mp.workdps(40):
        e, m = mp.mpf(ecc), mp.mpf(mean)
        exact = _root(lambda x: e * mp.sinh(x) - x - m, lambda x: e * mp.cosh(x) - 1, ours)
        assert abs(ours - exact) <= 1e-15 * abs(exact)


@given(st.floats(-50.0, 50.0), st.floats(0.0, 0.999))
def test_the_revolution_is_kept(mean, ecc):
    eccentric = eccentric_anomaly_rad(mean, ecc)
    true = true_anomaly_rad(eccentric, ecc)
    assert abs(eccentric - mean) <= ecc + 1e-12
    assert abs(true - eccentric) <= np.pi
    assert abs(mean_anomaly_rad(eccentric, ecc) - mean) < 1e-12 * (1.0 + abs(mean))
    assert abs(eccentric_from_true_rad(true, ecc) - eccentric) < 1e-11 * (1.0 + abs(mean))


def test_nan_stays_local_in_finite_time():
    out = eccentric_anomaly_rad([np.nan, np.inf, 1.0, 1.0], [0.5, 0.5, np.nan, 0.5])
    assert np.isnan(out).tolist() == [True, True, True, False]
    out = eccentric_anomaly_rad([np.nan, np.inf, 1.0], [1.5, 1.5, 1.5])
    assert np.isnan(out).tolist() == [True, True, False]
    assert np.isnan(mean_anomaly_rad(np.nan, 0.5))
    assert np.isnan(true_anomaly_rad(np.nan, 0.5))
    assert np.isnan(eccentric_from_true_rad([np.nan, 3.0], [0.5, 1.5])).all()
    assert period_s(-1.0, mu_km3_s2=1.0) == np.inf


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("ecc", lambda: eccentric_anomaly_rad(1.0, -0.1)),
        ("ecc", lambda: eccentric_anomaly_rad(1.0, 1.0)),
        ("ecc", lambda: mean_anomaly_rad([1.0, 2.0], [0.1, 0.2, 0.3])),
        ("mean_anomaly_rad", lambda: eccentric_anomaly_rad("noon", 0.1)),
        ("a_km", lambda: mean_motion_rad_s(0.0, mu_km3_s2=1.0)),
        ("mu_km3_s2", lambda: period_s(1.0, mu_km3_s2=np.nan)),
    ],
)
def test_bad_input_is_named(name, call):
    with pytest.raises(InputError) as caught:
        call()
    assert caught.value.name == name
