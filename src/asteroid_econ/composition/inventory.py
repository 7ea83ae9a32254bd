"""What many asteroids hold together, with the uncertainty that they share."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from asteroid_econ._parallel import map_blocks
from asteroid_econ.composition.body import Uniforms, draw_body
from asteroid_econ.composition.tables import Tables
from asteroid_econ.composition.taxonomy import COMPLEXES
from asteroid_econ.records import Target

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Inventory:
    """Sums over targets, per draw.

    ``class_count`` (9, D): targets of each of COMPLEXES. ``mass_kg``, ``water_kg``, ``metal_kg``
    (D,): in place. ``target_class`` (targets, 9): share of the draws of each target by class;
    ``target_diameter_km`` (targets,): median.
    """

    class_count: Floats
    mass_kg: Floats
    water_kg: Floats
    metal_kg: Floats
    target_class: Floats
    target_diameter_km: Floats


def inventory(
    targets: Sequence[Target], tables: Tables, sampler: Uniforms, *, threads: int | None = None
) -> Inventory:
    """Return what targets hold together.

    Parameters
    ----------
    targets : sequence of Target
        At least one; each with ``h_mag``.
    tables, sampler
        As in :func:`asteroid_econ.composition.body.draw_body`.
    threads : int, optional
        Changes no bit of the result.

    Notes
    -----
    Draw d of all targets shares one version of the table of analogues, so that the spread of the
    sums does not shrink to nothing with the number of targets. A few large bodies hold most of
    the mass.

    References
    ----------
    Sums of :func:`asteroid_econ.composition.body.draw_body`.
    """

    def one(i: int) -> tuple[Floats, Floats, float]:
        body = draw_body(targets[i], tables, sampler)
        is_class = body.class_index == np.arange(len(COMPLEXES))[:, np.newaxis]
        sums = np.stack(
            [body.mass_kg, body.mass_kg * body.water_frac, body.mass_kg * body.metal_frac]
        )
        return is_class.astype(np.float64), sums, float(np.median(body.diameter_km))

    found = map_blocks(one, len(targets), threads=threads)
    count, sums = found[0][0].copy(), found[0][1].copy()
    for is_class, more, _ in found[1:]:
        count += is_class
        sums += more
    return Inventory(
        class_count=count,
        mass_kg=sums[0],
        water_kg=sums[1],
        metal_kg=sums[2],
        target_class=np.array([is_class.mean(axis=1) for is_class, _, _ in found]),
        target_diameter_km=np.array([diameter for _, _, diameter in found]),
    )
