"""What holds for every trajectory of a manifold."""

import numpy as np
import pytest

from asteroid_econ.constants import AU_KM
from asteroid_econ.orbits.threebody.cr3bp import jacobi_nd
from asteroid_econ.orbits.threebody.families import orbit_family
from asteroid_econ.orbits.threebody.integrate import cr3bp_states
from asteroid_econ.orbits.threebody.manifolds import (
    section_angle_rad,
    stable_directions,
    stable_manifold,
)

MU = 3.0032080443e-6
PHASE = np.arange(16) / 16.0


@pytest.fixture(scope="module", params=["P1", "H2N", "H1S", "V2"])
def manifold(request):
    orbit = orbit_family(request.param, mu_ratio=MU, n_members=3, jacobi_end_nd=3.0005)[1]
    return stable_manifold(orbit, PHASE, point=int(request.param[1]))


def test_every_end_lies_beside_the_orbit_and_every_start_on_the_section(manifold):
    on_orbit, _ = stable_directions(manifold.orbit, PHASE)
    gap = np.linalg.norm((manifold.end_state_nd - on_orbit)[:, :3], axis=1)
    np.testing.assert_allclose(gap, 1e-6, rtol=1e-9)
    x, y = manifold.section_state_nd[:, 0] + MU, manifold.section_state_nd[:, 1]
    np.testing.assert_allclose(
        np.arctan2(y, x), section_angle_rad(manifold.point), rtol=0, atol=1e-14
    )


def test_energy_is_that_of_the_orbit(manifold):
    jacobi = jacobi_nd(manifold.section_state_nd, mu_ratio=MU)
    np.testing.assert_allclose(jacobi, manifold.orbit.jacobi_nd, rtol=0, atol=1e-9)
    ends = jacobi_nd(manifold.end_state_nd, mu_ratio=MU)
    np.testing.assert_allclose(jacobi, ends, rtol=0, atol=1e-13)


def test_ahead_from_the_section_it_comes_to_the_orbit_and_stays_a_while(manifold):
    """The miss at the end is the rounding of the start times the orbit's instability."""
    for k in (0, 7):
        ends = cr3bp_states(manifold.section_state_nd[k], manifold.time_nd[k], mu_ratio=MU)
        assert np.abs(ends - manifold.end_state_nd[k])[:3].max() * AU_KM < 1000.0
    shares = np.linspace(0.0, 1.0, 200)
    around = cr3bp_states(manifold.orbit.state_nd, shares * manifold.orbit.period_nd, mu_ratio=MU)
    after = cr3bp_states(manifold.end_state_nd[0], shares * manifold.orbit.period_nd, mu_ratio=MU)
    gaps = np.linalg.norm(after[:, None, :3] - around[None, :, :3], axis=2).min(axis=1)
    assert gaps.max() < 1e-3


def test_whole_turns_of_phase_drop_out_and_threads_change_no_bit(manifold):
    again = stable_manifold(manifold.orbit, PHASE + 1.0, point=manifold.point, threads=2)
    np.testing.assert_array_equal(again.section_state_nd, manifold.section_state_nd)
    np.testing.assert_array_equal(again.time_nd, manifold.time_nd)


def test_what_does_not_arrive_in_time_says_so(manifold):
    short = stable_manifold(manifold.orbit, PHASE, point=manifold.point, longest_nd=1.0)
    assert np.all(short.status == 2)
    assert np.isnan(short.time_nd).all()
    assert np.isnan(short.section_state_nd).all()
