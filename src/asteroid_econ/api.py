"""The public face: everything that most users need, from one place.

A :class:`Study` says what is asked; :func:`run` answers it. :func:`rank` does both in one call.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from asteroid_econ.catalogs.fetch import fetch
from asteroid_econ.catalogs.load import load as load_catalog
from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.errors import InputError as _InputError
from asteroid_econ.missions.architecture import ARCHITECTURES
from asteroid_econ.orbits.elements import state
from asteroid_econ.orbits.kepler import propagate
from asteroid_econ.orbits.lambert import lambert
from asteroid_econ.orbits.shoemaker_helin import rendezvous_dv_km_s
from asteroid_econ.records import Target
from asteroid_econ.studies.config import Study, make_study, read_study
from asteroid_econ.studies.explain import Explanation, explain
from asteroid_econ.studies.inventory import inventory
from asteroid_econ.studies.porkchop import dataset as porkchop_dataset
from asteroid_econ.studies.porkchop import target_porkchop
from asteroid_econ.studies.run import Result, check_study, find_target, run
from asteroid_econ.studies.store import write_result, write_study
from asteroid_econ.studies.sweep import sweep_catalog

__all__ = [
    "Catalog",
    "Explanation",
    "Result",
    "Study",
    "Target",
    "architectures",
    "check_study",
    "explain",
    "fetch",
    "find_target",
    "inventory",
    "lambert",
    "load_catalog",
    "make_study",
    "porkchop_dataset",
    "propagate",
    "rank",
    "read_study",
    "rendezvous_dv_km_s",
    "run",
    "state",
    "sweep_catalog",
    "target_porkchop",
    "write_result",
    "write_study",
]


def architectures() -> dict[str, str]:
    """Return the mission architectures: name → what it does."""
    return {name: architecture.title for name, architecture in ARCHITECTURES.items()}


def rank(
    catalog: str = "embedded",
    *,
    targets: Iterable[str] | None = None,
    architectures: Iterable[str] | None = None,
    draws: int = 2000,
    seed: int = 0,
    sampling: str = "random",
    rank_by: str = "auto",
    parameters: Mapping[str, Any] | None = None,
    contracts: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
    threads: int | None = None,
) -> Result:
    """Rank targets by what a mission to each would earn and cost.

    Parameters
    ----------
    catalog : str
        'embedded', 'main-belt', or the path of a CSV or Parquet file.
    targets : iterable of str, optional
        Designations, names or numbers; at least one. The whole catalogue by default.
    architectures : iterable of str, optional
        Names out of :func:`architectures`; all by default.
    draws : int
        Monte Carlo draws per target; >= 1.
    seed : int
        Any integer.
    sampling : {'random', 'antithetic', 'latin', 'sobol'}
        How uniforms are chosen.
    rank_by : {'auto', 'ratio', 'value'}
        Measure; 'auto' is revenue over cost where every candidate loses, else the mean NPV.
    parameters : mapping, optional
        Dotted key → number or text of a distribution; see ``asteroid-econ parameters``.
    contracts : mapping, optional
        'offtake', 'stream' and 'forward', each a list of mappings, as in a study file.
    threads : int, optional
        Changes no bit of the result.

    Returns
    -------
    Result
        ``.targets`` and ``.candidates`` are Polars tables, best first; money in real USD of 2025.
    """
    named = targets if targets is None or isinstance(targets, str) else tuple(targets)
    if named is not None and not named:
        raise _InputError("targets", named, "at least one name, or None for the whole catalogue")
    study = make_study(
        catalog=catalog,
        targets=() if named is None else named,
        architectures=tuple(ARCHITECTURES) if architectures is None else architectures,
        draws=draws,
        seed=seed,
        sampling=sampling,
        rank_by=rank_by,
        parameters=dict(parameters or {}),
        contracts=dict(contracts or {}),
    )
    return run(study, threads=threads)
