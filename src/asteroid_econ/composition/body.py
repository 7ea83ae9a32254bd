"""Asteroids as joint draws of class, albedo, size, density, mass, spin and grades."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from asteroid_econ.composition.analogues import GROUPS
from asteroid_econ.composition.drawing import Laws, bodies_into, constants, empty_columns
from asteroid_econ.composition.draws import VARIABLES
from asteroid_econ.composition.evidence import ClassLaws, class_laws
from asteroid_econ.composition.grades import ELEMENTS
from asteroid_econ.composition.known import Known, known, size_evidence
from asteroid_econ.composition.tables import Tables
from asteroid_econ.composition.taxonomy import COMPLEX_INDEX, COMPLEXES, TYPES
from asteroid_econ.records import Body, Target
from asteroid_econ.sampling.streams import Rows

Floats = NDArray[np.float64]

TARGETS_PER_CALL = 16  # a few milliseconds of compiled code for each passage of the interpreter


class Uniforms(Protocol):
    """What draws need of a sampler: uniforms of a named variable, for targets or for all."""

    def uniforms(self, name: str, target_id: str | None = None) -> Floats:
        """Return the uniforms of one variable; shape (draws,)."""

    def rows(self, names: Sequence[str], target_ids: Sequence[str]) -> Rows:
        """Return the source of the uniforms of several variables of several targets."""


def draw_body(
    target: Target,
    tables: Tables,
    sampler: Uniforms,
    *,
    sources: Mapping[str, float] | None = None,
) -> Body:
    """Return joint draws of one asteroid: :func:`draw_bodies` of it alone, with the same bits."""
    return draw_bodies([target], tables, sampler, sources=[sources])[0]


def draw_bodies(
    targets: Sequence[Target],
    tables: Tables,
    sampler: Uniforms,
    *,
    sources: Sequence[Mapping[str, float] | None] | None = None,
) -> list[Body]:
    """Return joint draws of asteroids.

    Parameters
    ----------
    targets : sequence of Target
        ``h_mag`` is needed; what else is known conditions the draws.
    tables : Tables
        From :func:`asteroid_econ.composition.tables.load_tables`.
    sampler : Uniforms
        Gives the draws of ``composition.*`` of each target, and of ``composition.rows``, which
        says how wrong the table of analogues is, for all targets alike.
    sources : sequence, optional
        For each target None, or the probabilities of the source regions of its orbit; see
        :func:`asteroid_econ.composition.prior.class_prior`.

    Returns
    -------
    list of Body
        A measured diameter is drawn from its own error; else dark draws are large draws. The
        arrays of bodies drawn together are views of common ones.

    Notes
    -----
    Grades are those of the whole body, with the scatter between bodies; hand samples of one body
    scatter more, see :func:`asteroid_econ.composition.observe.sample_frac`. The compiled code
    holds no lock of the interpreter: threads that each draw some :data:`TARGETS_PER_CALL` targets
    at a time scale.

    References
    ----------
    Sources of the numbers in the parameter files taxonomy, size, spin, analogues, meteorites.
    """
    if not targets:
        return []
    facts = known(targets)
    laws = _laws(facts, class_laws(facts, tables, sources), tables)
    names = [target.designation for target in targets]
    u_rows = sampler.uniforms("composition.rows")
    columns = empty_columns(len(targets), u_rows.size)
    bodies_into(sampler.rows(VARIABLES, names), u_rows, laws, constants(tables), columns)
    class_index = COMPLEX_INDEX[columns.type_index]
    drawn = columns._asdict()
    return [
        Body(
            designation=name,
            classes=COMPLEXES,
            class_index=class_index[i],
            elements=ELEMENTS,
            types=TYPES,
            groups=GROUPS,
            # Published probabilities replace the label.
            taxonomy="" if target.class_probabilities else target.taxonomy,
            **{field: column[i] for field, column in drawn.items()},
        )
        for i, (name, target) in enumerate(zip(names, targets, strict=True))
    ]


def _laws(facts: Known, classes: ClassLaws, tables: Tables) -> Laws:
    size = size_evidence(facts, tables.parameters("size"))
    return Laws(
        cumulative=np.cumsum(classes.posterior, axis=1),
        mu_ln=classes.mu_ln,
        sigma_ln=classes.sigma_ln,
        h=size.h,
        measured=size.measured,
        rho=size.rho,
        rotation_h=facts.rotation_h,
        dry_probability=classes.dry_probability,
    )
