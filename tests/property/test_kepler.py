import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from asteroid_econ.errors import InputError
from asteroid_econ.orbits.kepler import propagate

COMPONENT = st.floats(-2.0, 2.0)
VECTOR = st.tuples(COMPONENT, COMPONENT, COMPONENT).map(np.array)


@given(VECTOR, VECTOR, st.floats(-20.0, 20.0))
def test_energy_and_momentum_stay_and_time_runs_back(r, v, dt):
    momentum = np.linalg.norm(np.cross(r, v))
    assume(np.linalg.norm(r) > 0.1 and momentum > 0.1)
    r1, v1 = propagate(r, v, dt, mu_km3_s2=1.0)
    back_r, back_v = propagate(r1, v1, -dt, mu_km3_s2=1.0)
    np.testing.assert_allclose(
        np.cross(r1, v1), np.cross(r, v), atol=1e-12 * (1.0 + 20.0 * momentum)
    )
    np.testing.assert_allclose(back_r, r, atol=1e-9)
    np.testing.assert_allclose(back_v, v, atol=1e-9)
    energy = [0.5 * w @ w - 1.0 / np.linalg.norm(x) for x, w in ((r, v), (r1, v1))]
    assert abs(energy[1] - energy[0]) < 1e-11 * (1.0 + v1 @ v1)


@given(VECTOR, VECTOR, st.floats(0.0, 5.0), st.floats(0.1, 1e6), st.floats(0.1, 1e6))
def test_units_do_not_matter(r, v, dt, length, time):
    assume(np.linalg.norm(r) > 0.1 and np.linalg.norm(np.cross(r, v)) > 0.1)
    r1, v1 = propagate(r, v, dt, mu_km3_s2=1.0)
    scaled = propagate(r * length, v * length / time, dt * time, mu_km3_s2=length**3 / time**2)
    np.testing.assert_allclose(scaled[0] / length, r1, rtol=0, atol=1e-10 * np.linalg.norm(r1))
    np.testing.assert_allclose(scaled[1] * time / length, v1, atol=1e-10 * np.linalg.norm(v1))


def test_straight_lines():
    # free fall from rest at r = 1: the centre after π/(2√2), then back where it started
    r, v = propagate([1.0, 0, 0], [0.0, 0, 0], np.pi / np.sqrt(2.0), mu_km3_s2=1.0)
    np.testing.assert_allclose(r, [1.0, 0.0, 0.0], atol=1e-12)
    np.testing.assert_allclose(v, 0.0, atol=1e-7)


def test_shapes_broadcast_and_nan_stays_local():
    r, _ = propagate([[1.0, 0, 0]], [0, 1.0, 0], [[0.1], [np.nan], [np.inf]], mu_km3_s2=1.0)
    assert r.shape == (3, 1, 3)
    assert np.isfinite(r).all(axis=-1).ravel().tolist() == [True, False, False]
    assert np.isnan(propagate([0.0, 0, 0], [0, 1.0, 0], 1.0, mu_km3_s2=1.0)[0]).all()
    zero = propagate([1.0, 0, 0], [0, 1.0, 0.3], 0.0, mu_km3_s2=1.0)
    np.testing.assert_allclose(zero, [[1.0, 0, 0], [0, 1.0, 0.3]], atol=1e-15)


@pytest.mark.parametrize(
    ("name", "arguments", "mu"),
    [
        ("r_km", ([1.0, 2.0], [1.0, 2.0, 3.0], 1.0), 1.0),
        ("dt_s", (np.ones((2, 3)), np.ones((2, 3)), [1.0, 2.0, 3.0]), 1.0),
        ("dt_s", ([1.0, 0, 0], [1.0, 2.0, 3.0], "soon"), 1.0),
        ("mu_km3_s2", ([1.0, 0, 0], [1.0, 2.0, 3.0], 1.0), 0.0),
    ],
)
def test_bad_input_is_named(name, arguments, mu):
    with pytest.raises(InputError) as caught:
        propagate(*arguments, mu_km3_s2=mu)
    assert caught.value.name == name
