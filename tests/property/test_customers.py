"""What is true of every list of customers."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from asteroid_econ.economics.customers import customer_table_names, customers, served_kg_yr
from asteroid_econ.parameters.load import load

MASS = st.floats(0.0, 1e7)


@given(MASS, st.lists(MASS, min_size=1, max_size=6))
def test_every_kilogram_goes_to_one_customer(offered, demand):
    served = served_kg_yr(offered, demand_kg_yr=demand)
    assert abs(served.sum() - min(offered, sum(demand))) <= 1e-9 * offered
    assert np.all(served <= np.array(demand))


def test_the_dearest_is_first_in_every_table():
    table = load("customers")
    for name in customer_table_names(table):
        assert np.all(np.diff(customers(name, table=table).price_usd_kg) <= 0.0)
