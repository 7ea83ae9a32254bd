"""What holds along every family."""

import numpy as np
import pytest

from asteroid_econ.orbits.threebody.families import NAMES, orbit_family

ENDS = {"P": 3.0006, "H": 3.0006, "V": 3.0}


@pytest.mark.parametrize("name", NAMES)
def test_members_close_and_lose_energy_in_order(name):
    members = orbit_family(name, mu_ratio=3.0032080443e-6, n_members=8, jacobi_end_nd=ENDS[name[0]])
    assert max(o.closure_nd for o in members) < 1e-11
    jacobi = np.array([o.jacobi_nd for o in members])
    assert np.all(np.diff(jacobi) < 0.0)
    z = np.array([o.state_nd[2] for o in members])
    assert np.all(z == 0.0) if name[0] == "P" else np.all(np.diff(np.abs(z)) > 0.0)
    assert np.all(z < 0.0) == name.endswith("S")


def test_southern_halos_mirror_the_northern():
    north, south = (
        orbit_family(n, mu_ratio=3.0032080443e-6, n_members=3, jacobi_end_nd=3.0007)
        for n in ("H2N", "H2S")
    )
    for a, b in zip(north, south, strict=True):
        np.testing.assert_array_equal(a.state_nd * [1, 1, -1, 1, 1, -1], b.state_nd)
        assert a.period_nd == b.period_nd
