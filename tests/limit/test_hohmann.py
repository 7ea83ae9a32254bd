import numpy as np

from asteroid_econ.orbits.hohmann import bielliptic_dv_km_s, hohmann_dv_km_s
from asteroid_econ.orbits.lambert import lambert


def test_lambert_near_half_a_turn_becomes_hohmann():
    dv1, dv2, time_s = hohmann_dv_km_s(1.0, 1.5, mu_km3_s2=1.0)
    for gap in (1e-3, 1e-5):
        angle = np.pi - gap
        r2 = 1.5 * np.array([np.cos(angle), np.sin(angle), 0.0])
        v1, v2 = lambert([1.0, 0, 0], r2, time_s, mu_km3_s2=1.0)
        circular = np.sqrt(1.0 / 1.5) * np.array([-np.sin(angle), np.cos(angle), 0.0])
        np.testing.assert_allclose(np.linalg.norm(v1 - [0, 1.0, 0]), dv1, rtol=10 * gap)
        np.testing.assert_allclose(np.linalg.norm(circular - v2), dv2, rtol=10 * gap)


def test_bielliptic_turning_at_the_target_is_hohmann_and_beyond_infinity_is_escape():
    two = hohmann_dv_km_s(1.0, 3.0, mu_km3_s2=1.0)
    three = bielliptic_dv_km_s(1.0, 3.0, 3.0, mu_km3_s2=1.0)
    np.testing.assert_allclose([three[0], three[1]], two[:2], rtol=1e-14)
    np.testing.assert_allclose(three[2], 0.0, atol=1e-15)
    far = bielliptic_dv_km_s(1.0, 1e12, 3.0, mu_km3_s2=1.0)
    np.testing.assert_allclose(far[0], np.sqrt(2.0) - 1.0, rtol=1e-6)
