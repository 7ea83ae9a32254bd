"""A perfect orbit costs nothing, an unknown one is unknown, one without bound has none."""

from dataclasses import replace

import numpy as np
import pytest

from asteroid_econ.errors import InputError
from asteroid_econ.orbits.roundtrip_partials import orbit_error
from mining_case import EPOCH, PLANETS, options_of


@pytest.fixture(scope="module")
def error_of():
    search, orbit, options, _ = options_of("2000 SG344")

    def of(runoff, which=-1):
        return orbit_error(
            options[which], search, *orbit, EPOCH, planets=PLANETS, runoff_arcsec_decade=runoff
        )

    return of


def test_a_perfect_orbit_has_no_error(error_of):
    assert error_of(0.0).dv_km_s == 0.0
    assert error_of(0.0).position_arrival_km == 0.0


def test_the_error_is_linear_in_the_runoff(error_of):
    one, ten = error_of(1.0), error_of(10.0)
    assert ten.dv_km_s == pytest.approx(10.0 * one.dv_km_s, rel=1e-12)
    assert ten.position_departure_km == pytest.approx(10.0 * one.position_departure_km, rel=1e-12)
    assert one.position_departure_km > one.position_arrival_km > 0.0


def test_unknown_and_unbounded_orbits_say_so(error_of):
    assert np.isnan(error_of(np.nan).dv_km_s)
    assert np.isinf(error_of(np.inf).dv_km_s)
    with pytest.raises(InputError, match="runoff"):
        error_of(-1.0)


def test_all_options_have_finite_partials_also_with_revolutions(error_of):
    _, _, options, _ = options_of("2000 SG344")
    assert any(option.n_rev_ret + option.n_rev_out for option in options)
    for k in range(len(options)):
        assert np.isfinite([error_of(84.0, k).dv_km_s, error_of(84.0, k).dv_out_km_s]).all()


def test_a_leg_that_other_orbits_do_not_have_gives_no_number():
    search, orbit, options, _ = options_of("2000 SG344")
    for leg in ("out", "ret"):
        lost = replace(options[-1], **{f"dur_{leg}_d": 200.0, f"n_rev_{leg}": 2})
        error = orbit_error(lost, search, *orbit, EPOCH, planets=PLANETS, runoff_arcsec_decade=84.0)
        assert np.isnan([error.dv_km_s, getattr(error, f"dv_{leg}_km_s")]).all()
        assert error.position_arrival_km > 0.0
