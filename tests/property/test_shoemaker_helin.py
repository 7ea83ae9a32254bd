import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asteroid_econ.errors import InputError
from asteroid_econ.orbits.shoemaker_helin import rendezvous_dv_km_s, transfer_parts

A = st.floats(0.3, 50.0)
ECC = st.floats(0.0, 0.999)
INC = st.floats(0.0, np.pi)


@given(A, ECC, INC)
def test_defined_or_nan_as_one(a, ecc, inc):
    parts = np.array(transfer_parts(a, ecc, inc))
    assert np.isnan(parts).all() or np.isfinite(parts).all()
    assert np.isnan(parts).all() or (parts >= 0.0).all()
    assert np.isnan(parts).all() or rendezvous_dv_km_s(a, ecc, inc) >= 0.5


@given(A, ECC, INC)
def test_inclination_never_makes_the_departure_cheaper(a, ecc, inc):
    flat, tilted = transfer_parts(a, ecc, [0.0, inc]).departure_dv_km_s
    assert not tilted < flat - 1e-12


def test_nan_stays_local_and_shapes_broadcast():
    dv = rendezvous_dv_km_s([[1.2], [np.nan]], [0.1, 0.2, np.nan], 0.05)
    assert dv.shape == (2, 3)
    assert np.isfinite(dv).tolist() == [[True, True, False], [False, False, False]]


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("a_au", (-1.0, 0.1, 0.1)),
        ("a_au", (np.inf, 0.1, 0.1)),
        ("ecc", (1.0, 1.2, 0.1)),
        ("ecc", (1.0, -0.1, 0.1)),
        ("inc_rad", (1.0, 0.1, 5.7)),
        ("a_au", ([1.0, 2.0], [0.1, 0.2, 0.3], 0.0)),
        ("a_au", ("one", 0.1, 0.1)),
    ],
)
def test_bad_input_is_named(name, arguments):
    with pytest.raises(InputError) as caught:
        rendezvous_dv_km_s(*arguments)
    assert caught.value.name == name


def test_no_warning_from_the_formula_of_the_other_class():
    assert np.all(np.isfinite(rendezvous_dv_km_s([1e300, 1.3], 0.1, 0.1)))
