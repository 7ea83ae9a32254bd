"""Dorrington & Olsen (2026): a mission that carries all its propellant from Earth.

Both legs take the same Δv. With e1 = exp(Δv / (g0 Isp)), a craft that is small beside its load
leaves Earth orbit with e1² − e1 kg of propellant for each kilogram that it brings back.
"""

import math
from functools import partial

import numpy as np

from asteroid_econ.constants import G0_KM_S2
from asteroid_econ.published.case import Case
from asteroid_econ.published.tables import table

SOURCE = "Dorrington & Olsen (2026), Acta Astronautica 241:19-47"


def dv_limit_km_s(*, isp_s: float, sale_usd_kg: float, propellant_usd_kg: float) -> float:
    """Return the one-way Δv at which a kilogram earns just what its propellant costs.

    It solves sale = propellant (e1² − e1). ``propellant_usd_kg`` includes its launch, and
    ``sale_usd_kg`` is already discounted.
    """
    e1 = 0.5 * (1.0 + math.sqrt(1.0 + 4.0 * sale_usd_kg / propellant_usd_kg))
    return G0_KM_S2 * isp_s * math.log(e1)


def cases() -> tuple[Case, ...]:
    """Return the three published limits."""
    t = table("dorrington_2026")

    def limit(row: int) -> float:
        launch_usd_kg = float(t.numbers("launch_usd_kg")[row])
        discount = (1.0 + t.numbers("rate_frac")[row]) ** t.numbers("trip_yr")[row]
        return dv_limit_km_s(
            isp_s=float(t.numbers("isp_s")[row]),
            sale_usd_kg=float(t.numbers("sale_launch_ratio")[row] * launch_usd_kg / discount),
            propellant_usd_kg=launch_usd_kg + float(t.numbers("propellant_usd_kg")[row]),
        )

    return tuple(
        Case(
            id=f"dorrington-2026/{name.replace(' ', '-').lower()}",
            title="How far a mission without refining on site can go",
            source=SOURCE,
            quantity=f"one-way Δv limit, {name}",
            unit="km/s",
            reference=np.array([t.numbers("dv_limit_km_s")[row]]),
            tolerance=5e-5,
            kind="model",
            compute=partial(limit, row),
        )
        for row, name in enumerate(t.text("case"))
    )
