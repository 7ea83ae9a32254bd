"""All published cases, in one static list of the files that hold them.

To add one: write ``published/<author_year or subject>.py`` with a function ``cases()`` and add
its name here. The case then shows up in ``asteroid-econ validate``, in docs/validation.md and in
the tests.
"""

from collections.abc import Sequence
from importlib import import_module

from asteroid_econ.published.case import Case, Check, judge

MODULES: tuple[str, ...] = (
    "benner_2013",
    "calla_2019",
    "claims",
    "dorrington_2026",
    "elvis_2014",
    "hein_2020",
    "horizons",
    "johnson_matthey_2026",
    "kornuta_2019",
    "low_thrust",
    "market_clearing",
    "mdesign",
    "near_earth",
    "nhats",
    "nhats_orbits",
    "one_line",
    "perturbed_tracks",
    "populations",
    "retrieval",
    "schwartz_1997",
    "textbook_finance",
    "textbook_orbits",
    "three_body",
)


def all_cases() -> tuple[Case, ...]:
    """Return every case, in the order of the list."""
    modules = (import_module(f"asteroid_econ.published.{name}") for name in MODULES)
    return tuple(case for module in modules for case in module.cases())


def judge_all(cases: Sequence[Case], *, run_long: bool = False) -> list[Check]:
    """Return the verdict on each case, in order."""
    return [judge(case, run_long=run_long) for case in cases]
