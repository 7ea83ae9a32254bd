"""Run a study in memory: every target by every architecture, in blocks, in a pool of threads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain as flatten

import numpy as np
import polars as pl

from asteroid_econ._parallel import map_blocks
from asteroid_econ.catalogs.load import load as load_catalog
from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.errors import InputError
from asteroid_econ.missions.craft import STATUS
from asteroid_econ.ranking.score import rank_order
from asteroid_econ.ranking.stability import Leaders, leaders, merge, nobody, share_best
from asteroid_econ.records import Floats, Outcome, Target
from asteroid_econ.studies.config import Study
from asteroid_econ.studies.contracts import warn_of_idle_contracts
from asteroid_econ.studies.dated import flyable, n_searches, offers
from asteroid_econ.studies.fleet import check_fleet, fleet_chains
from asteroid_econ.valuation.evaluate import (
    Chain,
    Offer,
    choose,
)
from asteroid_econ.valuation.setting import (
    Setting,
    drawn_body,
    prepare,
    with_bodies,
)

TARGETS_PER_BLOCK = 8
_NO_WAY = {
    "itineraries": "no itinerary within the limits",
    "retrieval": "no craft of the parameters moves it within the limits",
}
_TEXT = ("designation", "name", "architecture", "class", "dv_definition", "feasibility")
_NUMBERS = (
    "class_probability",
    "h_mag",
    "diameter_p10_km",
    "diameter_p50_km",
    "diameter_p90_km",
    "dv_km_s",
    "departure_c3_km2_s2",
    "launch_mjd_tdb",
    "outbound_d",
    "first_delivery_mjd_tdb",
    "n_deliveries",
    "launch_mass_kg",
    "n_launches",
    "recoverable_water_kg",
    "recoverable_metal_kg",
    "recoverable_pgm_kg",
    "delivered_kg",
    "npv_p10_usd",
    "npv_p50_usd",
    "npv_p90_usd",
    "npv_mean_usd",
    "pv_revenue_usd",
    "pv_cost_usd",
    "revenue_cost_ratio",
    "break_even_price_multiple",
    "p_npv_positive",
    "p_npv_positive_below",
)
_SCHEMA = {**dict.fromkeys(_TEXT, pl.String), **dict.fromkeys(_NUMBERS, pl.Float64)}


@dataclass(frozen=True, slots=True)
class Result:
    """A ranked table and what it rests on.

    ``candidates`` has one row per target and architecture, ``targets`` one per target with its
    best architecture, both best first. ``p_do_nothing`` is the share of draws in which no candidate
    has a positive NPV. Money is in real USD of ``base_year``.
    """

    study: Study
    catalog: Catalog
    candidates: pl.DataFrame
    targets: pl.DataFrame
    measure: str
    p_do_nothing: float
    base_year: int


@dataclass(frozen=True, slots=True)
class _Candidate:
    row: dict[str, object]
    value: Floats
    ratio: Floats


@dataclass(frozen=True, slots=True)
class _Block:
    rows: list[dict[str, object]]
    by_value: Leaders
    by_ratio: Leaders


def run(
    study: Study,
    *,
    threads: int | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Result:
    """Return the ranked result of a study.

    Parameters
    ----------
    study : Study
        What is asked.
    threads : int, optional
        Changes no bit of the result.
    progress : callable, optional
        Called with the number of steps just done and the number of all: one for each target, and
        where transfers are dated one for each of its searches.

    Returns
    -------
    Result
    """
    catalog = study_catalog(study)
    targets = selected_targets(study, catalog)
    setting = setting_of(study)
    n_steps = len(targets) * (1 + n_searches(study))

    def report(n_done: int, _: int) -> None:
        if progress is not None:
            progress(n_done, n_steps)

    ways = offers(study, targets, setting, threads=threads, progress=report)
    n_architectures = len(study.architectures)
    fleet = fleet_chains(study, targets, ways, setting, threads) if study.is_fleet else {}

    def block(i: int) -> _Block:
        first = i * TARGETS_PER_BLOCK
        mine = targets[first : first + TARGETS_PER_BLOCK]
        here = with_bodies(mine, setting)
        candidates = flatten.from_iterable(
            _candidates(target, ways[first + k], study, here, fleet)
            for k, target in enumerate(mine)
        )
        result = _block(list(candidates), first * n_architectures)
        report(len(mine), n_steps)
        return result

    n_blocks = -(-len(targets) // TARGETS_PER_BLOCK)
    blocks = map_blocks(block, n_blocks, threads=threads)
    base_year = int(setting.economics.finance.value("base_year"))
    return _ranked(study, catalog, blocks, len(targets) * n_architectures, base_year)


def find_target(study: Study, name: str) -> Target:
    """Return a target of the study's catalogue by designation, name or number."""
    return study_catalog(study).target(name)


def study_catalog(study: Study) -> Catalog:
    """Return the catalogue that a study names."""
    return load_catalog(study.catalog, strict=not study.skip_bad_rows)


def selected_targets(study: Study, catalog: Catalog) -> list[Target]:
    """Return the targets of a study: named ones in their order, else the whole catalogue."""
    if not study.targets:
        return catalog.targets()
    rows = dict.fromkeys(catalog.row_of(name) for name in study.targets)  # each asteroid once
    return catalog.select(list(rows)).targets()


def check_study(study: Study) -> None:
    """Raise what a run would raise before it computes: catalogue, targets, parameters, dates."""
    target = selected_targets(study, study_catalog(study))[:1]
    free = study.transfers.model_copy(update={"source": "phase-free"})
    first = study.model_copy(update={"draws": 2, "sampling": "random", "transfers": free})
    for launch in _launches(study):
        setting = setting_of(first.model_copy(update={"parameters": first.parameters | launch}))
        for one in target:
            _candidates(one, offers(first, [one], setting)[0], first, setting, {})
    if study.is_fleet:
        check_fleet(study, len(selected_targets(study, study_catalog(study))))


def _launches(study: Study) -> list[dict[str, float]]:
    """Return the parameters that put a launch on the first and the last date of a study."""
    if study.transfers.source == "phase-free":
        return [{}]
    limits = study.transfers
    dates = (limits.first_launch_mjd_tdb, limits.last_launch_mjd_tdb)
    return [{"missions.transfer.launch_mjd_tdb": date} for date in dates]


def chains(
    study: Study, target: Target, *, threads: int | None = None
) -> tuple[Setting, list[Chain]]:
    """Return every link of one target for each architecture of a study, and the setting.

    A fleet is the study's named targets and this one, else this one alone by each architecture.
    """
    setting = setting_of(study)
    named = (
        selected_targets(study, study_catalog(study)) if study.is_fleet and study.targets else []
    )
    everyone = [target, *(t for t in named if t.designation != target.designation)]
    all_ways = offers(study, everyone, setting, threads=threads)
    ways = all_ways[0]
    for name, (_, numbers) in ways.items():
        if not numbers:
            raise InputError("transfers", study.transfers.source, f"limits that {name} can keep")
    if study.is_fleet:
        fleet = fleet_chains(study, everyone, all_ways, setting, threads)
        return setting, fleet[target.designation]

    def one(i: int) -> Chain:
        name = study.architectures[i]
        return choose(target, {name: ways[name]}, setting)[0]

    return setting, map_blocks(one, len(study.architectures), threads=threads)


def setting_of(study: Study) -> Setting:
    """Return all of a study that has no target, drawn."""
    setting = prepare(
        study.parameters,
        n_draws=study.draws,
        seed=study.seed,
        sampling=study.sampling,
        contracts=study.contracts,
    )
    warn_of_idle_contracts(study, setting.world)
    return setting


def _candidates(
    target: Target,
    ways: Mapping[str, Offer],
    study: Study,
    setting: Setting,
    fleet: dict[str, list[Chain]],
) -> list[_Candidate]:
    try:
        classes = drawn_body(target, setting).class_probabilities
    except InputError as error:  # one row must not stop a whole catalogue
        reason = f"body unknown: {error}"
        return [_without_value(target, name, reason, study) for name in study.architectures]
    best_class = max(classes, key=lambda name: classes[name])
    found = fleet[target.designation] if fleet else choose(target, flyable(ways), setting)
    links = {link.outcome.architecture: link for link in found}
    return [
        _candidate(links[name], best_class, classes[best_class])
        if name in links
        else _without_value(target, name, _NO_WAY[study.transfers.source], study)
        for name in study.architectures
    ]


def _candidate(link: Chain, class_name: str, class_probability: float) -> _Candidate:
    with np.errstate(invalid="ignore", divide="ignore"):
        return _Candidate(
            _row(link, class_name, class_probability),
            link.outcome.npv_usd,
            link.outcome.pv_revenue_usd / link.outcome.pv_cost_usd,
        )


def _block(candidates: list[_Candidate], first_index: int) -> _Block:
    return _Block(
        [candidate.row for candidate in candidates],
        leaders(np.stack([candidate.value for candidate in candidates]), first_index),
        leaders(np.stack([candidate.ratio for candidate in candidates]), first_index),
    )


def _without_value(target: Target, name: str, reason: str, study: Study) -> _Candidate:
    """Return what keeps an asteroid in the list though nothing can be said of it."""
    row: dict[str, object] = {
        "designation": target.designation,
        "name": target.name,
        "architecture": name,
        "feasibility": reason,
    }
    nothing = np.full(study.draws, np.nan)
    return _Candidate(row, nothing, nothing)


def _row(chain: Chain, class_name: str, class_probability: float) -> dict[str, object]:
    target, outcome, option = chain.target, chain.outcome, chain.option
    diameter = np.quantile(chain.body.diameter_km, [0.1, 0.5, 0.9])
    p10, p50, p90 = np.quantile(outcome.npv_sampled_usd, [0.1, 0.5, 0.9])
    revenue, cost = _mean(outcome.pv_revenue_usd), _mean(outcome.pv_cost_usd)
    return {
        "designation": target.designation,
        "name": target.name,
        "architecture": outcome.architecture,
        "class": class_name,
        "class_probability": class_probability,
        "h_mag": target.h_mag,
        "diameter_p10_km": diameter[0],
        "diameter_p50_km": diameter[1],
        "diameter_p90_km": diameter[2],
        "dv_km_s": float(
            chain.options.departure_dv_km_s[option] + chain.options.arrival_dv_km_s[option]
        ),
        "dv_definition": chain.options.definition,
        "departure_c3_km2_s2": float(chain.options.departure_c3_km2_s2[option]),
        "launch_mjd_tdb": chain.delivery.launch_mjd_tdb,
        "outbound_d": float(chain.options.outbound_d[option]),
        "first_delivery_mjd_tdb": float(chain.delivery.date_mjd_tdb[0]),
        "n_deliveries": float(chain.delivery.date_mjd_tdb.size),
        "launch_mass_kg": float(chain.delivery.launch_mass_kg[0]),
        "n_launches": float(chain.delivery.n_launches[0]),
        "recoverable_water_kg": _mean(outcome.water_kg),
        "recoverable_metal_kg": _mean(outcome.metal_kg),
        "recoverable_pgm_kg": _mean(outcome.pgm_kg),
        "delivered_kg": _mean(chain.delivery.product_kg.sum(axis=(0, 2))),
        "npv_p10_usd": float(p10),
        "npv_p50_usd": float(p50),
        "npv_p90_usd": float(p90),
        "npv_mean_usd": revenue - cost,
        "pv_revenue_usd": revenue,
        "pv_cost_usd": cost,
        "revenue_cost_ratio": revenue / cost,
        "break_even_price_multiple": cost / revenue if revenue > 0.0 else np.inf,
        **_probability(outcome),
        "feasibility": STATUS[int(outcome.status[0])],
    }


def _probability(outcome: Outcome) -> dict[str, object]:
    """Return P(NPV > 0) and, where no draw succeeded, the bound below which it lies."""
    draws = outcome.npv_sampled_usd
    share = float(np.mean(draws > 0.0)) if np.isfinite(draws).all() else np.nan
    return {
        "p_npv_positive": share,
        "p_npv_positive_below": min(1.0, 3.0 / draws.size) if not share else None,
    }


def _mean(x: np.ndarray) -> float:
    return float(np.mean(x))


def _ranked(
    study: Study, catalog: Catalog, blocks: list[_Block], n_candidates: int, base_year: int
) -> Result:
    rows = list(flatten.from_iterable(block.rows for block in blocks))
    p_best, p_nothing = share_best(
        merge([nobody(study.draws, 0.0), *(block.by_value for block in blocks)]), n_candidates
    )
    p_first, _ = share_best(
        merge([nobody(study.draws, -np.inf), *(block.by_ratio for block in blocks)]), n_candidates
    )
    known = pl.from_dicts(rows, schema=_SCHEMA).with_columns(pl.col(pl.Float64).fill_nan(None))
    table = known.with_columns(pl.Series("p_best", p_best), pl.Series("p_first_by_ratio", p_first))
    order, measure = rank_order(
        table["revenue_cost_ratio"].fill_null(np.nan).to_numpy(),
        table["npv_mean_usd"].fill_null(np.nan).to_numpy(),
        (table["designation"] + "\0" + table["architecture"]).to_list(),
        rank_by=study.rank_by,
    )
    candidates = table[order.tolist()].with_row_index("rank", offset=1)
    best = candidates.unique("designation", keep="first", maintain_order=True)
    targets = best.drop("rank").with_row_index("rank", offset=1)
    return Result(study, catalog, candidates, targets, measure, p_nothing, base_year)
