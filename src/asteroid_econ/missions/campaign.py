"""When things happen: launch, arrival, deliveries, end."""

from dataclasses import dataclass

import numpy as np

from asteroid_econ.constants import JULIAN_YEAR_D
from asteroid_econ.errors import InputError, ParameterError
from asteroid_econ.parameters.load import ParameterSet
from asteroid_econ.records import Floats, TransferOptions


@dataclass(frozen=True, slots=True)
class Campaign:
    """The calendar of one plant on one target; ``delivery_mjd_tdb`` has shape (T,).

    ``interval_d`` is the plant's work behind each delivery.
    """

    launch_mjd_tdb: float
    arrival_mjd_tdb: float
    interval_d: float
    delivery_mjd_tdb: Floats
    end_mjd_tdb: float

    @property
    def n_deliveries(self) -> int:
        """Number of deliveries."""
        return int(self.delivery_mjd_tdb.size)


def _whole(parameters: ParameterSet, key: str) -> int:
    value = parameters.value(key)
    if value != int(value):
        raise ParameterError(parameters[key].key, f"{value:g}", "a whole number", value=value)
    return int(value)


def campaign(options: TransferOptions, option: int, parameters: ParameterSet) -> Campaign:
    """Return the calendar of a campaign that follows one transfer option.

    Parameters
    ----------
    options : TransferOptions
        Ways to the target.
    option : int
        Which of them.
    parameters : ParameterSet
        The set ``missions``.

    Notes
    -----
    Options without dates: deliveries leave at equal intervals through the plant's life. Dated
    ones: they leave in the option's own window and every ``revisit_d`` after it
    (:func:`return_windows_mjd_tdb`), each with an equal load, which is what the plant has handled
    by the tightest of them. A later return is taken to cost what the first does.
    """
    launch = float(options.departure_mjd_tdb[option])
    arrival = launch + float(options.outbound_d[option])
    start = arrival + parameters.value("plant.commissioning_d")
    n = _whole(parameters, "plant.n_deliveries")
    if options.stay_d.size:
        leaves = return_windows_mjd_tdb(options, option, parameters)
        if leaves.size == 0:
            stay = float(options.stay_d[option])
            raise InputError("stay_d", stay, "a window in the plant's life, after commissioning")
        interval = _load_interval_d(leaves, start)
    else:
        interval = parameters.value("plant.life_yr") * JULIAN_YEAR_D / n
        leaves = start + interval * np.arange(1, n + 1)
    delivery = leaves + float(options.return_d[option])
    return Campaign(launch, arrival, interval, delivery, float(delivery[-1]))


def return_windows_mjd_tdb(
    options: TransferOptions, option: int, parameters: ParameterSet
) -> Floats:
    """Return when deliveries leave the asteroid, for an option with dates.

    Parameters
    ----------
    options, option
        The transfer; ``stay_d`` is not empty.
    parameters : ParameterSet
        The set ``missions``.

    Returns
    -------
    ndarray, shape (n,)
        Departures that let the plant bring home most: of the option's own window and those every
        ``revisit_d`` after it, within the plant's life, at most ``plant.n_deliveries``. Empty
        where none is later than the commissioning.
    """
    start = float(options.departure_mjd_tdb[option] + options.outbound_d[option])
    first = start + float(options.stay_d[option])
    start += parameters.value("plant.commissioning_d")
    end = start + parameters.value("plant.life_yr") * JULIAN_YEAR_D
    revisit = float(options.revisit_d[option])
    n_windows = 1 + int(max(end - first, 0.0) // revisit) if revisit > 0.0 else 1
    windows = first + (revisit if revisit > 0.0 else 0.0) * np.arange(n_windows)
    windows = windows[(windows > start) & (windows <= end)]
    most = _whole(parameters, "plant.n_deliveries")
    plans = [windows[k : k + most] for k in range(windows.size)]
    return max(plans, key=lambda w: w.size * _load_interval_d(w, start), default=windows)


def _load_interval_d(leaves: Floats, start: float) -> float:
    """Return the time of work behind each of equal loads: the least that any window allows."""
    return float(np.min((leaves - start) / np.arange(1, leaves.size + 1)))
