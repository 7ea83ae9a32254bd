"""The only place that imports astropy: quantities and times come in here, once, and leave bare."""

from typing import Any

from asteroid_econ._arrays import floats
from asteroid_econ.errors import UnitError

_SPELLING = {
    "km": "km",
    "km_s": "km / s",
    "s": "s",
    "d": "d",
    "yr": "yr",
    "rad": "rad",
    "deg": "deg",
    "au": "AU",
    "kg": "kg",
    "kg_m3": "kg / m3",
    "km3_s2": "km3 / s2",
    "km2_s2": "km2 / s2",
    "w": "W",
}


def bare(name: str, quantity: Any, unit: str) -> Any:
    """Return the bare value of a quantity in a unit; bare numbers pass unchanged.

    Parameters
    ----------
    name : str
        Name of the argument, for the message.
    quantity : Quantity or array_like
        Anything with ``to_value``; or a number already in ``unit``.
    unit : str
        A suffix of this package: 'km_s', 'au', 'rad', 'd', …

    Returns
    -------
    float or ndarray
    """
    if not hasattr(quantity, "to_value"):
        return floats(name, quantity)
    try:
        return quantity.to_value(_SPELLING[unit])
    except Exception as error:  # astropy's UnitConversionError, without importing astropy
        raise UnitError(name, quantity, f"a quantity that converts to {_SPELLING[unit]}") from error


def mjd_tdb(time: Any) -> float:
    """Return the MJD (TDB) of an astropy Time, an ISO date or an MJD.

    Parameters
    ----------
    time : Time, str or float
        A str is read as an ISO 8601 date or instant in TDB; a number is MJD (TDB) already.

    Returns
    -------
    float

    Examples
    --------
    >>> mjd_tdb("2000-01-01T12:00:00")
    51544.5
    """
    if isinstance(time, (int, float)):
        return float(time)
    from astropy.time import Time

    if isinstance(time, str):
        try:
            time = Time(time, scale="tdb")
        except ValueError:
            raise UnitError("time", time, "an ISO 8601 date such as 2030-01-31") from None
    return float(time.tdb.mjd)
