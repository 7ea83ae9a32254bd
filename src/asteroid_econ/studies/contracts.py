"""Contracts of a study that count for nothing are named: nobody agrees on them on purpose."""

import warnings

import numpy as np

from asteroid_econ.economics.scenario import World
from asteroid_econ.missions.architecture import ARCHITECTURES
from asteroid_econ.studies.config import Study


class IdleContractWarning(UserWarning):
    """A study agrees on what it never sells: an idle product, or years that it does not have."""


def warn_of_idle_contracts(study: Study, world: World) -> None:
    """Warn of contracts on products and years that the study does not sell in."""
    for text in (*_undelivered(study), *_out_of_time(world), *_unsold(world)):
        warnings.warn(text, IdleContractWarning, stacklevel=3)


def _undelivered(study: Study) -> list[str]:
    sold = {p for name in study.architectures for p in ARCHITECTURES[name].products}
    agreed = {table["product"] for tables in study.contracts.values() for table in tables}
    idle = sorted(agreed - sold)
    text = f"contracts on {', '.join(idle)} count for nothing: no architecture of the study "
    return [f"{text}({', '.join(study.architectures)}) delivers that"] if idle else []


def _out_of_time(world: World) -> list[str]:
    first, last = (int(np.floor(world.calendar_yr[k])) for k in (0, -1))
    agreed = [(f.product, f.year, f.year) for f in world.agreements.forwards]
    agreed += [(o.product, o.first_yr, o.last_yr) for o in world.agreements.offtakes]
    idle = sorted({a for a in agreed if a[2] < first or a[1] > last})
    spans = ", ".join(f"{x} {a}" if a == b else f"{x} {a} to {b}" for x, a, b in idle)
    text = f"contracts on {spans} count for nothing: the study has the years {first} to {last}"
    return [text] if idle else []


def _unsold(world: World) -> list[str]:
    agreements = world.agreements
    agreed = {f.product for f in agreements.forwards} | {o.product for o in agreements.offtakes}
    agreed |= {s.product for s in agreements.streams}
    idle = sorted(agreed & set(world.earth.unsold))
    text = f"contracts on {', '.join(idle)} count for nothing: never sold (market.unsold)"
    return [text] if idle else []
