"""From what a body holds to what a plant can make of it."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ.composition.grades import PLATINUM_GROUP
from asteroid_econ.composition.tables import Tables
from asteroid_econ.errors import InputError
from asteroid_econ.records import Body

Floats = NDArray[np.float64]


def shell_frac(diameter_km: ArrayLike, depth_km: float) -> Floats:
    """Return the share of a sphere that lies within a depth of its surface.

    Parameters
    ----------
    diameter_km : array_like, shape S
        > 0.
    depth_km : float
        >= 0.

    Returns
    -------
    ndarray, shape S
        1 − (1 − 2 depth/D)³; 1 where the depth reaches the centre. NaN where D is NaN.

    References
    ----------
    Volume of a sphere.
    """
    if not depth_km >= 0.0:
        raise InputError("depth_km", depth_km, "a number >= 0")
    core = np.maximum(1.0 - 2.0 * depth_km / floats("diameter_km", diameter_km), 0.0)
    return np.asarray(1.0 - core**3)


def recoverable_kg(body: Body, tables: Tables) -> Mapping[str, Floats]:
    """Return what can be made of a body with no limit of time or plant.

    Parameters
    ----------
    body : Body
        D draws.
    tables : Tables
        From :func:`asteroid_econ.composition.tables.load_tables`.

    Returns
    -------
    mapping
        ``water``, ``metal`` and ``pgm`` (the six platinum-group elements); kg, shape (D,).

    Notes
    -----
    A geological upper bound: a mission delivers far less. Platinum-group metals of stones come
    with the separated metal, at no more than ``recovery.precious.in_metal_median`` of it.

    References
    ----------
    Sources in ``parameters/recovery.toml``.
    """
    value = tables.parameters("recovery").value
    dug_kg = body.mass_kg * value("excavation.excavated_frac")
    dug_kg = dug_kg * shell_frac(body.diameter_km, value("reach.depth_km"))
    separated_kg = dug_kg * body.metal_frac * value("metal.separated_frac")
    rows = [body.elements.index(e) for e in PLATINUM_GROUP]
    with np.errstate(invalid="ignore", divide="ignore"):
        rich = body.grade_frac[rows].sum(axis=0) / body.metal_frac
    in_metal = np.where(body.metal_frac > 0.0, rich, 0.0)
    is_stone = body.metal_frac < value("precious.metal_body_frac")
    in_metal = np.where(is_stone, np.minimum(in_metal, value("precious.in_metal_median")), in_metal)
    refined = value("metal.refined_frac")
    return {
        "water": dug_kg
        * body.water_frac
        * (value("water.released_frac") * value("water.captured_frac")),
        "metal": separated_kg * refined,
        "pgm": separated_kg * in_metal * refined,
    }
