"""Values that their unit does not allow are refused by key, value and range."""

import numpy as np
import pytest

from asteroid_econ.economics.drawing import checked, drawn, fixed
from asteroid_econ.economics.impact import price_impact, sales_grid_kg_yr
from asteroid_econ.economics.scenario import draw_world, load_tables
from asteroid_econ.errors import InputError, ParameterError
from asteroid_econ.sampling.sequences import Sampler


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("market.platinum.demand_elasticity", -0.5),
        ("market.platinum.price_usd_ozt", 0.0),
        ("market.cap_frac", 1.1),
        ("market.half_life_yr", 0.0),
        ("market.exit_lag_yr", 0.5),
        ("market.gold.common_loading", -2.0),
        ("water.discount_frac", 1.5),
        ("water.demand_kg_yr", -1.0),
        ("costs.nre_usd", -1.0),
        ("costs.learning_ratio", 0.4),
        ("finance.discount_rate_frac", -1.5),
    ],
)
def test_out_of_range_is_named(key, value):
    with pytest.raises(ParameterError) as caught:
        draw_world(load_tables({key: value}), Sampler(0, 4))
    assert caught.value.key == key
    assert caught.value.value == value
    assert "from" in caught.value.allowed


def test_draws_and_central_values_pass_unchanged():
    table = load_tables().market
    elasticities = drawn(table, Sampler(0, 100), "platinum.demand_elasticity")
    assert np.all((elasticities >= 0.3) & (elasticities <= 1.0))
    assert fixed(table, "cap_frac") == table.value("cap_frac")
    parameter = table["platinum.demand_elasticity"]
    assert np.array_equal(checked(parameter, elasticities), elasticities)


def test_impact_falls_with_sales_and_the_grid_spans_four_decades():
    earth = draw_world(load_tables(), Sampler(0, 64)).earth
    grid = sales_grid_kg_yr(float(earth.volume_kg_yr[0]))
    assert grid[-1] / grid[0] == pytest.approx(1e4)
    impact = price_impact(earth, "platinum", sold_kg_yr=grid[::10], n_years=10)
    assert np.all(np.diff(impact.price_ratio[1], axis=1) < 0.0)
    assert np.all(impact.price_ratio[0] <= impact.price_ratio[1])
    nothing = price_impact(earth, "gold", sold_kg_yr=[0.0])
    assert nothing.price_ratio[0].tolist() == [[1.0], [1.0], [1.0]]
    for change in ({"metal": "kryptonite"}, {"sold_kg_yr": [-1.0]}):
        with pytest.raises(InputError):
            price_impact(earth, **{"metal": "gold", "sold_kg_yr": [1.0]} | change)
