"""What a group of meteorites holds: water, metal and elements as distributions, as arrays."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from asteroid_econ.composition.analogues import GROUPS
from asteroid_econ.errors import ParameterError
from asteroid_econ.parameters.load import ParameterSet
from asteroid_econ.sampling.streams import stream

Floats = NDArray[np.float64]

SIDEROPHILES = ("nickel", "cobalt", "iron")
PRECIOUS = ("ruthenium", "rhodium", "palladium", "osmium", "iridium", "platinum", "gold")
PLATINUM_GROUP = PRECIOUS[:6]
TRACES = ("carbon", "nitrogen", "phosphorus", "sulfur", "rare_earths")
ELEMENTS = (*SIDEROPHILES, *PRECIOUS, *TRACES, "oxygen", "helium3")
NEVER_ORE = {
    "rare_earths": "far below the 1000 ppm of ores",
    "helium3": "in the top metre of regolith only",
}
_REFRACTORY = ("ruthenium", "osmium", "iridium", "platinum")
_IRON_METAL = ("MES", "PAL", "IRON")  # their precious metals follow the law of iron meteorites
_RANGE_SIGMAS = 4.0
_N_SUM_DRAWS = 2**16
_N_SUM_KNOTS = 129
_SUM_SCORE = 4.0  # the law of the sum is tabulated to this many standard deviations


@dataclass(frozen=True, slots=True)
class GradeTables:
    """Parameters of the grades of GROUPS as arrays; one row per group.

    ``water``: median, sigma of ln, low, high. ``metal``: mean, sd, low, high. ``density``: mean
    and sd of ln kg/m3. ``silicate``: medians. ``bulk``: medians of SIDEROPHILES. ``precious``:
    medians of PRECIOUS, per bulk mass, or per mass of metal where ``in_metal``. ``mixing``
    (2, 7, 7) turns seven independent normals into ln deviates of PRECIOUS: for stones, for iron
    metal.
    ``iron_sum``: ln of the factor that gives the platinum group of iron metal its law, over even
    steps of the ln of the raw sum from ``iron_sum_span[0]`` to ``iron_sum_span[1]``.
    ``traces``: medians of TRACES. ``sigmas``: of ln silicates, bulk, traces. ``oxygen``: mean
    and sd per silicates. ``helium3``: median, sigma of ln, depth in km. ``nickel_in_metal``.
    """

    water: Floats
    dry_ratio: float
    metal: Floats
    density: Floats
    silicate: Floats
    bulk: Floats
    nickel_in_metal: Floats
    precious: Floats
    in_metal: NDArray[np.bool_]
    mixing: Floats
    iron_sum: Floats
    iron_sum_span: Floats
    traces: Floats
    sigmas: Floats
    oxygen: Floats
    helium3: Floats


def grade_tables(parameters: ParameterSet) -> GradeTables:
    """Return the arrays of ``load("meteorites")``."""
    value = parameters.value
    bulk = [value(f"bulk.{g}") | {"rare_earths": value("trace.rare_earths")[g]} for g in GROUPS]
    water = [value(f"water.{g}") for g in GROUPS]
    density = [value(f"density.{g}") for g in GROUPS]
    medians, mixing = _iron_medians(parameters), _iron_mixing(parameters)
    span, factors = _iron_sum_law(medians[:6], mixing, value("iron.total_sigma_ln"))
    precious = [
        medians if g in _IRON_METAL else np.array([value(f"precious.{g}")[e] for e in PRECIOUS])
        for g in GROUPS
    ]
    return GradeTables(
        water=np.array([[w["median"], w["sigma_ln"], w["low"], w["high"]] for w in water]),
        dry_ratio=value("water.dry_ratio"),
        metal=np.array([_metal(value(f"metal.{g}")) for g in GROUPS]),
        density=np.array([_lognormal(d["mean"], d["sd"]) for d in density]),
        silicate=np.array([value("oxides.silicate")[g] for g in GROUPS]),
        bulk=np.array([[b[e] for e in SIDEROPHILES] for b in bulk]),
        nickel_in_metal=np.array([b["nickel_in_metal"] for b in bulk]),
        precious=np.array(precious),
        in_metal=np.array([g in _IRON_METAL for g in GROUPS]),
        mixing=np.stack([_stone_mixing(parameters), mixing]),
        iron_sum=factors,
        iron_sum_span=span,
        traces=np.array([[b[e] for e in TRACES] for b in bulk]),
        sigmas=np.array(
            [
                value("oxides.silicate_sigma_ln"),
                value("scatter.bulk_sigma_ln"),
                value("scatter.volatile_sigma_ln"),
            ]
        ),
        oxygen=np.array([value("oxides.oxygen_mean"), value("oxides.oxygen_sd")]),
        helium3=np.array(
            [
                value("trace.helium3_median"),
                value("trace.helium3_sigma_ln"),
                value("trace.helium3_depth_km"),
            ]
        ),
    )


def _metal(row: Mapping[str, float]) -> list[float]:
    return [row["median"], (row["high"] - row["low"]) / _RANGE_SIGMAS, row["low"], row["high"]]


def _lognormal(mean: float, sd: float) -> tuple[float, float]:
    """Return mean and sd of the logarithm: a density is never negative, nor near zero."""
    variance = math.log1p((sd / mean) ** 2)
    return math.log(mean) - 0.5 * variance, math.sqrt(variance)


def _stone_mixing(parameters: ParameterSet) -> Floats:
    rho = parameters.value("scatter.precious_correlation")
    correlation = np.full((7, 7), rho) + (1.0 - rho) * np.eye(7)
    root = _root("scatter.precious_correlation", correlation)
    return np.asarray(parameters.value("scatter.precious_sigma_ln") * root)


def _iron_medians(parameters: ParameterSet) -> Floats:
    total, share = parameters.value("iron.total_median"), parameters.value("iron.share")
    platinum_group = [total * share[e] for e in PLATINUM_GROUP]
    return np.array([*platinum_group, parameters.value("iron.gold_median")])


def _iron_mixing(parameters: ParameterSet) -> Floats:
    """Return the factor of the covariance of ln PRECIOUS, before the sum is given its law."""
    value = parameters.value
    with_refractory = {
        "rhodium": value("iron.rhodium_correlation"),
        "palladium": value("iron.palladium_correlation"),
        "gold": value("iron.gold_correlation"),
    }
    correlation = np.eye(7)
    for i, a in enumerate(PRECIOUS):
        for j, b in enumerate(PRECIOUS[:i]):
            if a in _REFRACTORY and b in _REFRACTORY:
                rho = value("iron.refractory_correlation")
            elif {a, b} == {"palladium", "gold"}:
                rho = value("iron.palladium_gold_correlation")
            elif a in _REFRACTORY or b in _REFRACTORY:
                rho = with_refractory[b if a in _REFRACTORY else a]
            else:
                rho = 0.0
            correlation[i, j] = correlation[j, i] = rho
    sigma = value("iron.element_sigma_ln") | {"gold": value("iron.gold_sigma_ln")}
    scale = np.array([sigma[e] for e in PRECIOUS])
    return np.asarray(scale[:, np.newaxis] * _root("iron.*_correlation", correlation))


def _root(key: str, correlation: Floats) -> Floats:
    """Return the Cholesky factor of a correlation; together they must leave room for each other."""
    try:
        return np.asarray(np.linalg.cholesky(correlation))
    except np.linalg.LinAlgError:
        allowed = "correlations that can hold at once (a positive definite matrix)"
        raise ParameterError(f"meteorites.{key}", "no such elements exist", allowed) from None


def _iron_sum_law(medians: Floats, mixing: Floats, sigma_ln: float) -> tuple[Floats, Floats]:
    """Return the span of ln raw sum, and ln of the factor that makes the sum lognormal.

    Correlated lognormals do not sum to a lognormal. The raw sum is brought to the quantile of
    the law at its own rank, so that the elements keep their proportions in each draw.
    """
    z = np.stack([stream(0, f"composition.iron_sum[{i}]").normals(_N_SUM_DRAWS) for i in range(7)])
    raw = np.sort(medians @ np.exp(mixing[:6] @ z))
    score = np.linspace(-_SUM_SCORE, _SUM_SCORE, _N_SUM_KNOTS)
    ranks = (np.arange(_N_SUM_DRAWS) + 0.5) / _N_SUM_DRAWS
    ln_raw = np.log(np.interp(ndtr(score), ranks, raw))
    factor = np.log(medians.sum()) + sigma_ln * score - ln_raw
    span = np.array([ln_raw[0], ln_raw[-1]])
    return span, np.interp(np.linspace(span[0], span[1], _N_SUM_KNOTS), ln_raw, factor)
