"""Probabilities that a campaign is still alive."""

import numpy as np
from numpy.typing import NDArray

from asteroid_econ.constants import JULIAN_YEAR_D
from asteroid_econ.parameters.load import ParameterSet


def survival_frac(
    elapsed_d: NDArray[np.float64], *, n_launches: float, parameters: ParameterSet
) -> NDArray[np.float64]:
    """Return the probability that delivery t and all before it succeed.

    Parameters
    ----------
    elapsed_d : ndarray, shape (T,)
        Time from launch to each delivery; increasing.
    n_launches : float
        Launches that must all succeed.
    parameters : ParameterSet
        The set ``missions``.

    Returns
    -------
    ndarray, shape (T,)
        In [0, 1], decreasing. Launches × operations × exp(−t/MTBF) × (return × entry)^(t+1).

    Notes
    -----
    A series system: craft of one design fly one after the other, so that a lost return grounds
    the rest. This overstates the loss where a cause is found and mended.
    """
    launch = parameters.value("reliability.launch_frac") ** n_launches
    once = launch * parameters.value("reliability.operations_frac")
    each = parameters.value("reliability.return_frac") * parameters.value("reliability.entry_frac")
    age_yr = elapsed_d / JULIAN_YEAR_D
    trips = np.arange(1, elapsed_d.size + 1)
    return np.asarray(
        once * np.exp(-age_yr / parameters.value("reliability.mtbf_yr")) * each**trips
    )
