"""What holds for every row of the manifold table."""

import numpy as np
import pytest

from asteroid_econ.orbits.threebody.cr3bp import jacobi_nd
from asteroid_econ.orbits.threebody.manifolds import section_angle_rad
from asteroid_econ.orbits.threebody.rotation import rotating_state
from asteroid_econ.orbits.threebody.table import manifold_table, shipped_table, stored_arrays
from asteroid_econ.parameters.arrays import array_names, arrays

TABLE = shipped_table()


def test_every_row_lies_on_the_section_with_the_energy_of_its_orbit():
    states = rotating_state(TABLE.elements_nd, mu_ratio=TABLE.mu_ratio)
    angle = np.arctan2(states[..., 1], states[..., 0] + TABLE.mu_ratio)
    for k, family in enumerate(TABLE.families):
        expected = section_angle_rad(int(family[1]))
        np.testing.assert_allclose(angle[k], expected, rtol=0, atol=1e-12)
    jacobi = jacobi_nd(states, mu_ratio=TABLE.mu_ratio)
    np.testing.assert_allclose(
        jacobi, np.broadcast_to(TABLE.jacobi_nd[..., None], jacobi.shape), rtol=0, atol=1e-8
    )


def test_shapes_and_order():
    assert TABLE.elements_nd.shape == (8, 42, 120, 6)
    assert np.isfinite(TABLE.elements_nd).all()
    assert np.all(TABLE.time_nd > 0.0)
    assert np.all(np.diff(TABLE.jacobi_nd, axis=1) < 0.0)
    orbit = TABLE.orbit("V2", 3)
    assert abs(jacobi_nd(orbit.state_nd, mu_ratio=orbit.mu_ratio) - orbit.jacobi_nd) < 1e-14


def test_neighbouring_rows_are_near_each_other():
    """So that values between members and between points may be interpolated."""
    members, points = (np.abs(np.diff(TABLE.elements_nd[..., 0], axis=axis)) for axis in (1, 2))
    assert members.max() < 0.008
    for k, family in enumerate(TABLE.families):
        assert points[k].max() < (0.013 if family == "P1" else 0.0032), family


def test_threads_change_no_bit():
    one, two = (
        manifold_table(mu_ratio=1e-5, n_members=2, n_points=12, families=("H2N",), threads=n)
        for n in (1, 2)
    )
    for name, values in stored_arrays(one).items():
        np.testing.assert_array_equal(values, stored_arrays(two)[name])


def test_shipped_arrays_cannot_be_changed():
    assert "manifolds" in array_names()
    with pytest.raises(ValueError, match="read-only"):
        arrays("manifolds")["time_nd"][0] = 0.0
