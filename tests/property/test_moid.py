"""True for every pair of ellipses."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.errors import InputError
from asteroid_econ.orbits.moid import earth_moid_au, ellipse, moid_au

angles = st.floats(0.0, 6.28)
orbits = st.tuples(st.floats(0.3, 5.0), st.floats(0.0, 0.95), st.floats(0.0, 3.1), angles, angles)
earths = st.tuples(st.floats(0.7, 1.6), st.floats(0.0, 0.1), st.floats(0.0, 0.1), angles, angles)


def points(one: np.ndarray, anomaly: np.ndarray) -> np.ndarray:
    return np.outer(np.cos(anomaly) - one[6], one[:3]) + np.outer(np.sin(anomaly), one[3:6])


@given(orbits, earths)
@settings(max_examples=60)
def test_no_two_points_are_nearer_and_some_are_nearly_as_near(first: tuple, second: tuple) -> None:
    one, two = ellipse(*first), ellipse(*second)
    distance = float(moid_au(one, two))
    anomaly = np.linspace(0.0, 2.0 * np.pi, 400)
    gaps = points(one, anomaly)[:, None] - points(two, anomaly)[None]
    scanned = np.sqrt((gaps**2).sum(axis=-1)).min()
    assert distance <= scanned + 1e-12
    assert scanned - distance < 0.02 * (first[0] + second[0])


@given(orbits, earths, angles)
@settings(max_examples=30)
def test_turning_both_about_the_pole_changes_nothing(
    first: tuple, second: tuple, turn: float
) -> None:
    def turned(o: tuple) -> np.ndarray:
        return ellipse(o[0], o[1], o[2], o[3] + turn, o[4])

    straight = moid_au(ellipse(*first), ellipse(*second))
    assert moid_au(turned(first), turned(second)) == pytest.approx(straight, abs=1e-9)


@given(orbits, earths, st.floats(0.1, 100.0))
@settings(max_examples=30)
def test_scales_with_the_orbits(first: tuple, second: tuple, scale: float) -> None:
    def scaled(o: tuple) -> np.ndarray:
        return ellipse(scale * o[0], *o[1:])

    one = float(moid_au(ellipse(*first), ellipse(*second)))
    assert float(moid_au(scaled(first), scaled(second))) == pytest.approx(
        scale * one, rel=1e-9, abs=1e-9 * scale
    )


def test_broadcast_and_nan() -> None:
    a_au = np.array([1.2, np.nan, 1.2, 1.2])
    epochs = np.array([6e4, 6e4, np.nan, 1e3])
    result = earth_moid_au(a_au, 0.2, 0.1, 0.2, 0.3, epoch_mjd_tdb=epochs)
    assert result.shape == (4,)
    assert np.isfinite(result[0])
    assert np.isnan(result[1:]).all()
    assert earth_moid_au(1.2, 0.2, 0.1, 0.2, 0.3, epoch_mjd_tdb=np.nan).shape == ()
    with pytest.raises(InputError, match="ecc"):
        earth_moid_au(1.2, 1.2, 0.1, 0.2, 0.3, epoch_mjd_tdb=60000.0)
    grid = earth_moid_au(np.ones((2, 3)) * 1.2, 0.2, 0.1, 0.2, 0.3, epoch_mjd_tdb=60000.0)
    assert np.array_equal(grid, np.full((2, 3), result[0]))
