"""An asteroid that is on a manifold already needs nothing."""

import numpy as np

from asteroid_econ.orbits.threebody.screening import screened, tangential_dv_km_s
from asteroid_econ.orbits.threebody.table import shipped_table


def test_orbits_of_the_table_are_free():
    table = shipped_table()
    k = table.index("V2")
    a, ecc, inc = np.moveaxis(table.elements_nd[k, ::10, ::30, :3].reshape(-1, 3), -1, 0)
    found = screened(a, ecc, inc, table=table)
    np.testing.assert_allclose(found.dv_km_s[:, k], 0.0, atol=1e-12)
    same = tangential_dv_km_s(a, ecc, inc, to_a_au=a, to_ecc=ecc, to_inc_rad=inc)
    np.testing.assert_allclose(same, 0.0, atol=1e-12)
