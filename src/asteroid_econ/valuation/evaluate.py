"""The one place where orbits, composition, missions and markets meet. Read this first.

::

    Target ─ orbit ──► TransferOptions ─┐
       └──── composition ──► Body ──────┴─► architecture.fly ──► Delivery
                                                                     │
    study ─ seed, parameters ──► World (prices, rates; no target) ───┴─► CashFlow ──► Outcome

Nothing here computes physics or money of its own: it only passes records along.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from asteroid_econ.composition.body import draw_body
from asteroid_econ.composition.resources import recoverable_kg
from asteroid_econ.economics.cashflow import arrived_deliveries, cash_flow
from asteroid_econ.economics.finance import npv
from asteroid_econ.economics.fleet import fleet_sales
from asteroid_econ.economics.sales import Sales
from asteroid_econ.missions.architecture import architecture
from asteroid_econ.missions.technology import Technology
from asteroid_econ.orbits.phasefree import round_trip_options
from asteroid_econ.records import (
    Body,
    CashFlow,
    Delivery,
    Floats,
    Outcome,
    Target,
    TransferOptions,
)
from asteroid_econ.valuation.setting import DESIGN_DRAWS, Setting, drawn_body, failure_variable

Offer = tuple[TransferOptions, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Flight:
    """The links of one target and one architecture up to what is delivered, and its luck (D,)."""

    target: Target
    body: Body
    options: TransferOptions
    option: int
    delivery: Delivery
    luck: Floats


@dataclass(frozen=True, slots=True)
class Chain:
    """All links for one target and one architecture, from the body to the outcome."""

    target: Target
    body: Body
    options: TransferOptions
    option: int
    delivery: Delivery
    flow: CashFlow
    outcome: Outcome


def transfer_options(targets: Mapping[str, Any], setting: Setting) -> TransferOptions:
    """Return one phase-free round trip per target.

    Parameters
    ----------
    targets : mapping
        Columns ``a_au``, ``ecc``, ``inc_rad``, arrays of shape (n,).
    setting : Setting
        Of the study.
    """
    return round_trip_options(
        targets["a_au"],
        targets["ecc"],
        targets["inc_rad"],
        launch_mjd_tdb=setting.missions.value("transfer.launch_mjd_tdb"),
    )


def evaluate(
    target: Target,
    options: TransferOptions,
    option: int,
    architectures: tuple[str, ...],
    setting: Setting,
) -> list[Chain]:
    """Return the chain of one target for each architecture; all fly to the same drawn body.

    Parameters
    ----------
    target : Target
        The asteroid.
    options, option
        The transfer to take.
    architectures : tuple of str
        Names.
    setting : Setting
        Of the study.
    """
    offers = dict.fromkeys(architectures, (options, (option,)))
    return choose(target, offers, setting)


def evaluate_fleet(fleet: Sequence[Flight], setting: Setting) -> list[Chain]:
    """Return the chains of campaigns that one venture flies: all sell into the same markets.

    Parameters
    ----------
    fleet : sequence of Flight
        All campaigns of the venture.
    setting : Setting
        Of the study.
    """
    sales = fleet_sales(
        [flight.delivery for flight in fleet],
        setting.world,
        n_arrived=[arrived_deliveries(f.delivery, f.luck) for f in fleet],
    )
    return [_value(f, setting, own) for f, own in zip(fleet, sales, strict=True)]


def choose(target: Target, offers: Mapping[str, Offer], setting: Setting) -> list[Chain]:
    """Return, for each architecture, the chain of the transfer with the highest mean NPV.

    Parameters
    ----------
    target, offers, setting
        As for :func:`flights`.
    """
    return [_value(flight, setting) for flight in flights(target, offers, setting)]


def flights(target: Target, offers: Mapping[str, Offer], setting: Setting) -> list[Flight]:
    """Return what each architecture delivers from one target; all fly to the same drawn body.

    Parameters
    ----------
    target : Target
        The asteroid.
    offers : mapping
        Architecture → its transfer options and the numbers of those to choose from, at least one.
    setting : Setting
        Of the study.

    Notes
    -----
    The choice is made once, before any draw is known, as a planner makes it: the highest mean NPV
    of a campaign that sells alone, of equal ones the first. What cannot be flown has no NPV and
    is chosen only where nothing else is left.
    """
    body = drawn_body(target, setting).body
    design_block = (_design_body(target, body, setting), setting.design_technology)
    best = []
    for name, (options, numbers) in offers.items():
        found = [_flight(name, target, body, design_block, options, k, setting) for k in numbers]
        if len(found) > 1:
            means = [float(_value(flight, setting).outcome.npv_usd.mean()) for flight in found]
            found = [found[int(np.argmax(np.nan_to_num(means, nan=-np.inf)))]]
        best += found
    return best


def _flight(
    name: str,
    target: Target,
    body: Body,
    design_block: tuple[Body, Technology],
    options: TransferOptions,
    option: int,
    setting: Setting,
) -> Flight:
    delivery = architecture(name).fly(
        body,
        options,
        option,
        technology=setting.technology,
        parameters=setting.missions,
        design_block=design_block,
    )
    if not setting.world.counts_failures:
        delivery = replace(
            delivery,
            launch_survival_frac=np.ones_like(delivery.launch_survival_frac),
            survival_frac=np.ones_like(delivery.survival_frac),
        )
    luck = setting.sampler.uniforms(failure_variable(name), target_id=target.designation)
    return Flight(target, body, options, option, delivery, luck)


def _value(flight: Flight, setting: Setting, sales: Sales | None = None) -> Chain:
    """Return the chain of a flight that sells alone, or as part of a fleet what it is told."""
    flow = cash_flow(flight.delivery, setting.world, failure_uniform=flight.luck, sales=sales)
    return Chain(
        flight.target,
        flight.body,
        flight.options,
        flight.option,
        flight.delivery,
        flow,
        _outcome(flight.target, flight.body, flight.delivery, flow, setting),
    )


def _outcome(
    target: Target, body: Body, delivery: Delivery, flow: CashFlow, setting: Setting
) -> Outcome:
    rate = setting.world.discount_rate
    by_class = npv(flow.flow_usd, flow.t_yr, discount_rate=rate)
    is_sales = np.array([name == "sales" for name in flow.classes])
    revenue, cost = by_class[is_sales].sum(axis=0), -by_class[~is_sales].sum(axis=0)
    recoverable = recoverable_kg(body, setting.composition)
    return Outcome(
        designation=target.designation,
        architecture=delivery.architecture,
        npv_usd=revenue - cost,
        npv_sampled_usd=npv(flow.sampled_usd, flow.t_yr, discount_rate=rate),
        pv_revenue_usd=revenue,
        pv_cost_usd=cost,
        water_kg=recoverable["water"],
        metal_kg=recoverable["metal"],
        pgm_kg=recoverable["pgm"],
        status=delivery.status,
    )


def _design_body(target: Target, body: Body, setting: Setting) -> Body:
    """Return the body's design block: its first draws where they are the same streams' draws."""
    sampler = setting.sampler
    if sampler.method != "random" or sampler.n_draws < DESIGN_DRAWS:
        return draw_body(target, setting.composition, setting.design_sampler)
    arrays: dict[str, Any] = {
        f.name: value[..., :DESIGN_DRAWS]
        for f in fields(body)
        if isinstance(value := getattr(body, f.name), np.ndarray)
    }
    return replace(body, **arrays)
