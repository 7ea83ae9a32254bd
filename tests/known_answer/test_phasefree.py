import csv
import time
from importlib.resources import files

import numpy as np
import pytest

from asteroid_econ.errors import InputError
from asteroid_econ.orbits.patched import departure_dv_km_s
from asteroid_econ.orbits.phasefree import round_trip_options


def test_outbound_burns_are_benner_s():
    text = files("asteroid_econ.published").joinpath("figures/benner_rendezvous.csv").read_text()
    rows = list(csv.DictReader(text.splitlines()))
    a, e, i, dv = (
        np.array([float(r[k]) for r in rows]) for k in ("a_au", "ecc", "inc_deg", "dv_km_s")
    )
    one = round_trip_options(a, e, np.radians(i), launch_mjd_tdb=62502.0)
    np.testing.assert_allclose(one.departure_dv_km_s + one.arrival_dv_km_s, dv, rtol=0, atol=1e-3)
    assert (one.departure_mjd_tdb == 62502.0).all()
    # the published burn starts from a circle of 7.727 km/s, 300 km up
    own = departure_dv_km_s(one.departure_c3_km2_s2, altitude_km=300.0)
    np.testing.assert_allclose(one.departure_dv_km_s - 0.5, own, rtol=0.01)


def test_a_circle_of_two_au_is_a_hohmann_transfer():
    one = round_trip_options(2.0, 0.0, 0.0, launch_mjd_tdb=62502.0)
    # half the period of an ellipse of a = 1.5 au, 335.5 days; synodic period 1.547 years
    np.testing.assert_allclose(one.outbound_d, 335.5, atol=0.1)
    np.testing.assert_allclose(one.revisit_d / 365.2569, 1.547, atol=1e-3)
    assert one.sun_distance_au == 2.0


def test_undefined_is_nan_and_a_catalogue_takes_milliseconds():
    one = round_trip_options([0.9, 0.9], [0.2, 0.95**0.01 * 0.999], 0.1, launch_mjd_tdb=0.0)
    assert np.isfinite(one.arrival_dv_km_s).all()
    a = np.random.default_rng(1).uniform(0.5, 3.0, 36_000)
    start = time.perf_counter()
    round_trip_options(a, 0.3, 0.1, launch_mjd_tdb=62502.0)
    assert time.perf_counter() - start < 0.5


def test_dates_of_another_shape_are_refused():
    with pytest.raises(InputError, match="launch_mjd_tdb"):
        round_trip_options([1.1, 1.2], 0.1, 0.1, launch_mjd_tdb=[1.0, 2.0, 3.0])
