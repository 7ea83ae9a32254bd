"""Calla, Fries & Welch (2019): what a fleet of small water miners costs.

Wright's rule as they state it: n craft cost first unit x n^(1 + log2 S). Summed unit by unit
(Crawford) the same S gives 8.5 G$: the convention decides more than the rate.
"""

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ.economics.costs import learning_factor
from asteroid_econ.published.case import Case
from asteroid_econ.published.tables import table


def cases() -> tuple[Case, ...]:
    """Return the cost of 200 craft, printed with one digit."""
    t = table("calla_2019")
    n_craft = t.numbers("n_craft")

    def ours() -> ArrayLike:
        mean = learning_factor(n_craft, learning_ratio=t.numbers("learning_ratio"))
        return np.asarray(t.numbers("first_unit_musd") * n_craft * mean)

    return (
        Case(
            id="calla-2019/fleet",
            title="A fleet of small water miners",
            source="Calla, Fries & Welch (2019), arXiv:1808.05099",
            quantity="cost of 200 craft",
            unit="M$",
            reference=t.numbers("fleet_musd"),
            tolerance=500.0,
            kind="model",
            compute=ours,
        ),
    )
