"""Optima that are one, counted by hand."""

import numpy as np

from asteroid_econ.orbits.refine import each_once, longest_step_d


def test_an_optimum_found_thrice_is_one():
    kept, same = each_once([0.0, 100.0, 0.01], [300.0] * 3, [5.0, 5.0000005, 5.000001])
    assert (kept.tolist(), same.tolist()) == ([0, 1], [0, 1, 0])
    kept, same = each_once([0.0, 50.0, np.nan], [300.0, 300.0, np.nan], [6.0, 5.0, np.nan])
    assert (kept.tolist(), same.tolist()) == ([1, 0, 2], [1, 0, 2])


def test_the_longest_step_of_an_axis():
    assert longest_step_d([61_000.0, 61_010.0, 61_025.0, 61_030.0]) == 15.0
    assert longest_step_d([61_000.0]) == 1.0
