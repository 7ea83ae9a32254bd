"""Sequences against scipy.stats.qmc."""

import numpy as np
import pytest
from scipy import stats
from scipy.stats import qmc

from asteroid_econ.sampling.distributions import parse
from asteroid_econ.sampling.latin import latin_uniforms
from asteroid_econ.sampling.sequences import Sampler, variables_of
from asteroid_econ.sampling.sobol import directions, n_dimensions, sobol_uniforms
from asteroid_econ.sampling.streams import stream


def test_direction_numbers_give_scipys_unscrambled_points():
    """SciPy walks in Gray-code order: its point k is the exclusive or over the bits of k ^ k/2."""
    d = n_dimensions()
    points = qmc.Sobol(d, scramble=False, bits=52).random_base2(11)
    gray = np.arange(2048, dtype=np.uint64) ^ (np.arange(2048, dtype=np.uint64) >> np.uint64(1))
    for i in range(d):
        mine = np.zeros(2048, np.uint64)
        for j, v in enumerate(directions(i)[:11]):
            mine ^= np.where(gray >> np.uint64(j) & np.uint64(1), v, np.uint64(0))
        assert (mine / 2.0**52 == points[:, i]).all()


def test_scrambled_points_are_as_even_as_scipys():
    variables = variables_of(lambda sampler: [sampler.uniforms(v) for v in "abcdefgh"])
    mine = np.mean(
        [
            qmc.discrepancy(
                np.stack(
                    [Sampler(s, 256, "sobol", variables=variables).uniforms(v) for v in variables],
                    1,
                )
            )
            for s in range(20)
        ]
    )
    scipys = np.mean(
        [qmc.discrepancy(qmc.Sobol(8, rng=np.random.default_rng(s)).random(256)) for s in range(20)]
    )
    independent = np.mean(
        [qmc.discrepancy(np.random.default_rng(s).random((256, 8))) for s in range(20)]
    )
    assert mine == pytest.approx(scipys, rel=0.1)
    assert mine < 0.5 * independent


def test_each_scrambled_draw_is_uniform_over_seeds():
    for k in (0, 1, 77):
        u = [sobol_uniforms(stream(s, "v"), 3, 1, k)[0] for s in range(20_000)]
        assert stats.kstest(u, "uniform").pvalue > 1e-3
        orders = (stream(s, "order") for s in range(20_000))
        u = [sobol_uniforms(stream(0, "v"), 3, 1, k, order)[0] for order in orders]
        assert stats.kstest(u, "uniform").pvalue > 1e-3


def test_strata_are_dealt_out_fairly():
    """All orders of four strata are equally likely, and draws in a stratum are uniform."""
    u = np.array([latin_uniforms(stream(s, "v"), 4, 4, 0) for s in range(24_000)])
    orders = (np.floor(u * 4).astype(int) @ [64, 16, 4, 1]).astype(int)
    assert stats.chisquare(np.unique(orders, return_counts=True)[1]).pvalue > 1e-3
    assert np.unique(orders).size == 24
    assert stats.kstest((u * 4 % 1).ravel(), "uniform").pvalue > 1e-3


def test_the_place_in_a_stratum_does_not_depend_on_the_stratum():
    u = Sampler(0, 10_000, "latin").uniforms("v") * 10_000
    assert stats.pearsonr(np.floor(u), u % 1.0).pvalue > 1e-3
    assert stats.pearsonr(np.arange(10_000), u).pvalue > 1e-3


def test_orders_take_different_blocks_of_points_in_different_orders():
    orders = [stream(s, "order") for s in range(40)]
    u = np.array([sobol_uniforms(stream(0, "v"), 5, 256, 0, order) for order in orders])
    assert np.unique(np.sort(u, axis=1), axis=0).shape == (40, 256)
    r = np.corrcoef(u)[np.triu_indices(40, 1)]
    assert r.std() == pytest.approx(1.0 / np.sqrt(255.0), rel=0.15)
    assert abs(r.mean()) < 4.5 * r.std() / np.sqrt(r.size)


def test_latin_hypercube_estimates_are_as_good_as_scipys():
    """Variance of the mean of a sum of squares in three variables, over 400 hypercubes of 64."""

    def spread(points):
        return np.std([np.mean(np.sum(p**2, axis=1)) for p in points])

    mine = spread(
        np.stack([Sampler(s, 64, "latin").uniforms(v) for v in "abc"], axis=1) for s in range(400)
    )
    scipys = spread(
        qmc.LatinHypercube(3, rng=np.random.default_rng(s)).random(64) for s in range(400)
    )
    assert mine == pytest.approx(scipys, rel=0.2)


@pytest.mark.parametrize("method", ["random", "antithetic", "latin", "sobol"])
def test_draws_follow_the_distribution(method):
    sampler = Sampler(0, 4096, method, variables=("v",))
    x = sampler.draw(parse("lognormal(5, 2)"), "v")
    assert stats.kstest(x, stats.lognorm(np.log(2.0), scale=5.0).cdf).pvalue > 1e-3
