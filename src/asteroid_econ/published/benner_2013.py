"""Benner's list of near-Earth asteroids by Δv for rendezvous, after Shoemaker & Helin."""

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ.orbits.shoemaker_helin import rendezvous_dv_km_s
from asteroid_econ.published.case import Case
from asteroid_econ.published.tables import table


def cases() -> tuple[Case, ...]:
    """Return the rows that ship here, as one table."""
    t = table("benner_rendezvous")

    def ours() -> ArrayLike:
        inc_rad = np.radians(t.numbers("inc_deg"))
        return rendezvous_dv_km_s(t.numbers("a_au"), t.numbers("ecc"), inc_rad)

    return (
        Case(
            id="benner-2013/rendezvous",
            title="Shoemaker–Helin Δv to near-Earth asteroids",
            source="Benner, Near-Earth Asteroid Delta-V for Spacecraft Rendezvous, 2013-04-14",
            quantity="one-way Δv, low Earth orbit to rendezvous",
            unit="km/s",
            reference=t.numbers("dv_km_s"),
            tolerance=0.001,
            kind="table",
            compute=ours,
            labels=t.text("designation"),
        ),
    )
