"""Which meteorites a type of asteroid is made of."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from asteroid_econ.composition.taxonomy import TYPES
from asteroid_econ.errors import ParameterError
from asteroid_econ.parameters.load import ParameterSet

Floats = NDArray[np.float64]

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


@dataclass(frozen=True, slots=True)
class AnalogueRows:
    """Cumulative probabilities of GROUPS for each type, shape (types, groups), at two sizes.

    Between ``small_km`` and ``large_km`` the probabilities are linear in the log of diameter.
    """

    large: Floats
    small: Floats
    large_km: float
    small_km: float


def analogue_rows(parameters: ParameterSet) -> AnalogueRows:
    """Return the rows of ``load("analogues")``; H, L and LL of S and Q change with size.

    References
    ----------
    Vernazza et al. (2008) and Dunn et al. (2013) for kilometre-size bodies; falls for metres.
    """
    large = np.array([_row(parameters, t) for t in TYPES])
    km, m = parameters.value("ordinary_km"), parameters.value("ordinary_m")
    small = large.copy()
    columns = [GROUPS.index(g) for g in _ORDINARY]
    change = np.array([m[g] / km[g] for g in _ORDINARY])
    for i in (TYPES.index(t) for t in _FOLLOWS_SIZE):
        shifted = large[i, columns] * change
        small[i, columns] = shifted * large[i, columns].sum() / shifted.sum()
    small_km, large_km = parameters.value("ordinary_limits_km")
    return AnalogueRows(np.cumsum(large, axis=1), np.cumsum(small, axis=1), large_km, small_km)


def _row(parameters: ParameterSet, kind: str) -> list[float]:
    parameter = parameters[f"row.{kind}"]
    unknown = set(parameter.value) - set(GROUPS)
    total = math.fsum(parameter.value.values())
    if unknown or abs(total - 1.0) > _SUM_TOLERANCE or min(parameter.value.values()) < 0.0:
        raise ParameterError(
            parameter.key,
            f"sum {total:g}, unknown groups {sorted(unknown)}",
            f"probabilities that sum to 1 over {', '.join(GROUPS)}",
        )
    return [parameter.value.get(g, 0.0) / total for g in GROUPS]
