"""Statistics do not depend on how the draws were cut, nor on who reduced them."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ._parallel import map_blocks
from asteroid_econ.errors import InputError
from asteroid_econ.montecarlo.estimate import EXACT_DRAWS, estimate, merge_all
from asteroid_econ.montecarlo.moments import join, moments_of, pieces_of
from asteroid_econ.montecarlo.proportion import proportion
from asteroid_econ.montecarlo.sketch import sketch_of
from asteroid_econ.sampling.streams import stream

X = 1e9 * stream(0, "npv").normals(70_000) + 1e7
X[[5, 300, 301, 69_999]] = np.nan


def _facts(part):
    p = np.array([0.01, 0.05, 0.5, 0.99])
    return (
        part.first,
        part.n_draws,
        repr(part.moments),
        part.quantile(p).tobytes(),
        part.cvar(0.05),
        part.probability_above(),
        part.histogram([-1e9, 0.0, 1e9]).tobytes(),
        part.quantile_interval(0.5),
    )


@given(st.lists(st.integers(0, 5000), max_size=6), st.integers(0, 700))
@settings(max_examples=60)
def test_any_pieces_give_the_same_bits(cuts, first):
    x = X[:5000]
    edges = [0, *sorted(cuts), 5000]
    parts = [estimate(x[a:b], first + a) for a, b in pairwise(edges)]
    assert _facts(merge_all(reversed(parts))) == _facts(estimate(x, first))


@given(st.integers(1, 69_999), st.integers(1, 69_999), st.booleans())
@settings(max_examples=15)
def test_pieces_beyond_the_exact_size_too_and_in_any_grouping(a, b, from_the_left):
    a, b = sorted((a, b))
    parts = [estimate(X[i:j], i) for i, j in ((0, a), (a, b), (b, 70_000))]
    if from_the_left:
        whole = parts[0].merge(parts[1]).merge(parts[2])
    else:
        whole = parts[0].merge(parts[1].merge(parts[2]))
    assert _facts(whole) == _facts(estimate(X))


@pytest.mark.parametrize("threads", [1, 2, 7])
@pytest.mark.parametrize("size", [256, 1000, 4096])
def test_threads_and_blocks_change_nothing(threads, size):
    n_blocks = -(-70_000 // size)
    parts = map_blocks(
        lambda i: estimate(X[i * size : (i + 1) * size], i * size), n_blocks, threads=threads
    )
    assert _facts(merge_all(parts)) == _facts(estimate(X))


@given(st.lists(st.floats(-1e12, 1e12), min_size=2, max_size=600), st.floats(-1e6, 1e6))
@settings(max_examples=60)
def test_moments_shift_and_scale(values, shift):
    x = np.array(values)
    moments, moved = estimate(x).moments, estimate(2.0 * x + shift).moments
    size = np.abs(x).max() + abs(shift) + 1.0
    assert moved.mean == pytest.approx(2.0 * moments.mean + shift, abs=1e-13 * size)
    assert moved.sd == pytest.approx(2.0 * moments.sd, abs=1e-7 * size, rel=1e-9)
    assert moments.n == x.size


def test_nan_draws_are_counted_and_left_out():
    moments = estimate([1.0, math.nan, 3.0]).moments
    assert (moments.n, moments.n_missing, moments.mean) == (2, 1, 2.0)
    assert estimate([1.0, math.nan, 3.0]).quantile(0.5) == 2.0
    assert estimate([1.0, math.nan]).probability_above().n == 1


def test_no_draws_or_one_give_nan_not_errors():
    for empty in (estimate([]), estimate([math.nan] * 3)):
        assert math.isnan(empty.moments.mean)
        assert math.isnan(empty.moments.stderr)
        assert np.isnan(empty.quantile([0.1, 0.5])).all()
        assert math.isnan(empty.cvar(0.05))
        assert empty.mean_interval() == (-math.inf, math.inf)
        assert empty.quantile_interval(0.5) == (-math.inf, math.inf)
        assert empty.histogram([0.0, 1.0]).tolist() == [0, 0, 0]
    one = estimate([2.0]).moments
    assert (one.mean, one.low, one.high) == (2.0, 2.0, 2.0)
    assert math.isnan(one.variance)


@pytest.mark.parametrize("size", [1e-300, 1e-120, 1e-60, 1e60, 1e120, 1e300])
def test_tiny_and_huge_draws_pass_without_a_warning(size):
    x = size * np.array([1.0, 2.0, 4.0, 8.0])
    moments = estimate(x).moments
    assert moments.mean == pytest.approx(3.75 * size)
    assert np.isnan(moments.skewness) or moments.skewness == pytest.approx(0.6568077, abs=1e-7)


def test_equal_draws_have_no_spread():
    moments = estimate(np.full(1000, 0.1)).moments
    assert moments.mean == pytest.approx(0.1, rel=1e-15)
    assert moments.variance == pytest.approx(0.0, abs=1e-30)


@given(st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=300))
@settings(max_examples=60)
def test_every_value_of_a_sketch_is_within_its_error(values):
    x = np.sort(values)
    sketch = sketch_of(x)
    back = np.repeat(sketch.values, sketch.counts)
    assert (np.diff(sketch.codes) > 0).all()
    assert (np.abs(back - x) <= 1.0001e-3 * np.abs(x) + 1e-307).all()


def test_a_sketch_merges_in_any_order():
    a, b, c = (sketch_of(X[i : i + 100]) for i in (400, 1000, 2000))
    left, right = a.merge(b).merge(c), c.merge(a.merge(b))
    assert (left.codes == right.codes).all()
    assert (left.counts == right.counts).all()


def test_pieces_keep_only_what_cannot_be_merged():
    pieces = pieces_of(X[: 256 * 7 + 3], 256)
    assert len(pieces) <= 6
    assert moments_of(pieces).n == 256 * 7
    assert join(pieces) == pieces


def test_memory_is_bounded_beyond_the_exact_size():
    x = np.concatenate([X] * 3)
    whole = estimate(x)
    assert x.size > EXACT_DRAWS
    assert whole.data.codes.size < 25_000
    assert len(whole.pieces) < 20


@given(st.integers(1, 10_000), st.data())
@settings(max_examples=100)
def test_an_interval_holds_the_share_and_stays_in_0_1(n, data):
    k = data.draw(st.integers(0, n))
    for confidence in (0.5, 0.95, 0.999):
        interval = proportion(k, n, confidence)
        assert 0.0 <= interval.low <= k / n + 1e-12
        assert k / n - 1e-12 <= interval.high <= 1.0
        assert interval.low < interval.high


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: estimate([1.0, math.inf]), r"^x = .*finite numbers or NaN"),
        (lambda: estimate([[1.0]]), "^x = "),
        (lambda: estimate(["a"]), "^x = "),
        (lambda: estimate([1.0], -1), r"^first = -1"),
        (lambda: estimate([1.0]).merge(estimate([1.0])), r"^following.first = 0.*1, the next draw"),
        (lambda: merge_all([]), "^estimates = "),
        (lambda: merge_all([estimate([1.0], 0), estimate([1.0], 5)]), r"^following\.first = 5"),
        (lambda: estimate([1.0]).quantile(1.0), r"^p = 1.0.*strictly between"),
        (lambda: estimate([1.0]).quantile(math.nan), "^p = nan"),
        (lambda: estimate([1.0]).cvar(0.0), r"^p = 0\.0"),
        (lambda: estimate([1.0, 2.0]).mean_interval(1.0), r"^confidence = 1\.0"),
        (lambda: estimate([1.0]).probability_above(math.nan), "^threshold = nan"),
        (lambda: estimate([1.0]).histogram([1.0, 0.0]), r"^edges = .*ascending"),
        (lambda: estimate([1.0]).histogram([0.0, math.nan]), "^edges = "),
        (lambda: proportion(3, 2), r"^n_successes = 3.*0 to n = 2"),
        (lambda: proportion(1, 2, 1.0), r"^confidence = 1\.0"),
    ],
)
def test_bad_input_is_refused_by_name(call, says):
    with pytest.raises(InputError, match=says):
        call()
