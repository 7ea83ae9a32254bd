"""Between coplanar circles the bound approaches Hohmann's transfer from below."""

import numpy as np
import pytest

from asteroid_econ.constants import AU_KM, MU_SUN_KM3_S2
from asteroid_econ.orbits.bounds import two_impulse_bound_km_s
from asteroid_econ.orbits.hohmann import hohmann_dv_km_s
from asteroid_econ.orbits.patched import departure_dv_km_s


@pytest.mark.parametrize("a_au", [0.6, 0.8, 1.3, 1.5237, 2.2])
def test_hohmann(a_au):
    dv1, dv2, _ = hohmann_dv_km_s(AU_KM, a_au * AU_KM, mu_km3_s2=MU_SUN_KM3_S2)
    # Earth's eccentricity, 0.0167, is worth at most 0.5 km/s at either end
    bound = two_impulse_bound_km_s(a_au, 0.0, 0.0, objective="vinf_sum", n_boxes=30_000)
    assert dv1 + dv2 - 0.8 < bound <= dv1 + dv2
    burn = departure_dv_km_s(dv1**2, altitude_km=400.0) + dv2
    bound = two_impulse_bound_km_s(a_au, 0.0, 0.0, n_boxes=30_000)
    assert burn - 0.8 < bound <= burn


def test_a_tilted_circle_of_one_au_costs_its_plane_change():
    inc = 0.2
    turn = 2.0 * np.sin(0.5 * inc) * 29.7847
    bound = two_impulse_bound_km_s(1.0, 0.0, inc, objective="vinf_sum", n_boxes=30_000)
    assert turn - 0.8 < bound <= turn
