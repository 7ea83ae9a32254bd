"""What many asteroids hold together, with the uncertainty that they share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from asteroid_econ._parallel import map_blocks
from asteroid_econ.composition.body import TARGETS_PER_CALL, Uniforms, draw_bodies
from asteroid_econ.composition.evidence import impossible
from asteroid_econ.composition.known import known
from asteroid_econ.composition.tables import Tables
from asteroid_econ.composition.taxonomy import COMPLEXES
from asteroid_econ.errors import InputError
from asteroid_econ.records import Body, Target

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Inventory:
    """Sums over targets, per draw.

    ``class_count`` (9, D): targets of each of COMPLEXES. ``mass_kg``, ``water_kg``, ``metal_kg``
    (D,): in place. ``target_class`` (targets, 9): share of the draws of each target by class;
    ``target_diameter_km`` (targets,): median. ``renormalised_frac``: share of all draws whose
    contents came to more than the whole. ``left_out`` names the targets that could not be drawn,
    with the reason; the others stand in their order.
    """

    class_count: Floats
    mass_kg: Floats
    water_kg: Floats
    metal_kg: Floats
    target_class: Floats
    target_diameter_km: Floats
    renormalised_frac: float
    left_out: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Part:
    class_count: Floats
    sums_kg: Floats
    target_class: list[Floats]
    target_diameter_km: list[float]
    renormalised_frac: list[float]
    left_out: list[tuple[str, str]]


def inventory(
    targets: Sequence[Target],
    tables: Tables,
    sampler: Uniforms,
    *,
    threads: int | None = None,
    progress: Callable[[int], object] | None = None,
) -> Inventory:
    """Return what targets hold together.

    Parameters
    ----------
    targets : sequence of Target
        One at least that can be drawn.
    tables, sampler
        As in :func:`asteroid_econ.composition.body.draw_bodies`.
    threads : int, optional
        Changes no bit of the result.
    progress : callable, optional
        Called with the number of targets just done.

    Notes
    -----
    Draw d of all targets shares one version of the table of analogues, so that the spread of the
    sums does not shrink to nothing with the number of targets. A few large bodies hold most of
    the mass.

    References
    ----------
    Sums of :func:`asteroid_econ.composition.body.draw_bodies`.
    """

    def part(i: int) -> _Part:
        mine = targets[i * TARGETS_PER_CALL : (i + 1) * TARGETS_PER_CALL]
        found = _part(mine, tables, sampler)
        if progress is not None:
            progress(len(mine))
        return found

    parts = map_blocks(part, -(-len(targets) // TARGETS_PER_CALL), threads=threads)
    if not any(p.target_class for p in parts):
        raise InputError("targets", len(targets), "at least one asteroid that can be drawn")
    sums = np.sum([p.sums_kg for p in parts], axis=0)
    return Inventory(
        class_count=np.sum([p.class_count for p in parts], axis=0),
        mass_kg=sums[0],
        water_kg=sums[1],
        metal_kg=sums[2],
        target_class=np.array([row for p in parts for row in p.target_class]),
        target_diameter_km=np.array([d for p in parts for d in p.target_diameter_km]),
        renormalised_frac=float(np.mean([x for p in parts for x in p.renormalised_frac])),
        left_out=tuple(pair for p in parts for pair in p.left_out),
    )


def _part(targets: Sequence[Target], tables: Tables, sampler: Uniforms) -> _Part:
    errors = impossible(known(targets), tables)
    left_out = [(targets[i].designation, str(error)) for i, error in sorted(errors.items())]
    bodies = draw_bodies([t for i, t in enumerate(targets) if i not in errors], tables, sampler)
    is_class = [_is_class(body) for body in bodies]
    n_draws = sampler.uniforms("composition.rows").size
    none = np.zeros((len(COMPLEXES), n_draws))
    return _Part(
        class_count=np.sum([none, *is_class], axis=0),
        sums_kg=np.sum([none[:3], *(_sums_kg(body) for body in bodies)], axis=0),
        target_class=[rows.mean(axis=1) for rows in is_class],
        target_diameter_km=[float(np.median(body.diameter_km)) for body in bodies],
        renormalised_frac=[float(body.is_renormalised.mean()) for body in bodies],
        left_out=left_out,
    )


def _is_class(body: Body) -> Floats:
    return (body.class_index == np.arange(len(COMPLEXES))[:, np.newaxis]).astype(np.float64)


def _sums_kg(body: Body) -> Floats:
    return body.mass_kg * np.stack([np.ones(body.mass_kg.size), body.water_frac, body.metal_frac])
