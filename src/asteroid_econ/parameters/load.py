"""Load sourced numbers from the TOML files beside this module.

A file is a subject; a key is ``file.name`` or ``file.group.name``. Each entry carries its value,
unit, meaning, source and mark; a ``distribution`` in the compact text form of
:mod:`asteroid_econ.sampling.distributions` says how it is drawn. An override replaces the value
(a number) or the distribution (a text such as ``"pert(1, 2, 4)"``).
"""

import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from asteroid_econ.errors import ParameterError

MARKS = {
    "F": "read in the source",
    "F2": "read in someone's quotation of the source",
    "R-h": "known from the literature, not re-read; high confidence",
    "R-m": "known from the literature, not re-read; medium confidence",
    "R-l": "known from the literature, not re-read; low confidence",
    "D": "derived for this project",
    "V": "verified by a calculation for this project",
}
_FIELDS = {
    "value",
    "unit",
    "meaning",
    "source",
    "mark",
    "distribution",
    "base_year",
    "retrieved",
    "low",
    "high",
    "choices",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number (or small table of numbers) with everything needed to trust it.

    ``value`` is the central value: a float, a str, a tuple of floats or a mapping of floats.
    ``base_year`` is the year of the dollars, for money only. ``low`` and ``high`` bound what a
    user may set, where the unit alone does not say it; ``choices`` are the texts that a switch
    takes, empty for everything else.
    """

    key: str
    value: Any
    unit: str
    meaning: str
    source: str
    mark: str
    distribution: str | None = None
    base_year: int | None = None
    retrieved: str | None = None
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()

    @property
    def allowed(self) -> tuple[float, float]:
        """Smallest and largest value that makes sense: fractions in 0–1, what is positive >= 0."""
        is_fraction = self.key.endswith("_frac")
        is_positive = isinstance(self.value, (int, float)) and self.value > 0.0
        low = 0.0 if is_fraction or is_positive else -math.inf
        high = 1.0 if is_fraction else math.inf
        return (low if self.low is None else self.low, high if self.high is None else self.high)


class ParameterSet(Mapping[str, Parameter]):
    """An immutable mapping from key (without the file's name) to Parameter."""

    def __init__(self, name: str, parameters: Mapping[str, Parameter]) -> None:
        self.name = name
        self._parameters = MappingProxyType(dict(parameters))

    def __getitem__(self, key: str) -> Parameter:
        """Return a parameter; an unknown key is an error with the nearest known ones."""
        try:
            return self._parameters[key]
        except KeyError:
            raise _unknown(f"{self.name}.{key}", [f"{self.name}.{k}" for k in self]) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._parameters)

    def __len__(self) -> int:
        return len(self._parameters)

    def __contains__(self, key: object) -> bool:
        return key in self._parameters

    def value(self, key: str) -> Any:
        """Return the central value of a parameter."""
        return self[key].value

    def group(self, prefix: str) -> dict[str, Parameter]:
        """Return the parameters below ``prefix.``, by the rest of their key, in file order."""
        start = prefix + "."
        return {k[len(start) :]: p for k, p in self._parameters.items() if k.startswith(start)}


def names() -> list[str]:
    """Return the names of all parameter files, sorted."""
    folder = files(__package__)
    return sorted(p.name[:-5] for p in folder.iterdir() if p.name.endswith(".toml"))


def load(name: str, overrides: Mapping[str, Any] | None = None) -> ParameterSet:
    """Return the parameters of one file.

    Parameters
    ----------
    name : str
        Name of the file without ``.toml``.
    overrides : mapping, optional
        Full dotted key (``file.name``) to a number or the text of a distribution. Keys of other
        files are left alone here; :func:`check_overrides` refuses the unknown ones.
    """
    shipped = _read(name)
    mine = {k[len(name) + 1 :]: v for k, v in (overrides or {}).items() if k.startswith(name + ".")}
    changed = {key: _override(shipped[key], value) for key, value in mine.items()}
    return ParameterSet(name, {**shipped, **changed})


def check_overrides(overrides: Mapping[str, Any]) -> None:
    """Refuse an override whose key no parameter file has."""
    for key in overrides:
        file, _, rest = key.partition(".")
        if file not in names():
            raise _unknown(key, [f"{n}.{k}" for n in names() for k in _read(n)])
        load(file, {key: overrides[key]})[rest]


@cache
def _read(name: str) -> ParameterSet:
    if name not in names():
        raise _unknown(name, names())
    text = files(__package__).joinpath(name + ".toml").read_text(encoding="utf-8")
    return ParameterSet(name, dict(_entries(name, tomllib.loads(text), "")))


def _entries(name: str, table: dict[str, Any], prefix: str) -> Iterator[tuple[str, Parameter]]:
    for key, entry in table.items():
        if not isinstance(entry, dict):
            raise ParameterError(
                f"{name}.{prefix}{key}", "is not a table", "a table with at least a value"
            )
        if "value" in entry:
            yield f"{prefix}{key}", _parameter(f"{name}.{prefix}{key}", entry)
        else:
            yield from _entries(name, entry, f"{prefix}{key}.")


def _parameter(key: str, entry: dict[str, Any]) -> Parameter:
    unknown = set(entry) - _FIELDS
    missing = {"value", "unit", "meaning", "source", "mark"} - set(entry)
    if unknown or missing:
        raise ParameterError(
            key, f"unknown {sorted(unknown)}, missing {sorted(missing)}", str(sorted(_FIELDS))
        )
    if entry["mark"] not in MARKS:
        raise ParameterError(key, f"mark '{entry['mark']}'", ", ".join(MARKS))
    choices = tuple(entry.get("choices", ()))
    return Parameter(key=key, **{**entry, "value": _frozen(entry["value"]), "choices": choices})


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, dict):
        return MappingProxyType(value)
    return value


def _override(parameter: Parameter, value: Any) -> Parameter:
    """Return the parameter with another value or distribution; its kind must stay the same."""
    source = f"set by the user (shipped: {parameter.source})"
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if isinstance(parameter.value, str):
        if not isinstance(value, str):
            raise ParameterError(parameter.key, f"{value!r} is not a text", "a text", value=value)
        if parameter.choices and value not in parameter.choices:
            allowed = ", ".join(parameter.choices)
            raise ParameterError(parameter.key, f"{value!r} is not known", allowed, value=value)
        return replace(parameter, value=value, source=source)
    if is_number and isinstance(parameter.value, (int, float)):
        if value != value or value in (float("inf"), float("-inf")):
            raise ParameterError(parameter.key, f"{value!r} is not finite", "a finite number")
        return replace(parameter, value=float(value), distribution=None, source=source)
    if isinstance(value, str) and isinstance(parameter.value, (int, float)):
        if parameter.distribution is None:  # read as one number: a distribution would be ignored
            raise ParameterError(parameter.key, f"{value!r}: it is not drawn", "a number")
        return replace(parameter, distribution=value, source=source)
    if isinstance(value, (list, tuple)) and isinstance(parameter.value, tuple):
        return replace(parameter, value=tuple(value), source=source)
    if isinstance(value, Mapping) and isinstance(parameter.value, Mapping):
        return replace(parameter, value=MappingProxyType(dict(value)), source=source)
    kind = next(text for kinds, text in _KINDS if isinstance(parameter.value, kinds))
    raise ParameterError(parameter.key, f"{value!r} is not allowed", kind, value=value)


_KINDS = (
    ((int, float), "a number, or where it is drawn a distribution"),
    (tuple, "a list of numbers in a study file"),
    (Mapping, "a table in a study file, such as { 2030 = 1.0, 2040 = 1.5 }"),
)


def _unknown(key: str, known: list[str]) -> ParameterError:
    nearest = get_close_matches(key, known, n=3, cutoff=0.5)
    allowed = f"did you mean {', '.join(nearest)}?" if nearest else f"one of {len(known)} keys"
    return ParameterError(key, "is not known", allowed)
