"""A venture that flies every architecture of a study to every target, and sells as one."""

from collections.abc import Mapping
from itertools import chain as joined

from asteroid_econ._parallel import map_blocks
from asteroid_econ.errors import InputError
from asteroid_econ.records import Target
from asteroid_econ.studies.config import Study
from asteroid_econ.studies.dated import flyable
from asteroid_econ.valuation.evaluate import Chain, Flight, Offer, evaluate_fleet, flights
from asteroid_econ.valuation.setting import Setting

MOST_IN_A_FLEET = 100


def check_fleet(study: Study, n_targets: int) -> None:
    """Raise where a study's fleet is larger than one market is solved for."""
    n_campaigns = n_targets * len(study.architectures)
    if n_campaigns > MOST_IN_A_FLEET:
        raise InputError(
            "selling.fleet",
            "together",
            f"a fleet of at most {MOST_IN_A_FLEET} campaigns, here {n_campaigns}: "
            "name its targets and architectures",
        )


def fleet_chains(
    study: Study,
    targets: list[Target],
    ways: list[Mapping[str, Offer]],
    setting: Setting,
    threads: int | None,
) -> dict[str, list[Chain]]:
    """Return the chains of a venture that flies every architecture to every target, by target."""
    check_fleet(study, len(targets))

    def flown(i: int) -> list[Flight]:
        try:
            return flights(targets[i], flyable(ways[i]), setting)
        except InputError:
            return []  # its row says why nothing can be said of this body

    found = map_blocks(flown, len(targets), threads=threads)
    chains = iter(evaluate_fleet(list(joined.from_iterable(found)), setting))
    return {
        target.designation: [next(chains) for _ in mine]
        for target, mine in zip(targets, found, strict=True)
    }
