import numpy as np
import pytest

from asteroid_econ.errors import InputError
from asteroid_econ.orbits.ephemeris import ephemeris

MU = 1.327e11


def _elements(n):
    rng = np.random.default_rng(5)
    return (rng.uniform(1e8, 4e8, n), rng.uniform(0, 0.99, n), *rng.uniform(0, 3, (4, n)))


def test_no_bit_depends_on_threads_neighbours_or_place_in_the_row():
    elements, mjd = _elements(40), np.linspace(60000.0, 61000.0, 131)
    r, v = ephemeris(*elements, 60000.0, mjd, mu_km3_s2=MU, threads=1)
    r2, v2 = ephemeris(*elements, 60000.0, mjd, mu_km3_s2=MU, threads=2)
    assert r.tobytes() == r2.tobytes()
    assert v.tobytes() == v2.tobytes()
    for i, j in ((0, 130), (39, 7), (20, 64)):
        one = [x[i] for x in elements]
        alone, v_alone = ephemeris(*one, 60000.0, mjd[j : j + 1], mu_km3_s2=MU)
        assert alone[0, 0].tolist() == r[i, j].tolist()
        assert v_alone[0, 0].tolist() == v[i, j].tolist()


def test_energy_is_that_of_the_axis_and_nan_stays_local():
    a, *rest = _elements(6)
    a[2] = np.nan
    r, v = ephemeris(a, *rest, 60000.0, [60000.0, np.nan, 63000.0], mu_km3_s2=MU)
    energy = 0.5 * (v * v).sum(-1) - MU / np.linalg.norm(r, axis=-1)
    assert np.isnan(energy).tolist() == [[i == 2 or j == 1 for j in range(3)] for i in range(6)]
    np.testing.assert_allclose(energy[0], [-MU / (2 * a[0]), np.nan, -MU / (2 * a[0])], rtol=1e-12)


@pytest.mark.parametrize(
    ("name", "elements", "mjd"),
    [
        ("mjd_tdb", (1e8, 0.1, 0, 0, 0, 0), 60000.0),
        ("mjd_tdb", (np.ones((2, 2)) * 1e8, 0.1, 0, 0, 0, 0), [60000.0]),
        ("ecc", (1e8, -0.1, 0, 0, 0, 0), [60000.0]),
        ("a_km", (-1e8, 0.1, 0, 0, 0, 0), [60000.0]),
    ],
)
def test_bad_input_is_named(name, elements, mjd):
    with pytest.raises(InputError) as caught:
        ephemeris(*elements, 60000.0, mjd, mu_km3_s2=MU)
    assert caught.value.name == name
