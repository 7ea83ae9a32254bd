"""What printed digits, condition codes and age leave of a position: closed forms."""

from dataclasses import replace

import polars as pl
import pytest

from asteroid_econ.catalogs.load import load
from asteroid_econ.constants import AU_KM
from asteroid_econ.studies.orbit_quality import orbit_quality, position_warnings

APOPHIS = load("embedded").select([load("embedded").row_of("Apophis")])
TURNS_ARCSEC_DECADE = 10.0 * 360.0 * 3600.0


def _with(**columns):
    frame = APOPHIS.frame.with_columns(
        [pl.lit(value, dtype=pl.Float64).alias(name) for name, value in columns.items()]
    )
    return replace(APOPHIS, frame=frame)


def test_an_axis_of_three_decimals_runs_off_by_three_halves_of_it():
    """δn = 1.5 n δa / a, and at 1 au n is a turn a year: 972 arcsec a decade for 5e-5 au."""
    quality = orbit_quality(_with(a_au=1.0, a_half_width_au=5e-5, sigma_a_au=1e-9))
    expected = 1.5 * TURNS_ARCSEC_DECADE * 5e-5
    assert quality.runoff_arcsec_decade[0] == pytest.approx(expected, rel=1e-4)
    assert quality.is_rounded.tolist() == [True]
    assert quality.code[0] == 5.0  # 382 to 1,692 arcsec a decade in the table of the MPC


@pytest.mark.parametrize("half", [0.0, None, 1e-13])
def test_digits_enough_leave_the_orbit_as_it_is_known(half):
    quality = orbit_quality(_with(a_half_width_au=half, sigma_a_au=None, condition_code=3.0))
    assert quality.runoff_arcsec_decade.tolist() == [84.0]
    assert quality.code.tolist() == [3.0]
    assert quality.is_rounded.tolist() == [False]


def test_rounding_is_known_where_nothing_else_is():
    nothing = {"condition_code": None, "sigma_a_au": None, "arc_d": None}
    unknown = orbit_quality(_with(**nothing, a_half_width_au=0.0))
    assert not (unknown.runoff_arcsec_decade >= 0.0).any()
    rounded = orbit_quality(_with(**nothing, a_half_width_au=1e-6))
    assert rounded.is_rounded.all()
    assert rounded.runoff_arcsec_decade[0] > 0.0


def _said(quality, epoch):
    return position_warnings(
        quality, 0, a_au=1.0, epoch_mjd_tdb=epoch, span_mjd_tdb=(60_000.0, 68_000.0)
    )


def test_old_elements_say_how_far_they_may_be_off():
    """84 arcsec a decade over 50 years at 1 au: 420 arcsec, 3.0e5 km."""
    quality = orbit_quality(_with(sigma_a_au=None, condition_code=3.0))
    assert _said(quality, 60_000.0) == []
    (text,) = _said(quality, 68_000.0 - 50.0 * 365.25)
    assert f"{420.0 / 206_264.8 * AU_KM:.2g} km" in text
    assert "50 years" in text


def test_an_error_of_half_a_turn_is_no_number():
    quality = orbit_quality(_with(sigma_a_au=None, condition_code=9.0))
    (text,) = _said(quality, 44_000.0)
    assert "anywhere" in text
    unknown = orbit_quality(_with(sigma_a_au=None, condition_code=None, arc_d=None))
    assert "does not tell" in _said(unknown, 44_000.0)[0]


def test_rounded_elements_are_said_at_any_age():
    quality = orbit_quality(_with(a_half_width_au=5e-5))
    assert "rounded" in _said(quality, 60_000.0)[0]
