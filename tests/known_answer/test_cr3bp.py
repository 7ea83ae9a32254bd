"""Jacobi constants of published orbits."""

import numpy as np
import pytest

from asteroid_econ.errors import InputError
from asteroid_econ.orbits.threebody.cr3bp import jacobi_nd
from asteroid_econ.published.tables import table
from asteroid_econ.published.three_body import printed_states

ORBITS = table("three_body_orbits")


@pytest.mark.parametrize("k", range(8), ids=ORBITS.text("orbit"))
def test_published_constants(k):
    mu = ORBITS.numbers("mu_ratio")[k]
    ours = jacobi_nd(printed_states(ORBITS)[k], mu_ratio=mu)
    assert abs(ours - ORBITS.numbers("jacobi_nd")[k]) < 1e-12


@pytest.mark.parametrize("mu_ratio", [0.0, -0.1, 0.6, np.nan, [0.1, 0.2]])
def test_a_mass_ratio_that_cannot_be_is_refused(mu_ratio):
    with pytest.raises(InputError, match="mu_ratio"):
        jacobi_nd(np.zeros(6), mu_ratio=mu_ratio)


def test_a_state_of_the_wrong_shape_is_refused():
    with pytest.raises(InputError, match="state_nd"):
        jacobi_nd([1.0, 2.0], mu_ratio=0.1)
