"""Draw a parameter, and refuse values that its unit does not allow."""

import math

import numpy as np

from asteroid_econ.errors import ParameterError
from asteroid_econ.parameters.load import Parameter, ParameterSet
from asteroid_econ.records import Floats
from asteroid_econ.sampling.distributions import distribution_of
from asteroid_econ.sampling.sequences import Sampler

# Ending of the key → smallest and largest value; the first that fits counts.
_RANGES = (
    ("growth_frac", -0.99, 1.0),
    ("_rate_frac", -0.99, 10.0),
    ("_frac", 0.0, 1.0),
    ("_weight", 0.0, 1.0),
    ("_loading", -1.0, 1.0),
    ("_elasticity", 0.0, 1e6),
    ("half_life_yr", 1e-6, 1e6),
    ("exit_lag_yr", 1.0, 1e3),
    ("learning_ratio", 0.5000001, 1.0),
    ("_ratio", 0.0, 1e6),
    ("price_usd_ozt", 1e-9, math.inf),
    ("price_usd_kg", 1e-9, math.inf),
    ("mine_kg_yr", 1e-9, math.inf),
    ("", 0.0, math.inf),
)


def drawn(table: ParameterSet, sampler: Sampler, key: str) -> Floats:
    """Return the draws of a parameter, keyed by its name and by no target, within its range.

    Parameters
    ----------
    table : ParameterSet
        The set that has it.
    sampler : Sampler
        Of the study.
    key : str
        Without the name of the set.
    """
    parameter = table[key]
    return checked(parameter, sampler.draw(distribution_of(parameter), parameter.key))


def fixed(table: ParameterSet, key: str) -> float:
    """Return the central value of a parameter, within its range."""
    return float(checked(table[key], np.asarray(table.value(key), dtype=np.float64)))


def checked(parameter: Parameter, values: Floats) -> Floats:
    """Return the values, or name the key, the value and the range that it leaves."""
    low, high = next((a, b) for end, a, b in _RANGES if parameter.key.endswith(end))
    values = np.asarray(values, dtype=np.float64)
    bad = ~((values >= low) & (values <= high))
    if np.any(bad):
        worst = float(values[bad].flat[0])
        raise ParameterError(
            parameter.key, f"{worst:g} is out of range", f"from {low:g} to {high:g}", value=worst
        )
    return values
