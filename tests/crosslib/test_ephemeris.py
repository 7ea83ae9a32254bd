import numpy as np
from boinor.core.elements import coe2rv
from boinor.core.propagation.farnocchia import farnocchia_coe

from asteroid_econ.constants import DAY_S, MU_SUN_KM3_S2
from asteroid_econ.orbits.anomaly import eccentric_anomaly_rad, true_anomaly_rad
from asteroid_econ.orbits.elements import state
from asteroid_econ.orbits.ephemeris import ephemeris


def _population(n):
    rng = np.random.default_rng(4)
    a_km = rng.uniform(0.7, 4.0, n) * 1.496e8
    ecc = np.concatenate([rng.uniform(0.0, 0.95, n - 1), [0.0]])
    return [a_km, ecc, rng.uniform(0, 3.1, n), *rng.uniform(0, 2 * np.pi, (3, n))]


def test_boinor_agrees_on_a_grid():
    elements = _population(12)
    a, ecc, inc, node, argperi, mean = elements
    mjd = np.linspace(59000.0, 61000.0, 37)
    r, v = ephemeris(*elements, 60000.0, mjd, mu_km3_s2=MU_SUN_KM3_S2)
    assert r.shape == v.shape == (12, 37, 3)
    start = true_anomaly_rad(eccentric_anomaly_rad(mean, ecc), ecc)
    start = (start + np.pi) % (2 * np.pi) - np.pi
    for i in range(12):
        p = a[i] * (1.0 - ecc[i] ** 2)
        rest = (p, ecc[i], inc[i], node[i], argperi[i])
        for j in (0, 11, 36):
            dt_s = (mjd[j] - 60000.0) * DAY_S
            true = farnocchia_coe(MU_SUN_KM3_S2, *rest, start[i], dt_s)
            r_peer, v_peer = coe2rv(MU_SUN_KM3_S2, *rest, true)
            np.testing.assert_allclose(r[i, j], r_peer, rtol=0, atol=1e-10 * a[i])
            np.testing.assert_allclose(v[i, j], v_peer, rtol=0, atol=1e-8)


def test_the_grid_is_the_state_at_each_epoch_hyperbolae_included():
    elements = [
        np.append(x, y) for x, y in zip(_population(5), (-2e8, 1.7, 0.3, 1, 2, -4), strict=True)
    ]
    mjd = np.arange(59990.0, 60010.0, 0.7)
    r, v = ephemeris(*elements, 60000.0, mjd, mu_km3_s2=MU_SUN_KM3_S2)
    motion = np.sqrt(MU_SUN_KM3_S2 / np.abs(elements[0])) / np.abs(elements[0]) * DAY_S
    means = elements[5][:, None] + motion[:, None] * (mjd - 60000.0)
    one_r, one_v = state(*(x[:, None] for x in elements[:5]), means, mu_km3_s2=MU_SUN_KM3_S2)
    np.testing.assert_allclose(r, one_r, rtol=0, atol=1e-4)
    np.testing.assert_allclose(v, one_v, rtol=0, atol=1e-11)
