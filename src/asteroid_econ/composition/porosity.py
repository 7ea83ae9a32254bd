"""Voids between the pieces of a body: quantiles of macroporosity by kind of body."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, ndtr

from asteroid_econ.composition.analogues import GROUPS
from asteroid_econ.composition.taxonomy import COMPLEX_INDEX, COMPLEXES, TYPES
from asteroid_econ.errors import ParameterError
from asteroid_econ.parameters.load import ParameterSet

Floats = NDArray[np.float64]

Z_MAX = 4.0  # quantile tables run from -Z_MAX to Z_MAX standard deviations
N_KNOTS = 257
_SOLID = (
    "monolith_max",
    "monolith_probability",
    "fast_max_km",
    "compaction_begin_km",
    "compaction_end_km",
)
_BY_ANALOGUE = {"IRON": "IRON", "EH": "EC", "EL": "EC"}


@dataclass(frozen=True, slots=True)
class PorosityTables:
    """Quantiles of macroporosity of rubble piles.

    ``quantiles`` (kinds, N_KNOTS) at even steps of the normal score; the last kind is the
    cohesive rubble of small fast rotators. ``kind`` (types, groups) points into it. ``solid``:
    greatest macroporosity of a monolith, probability of one among small fast rotators, their
    greatest diameter, and the diameters where compaction begins and ends.
    """

    quantiles: Floats
    kind: NDArray[np.int64]
    solid: Floats


def porosity_tables(parameters: ParameterSet) -> PorosityTables:
    """Return the arrays of the group ``porosity`` of ``load("size")``.

    References
    ----------
    Carry (2012), Planetary and Space Science 73, 98; Mommert et al. (2014).
    """
    mean = dict(parameters.value("porosity.rubble_mean"))
    sd = dict(parameters.value("porosity.rubble_sd"))
    mean["cohesive"] = parameters.value("porosity.cohesive_mean")
    sd["cohesive"] = parameters.value("porosity.cohesive_sd")
    kinds = list(mean)
    probabilities = ndtr(np.linspace(-Z_MAX, Z_MAX, N_KNOTS))
    return PorosityTables(
        quantiles=np.array([_beta(k, mean[k], sd[k], probabilities) for k in kinds]),
        kind=np.array([[kinds.index(_kind(t, g)) for g in GROUPS] for t in range(len(TYPES))]),
        solid=np.array([parameters.value(f"porosity.{key}") for key in _SOLID]),
    )


def _kind(kind: int, group: str) -> str:
    in_complex = COMPLEXES[COMPLEX_INDEX[kind]]
    return _BY_ANALOGUE.get(group, "M") if in_complex == "M" else in_complex


def _beta(kind: str, mean: float, sd: float, probabilities: Floats) -> Floats:
    if not (0.0 < mean < 1.0 and 0.0 < sd**2 < mean * (1.0 - mean)):
        allowed = "a mean between 0 and 1, and a variance below mean (1 - mean)"
        key = "size.porosity.cohesive_sd" if kind == "cohesive" else "size.porosity.rubble_sd"
        raise ParameterError(key, f"{kind}: mean {mean:g}, sd {sd:g}", allowed, value=sd)
    size = mean * (1.0 - mean) / sd**2 - 1.0
    return np.asarray(betaincinv(mean * size, (1.0 - mean) * size, probabilities))
