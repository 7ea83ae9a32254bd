"""Published eigenvalues and indices."""

import numpy as np
import pytest

from asteroid_econ.errors import InputError
from asteroid_econ.orbits.threebody.stability import stability
from asteroid_econ.published.tables import table
from asteroid_econ.published.three_body import printed_states

ORBITS = table("three_body_orbits")


@pytest.mark.parametrize("k", range(8), ids=ORBITS.text("orbit"))
def test_published_eigenvalues_with_their_sign(k):
    ours = stability(
        printed_states(ORBITS)[k],
        ORBITS.numbers("period_nd")[k],
        mu_ratio=ORBITS.numbers("mu_ratio")[k],
    )
    np.testing.assert_allclose(
        ours.unstable_eigenvalue, ORBITS.numbers("unstable_eigenvalue")[k], rtol=1e-5
    )
    np.testing.assert_allclose(abs(ours.index), ORBITS.numbers("abs_index")[k], rtol=1e-5)
    assert ours.mu_ratio == ORBITS.numbers("mu_ratio")[k]
    assert np.sign(ours.index) == np.sign(ours.unstable_eigenvalue)


def test_bad_input_is_refused():
    with pytest.raises(InputError, match="state_nd"):
        stability(np.zeros((2, 6)), 1.0, mu_ratio=0.1)
    with pytest.raises(InputError, match="state_nd"):
        stability(np.full(6, np.nan), 1.0, mu_ratio=0.1)
    for period in (np.nan, 0.0, [1.0, 2.0]):
        with pytest.raises(InputError, match="period_nd"):
            stability([0.8, 0.0, 0.0, 0.0, 0.5, 0.0], period, mu_ratio=0.1)
