"""Published orbits, found again from rough guesses."""

import numpy as np
import pytest

from asteroid_econ.errors import InputError
from asteroid_econ.orbits.threebody.correct import corrected_orbit
from asteroid_econ.published.tables import table
from asteroid_econ.published.three_body import printed_states

ORBITS = table("three_body_orbits")
NAMES = ORBITS.text("orbit")


def _printed(k):
    return (
        printed_states(ORBITS)[k],
        ORBITS.numbers("period_nd")[k],
        float(ORBITS.numbers("mu_ratio")[k]),
    )


@pytest.mark.parametrize("k", range(8), ids=NAMES)
def test_published_orbits_close_after_correction(k):
    state, period, mu = _printed(k)
    orbit = corrected_orbit(state, period, mu_ratio=mu)
    assert orbit.closure_nd < 1e-12
    assert abs(orbit.period_nd - period) < 1e-6
    assert abs(orbit.jacobi_nd - ORBITS.numbers("jacobi_nd")[k]) < 1e-6
    assert np.abs(orbit.state_nd - state).max() < 1e-6


@pytest.mark.parametrize(("k", "keep"), [(0, "z"), (1, "z"), (2, "x"), (5, "z"), (6, "x")])
def test_a_rough_guess_finds_the_printed_orbit(k, keep):
    state, period, mu = _printed(k)
    rough = state * (1.0 + 1e-3 * np.array([keep != "x", 0, keep != "z", 0, 1, 0]) * (mu > 1e-3))
    rough[4] *= 1.003
    orbit = corrected_orbit(rough, period * 1.002, mu_ratio=mu, keep=keep)
    np.testing.assert_allclose(orbit.state_nd, state, atol=1e-7)
    assert abs(orbit.period_nd - period) < 1e-6


@pytest.mark.parametrize("k", range(8), ids=NAMES)
def test_a_guess_off_the_plane_closes_too(k):
    state, period, mu = _printed(k)
    size = 1e-5 if mu > 1e-3 else 1e-6
    orbit = corrected_orbit(
        state + size * np.array([1.0, 0.2, 1.0, 0.1, -2.0, 0.1]), period, mu_ratio=mu
    )
    assert orbit.closure_nd < 1e-11
    # the nearest orbit may start elsewhere along the printed one, and be its neighbour
    assert np.abs(orbit.state_nd - state).max() < 1e3 * size
    assert abs(orbit.jacobi_nd - ORBITS.numbers("jacobi_nd")[k]) < 300.0 * size


def test_the_period_can_be_kept():
    state, period, mu = _printed(0)
    orbit = corrected_orbit(state, period + 1e-4, mu_ratio=mu, keep="period")
    assert orbit.period_nd == period + 1e-4
    assert orbit.closure_nd < 1e-11


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"state_nd": np.full(6, np.nan)}, "state_nd"),
        ({"period_nd": -1.0}, "period_nd"),
        ({"period_nd": [3.0, 3.1]}, "period_nd"),
        ({"keep": "y"}, "keep"),
        ({"state_nd": [0.99, 0.001, 0, 0, 0.01, 0], "keep": "x"}, "keep"),
        ({"state_nd": [2.0, 0, 0.3, 0, 30.0, 0]}, "closer to a periodic orbit"),
    ],
)
def test_what_cannot_be_corrected_is_said(change, words):
    state, period, mu = _printed(0)
    arguments = {"state_nd": state, "period_nd": period, "mu_ratio": mu} | change
    with pytest.raises(InputError, match=words):
        corrected_orbit(**arguments)
