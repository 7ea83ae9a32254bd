"""Dollars of one year in dollars of another."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ.errors import InputError
from asteroid_econ.parameters.load import Parameter, load


def deflator_ratio(from_year: ArrayLike, *, to_year: float = 2025) -> NDArray[np.float64]:
    """Return the factor that carries dollars of one year into dollars of another.

    Parameters
    ----------
    from_year : array_like
        Calendar year of the dollars; a year of the table, see Notes.
    to_year : float
        Calendar year wanted.

    Returns
    -------
    ndarray, shape of from_year
        Multiply an amount in dollars of ``from_year`` by it.

    Notes
    -----
    The price deflator of the gross domestic product of the United States, 1950 to 2025, by
    calendar year. It is a general index: costs of space hardware rose by about as much.

    References
    ----------
    BEA, implicit price deflator (``parameters/deflator.toml``).

    Examples
    --------
    From the published index, 118.339 in 2019 and 81.887 in 2000:

    >>> print(round(float(deflator_ratio(2000, to_year=2019)), 4))
    1.4452
    """
    table = load("deflator").value("gdp_price_index")
    known = np.array([float(year) for year in table])
    index = np.array(list(table.values()))
    return np.asarray(_look_up("to_year", to_year, known, index)) / _look_up(
        "from_year", from_year, known, index
    )


def in_base_year(parameter: Parameter, *, base_year: float) -> float:
    """Return the factor from a priced parameter's own dollars to those of the study.

    Parameters
    ----------
    parameter : Parameter
        Must say the year of its dollars.
    base_year : float
        Year of the study's dollars.

    Returns
    -------
    float
    """
    if parameter.base_year is None:
        raise InputError(parameter.key, None, "a base_year, because it is in dollars")
    if parameter.base_year == base_year:
        return 1.0
    return float(deflator_ratio(parameter.base_year, to_year=base_year))


def _look_up(
    name: str, year: ArrayLike, known: NDArray[np.float64], index: NDArray[np.float64]
) -> NDArray[np.float64]:
    wanted = floats(name, year)
    at = np.searchsorted(known, wanted).clip(0, known.size - 1)
    if np.any(known[at] != wanted):
        raise InputError(name, year, f"whole years from {known[0]:.0f} to {known[-1]:.0f}")
    return index[at]
