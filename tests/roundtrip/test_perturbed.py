"""There and back again in the same field."""

import numpy as np

from asteroid_econ.orbits.perturbed import perturbed_states
from asteroid_econ.orbits.perturbed_field import planet_table
from asteroid_econ.published.perturbed_tracks import elements_state

TABLE = planet_table(59_190.0, 62_110.0)


def test_back_to_the_epoch():
    r, v = elements_state("nhats_elements", "99942")
    there_r, there_v, _ = perturbed_states(r, v, 59_200.0, [62_100.0], planets=TABLE)
    back_r, back_v, _ = perturbed_states(
        there_r[:, 0], there_v[:, 0], 62_100.0, [59_200.0], planets=TABLE
    )
    assert np.linalg.norm(back_r[0, 0] - r[0]) < 1.0
    assert np.linalg.norm(back_v[0, 0] - v[0]) < 1e-6
