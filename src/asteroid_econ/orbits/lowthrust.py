"""What electric propulsion would need for the legs of an impulsive itinerary: an estimate.

The estimate knows no trajectory. It takes the excess speed that a craft must lose or gain at the
asteroid, multiplies it by a factor fitted on flown and studied missions, and asks whether thrust
over mass, times the time of the leg, covers it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ._arrays import floats
from asteroid_econ.constants import DAY_S
from asteroid_econ.errors import InputError
from asteroid_econ.parameters.load import load
from asteroid_econ.records import Floats


@dataclass(frozen=True, slots=True)
class LowThrust:
    """Estimate for one itinerary; ``dv_error_ratio`` is the one-sigma factor of both Δv.

    The launcher gives the departure energy of the impulsive option and the arrival at Earth needs
    no engine; margins are not in the Δv, but in ``acceleration_needed_km_s2`` and ``is_feasible``.
    """

    dv_out_km_s: float
    dv_ret_km_s: float
    dv_error_ratio: float
    available_out_km_s: float
    available_ret_km_s: float
    acceleration_needed_km_s2: float
    is_feasible: bool


def low_thrust_dv_km_s(vinf_km_s: ArrayLike) -> Floats:
    """Return the low-thrust Δv that stands for excess speeds of an impulsive transfer.

    Parameters
    ----------
    vinf_km_s : array_like, shape S
        Sum of the excess speeds that the craft, not the launcher, has to give; >= 0.

    Returns
    -------
    ndarray, shape S
        >= 0. NaN in, NaN out.

    Notes
    -----
    An estimate: 1.7 times the impulsive value, right within a factor of 1.44 for two of three
    of the transfers that it was fitted on, all rendezvous between orbits like Earth's or in the
    main belt. The M-ARGO times are the shortest possible, which takes more Δv than is needed in
    more time: the factor is rather high than low.

    References
    ----------
    Parameters ``low_thrust.estimate``: Dawn's two legs, five M-ARGO transfers.

    Examples
    --------
    Dawn from Vesta to Ceres: 3.05 km/s by two burns, about 4 km/s by ion engine:

    >>> print(round(float(low_thrust_dv_km_s(3.05)), 1))
    5.2
    """
    vinf = floats("vinf_km_s", vinf_km_s)
    if np.any(vinf < 0.0):
        raise InputError("vinf_km_s", float(np.nanmin(vinf)), ">= 0")
    return np.asarray(load("low_thrust").value("estimate.dv_ratio") * vinf)


def available_dv_km_s(
    tof_d: ArrayLike,
    *,
    acceleration_km_s2: ArrayLike,
    sun_distance_au: ArrayLike = 1.0,
    duty_frac: float | None = None,
    outage_d: float | None = None,
) -> Floats:
    """Return the Δv that thrust over mass gives within a leg, one outage left out.

    Parameters
    ----------
    tof_d, acceleration_km_s2, sun_distance_au : array_like, shapes broadcast to S
        Time of the leg >= 0, thrust over mass at its start >= 0, mean distance from the Sun > 0:
        beyond 1 au thrust falls with the square of the distance.
    duty_frac : float, optional
        Share of the time in thrust, 0 to 1; by default that of the parameters.
    outage_d : float, optional
        Days lost at once, >= 0; by default those of the parameters.

    Returns
    -------
    ndarray, shape S
        Acceleration × duty × (time − outage), >= 0. The mass lost on the way only adds to it.
        NaN in, NaN out.

    Examples
    --------
    M-ARGO to 2000 SG344: 1.7 mN on 22.6 kg without a pause for 536 days, 3.48 km/s:

    >>> full = available_dv_km_s(536.0, acceleration_km_s2=1.7e-6 / 22.6, duty_frac=1.0, outage_d=0)
    >>> print(round(float(full), 2))
    3.48
    """
    parameters = load("low_thrust")
    duty = parameters.value("craft.duty_frac") if duty_frac is None else duty_frac
    lost = parameters.value("margin.outage_d") if outage_d is None else outage_d
    time, acceleration = floats("tof_d", tof_d), floats("acceleration_km_s2", acceleration_km_s2)
    distance = floats("sun_distance_au", sun_distance_au)
    for name, x, is_bad, allowed in (
        ("tof_d", time, time < 0.0, ">= 0"),
        ("acceleration_km_s2", acceleration, acceleration < 0.0, ">= 0"),
        ("sun_distance_au", distance, distance <= 0.0, "> 0"),
        ("duty_frac", np.asarray(duty), not 0.0 <= duty <= 1.0, "0 … 1"),
        ("outage_d", np.asarray(lost), not lost >= 0.0, ">= 0"),
    ):
        if np.any(is_bad):
            raise InputError(name, float(np.nanmin(x)), allowed)
    thrust = acceleration * np.minimum(1.0, distance**-2.0)
    return np.asarray(thrust * duty * np.maximum(time - lost, 0.0) * DAY_S)


def low_thrust(
    arrival_vinf_km_s: float,
    return_vinf_km_s: float,
    *,
    outbound_d: float,
    return_d: float,
    sun_distance_au: float,
    acceleration_km_s2: float | None = None,
) -> LowThrust:
    """Return the estimate for an itinerary whose launcher gives the departure energy.

    Parameters
    ----------
    arrival_vinf_km_s, return_vinf_km_s : float
        Excess speeds at the asteroid, arriving and leaving; >= 0.
    outbound_d, return_d : float
        Times of the two legs, > 0.
    sun_distance_au : float
        Of the asteroid, mean of arrival and departure; the legs count with the mean of it and
        Earth's.
    acceleration_km_s2 : float, optional
        Thrust over mass at the start of each leg, > 0; by default that of the parameters.

    Returns
    -------
    LowThrust
        Feasible where, in both legs, what is available covers the estimate with the margin
        for missed thrust.

    Examples
    --------
    Dawn's craft reaches 2000 SG344 and comes back on the legs of a published trip:

    >>> low_thrust(0.128, 0.217, outbound_d=137, return_d=177, sun_distance_au=1.0).is_feasible
    True
    """
    parameters = load("low_thrust")
    given = parameters.value("craft.acceleration_km_s2")
    acceleration = given if acceleration_km_s2 is None else acceleration_km_s2
    if not 0.0 < acceleration < np.inf:
        raise InputError("acceleration_km_s2", acceleration, "finite, > 0")
    dv = low_thrust_dv_km_s([arrival_vinf_km_s, return_vinf_km_s])
    needed = dv * (1.0 + parameters.value("margin.dv_frac"))
    available = available_dv_km_s(
        [outbound_d, return_d],
        acceleration_km_s2=acceleration,
        sun_distance_au=0.5 * (1.0 + sun_distance_au),
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(needed > 0.0, needed / available, 0.0)
    return LowThrust(
        dv_out_km_s=float(dv[0]),
        dv_ret_km_s=float(dv[1]),
        dv_error_ratio=parameters.value("estimate.dv_error_ratio"),
        available_out_km_s=float(available[0]),
        available_ret_km_s=float(available[1]),
        acceleration_needed_km_s2=float(acceleration * ratio.max()),
        is_feasible=bool(np.all(needed <= available)),
    )
