"""What a study agrees on before it delivers: offtake, streams and forwards, with their dates."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from asteroid_econ.economics.contracts import OFFTAKE_KINDS, Offtake
from asteroid_econ.errors import InputError
from asteroid_econ.parameters.load import load
from asteroid_econ.records import Floats

_YEARS = (1950.0, 2300.0)
_MONEY = (0.0, math.inf)
_RATIO = (0.0, 1e6)
_SHARE = (0.0, 1.0)
_FAIR = "fair"
# Key → smallest and largest number; what stands first must be given.
_KEYS: dict[str, tuple[int, dict[str, tuple[float, float]]]] = {
    "offtake": (
        3,
        {
            "kg_yr": _MONEY,
            "first_yr": _YEARS,
            "last_yr": _YEARS,
            "price_usd_kg": _MONEY,
            "floor_usd_kg": _MONEY,
            "ceiling_usd_kg": _MONEY,
            "index_ratio": _RATIO,
            "pay_ratio": _SHARE,
            "default_ratio": _RATIO,
        },
    ),
    "stream": (
        3,
        {
            "share_frac": _SHARE,
            "paid_on_delivery_ratio": _SHARE,
            "upfront_usd": _MONEY,
            "buyer_rate_frac": (-0.5, 10.0),
        },
    ),
    "forward": (3, {"kg": _MONEY, "year": _YEARS, "price_usd_kg": _MONEY}),
}
_MAY_BE_FAIR = {("stream", "upfront_usd"), ("forward", "price_usd_kg")}
_NEEDED_BY_KIND = {
    "fixed": ("price_usd_kg",),
    "collar": ("floor_usd_kg",),
    "index": ("index_ratio",),
    "take-or-pay": ("price_usd_kg", "pay_ratio"),
}
# What else a kind may have; a term of another kind would be agreed and never count.
_ALLOWED_BY_KIND = {"collar": ("ceiling_usd_kg",)}
_OF_EVERY_KIND = ("product", "kind", "kg_yr", "first_yr", "last_yr", "default_ratio")
_BUYER_RATE_FRAC = 0.10


@dataclass(frozen=True, slots=True)
class DatedOfftake:
    """An offtake of one product in the calendar years first to last; ``terms.kg`` a year."""

    product: str
    first_yr: int
    last_yr: int
    terms: Offtake


@dataclass(frozen=True, slots=True)
class Stream:
    """A share of one product, or a royalty on it, sold at t = 0.

    ``upfront_usd`` None stands for the payment that is fair at the buyer's real rate.
    """

    product: str
    share_frac: float
    paid_on_delivery_ratio: float
    upfront_usd: float | None
    buyer_rate_frac: float


@dataclass(frozen=True, slots=True)
class Forward:
    """Metal sold forward for one calendar year; None stands for the expected market price."""

    product: str
    year: int
    kg: float
    price_usd_kg: float | None


@dataclass(frozen=True, slots=True)
class Agreements:
    """All that a venture has agreed on; prices in real USD of the study's base year."""

    offtakes: tuple[DatedOfftake, ...] = ()
    streams: tuple[Stream, ...] = ()
    forwards: tuple[Forward, ...] = ()

    def on(self, product: str) -> "Agreements":
        """Return those on one product."""
        return Agreements(
            tuple(o for o in self.offtakes if o.product == product),
            tuple(s for s in self.streams if s.product == product),
            tuple(f for f in self.forwards if f.product == product),
        )

    def __bool__(self) -> bool:
        """Say whether there is any."""
        return bool(self.offtakes or self.streams or self.forwards)

    def calendar_years(self) -> set[int]:
        """Return the years in which something must be settled, sales or not."""
        terms = (range(o.first_yr, o.last_yr + 1) for o in self.offtakes)
        return {year for term in terms for year in term} | {f.year for f in self.forwards}

    def owed_kg(self, calendar_yr: Floats) -> tuple[float, ...]:
        """Return what all offtakes ask for in each year, given by its middle."""
        return tuple(
            sum(o.terms.kg for o in self.offtakes if o.first_yr <= int(year) <= o.last_yr)
            for year in calendar_yr
        )


NONE = Agreements()


def agreements(contracts: Mapping[str, Sequence[Mapping[str, Any]]]) -> Agreements:
    """Return the agreements that a study lists.

    Parameters
    ----------
    contracts : mapping
        ``offtake``, ``stream`` and ``forward``, each a list of tables. Every table has a
        ``product``; an offtake ``kind``, ``kg_yr``, ``first_yr``, ``last_yr`` and the terms of
        :class:`~asteroid_econ.economics.contracts.Offtake`; a stream ``share_frac``,
        ``paid_on_delivery_ratio`` and ``upfront_usd``, a number or 'fair', with
        ``buyer_rate_frac``; a forward ``year``, ``kg`` and ``price_usd_kg``, a number or 'fair'.
    """
    for name in contracts:
        if name not in _KEYS:
            raise InputError(f"contracts.{name}", contracts[name], f"one of {', '.join(_KEYS)}")
    made = Agreements(
        tuple(_offtake(*of) for of in _tables("offtake", contracts)),
        tuple(_stream(*of) for of in _tables("stream", contracts)),
        tuple(_forward(*of) for of in _tables("forward", contracts)),
    )
    for product in {s.product for s in made.streams}:
        total = sum(s.share_frac for s in made.streams if s.product == product)
        if total > 1.0:
            raise InputError("contracts.stream.share_frac", total, f"at most 1 of all {product}")
    return made


def _tables(
    name: str, contracts: Mapping[str, Sequence[Mapping[str, Any]]]
) -> list[tuple[str, Mapping[str, Any]]]:
    """Return each table of a kind with the key under which errors name it, its values checked."""
    n_needed, ranges = _KEYS[name]
    listed = contracts.get(name, ())
    if isinstance(listed, (str, Mapping)) or not isinstance(listed, Sequence):
        raise InputError(f"contracts.{name}", listed, f"a list of tables: [[contracts.{name}]]")
    found = []
    for i, table in enumerate(listed):
        at = f"contracts.{name}[{i}]"
        if not isinstance(table, Mapping):
            raise InputError(at, table, "a table of keys and values")
        texts = ("product", "kind") if name == "offtake" else ("product",)
        known = [*texts, *ranges]
        for key, value in table.items():
            if key not in known:
                near = get_close_matches(key, known, n=1, cutoff=0.0)[0]
                raise InputError(f"{at}.{key}", value, f"a known key; nearest: {near}")
        for key in (*texts, *list(ranges)[:n_needed]):
            if key not in table:
                raise InputError(f"{at}.{key}", None, "a value; it is needed")
        products = _products()
        if table["product"] not in products:
            raise InputError(f"{at}.product", table["product"], ", ".join(products))
        for key, allowed in ranges.items():
            if key in table:
                _check_number(name, at, key, table[key], allowed)
        found.append((at, table))
    return found


def _products() -> list[str]:
    """Return what has a market that can be agreed upon."""
    ending = ".mine_kg_yr"
    return [k.removesuffix(ending) for k in load("market") if k.endswith(ending)] + ["water"]


def _check_number(name: str, at: str, key: str, value: Any, allowed: tuple[float, float]) -> None:
    low, high = allowed
    if value == _FAIR and (name, key) in _MAY_BE_FAIR:
        return
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or not low <= value <= high or value == math.inf:
        more = f", or '{_FAIR}'" if (name, key) in _MAY_BE_FAIR else ""
        raise InputError(f"{at}.{key}", value, f"a number from {low:g} to {high:g}{more}")
    if allowed is _YEARS and value != int(value):
        raise InputError(f"{at}.{key}", value, "a whole year")


def _offtake(at: str, table: Mapping[str, Any]) -> DatedOfftake:
    kind = table["kind"]
    if kind not in OFFTAKE_KINDS:
        raise InputError(f"{at}.kind", kind, ", ".join(OFFTAKE_KINDS))
    for key in _NEEDED_BY_KIND[kind]:
        if key not in table:
            raise InputError(f"{at}.{key}", None, f"a value; a contract '{kind}' needs it")
    terms = (*_OF_EVERY_KIND, *_NEEDED_BY_KIND[kind], *_ALLOWED_BY_KIND.get(kind, ()))
    for key in table:
        if key not in terms:
            raise InputError(f"{at}.{key}", table[key], f"no such term in a contract '{kind}'")
    if table["last_yr"] < table["first_yr"]:
        raise InputError(f"{at}.last_yr", table["last_yr"], f">= {table['first_yr']}, first_yr")
    dated = ("product", "kind", "kg_yr", "first_yr", "last_yr")
    try:
        offtake = Offtake(
            kind, float(table["kg_yr"]), **{k: float(v) for k, v in table.items() if k not in dated}
        )
    except InputError as error:
        raise InputError(f"{at}.{error.name}", error.value, error.allowed) from None
    return DatedOfftake(table["product"], int(table["first_yr"]), int(table["last_yr"]), offtake)


def _stream(_: str, table: Mapping[str, Any]) -> Stream:
    return Stream(
        table["product"],
        float(table["share_frac"]),
        float(table["paid_on_delivery_ratio"]),
        _amount(table["upfront_usd"]),
        float(table.get("buyer_rate_frac", _BUYER_RATE_FRAC)),
    )


def _forward(_: str, table: Mapping[str, Any]) -> Forward:
    price = _amount(table["price_usd_kg"])
    return Forward(table["product"], int(table["year"]), float(table["kg"]), price)


def _amount(value: float | str) -> float | None:
    return None if isinstance(value, str) else float(value)
