import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asteroid_econ.errors import InputError
from asteroid_econ.orbits.elements import from_state, state

ANGLE = st.floats(0.0, 2.0 * np.pi)


def _close(one, other, tolerance):
    return np.linalg.norm(one - other) <= tolerance * np.linalg.norm(other)


@given(
    st.floats(-6.0, 6.0),
    st.one_of(st.floats(0.0, 0.9999), st.floats(1.0001, 30.0)),
    st.floats(0.0, np.pi),
    ANGLE,
    ANGLE,
    st.floats(-3.1, 3.1),
)
def test_elements_to_state_and_back(log_a, ecc, inc, node, argperi, mean):
    a = 10.0**log_a * (1.0 if ecc < 1.0 else -1.0)
    r, v = state(a, ecc, inc, node, argperi, mean, mu_km3_s2=2.5)
    found = from_state(r, v, mu_km3_s2=2.5)
    again_r, again_v = state(*found, mu_km3_s2=2.5)
    assert _close(again_r, r, 1e-11)
    assert _close(again_v, v, 1e-11)
    assert abs(found[0] / a - 1.0) < 1e-10
    assert abs(found[1] - ecc) < 1e-12 * (1.0 + ecc) ** 2


@pytest.mark.parametrize("inc", [0.0, np.pi])
@pytest.mark.parametrize("ecc", [0.0, 0.3, 2.0])
def test_equatorial_and_circular_orbits(inc, ecc):
    a = 1.0 if ecc < 1.0 else -1.0
    r, v = state(a, ecc, inc, 1.0, 2.0, 0.5, mu_km3_s2=1.0)
    found = from_state(r, v, mu_km3_s2=1.0)
    assert np.isfinite(found).all()
    again_r, again_v = state(*found, mu_km3_s2=1.0)
    assert _close(again_r, r, 1e-14)
    assert _close(again_v, v, 1e-14)


def test_shapes_broadcast_and_nan_stays_local():
    r, v = state([[1.0], [np.nan]], 0.1, 0.2, 0.3, 0.4, [1.0, np.nan, 2.0], mu_km3_s2=1.0)
    assert r.shape == v.shape == (2, 3, 3)
    assert np.isfinite(r).all(axis=-1).tolist() == [[True, False, True], [False] * 3]
    scalar_r, _ = state(1.0, 0.1, 0.2, 0.3, 0.4, 1.0, mu_km3_s2=1.0)
    assert scalar_r.shape == (3,)
    assert scalar_r.tolist() == r[0, 0].tolist()
    assert np.isnan(from_state([np.nan, 1.0, 0.0], [0.0, 1.0, 0.0], mu_km3_s2=1.0)).all()
    rectilinear = from_state([1.0, 0.0, 0.0], [1.0, 0.0, 0.0], mu_km3_s2=1.0)
    assert np.isnan(rectilinear).all()


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("a_km", {"a_km": -1.0}),
        ("a_km", {"a_km": 0.0}),
        ("a_km", {"a_km": np.inf}),
        ("a_km", {"ecc": 1.5}),
        ("ecc", {"ecc": 1.0}),
        ("ecc", {"ecc": -0.1}),
        ("inc_rad", {"inc_rad": "low"}),
        ("a_km", {"a_km": [1.0, 2.0], "ecc": [0.1, 0.2, 0.3]}),
        ("mu_km3_s2", {"mu_km3_s2": 0.0}),
    ],
)
def test_bad_input_is_named(name, changed):
    good = dict.fromkeys(
        ("a_km", "ecc", "inc_rad", "node_rad", "argperi_rad", "mean_anomaly_rad"), 0.5
    )
    with pytest.raises(InputError) as caught:
        state(**{**good, "mu_km3_s2": 1.0, **changed})
    assert caught.value.name == name


def test_vectors_have_three_components():
    with pytest.raises(InputError, match="r_km"):
        from_state([1.0, 2.0], [1.0, 2.0, 3.0], mu_km3_s2=1.0)
