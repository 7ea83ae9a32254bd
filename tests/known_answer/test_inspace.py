"""Prices in space against published gears and the default case."""

import numpy as np
import pytest

from asteroid_econ.constants import G0_KM_S2
from asteroid_econ.economics.inspace import ceiling_price_usd_kg
from asteroid_econ.economics.pricing import log_linear_path
from asteroid_econ.economics.scenario import draw_world, load_tables
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.rocket import gear_ratio
from asteroid_econ.sampling.sequences import Sampler


def test_water_of_the_default_case():
    """3,450, 1,500 and 650 USD/kg at the near-rectilinear halo orbit in 2030, 2035, 2040."""
    leo = log_linear_path(
        [2030, 2035, 2040, 2050],
        anchor_t_yr=[2030, 2035, 2040],
        anchor_price_usd_kg=[1600, 693, 300],
    )
    gear = gear_ratio(3.60, 450 * G0_KM_S2, inert_frac=0.08)
    price = ceiling_price_usd_kg(leo * gear, np.inf, discount_frac=0.15)
    np.testing.assert_allclose(price, [3450, 1500, 650, 650], rtol=6e-3)


def test_cheaper_launch_never_raises_the_price():
    leo, lunar = np.linspace(100, 5000, 50), np.array([[np.inf], [1000.0], [300.0]])
    price = ceiling_price_usd_kg(leo * 2.5, lunar, discount_frac=0.15)
    assert np.all(np.diff(price, axis=1) >= 0.0)


def test_lunar_water_costs_at_each_place_what_its_seller_named():
    """ULA (2016): 3,000 USD/kg in low orbit, 1,000 at L1 and the geostationary orbit, 500 on it."""
    fixed = {
        "water.lunar_price_usd_kg": 1000.0,
        "water.lunar_entry_yr": 2027.0,
        "water.discount_frac": 0.0,
        "water.leo_factor_ratio": 100.0,
    }
    water = draw_world(load_tables(fixed), Sampler(0, 3)).water
    for place, usd_kg in (("LEO", 3000), ("EML1", 1000), ("GEO", 1000), ("lunar surface", 500)):
        ceiling = water.ceiling_usd_kg(place)
        assert np.all(ceiling[0] > 1e4)  # 2026: from Earth only
        np.testing.assert_allclose(ceiling[2:], usd_kg, rtol=1e-12)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("earth_usd_kg", (-1.0, 100.0, 0.1)),
        ("lunar_usd_kg", (100.0, [50.0, -1.0], 0.1)),
        ("discount_frac", (100.0, 100.0, 1.5)),
        ("discount_frac", (100.0, 100.0, -0.1)),
    ],
)
def test_bad_prices_and_discounts_are_refused(name, arguments):
    earth, lunar, discount = arguments
    with pytest.raises(InputError) as caught:
        ceiling_price_usd_kg(earth, lunar, discount_frac=discount)
    assert caught.value.name == name
