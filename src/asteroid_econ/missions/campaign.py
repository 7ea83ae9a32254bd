"""When things happen: launch, arrival, deliveries, end."""

from dataclasses import dataclass

import numpy as np

from asteroid_econ.constants import JULIAN_YEAR_D
from asteroid_econ.errors import ParameterError
from asteroid_econ.parameters.load import ParameterSet
from asteroid_econ.records import Floats, TransferOptions


@dataclass(frozen=True, slots=True)
class Campaign:
    """The calendar of one plant on one target; ``delivery_mjd_tdb`` has shape (T,)."""

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
    Deliveries leave at equal intervals through the plant's life. Phase-free options carry no
    dated return windows, so that the interval is the plant's, not the sky's.
    """
    launch = float(options.departure_mjd_tdb[option])
    arrival = launch + float(options.outbound_d[option])
    n = _whole(parameters, "plant.n_deliveries")
    interval = parameters.value("plant.life_yr") * JULIAN_YEAR_D / n
    start = arrival + parameters.value("plant.commissioning_d")
    leaves = start + interval * np.arange(1, n + 1)
    delivery = leaves + float(options.return_d[option])
    return Campaign(launch, arrival, interval, delivery, float(delivery[-1]))
