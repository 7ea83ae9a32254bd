"""A study: everything that decides a result, frozen, in one file.

One TOML file is one reproducible study. Its identity is the SHA-256 of its canonical JSON; threads,
paths of outputs and clocks are no part of it.
"""

import hashlib
import json
import tomllib
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

import tomli_w
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from asteroid_econ.economics.agreements import agreements
from asteroid_econ.errors import AsteroidEconError, DataError, InputError, ParameterError
from asteroid_econ.missions.architecture import ARCHITECTURES, architecture
from asteroid_econ.orbits.roundtrip_mining import MiningSearch
from asteroid_econ.parameters.load import Parameter, check_overrides, load, names
from asteroid_econ.sampling.distributions import distribution_of

_TAIL = 1e-9


class Transfers(BaseModel):
    """Which ways to a target and back a study values.

    'phase-free': one closed form per target, for screening whole catalogues. 'itineraries': the
    dated mining itineraries of :class:`~asteroid_econ.orbits.roundtrip_mining.MiningSearch` with
    these limits; of ``n_options`` per target and architecture the one with the highest mean NPV
    counts, and deliveries leave in its return windows. 'retrieval': the whole asteroid is brought
    to a libration orbit by its cheapest dated transfer from ``first_launch_mjd_tdb`` to the
    horizon; the other limits do not bear on it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)

    source: Literal["phase-free", "itineraries", "retrieval"] = "phase-free"
    first_launch_mjd_tdb: float = 62_502.0
    last_launch_mjd_tdb: float = 66_154.0
    step_d: float = 10.0
    leg_max_d: float = 1000.0
    n_rev_max: int = 1
    stay_min_d: float = 360.0
    stay_max_d: float = 1830.0
    duration_max_d: float = 3650.0
    dv_max_km_s: float = 12.0
    n_options: int = Field(default=5, ge=1, le=100)

    @model_validator(mode="after")
    def _searchable(self) -> "Transfers":
        MiningSearch(**self.model_dump(exclude={"source", "n_options"}))
        return self


class Study(BaseModel):
    """What is asked: which targets, which missions, which assumptions, how many draws.

    ``targets`` empty means every row of the catalogue. ``skip_bad_rows`` leaves a file's bad rows
    out, with a report, where otherwise the first one is an error. ``parameters`` maps dotted keys
    to numbers or to the text of a distribution; a table named as a file of parameters, such as
    ``[market]`` or ``[selling]``, is another way to write them. ``contracts`` lists what is agreed
    before it is delivered, as :func:`asteroid_econ.economics.agreements.agreements` takes it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)

    schema_version: Literal[1] = 1
    name: str = ""
    catalog: str = "embedded"
    skip_bad_rows: bool = False
    targets: tuple[str, ...] = ()
    architectures: tuple[str, ...] = Field(default=tuple(ARCHITECTURES), min_length=1)
    draws: int = Field(default=2000, ge=1, le=10_000_000)
    seed: int = 0
    sampling: Literal["random", "antithetic", "latin", "sobol"] = "random"
    rank_by: Literal["auto", "ratio", "value"] = "auto"
    transfers: Transfers = Field(default_factory=Transfers)
    parameters: dict[str, Any] = Field(default_factory=dict)
    contracts: dict[str, tuple[dict[str, Any], ...]] = Field(default_factory=dict)

    @property
    def is_fleet(self) -> bool:
        """Whether all campaigns belong to one venture and sell together."""
        return bool(load("selling", self.parameters).value("fleet") == "together")

    @property
    def measure(self) -> str:
        """Measure under which the values hold, ``physical`` or ``integrated``."""
        return str(load("finance", self.parameters).value("measure"))

    @field_validator("architectures")
    @classmethod
    def _known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            architecture(name)
        if len(set(names)) < len(names):
            raise InputError("architectures", names, "each architecture once")
        return names

    @field_validator("parameters")
    @classmethod
    def _checked(cls, overrides: dict[str, Any]) -> dict[str, Any]:
        check_overrides(overrides)
        for key in overrides:
            file, _, rest = key.partition(".")
            _check_range(load(file, overrides)[rest], load(file)[rest].allowed)
        return dict(sorted(overrides.items()))

    @field_validator("contracts", mode="before")
    @classmethod
    def _agreed(cls, contracts: Any) -> Any:
        if not isinstance(contracts, dict):
            raise InputError("contracts", contracts, "tables such as [[contracts.offtake]]")
        agreements(contracts)
        return {
            name: [dict(sorted(t.items())) for t in contracts[name]] for name in sorted(contracts)
        }

    @property
    def identity(self) -> str:
        """SHA-256 of the canonical JSON."""
        text = json.dumps(self.model_dump(mode="json"), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def to_toml(self) -> str:
        """Return the study as TOML, which :func:`read_study` reads back to an equal study."""
        return tomli_w.dumps(self.model_dump(mode="json"))


def _check_range(parameter: Parameter, allowed_range: tuple[float, float]) -> None:
    """Refuse a parameter some of whose draws lie outside what its shipped entry allows."""
    if not isinstance(parameter.value, (int, float)):
        return
    low, high = allowed_range
    distribution = distribution_of(parameter)
    for quantile in (_TAIL, 1.0 - _TAIL):
        value = float(distribution.ppf(quantile))
        if not low <= value <= high:
            allowed = f"{parameter.unit} from {low:g} to {high:g}, whatever is drawn"
            text = parameter.distribution or parameter.value
            raise ParameterError(parameter.key, f"{text} reaches {value:g}", allowed, value=text)


def make_study(**fields: Any) -> Study:
    """Return a study from keyword arguments, with this package's errors.

    Parameters
    ----------
    **fields
        Fields of :class:`Study`, and tables of parameters by the name of their file.
    """
    sections = {name: fields.pop(name) for name in names() if name in fields}
    if sections:
        given = dict(fields.get("parameters", {}))
        for key, value in _flat(sections, ""):
            if key in given:
                raise InputError(key, value, "one value per key; it is given twice")
            given[key] = value
        fields["parameters"] = given
    _refuse_unknown("", fields, Study)
    if isinstance(fields.get("transfers"), dict):
        _refuse_unknown("transfers.", fields["transfers"], Transfers)
    try:
        return Study(**fields)
    except ValidationError as error:
        first = error.errors()[0]
        cause = first.get("ctx", {}).get("error")
        if isinstance(cause, AsteroidEconError):
            raise cause from None
        name = ".".join(str(part) for part in first["loc"])
        raise InputError(name, first["input"], first["msg"]) from None


def _refuse_unknown(prefix: str, fields: dict[str, Any], model: type[BaseModel]) -> None:
    unknown = sorted(set(fields) - set(model.model_fields))
    if unknown:
        nearest = get_close_matches(unknown[0], model.model_fields, n=1, cutoff=0.0)
        allowed = f"a known key; nearest: {prefix}{nearest[0]}"
        raise InputError(prefix + unknown[0], fields[unknown[0]], allowed)


def _flat(table: dict[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    """Yield dotted keys and values of nested tables; a parameter may be a table itself."""
    for name, value in table.items():
        key = f"{prefix}{name}"
        file, _, rest = key.partition(".")
        if isinstance(value, dict) and not (rest and rest in load(file)):
            yield from _flat(value, f"{key}.")
        else:
            yield key, value


def read_study(path: str | Path) -> Study:
    """Return the study of a TOML file.

    Parameters
    ----------
    path : str or Path
        A relative ``catalog`` path in it is relative to the current folder, as on the command line.
    """
    try:
        fields = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise DataError(path, error.strerror or str(error), "a readable TOML file") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DataError(path, str(error), "a TOML file in UTF-8") from None
    try:
        return make_study(**fields)
    except InputError as error:
        problem = f"{error.name} = {error.value!r} is not allowed"
        raise DataError(path, problem, error.allowed, value=error.value) from None
    except ParameterError as error:
        problem = f"parameter '{error.key}': {error.problem}"
        raise DataError(path, problem, error.allowed, value=error.value) from None
