"""JPL Horizons: positions from osculating elements."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from asteroid_econ.orbits.elements import state
from asteroid_econ.orbits.planets import ecliptic_to_equatorial
from asteroid_econ.published.case import Case
from asteroid_econ.published.tables import document


def cases() -> tuple[Case, ...]:
    """Return how far our positions are from the published ones."""
    every = document("kepler_cases")["kepler"]
    bodies = [c for c in every if c["kind"] == "coe2rv_heliocentric"]
    return (
        Case(
            id="horizons/vectors-from-elements",
            title="Elements to position",
            source="JPL Horizons, osculating elements and vectors",
            quantity="distance from the published position",
            unit="km",
            reference=np.zeros(len(bodies)),
            tolerance=0.01,
            kind="table",
            compute=lambda: _misses_km(bodies),
            labels=tuple(c["id"].rsplit("_", 1)[-1] for c in bodies),
        ),
    )


def _misses_km(bodies: Sequence[dict[str, Any]]) -> list[float]:
    misses = []
    for c in bodies:
        r_km, _ = state(**c["elements_ecliptic"], mu_km3_s2=c["mu_km3_s2"])
        misses.append(float(np.linalg.norm(ecliptic_to_equatorial(r_km) - c["r_icrf_km"])))
    return misses
