"""All parameters of the composition as arrays, made once per study."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from asteroid_econ.composition.analogues import AnalogueRows, analogue_rows
from asteroid_econ.composition.grades import GradeTables, grade_tables
from asteroid_econ.composition.porosity import PorosityTables, porosity_tables
from asteroid_econ.composition.prior import PriorTables, prior_tables
from asteroid_econ.composition.taxonomy import TYPES
from asteroid_econ.parameters.load import ParameterSet, load

Floats = NDArray[np.float64]

PARAMETER_FILES = (
    "taxonomy",
    "size",
    "spin",
    "analogues",
    "meteorites",
    "recovery",
    "retrievable",
)


@dataclass(frozen=True, slots=True)
class SpinTables:
    """Parameters of rotation periods: means of log10 of hours by size class, and their limits."""

    limits_km: Floats
    mean: Floats
    sigma: float
    barrier_h: float


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """Parameters of the composition as arrays; made once by :func:`load_tables`.

    ``albedo_mu_ln`` and ``albedo_sigma_ln``: ln albedo of each type at one H.
    """

    parameter_sets: tuple[ParameterSet, ...]
    albedo_mu_ln: Floats
    albedo_sigma_ln: Floats
    prior: PriorTables
    rows: AnalogueRows
    grades: GradeTables
    porosity: PorosityTables
    spin: SpinTables

    def parameters(self, file: str) -> ParameterSet:
        """Return the parameters of one of PARAMETER_FILES, with the study's overrides."""
        return self.parameter_sets[PARAMETER_FILES.index(file)]


def load_tables(overrides: Mapping[str, Any] | None = None) -> Tables:
    """Return the parameter arrays of the composition.

    Parameters
    ----------
    overrides : mapping, optional
        Dotted key to value, for instance ``{"meteorites.iron.total_median": 22e-6}``.
    """
    sets = {name: load(name, overrides) for name in PARAMETER_FILES}
    size, spin = sets["size"], sets["spin"]
    median, sigma = size.value("albedo_median"), size.value("albedo_sigma_class_ln")
    mu_ln = np.log([median[t] for t in TYPES])
    sigma_ln = np.array([sigma[t] for t in TYPES])
    return Tables(
        parameter_sets=tuple(sets.values()),
        albedo_mu_ln=mu_ln,
        albedo_sigma_ln=sigma_ln,
        prior=prior_tables(sets["taxonomy"], mu_ln, sigma_ln),
        rows=analogue_rows(sets["analogues"]),
        grades=grade_tables(sets["meteorites"]),
        porosity=porosity_tables(size),
        spin=SpinTables(
            limits_km=np.array(spin.value("size_limits_km")),
            mean=np.array(spin.value("log10_period_mean")),
            sigma=spin.value("log10_period_sigma"),
            barrier_h=spin.value("barrier_h"),
        ),
    )
