"""scipy flies return hyperbolas in many planes: where they enter, the limits must lie around."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from asteroid_econ.constants import MU_EARTH_KM3_S2, R_EARTH_KM
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.landing import landing_latitudes_rad

R = R_EARTH_KM + 125.0


def _entry_latitude(vinf, declination, turn, angle):
    """Fly backwards from a far point of a hyperbola of this plane; forward to 125 km."""
    along = np.array([np.cos(declination), 0.0, np.sin(declination)])
    north = np.array([-np.sin(declination), 0.0, np.cos(declination)])
    side = np.cos(turn) * north + np.sin(turn) * np.array([0.0, 1.0, 0.0])
    speed = np.sqrt(vinf**2 + 2.0 * MU_EARTH_KM3_S2 / R)
    miss = R * speed * np.cos(angle) / vinf  # impact parameter
    start = -3e7 * along + miss * side
    v0 = along * vinf

    def pull(_, y):
        return np.concatenate([y[3:], -MU_EARTH_KM3_S2 * y[:3] / np.linalg.norm(y[:3]) ** 3])

    def down(_, y):
        return np.linalg.norm(y[:3]) - R

    down.terminal, down.direction = True, -1
    run = solve_ivp(
        pull, (0.0, 4e7 / vinf), np.concatenate([start, v0]), events=down, rtol=1e-11, atol=1e-6,
        method="DOP853",
    )  # fmt: skip
    x, y, z = run.y_events[0][0][:3]
    return np.arctan2(z, np.hypot(x, y))


@pytest.mark.parametrize(("vinf", "declination"), [(6.0, 0.4), (2.5, -1.2)])
def test_entries_in_all_planes(vinf, declination):
    angle = np.radians(8.0)
    found = [_entry_latitude(vinf, declination, t, angle) for t in np.linspace(0, 2 * np.pi, 25)]
    low, high = landing_latitudes_rad(vinf, declination, entry_angle_rad=angle)
    assert np.degrees(min(found)) == pytest.approx(np.degrees(low), abs=0.2)
    assert np.degrees(max(found)) == pytest.approx(np.degrees(high), abs=0.2)


def test_shapes_nan_and_bad_input():
    low, high = landing_latitudes_rad([2.0, np.nan], [[0.1], [0.2], [0.3]])
    assert low.shape == high.shape == (3, 2)
    assert np.isnan(low[:, 1]).all()
    assert (low[:, 0] <= high[:, 0]).all()
    for bad in ({"vinf_km_s": 0.0}, {"declination_rad": 2.0}, {"entry_angle_rad": 2.0}):
        with pytest.raises(InputError):
            landing_latitudes_rad(**{"vinf_km_s": 1.0, "declination_rad": 0.0, **bad})
