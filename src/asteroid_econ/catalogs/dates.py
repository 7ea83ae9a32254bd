"""Calendar dates of catalogues as modified Julian days."""

import math
import re
from datetime import date

_CENTURY = {"I": 1800, "J": 1900, "K": 2000, "L": 2100}
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUV"
_MJD_OF_ORDINAL_0 = -678_576.0


def mjd_of_date(year: int, month: int, day: int) -> float | None:
    """Return the MJD at 0 h of a Gregorian date; None where there is no such day.

    Examples
    --------
    >>> mjd_of_date(1858, 11, 17), mjd_of_date(2000, 1, 1), mjd_of_date(2023, 2, 30)
    (0.0, 51544.0, None)
    """
    try:
        return date(year, month, day).toordinal() + _MJD_OF_ORDINAL_0
    except (ValueError, OverflowError):
        return None


def iso_date(mjd_tdb: float) -> str:
    """Return the Gregorian date of an MJD, with tenths of a day where it is not 0 h.

    Examples
    --------
    >>> iso_date(0.0), iso_date(51544.5)
    ('1858-11-17', '2000-01-01.5')
    """
    day = math.floor(mjd_tdb + 0.05)
    tenth = f"{mjd_tdb - day:.1f}"[1:] if mjd_tdb - day > 0.05 else ""
    try:
        return date.fromordinal(day - int(_MJD_OF_ORDINAL_0)).isoformat() + tenth
    except (ValueError, OverflowError):
        return ""


def mjd_of_packed_date(packed: str) -> float | None:
    """Return the MJD of five packed characters: century, year, month, day; None if it is no date.

    References
    ----------
    Minor Planet Center, Packed Dates.

    Examples
    --------
    J9611 is 1996 January 1, K01AM is 2001 October 22:

    >>> mjd_of_packed_date("J9611"), mjd_of_packed_date("K01AM")
    (50083.0, 52204.0)
    """
    m = re.fullmatch(r"([IJKL])(\d\d)([1-9A-C])([1-9A-V])", packed, re.ASCII)
    if m is None:
        return None
    year = _CENTURY[m[1]] + int(m[2])
    return mjd_of_date(year, _DIGITS.index(m[3]), _DIGITS.index(m[4]))
