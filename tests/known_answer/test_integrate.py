"""Published states after published times."""

import numpy as np
import pytest

from asteroid_econ.constants import DAY_S
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.threebody.cr3bp import jacobi_nd
from asteroid_econ.orbits.threebody.integrate import cr3bp_matrices, cr3bp_states
from asteroid_econ.published.tables import table
from asteroid_econ.published.three_body import printed_states

ORBITS = table("three_body_orbits")
UNIT_S = 5_022_635.34820215  # JPL's, for Sun and Earth


@pytest.mark.parametrize("k", range(8), ids=ORBITS.text("orbit"))
def test_published_orbits_close(k):
    state, mu = printed_states(ORBITS)[k], ORBITS.numbers("mu_ratio")[k]
    period, limit = ORBITS.numbers("period_nd")[k], ORBITS.numbers("closure_nd")[k]
    alone = cr3bp_states(state, period, mu_ratio=mu)
    varied, _ = cr3bp_matrices(state, period, mu_ratio=mu)
    assert np.abs(alone - state).max() < limit
    assert np.abs(varied - state).max() < limit


@pytest.mark.parametrize("direction", [1.0, -1.0])
def test_the_jacobi_constant_stays_for_2000_days(direction):
    halo, mu = printed_states(ORBITS)[0], ORBITS.numbers("mu_ratio")[0]
    times = direction * np.linspace(0.0, 2000.0 * DAY_S / UNIT_S, 401)
    jacobi = jacobi_nd(cr3bp_states(halo, times, mu_ratio=mu), mu_ratio=mu)
    assert np.abs(jacobi - ORBITS.numbers("jacobi_nd")[0]).max() < 1e-12


@pytest.mark.parametrize("tolerance", [0.0, 1e-2, np.nan])
def test_a_tolerance_that_cannot_be_is_refused(tolerance):
    with pytest.raises(InputError, match="tolerance"):
        cr3bp_states(np.ones(6), 1.0, mu_ratio=0.1, tolerance=tolerance)


def test_times_that_do_not_fit_are_refused():
    with pytest.raises(InputError, match="time_nd"):
        cr3bp_matrices(np.ones((2, 6)), [1.0, 2.0, 3.0], mu_ratio=0.1)
