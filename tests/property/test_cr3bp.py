"""What holds for every state: symmetry, and NaN that stays where it is."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.orbits.threebody.cr3bp import jacobi_nd, states

COMPONENT = st.floats(-2.0, 2.0)


@settings(max_examples=50)
@given(st.lists(COMPONENT, min_size=6, max_size=6), st.floats(1e-9, 0.5))
def test_the_jacobi_constant_is_even_in_y_z_and_the_speeds(state, mu):
    flips = np.array([1.0, -1.0, -1.0, -1.0, 1.0, -1.0])
    pair = jacobi_nd([state, state * flips], mu_ratio=mu)
    np.testing.assert_equal(pair[0], pair[1])


def test_nan_stays_in_its_row():
    rows = np.ones((3, 6))
    rows[1, 4] = np.nan
    assert np.isnan(jacobi_nd(rows, mu_ratio=0.1)).tolist() == [False, True, False]
    assert states(rows).shape == (3, 6)
