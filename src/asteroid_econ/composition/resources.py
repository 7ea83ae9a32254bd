"""From what a body holds to what can be made of it: five masses per resource, each within the last.

In place → reachable (depth, area, spin) → excavated → extracted (heat, magnets, electrolysis) →
product at purity. A geological upper bound without limits of time or plant: a mission delivers
far less.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ.composition.grades import PLATINUM_GROUP, PRECIOUS, SIDEROPHILES
from asteroid_econ.composition.spin import REGIMES, handling_regime
from asteroid_econ.composition.tables import Tables
from asteroid_econ.errors import InputError
from asteroid_econ.parameters.load import ParameterSet
from asteroid_econ.records import Body

Floats = NDArray[np.float64]

MASSES = ("in_place", "reachable", "excavated", "extracted", "product")
_VOLATILE = ("carbon", "nitrogen", "sulfur")


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource of a body; arrays of shape (D,).

    ``mass_kg`` maps each of MASSES, in their order, to kg. ``grade_frac`` is the share of the
    rock in place. ``energy_mj_kg`` is what one kilogram of product takes, all its rock counted
    and all the metal that is refined for it: what comes of the same rock is not shared out.
    Infinite where there is no product. ``purity_frac`` is of the product.
    """

    name: str
    mass_kg: Mapping[str, Floats]
    grade_frac: Floats
    energy_mj_kg: Floats
    purity_frac: float


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


def reachable_frac(body: Body, tables: Tables) -> Floats:
    """Return the share of a body that machines reach, shape (D,).

    Notes
    -----
    A shell of ``recovery.reach.depth_km``; ``recovery.reach.anchor_frac`` of it where the body
    spins faster than gravity holds; all of a body that fits into a bag.

    References
    ----------
    :func:`asteroid_econ.composition.spin.handling_regime`.
    """
    value = tables.parameters("recovery").value
    shell = shell_frac(body.diameter_km, value("reach.depth_km"))
    regime = handling_regime(
        body.diameter_km, body.density_kg_m3, body.rotation_h, tables.parameters("spin")
    )
    thrown = np.where(regime == REGIMES.index("anchor"), value("reach.anchor_frac"), 1.0)
    return np.where(regime == REGIMES.index("bag"), 1.0, shell * thrown)


def released_frac(oven_deg_c: ArrayLike, parameters: ParameterSet) -> Floats:
    """Return the share of bound water that an oven releases.

    Parameters
    ----------
    oven_deg_c : array_like, shape S
        Temperature in degrees Celsius.
    parameters : ParameterSet
        ``load("recovery")``.

    Returns
    -------
    ndarray, shape S
        0 to 1, rising. NaN where the temperature is NaN.

    References
    ----------
    Loss of hydroxyl from CM chondrites between 300 and 800 C (Garenne et al. 2014).

    Examples
    --------
    >>> from asteroid_econ.parameters.load import load
    >>> print(released_frac([700.0, 800.0], load("recovery")))
    [0.85 0.95]
    """
    at, share = parameters.value("water.released_at_deg_c"), parameters.value("water.released_frac")
    return np.asarray(np.interp(floats("oven_deg_c", oven_deg_c), at, share))


def resources(body: Body, tables: Tables) -> dict[str, Resource]:
    """Return water, metal and every element of a body as resources.

    Parameters
    ----------
    body : Body
        From :func:`asteroid_econ.composition.body.draw_body`; D draws.
    tables : Tables
        That made it.

    Returns
    -------
    dict
        ``water``, ``metal``, then ``body.elements``. Rare earths, phosphorus and helium-3 end
        with the excavated mass: nothing is made of them.

    References
    ----------
    Sources in ``parameters/recovery.toml``.
    """
    value = tables.parameters("recovery").value
    rock = _Rock(body, reachable_frac(body, tables), value("excavation.excavated_frac"))
    dig = value("excavation.energy_mj_kg_rock")
    heated = dig + value("water.energy_mj_kg_rock")
    released = float(released_frac(value("water.oven_deg_c"), tables.parameters("recovery")))
    found = {
        "water": rock.resource(
            "water",
            body.water_frac,
            released,
            value("water.captured_frac"),
            heated,
            0.0,
            value("water.purity_frac"),
        )
    }
    separate, refine = value("metal.separated_frac"), value("metal.refined_frac")
    # The iron that carries an element goes through the refinery with it.
    refining = value("metal.refining_mj_kg") * separate * refine * body.metal_frac
    by_magnets = (
        dig + value("metal.separation_mj_kg_rock") + refining,
        0.0,
        value("metal.purity_frac"),
    )
    found["metal"] = rock.resource("metal", body.metal_frac, separate, refine, *by_magnets)
    for element, grade in zip(body.elements, body.grade_frac, strict=True):
        if element in SIDEROPHILES or element in PRECIOUS:
            share = separate * in_metal_frac(element, body, tables)
            found[element] = rock.resource(element, grade, share, refine, *by_magnets)
        elif element == "oxygen":
            share, energy = value("smelting.oxygen_frac"), value("smelting.energy_mj_kg")
            found[element] = rock.resource(element, grade, share, 1.0, dig, energy, 1.0)
        else:
            share = value("volatile.captured_frac") if element in _VOLATILE else 0.0
            found[element] = rock.resource(element, grade, share, 1.0, heated, 0.0, 1.0)
    return found


def in_metal_frac(element: str, body: Body, tables: Tables) -> Floats:
    """Return the share of an element that sits in native metal, where magnets take it.

    Parameters
    ----------
    element : str
        One of SIDEROPHILES or PRECIOUS.
    body, tables
        Body and the tables that made it.

    Returns
    -------
    ndarray, shape (D,)
        0 to 1. Cobalt follows nickel. Platinum-group metal and gold are all in metal where
        there is any, but no more than ``recovery.precious.in_metal_median`` (of the sum) of the
        metal of stones.

    References
    ----------
    Gilmour and Herd, in-situ analyses of ordinary-chondrite metal.
    """
    if element not in SIDEROPHILES + PRECIOUS:
        raise InputError("element", element, ", ".join(SIDEROPHILES + PRECIOUS))
    metal = body.metal_frac
    if element in PRECIOUS:
        total = _platinum_group_frac(body)
        value = tables.parameters("recovery").value
        most = metal * value("precious.in_metal_median")
        is_stone = metal < value("precious.metal_body_frac")
        held = np.where(is_stone, np.minimum(most, total), total)
        return np.asarray(np.where(metal > 0.0, held / total, 0.0))
    in_metal = tables.grades.nickel_in_metal[body.group_index]
    carrier = metal * (1.0 - in_metal) if element == "iron" else metal * in_metal
    row = "iron" if element == "iron" else "nickel"
    return np.minimum(carrier / body.grade_frac[body.elements.index(row)], 1.0)


def recoverable_kg(body: Body, tables: Tables) -> Mapping[str, Floats]:
    """Return the products ``water``, ``metal`` and ``pgm`` (six platinum-group elements), in kg.

    Parameters
    ----------
    body, tables
        Body and the tables that made it.

    References
    ----------
    The last mass of :func:`resources`.
    """
    value = tables.parameters("recovery").value
    rock = reachable_frac(body, tables) * body.mass_kg * value("excavation.excavated_frac")
    released = float(released_frac(value("water.oven_deg_c"), tables.parameters("recovery")))
    refined = value("metal.separated_frac") * value("metal.refined_frac")
    total = _platinum_group_frac(body)
    return {
        "water": rock * body.water_frac * (released * value("water.captured_frac")),
        "metal": rock * body.metal_frac * refined,
        "pgm": rock * total * in_metal_frac("platinum", body, tables) * refined,
    }


def _platinum_group_frac(body: Body) -> Floats:
    rows = [body.elements.index(e) for e in PLATINUM_GROUP]
    return np.asarray(body.grade_frac[rows].sum(axis=0))


@dataclass(frozen=True, slots=True)
class _Rock:
    body: Body
    reachable: Floats
    excavated: float

    def resource(
        self,
        name: str,
        grade: Floats,
        extracted: float | Floats,
        product: float,
        energy_mj_kg_rock: float | Floats,
        energy_mj_kg: float,
        purity_frac: float,
    ) -> Resource:
        """Return the chain of one resource; shares are of the step before."""
        in_place = self.body.mass_kg * grade
        reachable = in_place * self.reachable
        excavated = reachable * self.excavated
        made = excavated * extracted
        with np.errstate(divide="ignore"):
            rock_energy = energy_mj_kg_rock / (grade * extracted * product)
        chain = (in_place, reachable, excavated, made, made * product)
        masses = dict(zip(MASSES, chain, strict=True))
        return Resource(name, masses, grade, rock_energy + energy_mj_kg, purity_frac)
