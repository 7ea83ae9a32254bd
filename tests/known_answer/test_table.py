"""The table that ships: ranges found by another calculation, its size, and its promises."""

import numpy as np
import pytest

from asteroid_econ.errors import InputError
from asteroid_econ.orbits.threebody.integrate import cr3bp_states
from asteroid_econ.orbits.threebody.manifolds import stable_manifold
from asteroid_econ.orbits.threebody.rotation import heliocentric_elements, rotating_state
from asteroid_econ.orbits.threebody.table import manifold_table, shipped_table, stored_arrays
from asteroid_econ.parameters.arrays import arrays
from house import PACKAGE

TABLE = shipped_table()
SLICES = {  # a_au from, to; ecc up to; inc_deg up to
    "P1": (0.934, 0.986, 0.060, 0.0),
    "P2": (1.018, 1.075, 0.060, 0.0),
    "H2N": (1.028, 1.065, 0.048, 0.8),
    "H2S": (1.028, 1.065, 0.048, 0.8),
    "V2": (1.018, 1.055, 0.035, 4.25),
}


@pytest.mark.parametrize("family", SLICES)
def test_ranges_on_the_section(family):
    a, ecc, inc = np.moveaxis(TABLE.elements_nd[TABLE.index(family), ..., :3], -1, 0)
    low, high, ecc_max, inc_max = SLICES[family]
    assert abs(np.nanmin(a) - low) < 0.002
    assert abs(np.nanmax(a) - high) < 0.004
    assert abs(np.nanmax(ecc) - ecc_max) < 0.004
    assert abs(np.degrees(np.nanmax(inc)) - inc_max) < 0.2


def test_it_ships_small_and_for_the_published_mass_ratio():
    assert (PACKAGE / "parameters" / "manifolds.npz").stat().st_size <= 2_000_000
    assert TABLE.mu_ratio == 3.0032080443e-6
    stored = stored_arrays(TABLE)
    assert set(stored) == set(arrays("manifolds"))
    for name, values in stored.items():
        np.testing.assert_array_equal(values, arrays("manifolds")[name])


@pytest.mark.parametrize(("family", "member", "point"), [("H2S", 20, 33), ("V1", 41, 7)])
def test_a_row_is_what_following_the_trajectory_gives(family, member, point):
    """The southern halos too, though only northern ones are stored."""
    k = TABLE.index(family)
    orbit = TABLE.orbit(family, member)
    found = stable_manifold(orbit, [TABLE.phase_frac[point]], point=int(family[1]))
    np.testing.assert_allclose(found.time_nd[0], TABLE.time_nd[k, member, point], atol=1e-6)
    row = TABLE.elements_nd[k, member, point]
    ours = heliocentric_elements(found.section_state_nd[0], mu_ratio=TABLE.mu_ratio)
    np.testing.assert_allclose(ours, row, atol=1e-6)
    ahead = cr3bp_states(
        rotating_state(row, mu_ratio=TABLE.mu_ratio),
        TABLE.time_nd[k, member, point],
        mu_ratio=TABLE.mu_ratio,
    )
    assert np.linalg.norm((ahead - found.end_state_nd[0])[:3]) < 1e-5


def test_another_mass_ratio_gives_another_table():
    mu = 3.0542e-6
    small = manifold_table(mu_ratio=mu, n_members=2, n_points=4, families=("H1N", "P2"), threads=2)
    assert small.families == ("P2", "H1N", "H1S")
    assert small.mu_ratio == mu
    ours, reference = (t.elements_nd[t.index("P2"), 0, 0] for t in (small, TABLE))
    np.testing.assert_allclose(ours[:2], reference[:2], rtol=0.05)
    assert ours[0] > reference[0]  # a heavier Earth lets go farther out


def test_an_unknown_family_is_refused():
    with pytest.raises(InputError, match="family"):
        TABLE.index("H2")
    with pytest.raises(InputError, match="manifolds"):
        arrays("nothing")
