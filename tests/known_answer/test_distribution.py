"""Numbers and lists that parameters of distributions may and may not be."""

import math

import numpy as np
import pytest

from asteroid_econ.errors import InputError
from asteroid_econ.sampling.distribution import (
    bound,
    not_negative,
    number,
    numbers,
    ordered,
    positive,
    weights,
)


@pytest.mark.parametrize("check", [number, bound, positive, not_negative])
@pytest.mark.parametrize("value", [2, 2.0, np.float32(2.0), np.int64(2), np.array(2.0)])
def test_numbers_of_every_kind_become_floats(check, value):
    result = check("x", value)
    assert type(result) is float
    assert result == 2.0


@pytest.mark.parametrize(
    ("check", "bad"),
    [
        (number, [math.nan, math.inf, "1", None, True, [1.0, 2.0], 10**400, 1j]),
        (bound, [math.nan, "inf", None, False]),
        (positive, [0.0, -1.0, math.inf, math.nan]),
        (not_negative, [-1e-300, math.inf, math.nan]),
    ],
)
def test_others_are_refused_by_name(check, bad):
    for value in bad:
        with pytest.raises(InputError, match=r"^grade = .* is not allowed: a"):
            check("grade", value)


def test_bounds_may_be_infinite_and_sizes_may_be_zero():
    assert bound("x", -math.inf) == -math.inf
    assert not_negative("x", 0) == 0.0


def test_lists_become_read_only_arrays():
    array = numbers("x", (1, 2.5))
    assert array.tolist() == [1.0, 2.5]
    with pytest.raises(ValueError, match="read-only"):
        array[0] = 3.0
    for bad in ([], [[1.0]], [math.nan], ["a"], 3.0, None):
        with pytest.raises(InputError, match=r"^x = "):
            numbers("x", bad)


def test_weights_sum_to_one_within_1e_9():
    assert weights("w", [0.25, 0.75], 2).tolist() == [0.25, 0.75]
    assert weights("w", [1 / 3] * 3, 3).sum() == pytest.approx(1.0)
    for bad in ([0.5, 0.5 + 1e-8], [1.5, -0.5], [1.0]):
        with pytest.raises(InputError, match=r"^w = .*probabilities"):
            weights("w", bad, 2)


def test_order_names_the_first_that_is_too_small():
    ordered(low=1.0, mode=1.0, high=2.0)
    with pytest.raises(InputError, match=r"^mode = 0\.5.*at least low = 1\.0"):
        ordered(low=1.0, mode=0.5, high=0.2)
