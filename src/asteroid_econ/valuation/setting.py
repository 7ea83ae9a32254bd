"""What a study has without its targets, drawn once; and the bodies of targets."""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from asteroid_econ.composition.body import draw_bodies, draw_body
from asteroid_econ.composition.evidence import class_probabilities, class_shares
from asteroid_econ.composition.tables import Tables as CompositionTables
from asteroid_econ.composition.tables import load_tables as load_composition
from asteroid_econ.composition.taxonomy import COMPLEXES
from asteroid_econ.economics.agreements import agreements
from asteroid_econ.economics.scenario import Tables as EconomicsTables
from asteroid_econ.economics.scenario import World, draw_world
from asteroid_econ.economics.scenario import load_tables as load_economics
from asteroid_econ.errors import InputError
from asteroid_econ.missions.architecture import ARCHITECTURES
from asteroid_econ.missions.technology import Technology, draw_technology
from asteroid_econ.parameters.load import ParameterSet, load
from asteroid_econ.records import Body, Target
from asteroid_econ.sampling.sequences import Sampler, variables_of

DESIGN_DRAWS = 256
_HIGHEST_RATE_FRAC = 0.15  # with failures in the flows, 10 % acts like 19 %, 25 % like 35 %
_ANY_TARGET = Target(
    designation="any",
    name="",
    a_au=1.2,
    ecc=0.1,
    inc_rad=0.1,
    node_rad=0.0,
    argperi_rad=0.0,
    mean_anomaly_rad=0.0,
    epoch_mjd_tdb=np.nan,
    h_mag=20.0,
    albedo=np.nan,
    diameter_km=np.nan,
    rotation_h=np.nan,
    taxonomy="",
    condition_code=np.nan,
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """The body of one target with the probabilities of its classes."""

    body: Body
    class_probabilities: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Setting:
    """Everything of a study that has no target: tables, and draws shared by all targets.

    ``drawn`` holds the bodies, by designation, that :func:`with_bodies` drew beforehand.
    """

    sampler: Sampler
    design_sampler: Sampler
    missions: ParameterSet
    composition: CompositionTables
    economics: EconomicsTables
    technology: Technology
    design_technology: Technology
    world: World
    drawn: Mapping[str, Drawn] = field(default_factory=dict)


class RiskCountedTwiceWarning(UserWarning):
    """A rate that holds technical risk stands beside failures that are counted in the flows."""


def prepare(
    overrides: Mapping[str, Any],
    *,
    n_draws: int,
    seed: int,
    sampling: str = "random",
    contracts: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
) -> Setting:
    """Return the setting of a study: load the parameters and draw all that has no target.

    Parameters
    ----------
    overrides : mapping
        Dotted parameter keys to values; already checked.
    n_draws, seed, sampling, contracts
        As in a study.
    """
    missions = load("missions", overrides)
    composition = load_composition(overrides)
    economics = load_economics(overrides)
    variables = _variables(missions, composition, economics) if sampling == "sobol" else None
    sampler = Sampler(seed, n_draws, method=sampling, variables=variables)
    # Hardware is sized over the first draws of the same streams, always by simple random
    # sampling, so that neither the number of draws nor the sequence changes a design.
    design_sampler = Sampler(seed, DESIGN_DRAWS)
    world = draw_world(economics, sampler, agreements=agreements(contracts or {}))
    if world.counts_failures and float(np.mean(world.discount_rate)) > _HIGHEST_RATE_FRAC:
        text = "a rate above 15 % beside explicit failures counts technical risk twice: "
        warnings.warn(
            text + "set finance.risk_in to 'rate', or lower the rate",
            RiskCountedTwiceWarning,
            stacklevel=2,
        )
    return Setting(
        sampler=sampler,
        design_sampler=design_sampler,
        missions=missions,
        composition=composition,
        economics=economics,
        technology=draw_technology(missions, sampler),
        design_technology=draw_technology(missions, design_sampler),
        world=world,
    )


def _variables(
    missions: ParameterSet, composition: CompositionTables, economics: EconomicsTables
) -> tuple[str, ...]:
    """Return every variable that a study can draw; each has its own dimension of a sequence.

    All architectures count, whichever are flown, so that a variable's dimension never moves.
    """

    def draw_all(sampler: Sampler) -> None:
        draw_technology(missions, sampler)
        draw_world(economics, sampler)
        draw_body(_ANY_TARGET, composition, sampler)
        for name in ARCHITECTURES:
            sampler.uniforms(failure_variable(name), target_id=_ANY_TARGET.designation)

    return tuple(sorted(variables_of(draw_all)))


def with_bodies(targets: Sequence[Target], setting: Setting) -> Setting:
    """Return the setting with the bodies of targets drawn together: the same bits, but faster.

    Parameters
    ----------
    targets : sequence of Target
        A few: their draws are held in memory.
    setting : Setting
        Of the study.
    """
    tables = setting.composition
    try:
        bodies = draw_bodies(targets, tables, setting.sampler)
    except InputError:  # the one at fault is met, and named, where it is drawn alone
        return setting
    shares = [dict(zip(COMPLEXES, row, strict=True)) for row in class_shares(targets, tables)]
    drawn = {b.designation: Drawn(b, row) for b, row in zip(bodies, shares, strict=True)}
    return replace(setting, drawn=drawn)


def drawn_body(target: Target, setting: Setting) -> Drawn:
    """Return the body of a target, drawn now if it was not drawn beforehand.

    Parameters
    ----------
    target : Target
        The asteroid.
    setting : Setting
        Of the study.
    """
    if target.designation in setting.drawn:
        return setting.drawn[target.designation]
    body = draw_body(target, setting.composition, setting.sampler)
    return Drawn(body, class_probabilities(target, setting.composition))


def failure_variable(name: str) -> str:
    """Return the name of the variable that decides where an architecture's campaign fails."""
    return f"missions.failure.{name}"
