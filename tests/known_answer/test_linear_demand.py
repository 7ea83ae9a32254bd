"""The straight demand line, and the axis that a published table runs the wrong way."""

import numpy as np
import pytest

from asteroid_econ.economics.linear_demand import linear_price_ratio
from asteroid_econ.economics.market import clearing_price_ratio
from asteroid_econ.errors import InputError

P0, Q0 = 40_449.0, 254_582.0  # anchor of Hein, Matheson & Fries (2020), table 3


def test_line_through_the_anchor():
    assert float(linear_price_ratio(0.1, demand_elasticity=0.5, kept_ratio=0.0)) == 0.8
    assert float(linear_price_ratio(0.1, demand_elasticity=0.5, kept_ratio=1.0)) == 1.0


def test_price_of_the_published_table():
    """P = P0 + s (1 - k) q with s = -1 USD/kg per kg/yr; the true elasticity is P0 / (|s| Q0)."""
    q, k, s = 10 * 4536.0, 0.9, -1.0
    ours = P0 * linear_price_ratio(q / Q0, demand_elasticity=P0 / (abs(s) * Q0), kept_ratio=k)
    assert float(ours) == pytest.approx(P0 + s * (1.0 - k) * q, rel=1e-12)


def test_the_true_elasticity_runs_against_the_printed_label():
    slope = np.array([0.5, 1.0, 3.5])
    label, true = slope * P0 / Q0, P0 / (slope * Q0)
    np.testing.assert_allclose(label, [0.079, 0.159, 0.556], atol=5e-4)
    np.testing.assert_allclose(true, [0.318, 0.159, 0.045], atol=5e-4)
    price = linear_price_ratio(0.02, demand_elasticity=true, kept_ratio=0.5)
    assert np.all(np.diff(price) < 0.0)  # falls as the label rises,
    assert np.all(np.diff(price[::-1]) > 0.0)  # rises with the true elasticity


def test_small_quantities_agree_with_constant_elasticities():
    ed, es, x = 0.5, 0.3, 1e-5
    line = linear_price_ratio(x, demand_elasticity=ed, kept_ratio=es / (ed + es))
    curve = clearing_price_ratio(x, demand_elasticity=ed, supply_elasticity=es)
    assert float(line) == pytest.approx(float(curve), abs=1e-9)


def test_floor_is_the_marginal_use():
    price = linear_price_ratio([0.1, 5.0], demand_elasticity=0.5, kept_ratio=0.0, floor_ratio=0.2)
    assert price.tolist() == [0.8, 0.2]


@pytest.mark.parametrize(
    "change",
    [
        {"added_supply_ratio": -1.0},
        {"demand_elasticity": 0.0},
        {"kept_ratio": 1.1},
        {"floor_ratio": -0.1},
    ],
)
def test_bad_input_is_refused(change):
    arguments = {"added_supply_ratio": 0.1, "demand_elasticity": 0.5, "kept_ratio": 0.1} | change
    with pytest.raises(InputError) as caught:
        linear_price_ratio(**arguments)
    assert caught.value.name == next(iter(change))
