"""Schwartz (1997), model 1: where a mean-reverting log price is after ten years."""

import math

from asteroid_econ.economics.pricing import log_ou_path
from asteroid_econ.published.case import Case
from asteroid_econ.published.tables import table


def cases() -> tuple[Case, ...]:
    """Return median and mean; together they fix the deviation of the log."""
    t = table("schwartz_1997")
    inputs = {c: float(t.numbers(c)[0]) for c in ("level_usd_ozt", "half_life_yr", "sigma")}

    def price(shock: float) -> float:
        path = log_ou_path(
            t.numbers("start_usd_ozt")[0],
            level_usd_kg=inputs["level_usd_ozt"],
            half_life_yr=inputs["half_life_yr"],
            sigma=inputs["sigma"],
            t_yr=t.numbers("t_yr"),
            shocks=[[shock]],
        )
        return float(path[0, 0])

    def mean() -> float:
        log_sd = math.log(price(1.0) / price(0.0))
        return price(0.0) * math.exp(0.5 * log_sd**2)

    ours = {"median": lambda: price(0.0), "mean": mean}
    return tuple(
        Case(
            id=f"schwartz-1997/{name}",
            title="A price that reverts to its level",
            source="Schwartz (1997), Journal of Finance 52:923, model 1",
            quantity=f"{name} after 10 years",
            unit="USD/ozt",
            reference=t.numbers(f"{name}_usd_ozt"),
            tolerance=5e-4,
            kind="identity",
            compute=compute,
        )
        for name, compute in ours.items()
    )
