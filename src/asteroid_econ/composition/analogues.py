"""Which meteorites a type of asteroid is made of."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from asteroid_econ.composition.taxonomy import TYPES
from asteroid_econ.errors import ParameterError
from asteroid_econ.parameters.load import ParameterSet
from asteroid_econ.sampling.dirichlet import Dirichlet
from asteroid_econ.sampling.streams import stream

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# fmt: off
GROUPS = (
    "CI", "BENNU", "CY", "CM1", "CM2", "CMH", "CR", "TL", "IDP", "CO", "CV", "CK", "CH", "CB",
    "H", "L", "LL", "EH", "EL", "R", "ACAP", "URE", "AUB", "HED", "BRACH", "ANG", "MES", "PAL",
    "IRON",
)
# fmt: on
_ORDINARY = ("H", "L", "LL")
_FOLLOWS_SIZE = ("S", "Sq", "Sr", "Sv", "Sa", "Q")
_SUM_TOLERANCE = 1e-3
_N_SCENARIOS = 256
_LEAST_ALPHA = 0.05
_PAST_ONE = 2.0  # ends the search for a slot whatever the rounding of the sums


@dataclass(frozen=True, slots=True)
class AnalogueRows:
    """Probabilities of meteorite groups for each type.

    ``group`` (types, slots) indexes GROUPS, ``mean`` (types, slots) are the probabilities, 0 in
    spare slots. ``scenario`` (scenarios, types, slots) are equally likely versions of all rows:
    how wrong the rows may be, for all bodies of a type alike. ``change`` (groups,) multiplies H,
    L and LL of the types that ``follows_size`` marks at ``small_km``; between there and
    ``large_km`` the probabilities are linear in the log of diameter. ``cumulative`` (scenarios,
    types, 2, slots) sums the scenarios over the slots, at ``large_km`` and at ``small_km``; above
    1 from the last filled slot on.
    """

    group: Ints
    mean: Floats
    scenario: Floats
    cumulative: Floats
    change: Floats
    follows_size: NDArray[np.bool_]
    small_km: float
    large_km: float


def analogue_rows(parameters: ParameterSet) -> AnalogueRows:
    """Return the rows of ``load("analogues")``.

    Notes
    -----
    The scenarios are a stratified sample of one Dirichlet distribution per row, the same for
    every seed of a study; a study draws which scenario holds.

    References
    ----------
    Vernazza et al. (2008) and Dunn et al. (2013) for ordinary chondrites of kilometre size;
    falls for those of metres.
    """
    rows = [_row(parameters, t) for t in TYPES]
    n_slots = max(len(row) for row in rows)
    group = np.zeros((len(TYPES), n_slots), np.int64)
    mean = np.zeros((len(TYPES), n_slots))
    for i, row in enumerate(rows):
        group[i, : len(row)] = [GROUPS.index(g) for g in row]
        mean[i, : len(row)] = list(row.values())
    km, m = parameters.value("ordinary_km"), parameters.value("ordinary_m")
    small_km, large_km = parameters.value("ordinary_limits_km")
    scenario = _scenarios(mean, parameters.value("row_concentration"))
    change = np.array([m[g] / km[g] if g in _ORDINARY else 0.0 for g in GROUPS])
    follows_size = np.array([t in _FOLLOWS_SIZE for t in TYPES])
    return AnalogueRows(
        group=group,
        mean=mean,
        scenario=scenario,
        cumulative=_cumulative(group, mean, scenario, change, follows_size),
        change=change,
        follows_size=follows_size,
        small_km=small_km,
        large_km=large_km,
    )


def _row(parameters: ParameterSet, kind: str) -> dict[str, float]:
    parameter = parameters[f"row.{kind}"]
    unknown = set(parameter.value) - set(GROUPS)
    total = math.fsum(parameter.value.values())
    if unknown or abs(total - 1.0) > _SUM_TOLERANCE or min(parameter.value.values()) < 0.0:
        raise ParameterError(
            parameter.key,
            f"sum {total:g}, unknown groups {sorted(unknown)}",
            f"probabilities that sum to 1 over {', '.join(GROUPS)}",
        )
    return {g: share / total for g, share in parameter.value.items() if share > 0.0}


def _scenarios(mean: Floats, concentration: float) -> Floats:
    """Return stratified draws of all rows from Dirichlet distributions about them."""
    scenario = np.repeat(mean[np.newaxis], _N_SCENARIOS, axis=0)
    for i, row in enumerate(mean):
        n = int((row > 0.0).sum())
        if n < 2:
            continue
        alpha = np.maximum(concentration * row[:n], _LEAST_ALPHA)
        u = np.stack([_stratified(f"composition.rows.{TYPES[i]}[{j}]") for j in range(n)])
        scenario[:, i, :n] = Dirichlet(tuple(alpha.tolist())).ppf(u).T
    return scenario


def _cumulative(
    group: Ints, mean: Floats, scenario: Floats, change: Floats, follows_size: NDArray[np.bool_]
) -> Floats:
    factor = change[group] * follows_size[:, np.newaxis]
    shifted = scenario * factor
    total = (scenario * (factor > 0.0)).sum(axis=2, keepdims=True)
    sums = shifted.sum(axis=2, keepdims=True)
    small = np.where(factor > 0.0, shifted * total / np.where(sums > 0.0, sums, 1.0), scenario)
    cumulative = np.stack([scenario.cumsum(axis=2), small.cumsum(axis=2)], axis=2)
    last = (mean > 0.0).sum(axis=1) - 1
    is_end = np.arange(mean.shape[1]) >= last[:, np.newaxis]
    return np.where(is_end[:, np.newaxis, :], _PAST_ONE, cumulative)


def _stratified(name: str) -> Floats:
    """Return one uniform in each of the equal parts of (0, 1), in random order."""
    order = np.argsort(stream(0, name).uniforms(_N_SCENARIOS), kind="stable")
    return (order + 0.5) / _N_SCENARIOS
