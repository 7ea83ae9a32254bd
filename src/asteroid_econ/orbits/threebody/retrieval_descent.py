"""Downhill from many starts: the simplex method of Nelder and Mead with adaptive coefficients.

Compiled, because a search goes down from thousands of places; the steps are plain arithmetic in a
fixed order, so that the same starts give the same ends on any number of threads.

References
----------
Nelder & Mead (1965), The Computer Journal 7, 308; Gao & Han (2012), Computational Optimization and
Applications 51, 259, for the coefficients by dimension.
"""

import numpy as np

from asteroid_econ._jit import kernel
from asteroid_econ.orbits.threebody.retrieval_cost import N_ELEMENTS, N_VARIABLES
from asteroid_econ.orbits.threebody.retrieval_scan import penalised_cost
from asteroid_econ.records import Floats

_N = N_VARIABLES
_EXPANSION, _CONTRACTION, _SHRINKAGE = 1.0 + 2.0 / _N, 0.75 - 0.5 / _N, 1.0 - 1.0 / _N


@kernel
def descend(
    starts: Floats, scale: Floats, most: int, tolerance: float, asteroid: Floats, table: Floats,
    law: Floats, near_km: float, radius_km: float, limits: Floats, costs: Floats,
) -> None:  # fmt: skip
    """Move every start (n, 5) downhill in place and write its cost in km/s.

    ``scale`` (5,) is the first size of the simplex; at most ``most`` evaluations, fewer where the
    costs of the simplex differ by less than ``tolerance``.
    """
    elements = np.empty(N_ELEMENTS)
    corners, values = np.empty((_N + 1, _N)), np.empty(_N + 1)
    middle, trial, other = np.empty(_N), np.empty(_N), np.empty(_N)
    for i in range(starts.shape[0]):
        for k in range(_N + 1):
            corners[k] = starts[i]
            if k > 0:
                corners[k, k - 1] += scale[k - 1]
            values[k] = penalised_cost(
                corners[k], asteroid, table, law, near_km, radius_km, limits, elements
            )  # fmt: skip
        used = _N + 1
        while used < most:
            _sort(corners, values)
            if values[_N] - values[0] < tolerance:
                break
            for j in range(_N):
                total = 0.0
                for k in range(_N):
                    total += corners[k, j]
                middle[j] = total / _N
                trial[j] = 2.0 * middle[j] - corners[_N, j]
            value = penalised_cost(
                trial, asteroid, table, law, near_km, radius_km, limits, elements
            )  # fmt: skip
            used += 1
            if values[0] <= value < values[_N - 1]:
                corners[_N], values[_N] = trial, value
                continue
            if value < values[0]:
                factor = _EXPANSION
            elif value < values[_N]:
                factor = _CONTRACTION
            else:
                factor = -_CONTRACTION
            for j in range(_N):
                other[j] = middle[j] + factor * (middle[j] - corners[_N, j])
            second = penalised_cost(
                other, asteroid, table, law, near_km, radius_km, limits, elements
            )  # fmt: skip
            used += 1
            if second < min(value, values[_N]):
                corners[_N], values[_N] = other, second
            elif value < values[_N]:
                corners[_N], values[_N] = trial, value
            else:
                for k in range(1, _N + 1):
                    for j in range(_N):
                        corners[k, j] = corners[0, j] + _SHRINKAGE * (corners[k, j] - corners[0, j])
                    values[k] = penalised_cost(
                        corners[k], asteroid, table, law, near_km, radius_km, limits, elements
                    )  # fmt: skip
                used += _N
        _sort(corners, values)
        starts[i], costs[i] = corners[0], values[0]


@kernel
def _sort(corners: Floats, values: Floats) -> None:
    """Put the corners of a simplex in the order of their values (insertion; stable)."""
    for k in range(1, _N + 1):
        place = k
        while place > 0 and values[place] < values[place - 1]:
            values[place], values[place - 1] = values[place - 1], values[place]
            for j in range(_N):
                corners[place, j], corners[place - 1, j] = (
                    corners[place - 1, j], corners[place, j],
                )  # fmt: skip
            place -= 1
