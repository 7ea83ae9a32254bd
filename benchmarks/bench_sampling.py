"""Draws per second on one core, beside numpy's fastest generator in the same run.

Each case checks its answer first, and calls once to compile. ``ratio`` in the extra information
is ours over numpy's; both write into memory that fits the second-level cache.
"""

import time

import numpy as np
import pytest

from asteroid_econ._elementary import exp_, log_
from asteroid_econ._jit import kernel
from asteroid_econ.montecarlo.estimate import estimate
from asteroid_econ.sampling.distributions import parse
from asteroid_econ.sampling.sequences import Sampler
from asteroid_econ.sampling.streams import stream

N = 1 << 16
REPEATS = 200


def _best_s(function):
    """Return the shortest of many runs, in seconds, after one to compile."""
    function()
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return min(times)


def _report(benchmark, function, n, peer=None, least=0.0):
    """Time a function; record million draws per second, the peer's, and their ratio."""
    benchmark.pedantic(function, rounds=REPEATS, warmup_rounds=5)
    million_s = n / benchmark.stats.stats.min / 1e6
    benchmark.extra_info["million_per_s"] = round(million_s, 1)
    if peer is not None:
        peer_million_s = n / _best_s(peer) / 1e6
        benchmark.extra_info["peer_million_per_s"] = round(peer_million_s, 1)
        benchmark.extra_info["ratio"] = round(million_s / peer_million_s, 2)
    assert million_s >= least, f"{million_s:.0f} million per second, not {least:.0f}"


def test_uniforms(benchmark):
    source, peer, out = stream(0, "bench"), np.random.Generator(np.random.SFC64(0)), np.empty(N)
    u = source.uniforms(N)
    assert u.min() > 0.0
    assert u.max() < 1.0
    assert u.mean() == pytest.approx(0.5, abs=0.005)
    _report(benchmark, lambda: source.uniforms(N), N, lambda: peer.random(out=out), least=300.0)


def test_normals(benchmark):
    special = pytest.importorskip("scipy.special")
    source, peer, out = stream(0, "bench"), np.random.Generator(np.random.SFC64(0)), np.empty(N)
    z = source.normals(N)
    assert np.max(np.abs(z / special.ndtri(source.uniforms(N)) - 1.0)) < 1e-14
    _report(
        benchmark, lambda: source.normals(N), N, lambda: peer.standard_normal(out=out), least=150.0
    )


@pytest.mark.parametrize("function", [exp_, log_], ids=["exp", "log"])
def test_elementary_functions(benchmark, function):
    peer = {exp_: np.exp, log_: np.log}[function]

    @kernel
    def run(x, out):
        for i in range(x.size):
            out[i] = function(x[i])

    x = 20.0 * stream(0, "x").uniforms(4096)
    out = np.empty_like(x)
    run(x, out)
    assert np.max(np.abs(out / peer(x) - 1.0)) < 1e-14
    _report(benchmark, lambda: run(x, out), x.size, lambda: peer(x, out=out))


LAWS = [
    "tri(0.1, 0.2, 0.3)",
    "pert(100, 588.5, 2000)",
    "lognormal(5, 2)",
    "truncnormal(1, 2, -1, 4)",
    "discrete([1, 2, 3], [0.2, 0.3, 0.5])",
    "mixture([0.3, 0.7], [normal(0, 1), lognormal(5, 2)])",
]


@pytest.mark.parametrize("text", LAWS)
def test_a_thousand_draws_of_a_law(benchmark, text):
    """What a study does for every variable of every target: stream, uniforms, quantiles."""
    sampler = Sampler(0, 1000)
    x = sampler.draw(parse(text), "v", "target")
    assert abs(x.mean() - parse(text).mean) < 5.0 * np.sqrt(parse(text).variance / 1000)
    _report(benchmark, lambda: sampler.draw(parse(text), "v", "target"), 1000)


@pytest.mark.parametrize("method", ["random", "antithetic", "latin", "sobol"])
def test_a_thousand_uniforms_of_a_sequence(benchmark, method):
    sampler = Sampler(0, 1000, method, variables=("v",))
    assert sampler.uniforms("v", "target").mean() == pytest.approx(0.5, abs=0.05)
    _report(benchmark, lambda: sampler.uniforms("v", "target"), 1000)


def test_streams(benchmark):
    keys = {stream(0, "variable", f"target {i}").key for i in range(1000)}
    assert len(keys) == 1000

    def make():
        for _ in range(1000):
            stream(0, "variable", "target")

    _report(benchmark, make, 1000)


@pytest.mark.parametrize("n", [1000, 1_000_000])
def test_statistics(benchmark, n):
    x = stream(0, "x").normals(n)
    moments = estimate(x).moments
    assert moments.mean == pytest.approx(x.mean(), rel=1e-9)

    def run():
        part = estimate(x)
        return part.moments, part.quantile([0.05, 0.5, 0.95]), part.cvar(0.05)

    benchmark.pedantic(run, rounds=20, warmup_rounds=2)
    benchmark.extra_info["million_per_s"] = round(n / benchmark.stats.stats.min / 1e6, 1)
