"""A published result, the computation that must reproduce it, and the verdict on the two."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ.errors import InputError
from asteroid_econ.records import Floats

Kind = Literal["identity", "model", "table"]
Verdict = Literal["pass", "explained", "not run", "fail"]


def nothing_missing() -> str:
    """Say that a case can always run."""
    return ""


@dataclass(frozen=True, slots=True)
class Case:
    """One published quantity, alone or as a column of a table.

    ``compute`` returns our values, in the order of ``reference`` and in ``unit``. ``tolerance`` is
    absolute and comes from the digits that were printed. An ``identity`` is one line of arithmetic:
    it guards a formula and does not count as a reproduced model. Where we differ for a reason
    that is understood, ``explanation`` states it and ``explained_bound`` limits the difference.
    ``missing`` names what this installation lacks to run the case ('' for nothing).
    """

    id: str
    title: str
    source: str
    quantity: str
    unit: str
    reference: Floats
    tolerance: float
    kind: Kind
    compute: Callable[[], ArrayLike]
    labels: tuple[str, ...] = ("",)
    explanation: str = ""
    explained_bound: float = 0.0
    missing: Callable[[], str] = nothing_missing
    is_long: bool = False

    def __post_init__(self) -> None:
        """Refuse a case that could not be judged."""
        object.__setattr__(self, "reference", np.atleast_1d(np.asarray(self.reference, float)))
        if self.reference.shape != (len(self.labels),):
            raise InputError("labels", self.labels, f"one for each of {self.reference.size} values")
        if not self.tolerance >= 0.0:
            raise InputError("tolerance", self.tolerance, "a number >= 0")
        if bool(self.explanation) != (self.explained_bound > self.tolerance):
            raise InputError(
                "explained_bound", self.explained_bound, "wider than tolerance, with an explanation"
            )


@dataclass(frozen=True, slots=True)
class Check:
    """A case, our values (NaN where it did not run) and the verdict."""

    case: Case
    ours: Floats
    verdict: Verdict
    note: str = ""

    @property
    def difference(self) -> Floats:
        """Ours minus the reference; 0 where both are undefined (NaN)."""
        both_undefined = np.isnan(self.ours) & np.isnan(self.case.reference)
        return np.where(both_undefined, 0.0, self.ours - self.case.reference)

    @property
    def worst(self) -> int:
        """Index of the value that differs most; a NaN on one side differs most of all."""
        return int(np.argmax(np.nan_to_num(np.abs(self.difference), nan=np.inf)))


def judge(case: Case, *, run_long: bool = False) -> Check:
    """Return the verdict on a case.

    ``pass``: every value within the tolerance. ``explained``: those outside are within the bound
    that the explanation comes with. ``not run``: something is missing, or the case is long and
    ``run_long`` is False. ``fail``: anything else, NaN included.
    """
    missing = case.missing() or ("time; use --all" if case.is_long and not run_long else "")
    if missing:
        return Check(case, np.full_like(case.reference, np.nan), "not run", f"missing: {missing}")
    ours = np.atleast_1d(np.asarray(case.compute(), dtype=float))
    if ours.shape != case.reference.shape:
        raise InputError("compute", ours.shape, f"values of shape {case.reference.shape}")
    check = Check(case, ours, "fail")
    distance = np.abs(check.difference)
    if np.all(distance <= case.tolerance):
        return Check(case, ours, "pass")
    if case.explanation and np.all(distance <= case.explained_bound):
        return Check(case, ours, "explained", case.explanation)
    return check


def needs_package(name: str) -> Callable[[], str]:
    """Return a ``missing`` that asks for an optional package."""
    return partial(_missing_package, name)


def _missing_package(name: str) -> str:
    return "" if find_spec(name) else f"package {name}"
