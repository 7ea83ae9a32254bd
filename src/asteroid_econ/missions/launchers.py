"""What a launch vehicle lifts to a hyperbolic excess energy."""

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ.errors import ParameterError
from asteroid_econ.orbits.patched import departure_dv_km_s
from asteroid_econ.parameters.load import ParameterSet


def payload_kg(c3_km2_s2: ArrayLike, parameters: ParameterSet) -> NDArray[np.float64]:
    """Return the payload of one launch to C3.

    Parameters
    ----------
    c3_km2_s2 : array_like, shape S
        Departure energy; >= 0.
    parameters : ParameterSet
        The set ``missions``: two payloads and the upper stage's exhaust velocity.

    Returns
    -------
    ndarray, shape S
        >= 0 (zero where the vehicle lifts nothing); NaN where C3 is NaN.

    Notes
    -----
    One upper stage, whose two unknown masses follow from the two published payloads; between
    and beyond them the rocket equation. Against the published geostationary transfer payload
    of the same vehicle (26.7 t) it is 9 % low: conservative.
    """
    c3 = floats("c3_km2_s2", c3_km2_s2)
    ve = parameters.value("launcher.upper_stage_ve_km_s")
    altitude = parameters.value("launcher.parking_altitude_km")
    leo, escape = parameters.value("launcher.leo_kg"), parameters.value("launcher.escape_kg")
    if not leo > escape:
        raise ParameterError(
            "missions.launcher.leo_kg", f"{leo:g} kg", f"more than the {escape:g} kg to escape"
        )
    start = (leo - escape) / (1.0 - _kept_at_escape(altitude, ve))
    reached = np.exp(-departure_dv_km_s(c3, altitude_km=altitude) / ve)
    return np.asarray(np.maximum(start * reached - (start - leo), 0.0))


@lru_cache(maxsize=16)
def _kept_at_escape(altitude_km: float, ve_km_s: float) -> float:
    """Return final over initial mass of the burn to C3 = 0."""
    return float(np.exp(-departure_dv_km_s(0.0, altitude_km=altitude_km) / ve_km_s))
