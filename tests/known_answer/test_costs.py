"""Cost relations against published totals."""

import pytest

from asteroid_econ.economics.costs import learning_factor
from asteroid_econ.errors import InputError


def test_calla_two_hundred_craft():
    total = 113.6 * 200 * float(learning_factor(200, learning_ratio=0.85))
    assert total == pytest.approx(6560.0, abs=5.0)


def test_each_doubling_costs_the_ratio():
    factor = learning_factor([1, 2, 4, 8], learning_ratio=0.85)
    assert factor.tolist() == pytest.approx([1.0, 0.85, 0.85**2, 0.85**3], rel=1e-14)


@pytest.mark.parametrize(("n", "ratio"), [(0, 0.85), (3, 0.5), (3, 1.1)])
def test_bad_input_is_refused(n, ratio):
    with pytest.raises(InputError):
        learning_factor(n, learning_ratio=ratio)
