"""How exactly a table prints its numbers, and the semi-major axis that all its columns allow."""

import numpy as np
from numpy.typing import NDArray

from asteroid_econ.constants import AU_KM, DAY_S, MU_SUN_KM3_S2

Floats = NDArray[np.float64]
_MAX_DIGITS = 8  # beyond this a column counts as full precision
_SHARE = 0.99  # a few rows of an export may be printed otherwise
_LARGEST_STEP = 0.02  # exports of two dates differ by 0.6 %; more is a mistake, not rounding


def half_width(values: Floats) -> Floats:
    """Return half a unit of the last printed digit; 0 in a column of full precision.

    A column is printed either with fixed decimals or with fixed significant digits; where both
    would explain it, the wider unit counts.

    Parameters
    ----------
    values : ndarray, shape (n,)
        A column as read; NaN where empty.

    Returns
    -------
    ndarray, shape (n,)
        NaN where the value is empty, 0, or printed with more digits than the rest.

    Examples
    --------
    >>> half_width(np.array([1.648, 0.8567, 17.07])).tolist()
    [0.0005, 5e-05, 0.005]
    """
    present = values[np.isfinite(values) & (values != 0.0)]
    if not present.size:
        return np.full_like(values, np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        magnitude = np.floor(np.log10(np.abs(values)))
        own = np.floor(np.log10(np.abs(present)))
    widths = []
    for lead, own_lead in ((np.zeros_like(values), 0.0 * own), (magnitude, own)):
        for digits in range(_MAX_DIGITS + 1):
            if np.mean(_is_round(present, digits - own_lead)) >= _SHARE:
                fits = _is_round(values, digits - lead)
                widths.append(np.where(fits, 0.5 * 10.0 ** (lead - digits), np.nan))
                break
        else:
            return np.where(np.isfinite(values), 0.0, np.nan)
    return np.maximum(*widths)


def _is_round(values: Floats, digits: Floats) -> NDArray[np.bool_]:
    with np.errstate(invalid="ignore", over="ignore"):
        scaled = values * 10.0**digits
        return np.abs(scaled - np.round(scaled)) < 1e-6


def tightest_a_au(
    a_au: Floats,
    ecc: Floats,
    *,
    q_au: Floats,
    aphelion_au: Floats,
    n_deg_d: Floats,
    period_d: Floats,
) -> tuple[Floats, Floats]:
    """Return the semi-major axis in the middle of what every printed column allows.

    Parameters
    ----------
    a_au, ecc, q_au, aphelion_au, n_deg_d, period_d : ndarray, shape (n,)
        Columns as printed; NaN where empty. Columns that only repeat a (1 ± e) of the printed
        values tell nothing and are left out.

    Returns
    -------
    a_au, half_width_au : ndarray, shape (n,)
        The middle and half the width of the common interval. Where the columns contradict each
        other, the narrowest single interval; where a is printed in full, a itself and 0. Where
        that, or in a column printed in full any of the others, is more than 2 % from the printed
        a, which is then wrong or the others are, a itself and NaN.

    References
    ----------
    Kepler's third law with the constants of this package.
    """
    a_half, ecc_half = half_width(a_au), half_width(ecc)
    e_low, e_high = np.maximum(ecc - ecc_half, 0.0), np.minimum(ecc + ecc_half, 1.0 - 1e-12)
    q_low, q_high = _interval(_own(q_au, a_au * (1.0 - ecc)))
    big_low, big_high = _interval(_own(aphelion_au, a_au * (1.0 + ecc)))
    n_low, n_high = _interval(n_deg_d)
    p_low, p_high = _interval(period_d)
    with np.errstate(divide="ignore", invalid="ignore"):  # no ellipse: e of 1, no period
        lows = [
            a_au - a_half,
            q_low / (1.0 - e_low),
            big_low / (1.0 + e_high),
            _a_of_n(n_high),
            _a_of_n(360.0 / p_low),
        ]
        highs = [
            a_au + a_half,
            q_high / (1.0 - e_high),
            big_high / (1.0 + e_low),
            _a_of_n(n_low),
            _a_of_n(360.0 / p_high),
        ]
    if not np.any(a_half > 0.0):
        low, high = (1.0 - _LARGEST_STEP) * a_au, (1.0 + _LARGEST_STEP) * a_au
        apart = np.any((np.array(lows) > high) | (np.array(highs) < low), axis=0)
        return a_au, np.where(np.isfinite(a_au) & ~apart, 0.0, np.nan)
    return _common(np.array(lows), np.array(highs), a_au)


def _own(column: Floats, derived: Floats) -> Floats:
    """Blank the cells that were computed from the printed a and e."""
    return np.where(np.abs(column - derived) < 1e-9, np.nan, column)


def _interval(column: Floats) -> tuple[Floats, Floats]:
    half = half_width(column)
    return column - half, column + half


def _a_of_n(n_deg_d: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        n_rad_s = np.deg2rad(n_deg_d) / DAY_S
        return np.cbrt(MU_SUN_KM3_S2 / n_rad_s**2) / AU_KM


def _common(lows: Floats, highs: Floats, a_au: Floats) -> tuple[Floats, Floats]:
    unknown = np.isnan(lows) | np.isnan(highs)
    lows, highs = np.where(unknown, -np.inf, lows), np.where(unknown, np.inf, highs)
    low, high = lows.max(axis=0), highs.min(axis=0)
    narrowest = np.argmin(highs - lows, axis=0)
    column = np.arange(a_au.size)
    clash = low > high
    low = np.where(clash, lows[narrowest, column], low)
    high = np.where(clash, highs[narrowest, column], high)
    middle, half = 0.5 * (low + high), 0.5 * (high - low)
    far = np.abs(middle - a_au) > _LARGEST_STEP * np.abs(a_au)
    return np.where(far, a_au, middle), np.where(far | np.isnan(middle), np.nan, half)
