"""How well the orbits of a catalogue are known, and how far off that puts an asteroid later."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from asteroid_econ.catalogs.quality import (
    code_of_runoff,
    grade,
    runoff_arcsec_decade,
    runoff_of_sigma,
)
from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.constants import AU_KM, JULIAN_YEAR_D
from asteroid_econ.parameters.load import load
from asteroid_econ.records import Floats

_FAR_EPOCH_YR = 15.0


class OrbitQuality(NamedTuple):
    """Quality code 0 to 9 and longitude runoff in arcsec per decade, (n,) each.

    NaN where nothing is known. ``is_rounded`` marks elements whose printed digits leave more open
    than the observations do.
    """

    code: Floats
    runoff_arcsec_decade: Floats
    is_rounded: NDArray[np.bool_]


def orbit_quality(catalog: Catalog) -> OrbitQuality:
    """Return the quality of the elements in a catalogue, of each row.

    The code is the condition code or an estimate of it, the runoff that of the catalogue's sigma
    or else of the code. Neither is better than the printed semi-major axis allows: an axis that
    may be off by its half width shifts the asteroid by 1.5 n (half width / a) a second.
    """
    a, sigma = catalog.column("a_au"), catalog.column("sigma_a_au")
    half = catalog.column("a_half_width_au")
    code, basis = grade(
        catalog.column("condition_code"),
        a_au=a,
        sigma_a_au=sigma,
        arc_d=catalog.column("arc_d"),
        a_half_width_au=half,
    )
    measured = runoff_of_sigma(a, sigma)
    runoff = np.where(np.isfinite(measured), measured, runoff_arcsec_decade(code))
    bound = np.where(half > 0.0, half, np.nan) / load("catalogs").value("quality.runoff_factor")
    printed = runoff_of_sigma(a, bound)
    is_rounded = (basis == "printed digits") | (printed > runoff)
    return OrbitQuality(
        np.fmax(code, code_of_runoff(printed)), np.fmax(runoff, printed), is_rounded
    )


def position_warnings(
    quality: OrbitQuality,
    row: int,
    *,
    a_au: float,
    epoch_mjd_tdb: float,
    span_mjd_tdb: tuple[float, float],
) -> list[str]:
    """Say what old or rounded elements do to an asteroid's positions in a span of dates."""
    first, last = span_mjd_tdb
    years = max(abs(epoch_mjd_tdb - first), abs(epoch_mjd_tdb - last)) / JULIAN_YEAR_D
    is_rounded = bool(quality.is_rounded[row])
    if not (is_rounded or years > _FAR_EPOCH_YR + (last - first) / JULIAN_YEAR_D):
        return []
    what = "rounded and " if is_rounded else ""
    error = _error_text(float(quality.runoff_arcsec_decade[row]), years, a_au)
    return [f"elements are {what}{years:.0f} years from the end of the search: expect {error}"]


def _error_text(runoff_arcsec_decade: float, years: float, a_au: float) -> str:
    shift_rad = math.radians(runoff_arcsec_decade / 3600.0 * years / 10.0)
    if math.isnan(shift_rad):
        return "an error along the orbit that the catalogue does not tell (no condition code)"
    if shift_rad > math.pi:
        return "an error along the orbit of any size: it may be anywhere on it"
    runoff = (
        f"{runoff_arcsec_decade:,.0f}"
        if runoff_arcsec_decade >= 10.0
        else (f"{runoff_arcsec_decade:.2g}")
    )
    error_km = shift_rad * a_au * AU_KM
    return f"an error along the orbit of up to {error_km:.2g} km ({runoff} arcsec a decade)"
