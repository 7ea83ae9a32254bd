"""What a group of meteorites holds: water, metal and elements as distributions, as arrays."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from asteroid_econ.composition.analogues import GROUPS
from asteroid_econ.parameters.load import ParameterSet

Floats = NDArray[np.float64]

SIDEROPHILES = ("nickel", "cobalt", "iron")
PRECIOUS = ("ruthenium", "rhodium", "palladium", "osmium", "iridium", "platinum", "gold")
PLATINUM_GROUP = PRECIOUS[:6]
ELEMENTS = SIDEROPHILES + PRECIOUS
_IRON_METAL = ("MES", "PAL", "IRON")  # their precious metals follow the law of iron meteorites
_RANGE_SIGMAS = 4.0


@dataclass(frozen=True, slots=True)
class GradeTables:
    """Parameters of the grades of GROUPS as arrays; one row per group.

    ``water``: median, sigma of ln, low, high. ``metal``: mean, sd, low, high. ``density``: mean,
    sd in kg/m3. ``bulk``: medians of SIDEROPHILES. ``precious``: medians of PRECIOUS, per bulk
    mass, or per mass of metal where ``in_metal``. ``mixing`` (2, 7, 7) turns seven independent
    normals into ln deviates of PRECIOUS: for stones, for iron metal.
    """

    water: Floats
    metal: Floats
    density: Floats
    bulk: Floats
    bulk_sigma: float
    precious: Floats
    in_metal: NDArray[np.bool_]
    mixing: Floats


def grade_tables(parameters: ParameterSet) -> GradeTables:
    """Return the arrays of ``load("meteorites")``."""
    water = [parameters.value(f"water.{g}") for g in GROUPS]
    metal = [parameters.value(f"metal.{g}") for g in GROUPS]
    density = [parameters.value(f"density.{g}") for g in GROUPS]
    bulk = [parameters.value(f"bulk.{g}") for g in GROUPS]
    iron = _iron_medians(parameters)
    precious = [
        iron if g in _IRON_METAL else [parameters.value(f"precious.{g}")[e] for e in PRECIOUS]
        for g in GROUPS
    ]
    return GradeTables(
        water=np.array([[w["median"], w["sigma_ln"], w["low"], w["high"]] for w in water]),
        metal=np.array([_metal(m) for m in metal]),
        density=np.array([[d["mean"], d["sd"]] for d in density]),
        bulk=np.array([[b[e] for e in SIDEROPHILES] for b in bulk]),
        bulk_sigma=parameters.value("scatter.bulk_sigma_ln"),
        precious=np.array(precious),
        in_metal=np.array([g in _IRON_METAL for g in GROUPS]),
        mixing=np.stack([_stone_mixing(parameters), _iron_mixing(parameters)]),
    )


def _metal(row: dict[str, float]) -> list[float]:
    return [row["median"], (row["high"] - row["low"]) / _RANGE_SIGMAS, row["low"], row["high"]]


def _iron_medians(parameters: ParameterSet) -> list[float]:
    total, share = parameters.value("iron.total_median"), parameters.value("iron.share")
    return [total * share[e] for e in PLATINUM_GROUP] + [parameters.value("iron.gold_median")]


def _stone_mixing(parameters: ParameterSet) -> Floats:
    rho = parameters.value("scatter.precious_correlation")
    correlation = np.full((7, 7), rho) + (1.0 - rho) * np.eye(7)
    return parameters.value("scatter.precious_sigma_ln") * np.linalg.cholesky(correlation)


def _iron_mixing(parameters: ParameterSet) -> Floats:
    """One factor for the sum of the platinum group, another for gold."""
    mixing = np.zeros((7, 7))
    mixing[:6, 0] = parameters.value("iron.total_sigma_ln")
    mixing[6, 6] = parameters.value("iron.gold_sigma_ln")
    return mixing
