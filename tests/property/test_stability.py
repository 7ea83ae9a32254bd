"""Leaders are the same however candidates are cut into blocks."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from asteroid_econ.ranking.score import rank_order
from asteroid_econ.ranking.stability import leaders, merge, nobody, share_best

values = st.lists(
    st.lists(st.floats(-5, 5) | st.just(np.nan), min_size=4, max_size=4), min_size=1, max_size=12
)


@given(values, st.integers(1, 5))
def test_blocks_change_nothing(rows, size):
    table = np.array(rows)
    whole = merge([nobody(4, 0.0), leaders(table, 0)])
    cut = [leaders(table[i : i + size], i) for i in range(0, len(rows), size)]
    parts = merge([nobody(4, 0.0), *cut])
    np.testing.assert_array_equal(whole.index, parts.index)
    share, nothing = share_best(parts, len(rows))
    assert np.isclose(share.sum() + nothing, 1.0)
    for k in range(4):
        column = table[:, k]
        best = np.nanmax(column, initial=0.0)
        assert parts.value[k] == best or (best == 0.0 and parts.index[k] == -1)


@given(st.lists(st.tuples(st.floats(0, 9) | st.just(np.nan), st.floats(-9, 9)), min_size=1))
def test_order_is_a_permutation_with_nan_last(pairs):
    ratio, value = (np.array(column) for column in zip(*pairs, strict=True))
    names = [f"{i:03d}" for i in range(len(pairs))]
    order, measure = rank_order(ratio, value, names)
    assert sorted(order) == list(range(len(pairs)))
    score = (value if measure == "value" else ratio)[order]
    finite = score[~np.isnan(score)]
    assert (np.diff(finite) <= 0.0).all()
    assert not np.isnan(score[: finite.size]).any()
    assert (measure == "value") == bool((value >= 0.0).any())
