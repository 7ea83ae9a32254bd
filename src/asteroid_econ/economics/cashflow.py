"""From what a mission delivers and needs to dated flows of money."""

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ._arrays import floats
from asteroid_econ._jit import kernel
from asteroid_econ.constants import JULIAN_YEAR_D
from asteroid_econ.economics.costs import learning_factor
from asteroid_econ.economics.sales import Sales, sell
from asteroid_econ.economics.scenario import CostRates, World
from asteroid_econ.errors import InputError
from asteroid_econ.records import CashFlow, Delivery, Floats

CLASSES = ("sales", "development", "hardware", "launch", "operations", "environment")
HARDWARE_RATES = {
    "plant": "payload_usd_kg",
    "bus": "payload_usd_kg",
    "capsule": "capsule_usd_kg",
    "tank": "tank_usd_kg",
    "propulsion": "tank_usd_kg",
    "power": None,  # paid by the watt
}
_N_DEVELOPMENT, _N_HARDWARE = 4, 2


def arrived_deliveries(delivery: Delivery, failure_uniform: ArrayLike) -> Floats:
    """Return how many deliveries succeed in the sampled outcome (D,)."""
    luck = floats("failure_uniform", failure_uniform)
    return np.sum(luck[:, None] < delivery.survival_frac, axis=1).astype(np.float64)


def cash_flow(
    delivery: Delivery, world: World, *, failure_uniform: ArrayLike, sales: Sales | None = None
) -> CashFlow:
    """Return the flows of one campaign by class and date.

    Parameters
    ----------
    delivery : Delivery
        From a mission. ``hardware_kg`` is the mass of one unit.
    world : World
        Prices and rates of the same D draws.
    failure_uniform : array_like, shape (D,)
        Decides the sampled outcome: delivery t succeeds where it is below ``survival_frac``.
    sales : Sales, optional
        What the campaign sells as part of a fleet; by default it sells alone.

    Returns
    -------
    CashFlow
        ``flow_usd`` (6, D, T) and ``sampled_usd`` (D, T), all classes together; NaN where the
        mission is not feasible. Flows after the horizon are left out.

    Notes
    -----
    Development is spread over the years before launch, hardware over the last of them, both not
    before the valuation date. Operations are paid in the middle of each year until the campaign
    ends; a failure is noticed at the delivery that fails, and close-out is paid then. Growth
    applies to autonomy and hardware, not to actual costs, prices and fees.
    """
    luck = floats("failure_uniform", failure_uniform)
    start = (delivery.launch_mjd_tdb - world.valuation_mjd_tdb) / JULIAN_YEAR_D
    if not 0.0 <= start < world.horizon_yr:
        raise InputError(
            "launch_mjd_tdb",
            delivery.launch_mjd_tdb,
            f"within {world.horizon_yr:g} yr after the valuation date {world.valuation_mjd_tdb:g}",
        )
    if sales is None:
        sales = sell(delivery, world, n_arrived=arrived_deliveries(delivery, luck))
    delivered = (delivery.date_mjd_tdb - world.valuation_mjd_tdb) / JULIAN_YEAR_D
    n_years = int(np.ceil(np.max(delivery.operating_d, initial=0.0) / JULIAN_YEAR_D))
    operated = start + np.arange(n_years) + 0.5
    dates = (
        _spread(start, world.rates.development_yr, _N_DEVELOPMENT),
        _spread(start, world.rates.hardware_yr, _N_HARDWARE),
        np.array([start]),
        operated[operated < world.horizon_yr],
        delivered[delivered < world.horizon_yr],
        sales.t_yr,
    )
    t, column = np.unique(np.concatenate(dates), return_inverse=True)
    at = np.split(column.ravel(), np.cumsum([d.size for d in dates])[:-1])
    flow = np.zeros((len(CLASSES), luck.size, t.size))
    sampled = np.zeros((luck.size, t.size))
    once, yearly = _one_off_usd(delivery, world.rates)
    _spend(
        *once,
        *yearly,
        delivery.operating_d / JULIAN_YEAR_D,
        delivery.launch_survival_frac,
        np.ascontiguousarray(delivery.survival_frac),
        luck,
        np.searchsorted(delivered, dates[3], side="right"),
        *at[:5],
        flow,
        sampled,
    )
    _earn(sales.expected_usd, sales.sampled_usd, at[5], flow[0], sampled)
    infeasible = delivery.status != 0
    if np.any(infeasible):
        flow[:, infeasible], sampled[infeasible] = np.nan, np.nan
    return CashFlow(classes=CLASSES, t_yr=t, flow_usd=flow, sampled_usd=sampled)


def _spread(end_yr: float, span_yr: float, n: int) -> Floats:
    """Return n equally spaced dates in the middles of their parts, not before t = 0."""
    first = max(0.0, end_yr - span_yr)
    return first + (np.arange(n) + 0.5) / n * (end_yr - first)


def _one_off_usd(
    delivery: Delivery, rates: CostRates
) -> tuple[tuple[Floats, ...], tuple[Floats, ...]]:
    """Return development, hardware, launch and environment; then operations and close-out."""
    hardware = rates.power_usd_w * delivery.power_w
    for name, kg, n in zip(
        delivery.hardware, delivery.hardware_kg, delivery.hardware_units, strict=True
    ):
        if name not in HARDWARE_RATES:
            raise InputError("hardware", name, ", ".join(HARDWARE_RATES))
        rate = HARDWARE_RATES[name]
        if rate is not None:
            learned = 1.0 if n == 1 else learning_factor(n, learning_ratio=rates.learning_ratio)
            hardware = hardware + getattr(rates, rate) * kg * n * learned
    once = (
        rates.nre_usd + rates.autonomy_nre_usd * rates.growth_ratio,
        hardware * rates.growth_ratio,
        rates.licence_usd + delivery.n_launches * (rates.launch_usd + rates.liability_usd),
        delivery.n_launches * rates.environment_usd_launch,
    )
    return once, (rates.operations_usd_yr, rates.operations_usd_yr * rates.closeout_yr)


@kernel
def _spend(  # type: ignore[no-untyped-def]
    development,
    hardware,
    launch,
    environment,
    operations_yr,
    closeout,
    operating_yr,
    launch_survival,
    survival,
    luck,
    n_before,
    at_development,
    at_hardware,
    at_launch,
    at_operations,
    at_delivery,
    flow,
    sampled,
):
    """Fill in all costs, weighted with the probability that they are paid, and one sample."""
    n_deliveries = survival.shape[1]
    for d in range(luck.size):
        for c in at_development:
            flow[1, d, c] -= development[d] / at_development.size
            sampled[d, c] -= development[d] / at_development.size
        for c in at_hardware:
            flow[2, d, c] -= hardware[d] / at_hardware.size
            sampled[d, c] -= hardware[d] / at_hardware.size
        flow[3, d, at_launch[0]] -= launch[d]
        flow[5, d, at_launch[0]] -= environment[d]
        sampled[d, at_launch[0]] -= launch[d] + environment[d]
        last = at_launch[0]
        for j in range(at_operations.size):
            share = min(max(operating_yr[d] - j, 0.0), 1.0)
            n = n_before[j]
            alive = launch_survival[d] if n == 0 else survival[d, n - 1]
            usd = operations_yr[d] * share
            flow[4, d, at_operations[j]] -= usd * alive
            sampled[d, at_operations[j]] -= usd if luck[d] < alive else 0.0
            last = at_operations[j] if share > 0.0 else last
        # Close-out is paid once: at the launch or the delivery that fails, else at the end.
        alive, c = 1.0, at_launch[0]
        for t in range(n_deliveries + 2):
            after = 0.0
            if t == 0:
                after = launch_survival[d]
            elif t <= n_deliveries:
                after = survival[d, t - 1]
            if 0 < t <= at_delivery.size:
                c = at_delivery[t - 1]
            elif t > at_delivery.size:
                c = max(c, last)
            flow[4, d, c] -= closeout[d] * (alive - after)
            sampled[d, c] -= closeout[d] if after <= luck[d] < alive else 0.0
            alive = after


@kernel
def _earn(expected, sample, at, flow, sampled):  # type: ignore[no-untyped-def]
    for d in range(flow.shape[0]):
        for e in range(at.size):
            flow[d, at[e]] += expected[e, d]
            sampled[d, at[e]] += sample[e, d]
