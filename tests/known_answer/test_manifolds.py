"""Slices of the manifolds at the section, as another calculation with the same method has them.

The ranges depend a little on how large the largest orbit is.
"""

import numpy as np
import pytest

from asteroid_econ.errors import InputError
from asteroid_econ.orbits.threebody.correct import PeriodicOrbit, corrected_orbit
from asteroid_econ.orbits.threebody.families import orbit_family
from asteroid_econ.orbits.threebody.manifolds import (
    section_angle_rad,
    stable_directions,
    stable_manifold,
)
from asteroid_econ.orbits.threebody.rotation import heliocentric_elements, radian_d
from asteroid_econ.parameters.load import load

MU = 3.0032080443e-6
PHASE = np.arange(24) / 24.0


@pytest.mark.parametrize(
    ("family", "a_au", "ecc"),
    [
        ("P2", (1.018, 1.075), (0.001, 0.060)),
        ("P1", (0.934, 0.986), (0.004, 0.060)),
        ("H2N", (1.028, 1.065), (0.007, 0.048)),
        ("H1N", (0.944, 0.972), (0.007, 0.044)),
        ("V2", (1.018, 1.055), (0.005, 0.035)),
        ("V1", (0.951, 0.983), None),
    ],
)
def test_published_ranges_of_the_section(family, a_au, ecc):
    end = load("threebody").value("families.jacobi_min")[family[:2]]
    found = []
    for orbit in orbit_family(family, mu_ratio=MU, n_members=6, jacobi_end_nd=end):
        manifold = stable_manifold(orbit, PHASE, point=int(family[1]))
        assert np.all(manifold.status == 0)
        assert manifold.time_nd.min() * radian_d() > 410.0
        assert manifold.time_nd.max() * radian_d() < 2200.0
        found.append(heliocentric_elements(manifold.section_state_nd, mu_ratio=MU))
    found = np.array(found)
    np.testing.assert_allclose((found[..., 0].min(), found[..., 0].max()), a_au, atol=0.004)
    if ecc is not None:
        np.testing.assert_allclose((found[..., 1].min(), found[..., 1].max()), ecc, atol=0.005)


def test_the_section_stands_at_pi_over_8():
    assert section_angle_rad(2) == np.pi / 8.0
    assert section_angle_rad(1) == -np.pi / 8.0
    with pytest.raises(InputError, match="point"):
        section_angle_rad(3)


def test_a_stable_orbit_has_no_stable_manifold():
    mu = 0.012150584395829193
    dro = corrected_orbit(
        [0.783390492345344, 0, 0, 0, 0.548464515316651, 0], 3.6305260466744, mu_ratio=mu
    )
    with pytest.raises(InputError, match="stable direction"):
        stable_directions(dro, PHASE)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"offset_nd": 0.0}, "offset_nd"),
        ({"longest_nd": np.inf}, "longest_nd"),
        ({"phase_frac": [[0.1]]}, "phase_frac"),
        ({"point": 4}, "point"),
    ],
)
def test_bad_input_is_refused(change, name):
    orbit = PeriodicOrbit(MU, np.zeros(6), 3.0, 3.0, 0.0)
    with pytest.raises(InputError, match=name):
        stable_manifold(**({"orbit": orbit, "phase_frac": PHASE, "point": 2} | change))
