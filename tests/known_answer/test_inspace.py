"""Prices in space against published gears and the default case."""

import numpy as np
import pytest

from asteroid_econ.economics.inspace import ceiling_price_usd_kg, gear_ratio
from asteroid_econ.economics.pricing import log_linear_path
from asteroid_econ.errors import InputError


@pytest.mark.parametrize(
    ("dv_km_s", "bare", "with_stage"),
    [(4.29, 2.64, 3.084), (3.60, 2.26, 2.539), (6.10, 3.98, 5.380), (3.20, 2.07, 2.276)],
)
def test_gear_to_the_usual_places(dv_km_s, bare, with_stage):
    assert float(gear_ratio(dv_km_s, isp_s=450, inert_frac=0)) == pytest.approx(bare, abs=0.006)
    ours = float(gear_ratio(dv_km_s, isp_s=450, inert_frac=0.08))
    assert ours == pytest.approx(with_stage, abs=5e-4)


def test_water_of_the_default_case():
    """3,450, 1,500 and 650 USD/kg at the near-rectilinear halo orbit in 2030, 2035, 2040."""
    leo = log_linear_path(
        [2030, 2035, 2040, 2050],
        anchor_t_yr=[2030, 2035, 2040],
        anchor_price_usd_kg=[1600, 693, 300],
    )
    gear = gear_ratio(3.60, isp_s=450, inert_frac=0.08)
    price = ceiling_price_usd_kg(leo * gear, np.inf, discount_frac=0.15)
    np.testing.assert_allclose(price, [3450, 1500, 650, 650], rtol=6e-3)


def test_out_of_reach_of_one_stage_is_infinite():
    assert gear_ratio(20.0, isp_s=450, inert_frac=0.08) == np.inf


def test_cheaper_launch_never_raises_the_price():
    leo, lunar = np.linspace(100, 5000, 50), np.array([[np.inf], [1000.0], [300.0]])
    price = ceiling_price_usd_kg(leo * 2.5, lunar, discount_frac=0.15)
    assert np.all(np.diff(price, axis=1) >= 0.0)


@pytest.mark.parametrize(("dv", "inert"), [(-1.0, 0.1), (1.0, 1.0)])
def test_bad_input_is_refused(dv, inert):
    with pytest.raises(InputError):
        gear_ratio(dv, isp_s=450, inert_frac=inert)
