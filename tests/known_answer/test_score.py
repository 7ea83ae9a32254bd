"""Ranking and shares of the best on tables small enough to read."""

import numpy as np

from asteroid_econ.ranking.score import rank_order
from asteroid_econ.ranking.stability import leaders, merge, nobody, share_best


def test_when_all_lose_the_ratio_ranks_not_the_cheapest_failure():
    """Losing 10 of 11 is worse than losing 80 of 100, though the loss is smaller."""
    ratio, value = np.array([1 / 11, 20 / 100]), np.array([-10.0, -80.0])
    order, measure = rank_order(ratio, value, ["cheap", "dear"])
    assert (list(order), measure) == ([1, 0], "ratio")


def test_where_one_gains_the_mean_value_ranks():
    ratio, value = np.array([3.0, 1.5]), np.array([2.0, 50.0])
    order, measure = rank_order(ratio, value, ["small", "large"])
    assert (list(order), measure) == ([1, 0], "value")


def test_ties_go_by_name():
    order, _ = rank_order(np.ones(3), -np.ones(3), ["b", "c", "a"])
    assert list(order) == [2, 0, 1]


def test_share_of_the_best_with_doing_nothing():
    """Four draws: A leads one, B leads one (a tie goes to the first), nothing leads two."""
    values = np.array([[1.0, 2.0, -1.0, -3.0], [0.5, 3.0, -2.0, -1.0]])
    best = merge([nobody(4, 0.0), leaders(values, 0)])
    share, nothing = share_best(best, 2)
    assert list(share) == [0.25, 0.25]
    assert nothing == 0.5
