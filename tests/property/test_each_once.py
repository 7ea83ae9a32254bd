"""Distinct optima: apart from each other, and each of the others beside one that is cheaper."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from asteroid_econ.orbits.refine import SAME_D, each_once, longest_step_d

optima = st.lists(
    st.tuples(st.floats(0.0, 3.0), st.floats(0.0, 3.0), st.floats(3.0, 12.0)), max_size=20
)


@given(optima)
def test_every_optimum_is_kept_or_beside_a_cheaper_one(rows):
    launch, tof, cost = np.array(rows).reshape(-1, 3).T
    kept, same = each_once(launch, tof, cost)
    assert (np.diff(cost[kept]) >= 0.0).all()
    for k, place in enumerate(same):
        first = kept[place]
        assert cost[first] <= cost[k]
        assert first == k or abs(launch[first] - launch[k]) + abs(tof[first] - tof[k]) < SAME_D
    apart = np.abs(launch[kept, None] - launch[kept]) + np.abs(tof[kept, None] - tof[kept])
    assert (apart[~np.eye(kept.size, dtype=bool)] >= SAME_D).all()


@given(st.lists(st.floats(0.1, 50.0), min_size=1, max_size=30))
def test_no_step_is_longer(steps):
    axis_d = np.concatenate([[61_000.0], 61_000.0 + np.cumsum(steps)])
    assert (np.diff(axis_d) <= longest_step_d(axis_d)).all()
    assert longest_step_d(axis_d) in np.diff(axis_d)
