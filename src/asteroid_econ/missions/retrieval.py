"""Moving a whole asteroid: what mass a craft can move, and the last leg near the Moon."""

from dataclasses import fields

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ._arrays import floats
from asteroid_econ.constants import DAY_S
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.rocket import mass_ratio
from asteroid_econ.parameters.load import ParameterSet
from asteroid_econ.records import Floats, TransferOptions

PLACES = ("EML2", "DRO")


def movable_mass_kg(
    dv_km_s: ArrayLike,
    time_d: ArrayLike,
    *,
    propellant_kg: float,
    exhaust_velocity_km_s: float,
    thrust_newton: float,
    craft_kg: float,
) -> Floats:
    """Return the largest asteroid that a craft can move by a change of speed.

    Parameters
    ----------
    dv_km_s, time_d : array_like, shapes broadcast to S
        Change of speed, >= 0, and the time in which the engines may run, >= 0.
    propellant_kg, exhaust_velocity_km_s, thrust_newton, craft_kg : float
        Of the craft; its mass is without propellant.

    Returns
    -------
    ndarray, shape S
        The smaller of what the propellant and what thrust over the time can move; >= 0, infinite
        where no change of speed is asked. NaN where an input is NaN or negative.

    Notes
    -----
    Propellant: Δv = v_e ln(1 + m_p / (m_a + m_c)). Thrust: the propellant for m_a at the mass flow
    F / v_e takes at most the time. Impulses stand for arcs of thrust, which lose nothing here: an
    upper estimate.

    References
    ----------
    Tsiolkovsky (1903). García Yárnoz, Sanchez & McInnes (2013) ask the same of low thrust.

    Examples
    --------
    Twelve tonnes of xenon at 3,000 s and 58 m/s, without limit of thrust:

    >>> mass = movable_mass_kg(
    ...     0.058, 1e6, propellant_kg=12e3, exhaust_velocity_km_s=29.42, thrust_newton=1e3,
    ...     craft_kg=6e3,
    ... )
    >>> print(round(float(mass) / 1e6, 2), "thousand tonnes")
    6.07 thousand tonnes
    """
    limits = {
        "propellant_kg": propellant_kg,
        "exhaust_velocity_km_s": exhaust_velocity_km_s,
        "thrust_newton": thrust_newton,
    }
    for name, value in limits.items():
        if not 0.0 < value < np.inf:
            raise InputError(name, value, "finite and > 0")
    if not 0.0 <= craft_kg < np.inf:
        raise InputError("craft_kg", craft_kg, "finite and >= 0")
    dv, time = floats("dv_km_s", dv_km_s), floats("time_d", time_d)
    burned = thrust_newton / (1e3 * exhaust_velocity_km_s) * time * DAY_S
    burned = np.where(time >= 0.0, np.minimum(propellant_kg, burned), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = burned / (mass_ratio(dv, exhaust_velocity_km_s) - 1.0)
    return np.asarray(np.maximum(moved - craft_kg, 0.0))


def earth_moon_dv_m_s(place: str, parameters: ParameterSet) -> float:
    """Return the published change of speed from a Sun–Earth libration orbit to a place at the Moon.

    Parameters
    ----------
    place : {'EML2', 'DRO'}
        Orbit about the Earth–Moon L2, or lunar distant retrograde orbit.
    parameters : ParameterSet
        ``load("retrievable")``.
    """
    if place not in PLACES:
        raise InputError("place", place, f"one of {', '.join(PLACES)}")
    return float(parameters.value(f"earth_moon_end.{place}_m_s"))


def moved_options(
    options: TransferOptions, option: int, *, dv_km_s: float, transfer_d: float
) -> TransferOptions:
    """Return a way to an asteroid whose way back is the asteroid's own, moved as a whole.

    Parameters
    ----------
    options, option
        The craft's way out.
    dv_km_s, transfer_d : float
        What moves the asteroid to its libration orbit, and the time from the first burn until it
        is there.

    Returns
    -------
    TransferOptions
        One option, which every architecture can fly: back for the price of the retrieval, and at
        Earth without excess speed. The way out is kept; its arrival must precede the retrieval's
        departure, which the caller sees to.
    """
    checked = {"dv_km_s": dv_km_s, "transfer_d": transfer_d}
    for name, value in checked.items():
        if not 0.0 <= value < np.inf:
            raise InputError(name, value, "finite and >= 0")
    one = slice(option, option + 1)
    kept = {
        f.name: getattr(options, f.name)[one].copy()
        for f in fields(options)
        if f.name != "definition"
    }
    if kept["outbound_d"].size != 1:
        raise InputError("option", option, f"0 to {options.outbound_d.size - 1}")
    changed = {
        "return_departure_dv_km_s": np.array([float(dv_km_s)]),
        "return_d": np.array([float(transfer_d)]),
        "return_vinf_km_s": np.zeros(1),
    }
    definition = f"{options.definition}; back with the whole asteroid by a stable manifold"
    return TransferOptions(definition=definition, **{**kept, **changed})
