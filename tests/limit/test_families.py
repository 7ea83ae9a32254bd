"""Small orbits have the periods of the linear motion at the libration point."""

import numpy as np
import pytest

from asteroid_econ.orbits.threebody.families import orbit_family
from asteroid_econ.orbits.threebody.points import libration_points


@pytest.mark.parametrize("mu", [3.0032080443e-6, 0.01215058560962404])
@pytest.mark.parametrize("point", [1, 2])
@pytest.mark.parametrize("kind", ["P", "V"])
def test_linear_periods(mu, point, kind):
    x = libration_points(mu)[point - 1, 0]
    c2 = (1.0 - mu) / abs(x + mu) ** 3 + mu / abs(x - 1.0 + mu) ** 3
    in_plane = np.roots([1.0, 0.0, 2.0 - c2, 0.0, (1.0 + 2.0 * c2) * (1.0 - c2)])
    omega = np.abs(in_plane.imag).max() if kind == "P" else np.sqrt(c2)
    first = orbit_family(f"{kind}{point}", mu_ratio=mu, n_members=2, jacobi_end_nd=-np.inf)[0]
    assert abs(first.period_nd * omega / (2.0 * np.pi) - 1.0) < 1e-5
