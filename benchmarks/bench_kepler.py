"""Kepler's orbits on a grid and one by one, beside boinor and numpy in the same run, one thread.

The answers agree before anything is timed; both are compiled and called once.
"""

import time

import numba
import numpy as np
import pytest

from asteroid_econ.constants import DAY_S, MU_SUN_KM3_S2
from asteroid_econ.orbits.anomaly import eccentric_anomaly_rad, true_anomaly_rad
from asteroid_econ.orbits.ephemeris import ephemeris
from asteroid_econ.orbits.kepler import propagate

N_OBJECTS, N_EPOCHS = 400, 1000
ROUNDS = 7


@pytest.fixture(scope="module")
def grid():
    rng = np.random.default_rng(42)
    a_km = rng.uniform(0.8, 2.2, N_OBJECTS) * 1.495978707e8
    ecc, inc = rng.uniform(0.05, 0.6, N_OBJECTS), rng.uniform(0.0, 0.4, N_OBJECTS)
    return (a_km, ecc, inc, *rng.uniform(0, 2 * np.pi, (3, N_OBJECTS))), 2.5 * np.arange(N_EPOCHS)


def best_s(function, rounds=ROUNDS):
    """Return the shortest of several runs, in seconds, after one to compile."""
    function()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return min(times)


def report(benchmark, function, n, peers, least=0.0):
    """Time ours and the peers in turn; record nanoseconds per state and ratios."""
    benchmark.pedantic(function, rounds=ROUNDS, warmup_rounds=1)
    ours_s = benchmark.stats.stats.min
    benchmark.extra_info["ours_ns"] = round(ours_s / n * 1e9, 1)
    for name, (peer, n_peer) in peers.items():
        peer_ns = best_s(peer, 3) / n_peer * 1e9
        benchmark.extra_info[f"{name}_ns"] = round(peer_ns, 1)
        benchmark.extra_info[f"{name}_ratio"] = round(peer_ns / (ours_s / n * 1e9), 1)
    first = next(iter(peers))
    assert benchmark.extra_info[f"{first}_ratio"] >= least


def _numpy_states(elements, days):
    """Return positions and velocities as a plain numpy user would: Newton on whole arrays."""
    a, e, i, node, w, mean = (x[:, None] for x in elements)
    n = np.sqrt(MU_SUN_KM3_S2 / a**3)
    m = np.remainder(mean + n * days * DAY_S, 2.0 * np.pi)
    x = m + e * np.sin(m)
    for _ in range(10):
        x = x - (x - e * np.sin(x) - m) / (1.0 - e * np.cos(x))
    cos_x, sin_x, b = np.cos(x), np.sin(x), np.sqrt(1.0 - e * e)
    px, py = a * (cos_x - e), a * b * sin_x
    rate = a * n / (1.0 - e * cos_x)
    vx, vy = -rate * sin_x, rate * b * cos_x
    cn, sn, cw, sw, ci, si = (f(y) for y in (node, w, i) for f in (np.cos, np.sin))
    p = (cn * cw - sn * sw * ci, sn * cw + cn * sw * ci, sw * si)
    q = (-cn * sw - sn * cw * ci, -sn * sw + cn * cw * ci, cw * si)
    r = np.stack([px * s + py * t for s, t in zip(p, q, strict=True)], -1)
    return r, np.stack([vx * s + vy * t for s, t in zip(p, q, strict=True)], -1)


def test_elements_to_states_on_a_grid(benchmark, grid):
    elements_peer = pytest.importorskip("boinor.core.elements")
    farnocchia = pytest.importorskip("boinor.core.propagation.farnocchia")
    coe2rv, farnocchia_coe = elements_peer.coe2rv, farnocchia.farnocchia_coe
    elements, days = grid
    a, ecc, inc, node, argperi, mean = elements
    true = true_anomaly_rad(eccentric_anomaly_rad(mean, ecc), ecc)
    true = np.remainder(true + np.pi, 2.0 * np.pi) - np.pi
    r_peer, v_peer = np.empty((2, N_OBJECTS, N_EPOCHS, 3))

    @numba.njit
    def boinor_loop(mu, p, e, i, o, w, nu, seconds, r, v):
        for k in range(p.size):
            for j in range(seconds.size):
                there = farnocchia_coe(mu, p[k], e[k], i[k], o[k], w[k], nu[k], seconds[j])
                one_r, one_v = coe2rv(mu, p[k], e[k], i[k], o[k], w[k], there)
                r[k, j], v[k, j] = one_r, one_v

    def ours():
        return ephemeris(*elements, 0.0, days, mu_km3_s2=MU_SUN_KM3_S2, threads=1)

    def boinor():
        p = a * (1.0 - ecc * ecc)
        boinor_loop(MU_SUN_KM3_S2, p, ecc, inc, node, argperi, true, days * DAY_S, r_peer, v_peer)

    r, v = ours()
    boinor()
    for peer_r, peer_v in ((r_peer, v_peer), _numpy_states(elements, days)):
        np.testing.assert_allclose(r, peer_r, rtol=0, atol=1e-3)
        np.testing.assert_allclose(v, peer_v, rtol=0, atol=1e-9)
    n = N_OBJECTS * N_EPOCHS
    peers = {"boinor": (boinor, n), "numpy": (lambda: _numpy_states(elements, days), n)}
    report(benchmark, ours, n, peers, least=25.0)


def test_propagate_states(benchmark, grid):
    peer = pytest.importorskip("boinor.core.propagation.farnocchia").farnocchia_rv
    elements, _ = grid
    r, v = (x[:, 0] for x in ephemeris(*elements, 0.0, [0.0], mu_km3_s2=MU_SUN_KM3_S2))
    r, v = np.tile(r, (50, 1)), np.tile(v, (50, 1))
    dt = np.linspace(1.0, 800.0, len(r)) * DAY_S
    out_r, out_v = np.empty_like(r), np.empty_like(v)

    @numba.njit
    def boinor_loop(mu, r, v, dt, out_r, out_v):
        for k in range(dt.size):
            one_r, one_v = peer(mu, r[k], v[k], dt[k])
            out_r[k], out_v[k] = one_r, one_v

    ours_r, ours_v = propagate(r, v, dt, mu_km3_s2=MU_SUN_KM3_S2)
    boinor_loop(MU_SUN_KM3_S2, r, v, dt, out_r, out_v)
    np.testing.assert_allclose(ours_r, out_r, rtol=0, atol=1.0)
    np.testing.assert_allclose(ours_v, out_v, rtol=0, atol=1e-6)
    peers = {"boinor": (lambda: boinor_loop(MU_SUN_KM3_S2, r, v, dt, out_r, out_v), dt.size)}
    report(benchmark, lambda: propagate(r, v, dt, mu_km3_s2=MU_SUN_KM3_S2), dt.size, peers)
