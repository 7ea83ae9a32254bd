"""What it costs to arrive at the places where products are sold."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ.constants import MU_EARTH_KM3_S2, R_EARTH_KM
from asteroid_econ.orbits.patched import capping_dv_km_s
from asteroid_econ.parameters.load import ParameterSet


def earth_entry_dv_km_s(vinf_km_s: ArrayLike, parameters: ParameterSet) -> NDArray[np.float64]:
    """Return the burn that caps the entry speed of a direct return to Earth.

    Parameters
    ----------
    vinf_km_s : array_like, shape S
        Hyperbolic excess speed at Earth; >= 0.
    parameters : ParameterSet
        The set ``missions``.

    Returns
    -------
    ndarray, shape S
        >= 0; zero where the entry speed at 125 km is below the limit. NaN in, NaN out.
    """
    limit = parameters.value("destination.entry_speed_max_km_s")
    return capping_dv_km_s(vinf_km_s, entry_speed_max_km_s=limit)


def nrho_dv_km_s(vinf_km_s: ArrayLike, parameters: ParameterSet) -> NDArray[np.float64]:
    """Return the burns from an Earth-bound hyperbola to the near-rectilinear halo orbit.

    Parameters
    ----------
    vinf_km_s : array_like, shape S
        Hyperbolic excess speed at Earth; >= 0.
    parameters : ParameterSet
        The set ``missions``.

    Returns
    -------
    ndarray, shape S
        Capture at perigee to the escape parabola, then the published insertion. NaN in, NaN out.

    Notes
    -----
    Patched conics, no lunar swing-by: an upper estimate. A published leg from an average
    near-Earth asteroid, 0.944 km/s, lies in its range.
    """
    vinf = floats("vinf_km_s", vinf_km_s)
    perigee = R_EARTH_KM + parameters.value("destination.perigee_altitude_km")
    escape2 = 2.0 * MU_EARTH_KM3_S2 / perigee
    capture = np.sqrt(vinf**2 + escape2) - np.sqrt(escape2)
    return np.asarray(capture + parameters.value("destination.nrho_insertion_km_s"))
