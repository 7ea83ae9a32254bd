"""Paths of prices against cases solved elsewhere."""

import numpy as np
import pytest

from asteroid_econ.economics.dynamics import Response, price_ratio_paths


def response(demand, mine, *, recycling=(0.0, 0.0), recycled=0.0, weight=0.0, other=0.0, n=1, d=1):
    """n like metals in d like draws; pairs are (short run, long run)."""
    arrays = [np.full((n, d), float(v)) for pair in (demand, mine, recycling) for v in pair]
    weights = np.broadcast_to(np.asarray(weight, float), (n,)).copy()
    return Response(*arrays, np.full(n, recycled), weights, other)


def test_partial_adjustment_path():
    path = price_ratio_paths(np.full((1, 200, 1), 20 / 221), response((0.1, 0.5), (0.05, 0.5)))
    published = [0.551990, 0.904659, 0.905815, 0.907696]
    np.testing.assert_allclose(path[0, [0, 1, 2, 4], 0], published, atol=5e-7)
    assert path[0, -1, 0] == pytest.approx(0.913505, abs=5e-7)


def test_basket_of_two_metals():
    added = np.array([20 / 221, 0.0]).reshape(2, 1, 1)
    linked = response((0.5, 0.5), (0.5, 0.5), weight=[0.45, 0.55], n=2)
    np.testing.assert_allclose(
        price_ratio_paths(added, linked)[:, 0, 0], [0.870536, 1.038508], atol=5e-7
    )
    alone = response((0.5, 0.5), (0.5, 0.5), n=2)
    np.testing.assert_allclose(price_ratio_paths(added, alone)[:, 0, 0], [0.913505, 1.0], atol=5e-7)


def test_small_quantities_in_a_basket_move_prices_linearly():
    ed, es, weight = 0.5, 0.4, np.array([0.45, 0.20, 0.20])
    x = np.array([3e-6, 1e-6, 0.0])
    linked = response((ed, ed), (es, es), weight=weight, other=0.15, n=3)
    moved = price_ratio_paths(x.reshape(3, 1, 1), linked)[:, 0, 0] - 1.0
    expected = -(x - es * (weight @ x) / (ed + es * weight.sum())) / ed
    np.testing.assert_allclose(moved, expected, rtol=1e-4, atol=1e-11)
