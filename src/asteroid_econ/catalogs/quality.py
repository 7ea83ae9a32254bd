"""How well an orbit is known: condition code, or an estimate of it, and the longitude runoff."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ.constants import AU_KM, DAY_S, JULIAN_YEAR_D, MU_SUN_KM3_S2
from asteroid_econ.orbits.anomaly import mean_motion_rad_s
from asteroid_econ.parameters.load import load

Floats = NDArray[np.float64]

BASES = ("published", "sigma", "arc", "printed digits", "none")
_ARCSEC_RAD = 180.0 / np.pi * 3600.0


def runoff_arcsec_decade(condition_code: ArrayLike) -> Floats:
    """Return the longitude runoff per decade that a condition code allows at most.

    Parameters
    ----------
    condition_code : array_like, shape S
        0 to 9; fractions count as the next worse code.

    Returns
    -------
    ndarray, shape S
        Upper limit in seconds of arc along the orbit; infinite for 9, NaN where the code is NaN.

    References
    ----------
    Minor Planet Center, Uncertainty Parameter U.

    Examples
    --------
    Code 3 allows 1.4 arcmin, code 6 allows 2.1 deg:

    >>> (runoff_arcsec_decade([3, 6]) / [60.0, 3600.0]).tolist()
    [1.4, 2.1]
    """
    code = floats("condition_code", condition_code)
    limits = np.array([*load("catalogs").value("quality.runoff_arcsec_decade"), np.inf])
    index = np.clip(np.ceil(np.nan_to_num(code)), 0, 9).astype(np.int64)
    return np.where(np.isfinite(code), limits[index], np.nan)


def code_of_runoff(runoff_arcsec_decade: ArrayLike) -> Floats:
    """Return the condition code of a longitude runoff.

    Parameters
    ----------
    runoff_arcsec_decade : array_like, shape S
        >= 0.

    Returns
    -------
    ndarray, shape S
        0 to 9; NaN where the runoff is NaN.

    References
    ----------
    Minor Planet Center, Uncertainty Parameter U.
    """
    runoff = floats("runoff_arcsec_decade", runoff_arcsec_decade)
    with np.errstate(divide="ignore"):
        steps = np.floor(np.log(runoff) / load("catalogs").value("quality.scale_step")) + 1.0
    return np.clip(steps, 0.0, 9.0)


def runoff_of_sigma(a_au: ArrayLike, sigma_a_au: ArrayLike) -> Floats:
    """Return the longitude runoff per decade that an error of the semi-major axis causes.

    Parameters
    ----------
    a_au, sigma_a_au : array_like, shapes broadcast to S
        Semi-major axis > 0 and its 1-sigma error >= 0.

    Returns
    -------
    ndarray, shape S
        Seconds of arc along the orbit, with the factor 3 of the condition code's definition.

    Notes
    -----
    The error of the mean motion, 1.5 n sigma_a / a, over ten years. The definition also has the
    error of the perihelion time, which matters only for arcs of days.

    References
    ----------
    Minor Planet Center, Uncertainty Parameter U.
    """
    a, sigma = floats("a_au", a_au), floats("sigma_a_au", sigma_a_au)
    n_rad_s = mean_motion_rad_s(a * AU_KM, mu_km3_s2=MU_SUN_KM3_S2)
    factor = load("catalogs").value("quality.runoff_factor")
    decade_s = 10.0 * JULIAN_YEAR_D * DAY_S
    return factor * 1.5 * n_rad_s * sigma / a * decade_s * _ARCSEC_RAD


def code_of_arc(arc_d: ArrayLike) -> Floats:
    """Return the condition code that orbits of an observed arc typically have.

    Parameters
    ----------
    arc_d : array_like, shape S
        Days from the first to the last observation; >= 0.

    Returns
    -------
    ndarray, shape S
        1 to 7; NaN where the arc is NaN. Four of five published codes lie within 2 of it.

    References
    ----------
    Medians of the Minor Planet Center's list of May 2019: parameters ``quality.arc_below_d`` and
    ``quality.code_of_arc``.
    """
    arc = floats("arc_d", arc_d)
    table = load("catalogs")
    codes = np.array(table.value("quality.code_of_arc"))
    index = np.searchsorted(table.value("quality.arc_below_d"), arc, side="right")
    return np.where(np.isfinite(arc), codes[np.minimum(index, codes.size - 1)], np.nan)


def grade(
    condition_code: ArrayLike,
    *,
    a_au: ArrayLike,
    sigma_a_au: ArrayLike,
    arc_d: ArrayLike,
    a_half_width_au: ArrayLike,
) -> tuple[Floats, NDArray[np.str_]]:
    """Return the condition code where it is published, else the best estimate of it.

    Parameters
    ----------
    condition_code, a_au, sigma_a_au, arc_d, a_half_width_au : array_like, shapes broadcast to S
        Columns of a catalogue, NaN where empty; ``a_half_width_au`` is how far the true value may
        lie from a printed, rounded one (0: printed in full, which tells nothing).

    Returns
    -------
    grade : ndarray, shape S
        0 to 9; NaN where nothing is known.
    basis : ndarray of str, shape S
        One of ``BASES``, in this order of precedence.
    """
    half = floats("a_half_width_au", a_half_width_au)
    with np.errstate(divide="ignore", invalid="ignore"):
        candidates = (
            floats("condition_code", condition_code),
            code_of_runoff(runoff_of_sigma(a_au, sigma_a_au)),
            code_of_arc(arc_d),
            code_of_runoff(runoff_of_sigma(a_au, np.where(half > 0.0, half, np.nan))),
        )
    found = np.broadcast_arrays(*candidates)
    known = [np.isfinite(candidate) for candidate in found]
    value = np.select(known, found, default=np.nan)
    return value, np.select(known, BASES[:4], default=BASES[4])
