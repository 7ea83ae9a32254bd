"""Statistics against SciPy and NumPy."""

import numpy as np
import pytest
from scipy import stats

from asteroid_econ.montecarlo.estimate import estimate, merge_all
from asteroid_econ.montecarlo.moments import join, moments_of, pieces_of
from asteroid_econ.montecarlo.proportion import proportion
from asteroid_econ.montecarlo.sketch import sketch_of
from asteroid_econ.sampling.streams import stream

X = np.exp(stream(0, "x").normals(50_000)) - 1.0


def test_moments():
    moments = moments_of(join(pieces_of(X, 0)))
    assert moments == estimate(X).moments
    assert moments.mean == pytest.approx(X.mean(), rel=1e-14)
    assert moments.variance == pytest.approx(X.var(ddof=1), rel=1e-13)
    assert moments.skewness == pytest.approx(stats.skew(X), rel=1e-12)
    assert moments.kurtosis == pytest.approx(stats.kurtosis(X), rel=1e-12)
    assert (moments.low, moments.high) == (X.min(), X.max())
    assert moments.stderr == pytest.approx(stats.sem(X), rel=1e-13)


def test_quantiles_tail_means_and_histograms():
    p = [0.001, 0.05, 0.5, 0.95, 0.999]
    assert (estimate(X).quantile(p) == np.quantile(X, p)).all()
    assert estimate(X).cvar(0.05) == pytest.approx(np.sort(X)[:2500].mean(), rel=1e-13)
    assert estimate(X).cvar(0.05, is_upper=True) == pytest.approx(
        np.sort(X)[-2500:].mean(), rel=1e-13
    )
    edges = [-0.5, 0.0, 1.0, 10.0]
    assert estimate(X).histogram(edges)[1:-1].tolist() == np.histogram(X, edges)[0].tolist()
    assert estimate(X).histogram(edges).sum() == X.size


def test_the_sketch_keeps_its_stated_error():
    x = np.concatenate([X * 1e9, -X * 1e-3, np.zeros(1000), X])
    sketch = merge_all(estimate(part, i * 30_200) for i, part in enumerate(np.split(x, 5)))
    assert sketch.quantile_error == 1e-3
    p = np.linspace(0.001, 0.999, 999)
    exact = np.quantile(x, p, method="nearest")
    mine = sketch.quantile(p)
    assert (np.abs(mine - exact) <= 1.0001e-3 * np.abs(exact)).all()
    assert (mine[exact == 0.0] == 0.0).all()
    assert sketch.probability_above().n_successes == (x > 0).sum()
    for share in (0.01, 0.05):
        n = int(x.size * share)
        assert sketch.cvar(share) == pytest.approx(np.sort(x)[:n].mean(), rel=1.1e-3)
    assert sketch_of(x).merge(sketch_of(x)).counts.sum() == 2 * x.size


@pytest.mark.parametrize(("k", "n"), [(1, 10), (7, 30), (500, 1000), (999, 1000)])
@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
def test_wilson_interval(k, n, confidence):
    mine = proportion(k, n, confidence)
    other = stats.binomtest(k, n).proportion_ci(confidence, method="wilson")
    assert (mine.low, mine.high) == pytest.approx((other.low, other.high), rel=1e-12)


@pytest.mark.parametrize("n", [1, 20, 1000])
def test_one_sided_bounds_are_clopper_and_pearsons(n):
    other = stats.binomtest(0, n, alternative="less").proportion_ci(0.95, method="exact")
    assert proportion(0, n).high == pytest.approx(other.high, rel=1e-12)


def test_student_interval():
    mine = estimate(X[:37]).mean_interval(0.9)
    other = stats.t.interval(0.9, 36, X[:37].mean(), stats.sem(X[:37]))
    assert mine == pytest.approx(other, rel=1e-12)
