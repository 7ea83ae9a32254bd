"""Kornuta et al. (2019): lunar water sold to three places, priced at the lunar surface."""

from functools import partial

import numpy as np

from asteroid_econ.published.case import Case
from asteroid_econ.published.tables import table

SOURCE = "Kornuta et al. (2019), REACH 13:100026"


def mean_price_usd_kg(without: str = "") -> float:
    """Return the mean price over the customers, weighted by demand, leaving one out."""
    t = table("kornuta_2019")
    water_t_yr = np.where(np.array(t.text("customer")) == without, 0.0, t.numbers("water_t_yr"))
    return float(np.average(t.numbers("price_usd_kg"), weights=water_t_yr))


def cases() -> tuple[Case, ...]:
    """Return the mean prices of two customer mixes."""
    return tuple(
        Case(
            id=f"kornuta-2019/{name}",
            title="Customers of lunar water",
            source=SOURCE,
            quantity=f"mean price, {name.replace('-', ' ')}",
            unit="$/kg",
            reference=np.array([price]),
            tolerance=0.5,
            kind="identity",
            compute=partial(mean_price_usd_kg, without),
        )
        for name, price, without in (("all", 1482.0, ""), ("LEO-and-Moon", 1015.0, "EML1"))
    )
