"""Families that hold the published orbits, and where halos begin."""

import numpy as np
import pytest

from asteroid_econ.errors import InputError
from asteroid_econ.orbits.threebody.correct import corrected_orbit
from asteroid_econ.orbits.threebody.families import orbit_family
from asteroid_econ.published.tables import table
from asteroid_econ.published.three_body import printed_states

ORBITS = table("three_body_orbits")
SUN_EARTH = 3.0032080443e-6


def _published(name):
    k = ORBITS.text("orbit").index(name)
    mu = float(ORBITS.numbers("mu_ratio")[k])
    return printed_states(ORBITS)[k], ORBITS.numbers("period_nd")[k], mu


@pytest.mark.parametrize(
    ("family", "name", "end"),
    [
        ("H1N", "JPL Sun-Earth L1 halo N", 3.0005),
        ("H1N", "pykep Earth-Moon L1 halo N", 3.1),
        ("H2S", "pykep Earth-Moon L2 halo S", 3.06),
        ("H2S", "AstrodynamicalSolvers Earth-Moon L2 halo S", 3.1),
        ("H2S", "poliastro Earth-Moon NRHO 9:2", 3.0),
    ],
)
def test_published_halos_are_members(family, name, end):
    state, period, mu = _published(name)
    members = orbit_family(family, mu_ratio=mu, n_members=60, jacobi_end_nd=end)
    near = min(members, key=lambda o: float(np.abs(o.state_nd - state).max()))
    start = near.state_nd.copy()
    start[2] = state[2]
    ours = corrected_orbit(start, near.period_nd, mu_ratio=mu, keep="z")
    np.testing.assert_allclose(ours.state_nd, state, atol=2e-7)
    assert abs(ours.period_nd - period) < 1e-5


@pytest.mark.parametrize(
    ("family", "jacobi", "digits"), [("H1N", 3.00083, 5e-6), ("H2N", 3.00082, 5e-6)]
)
def test_halos_begin_where_the_literature_of_retrieval_has_it(family, jacobi, digits):
    first = orbit_family(family, mu_ratio=SUN_EARTH, n_members=2, jacobi_end_nd=3.0007)[0]
    assert abs(first.jacobi_nd + SUN_EARTH * (1.0 - SUN_EARTH) - jacobi) < digits


@pytest.mark.parametrize(
    ("family", "end", "days"),
    [("P1", 2.999997, 330.0), ("P2", 3.000197, 250.0), ("V1", 2.9947, 360.0)],
)
def test_periods_of_the_largest_orbits(family, end, days):
    last = orbit_family(family, mu_ratio=SUN_EARTH, n_members=2, jacobi_end_nd=end)[-1]
    assert abs(last.period_nd * 365.25 / (2.0 * np.pi) - days) < 10.0
    assert abs(last.jacobi_nd - end) < 1e-6


@pytest.mark.parametrize("change", [{"name": "H1"}, {"n_members": 1}, {"mu_ratio": 0.9}])
def test_bad_input_is_refused(change):
    arguments = {"mu_ratio": SUN_EARTH, "n_members": 2, "jacobi_end_nd": 3.0008} | change
    with pytest.raises(InputError, match=next(iter(change))):
        orbit_family(arguments.pop("name", "P1"), **arguments)
