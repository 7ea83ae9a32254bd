"""Customers of water in space against published totals."""

import numpy as np
import pytest

from asteroid_econ.economics.customers import customer_table_names, customers, served_kg_yr
from asteroid_econ.errors import InputError
from asteroid_econ.parameters.load import load

TABLE = load("customers")


def test_kornuta_all_customers():
    """1,640 t at a mean of 1,482 USD/kg: 2.43 G$."""
    k = customers("kornuta_2019", table=TABLE)
    sold = served_kg_yr(1e9, demand_kg_yr=k.demand_kg_yr)
    revenue = sold @ k.price_usd_kg
    assert sold.sum() == 1_640e3
    assert revenue / sold.sum() == pytest.approx(1482, abs=0.5)
    assert revenue == pytest.approx(2.43e9, abs=5e6)


def test_kornuta_low_orbit_and_moon():
    k = customers("kornuta_2019", table=TABLE)
    chosen = [k.places.index("leo"), k.places.index("moon")]
    mean = np.average(k.price_usd_kg[chosen], weights=k.demand_kg_yr[chosen])
    assert mean == pytest.approx(1015, abs=0.5)


def test_ula_low_orbit():
    """210 t at 3,000 USD/kg are 630 M$ a year."""
    ula = customers("ula_2016", table=TABLE)
    leo = ula.places.index("leo")
    assert ula.price_usd_kg[leo] * ula.demand_kg_yr[leo] == pytest.approx(630e6)
    assert ula.places[0] == "leo"


def test_dollars_pass_through_the_index():
    published = customers("ula_2016", table=TABLE)
    today = customers("ula_2016", table=TABLE, base_year=2025)
    ratio = today.price_usd_kg / published.price_usd_kg
    assert np.all(ratio == ratio[0])
    assert 1.2 < ratio[0] < 1.45


def test_bad_input_is_refused():
    assert "kornuta_2019" in customer_table_names(TABLE)
    with pytest.raises(InputError):
        customers("nobody", table=TABLE)
    with pytest.raises(InputError):
        served_kg_yr(-1.0, demand_kg_yr=[1.0])
