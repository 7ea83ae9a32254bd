"""``catalog fetch``: the network with a progress bar, and what came of it."""

from dataclasses import dataclass
from pathlib import Path

from rich.table import Table

from asteroid_econ import api
from asteroid_econ.catalogs.fetch import Fetched
from asteroid_econ.catalogs.jpl import BASE_URL
from asteroid_econ.catalogs.write import write_catalog, write_table
from asteroid_econ.cli.catalog_show import described, shown
from asteroid_econ.cli.console import progress, safe
from asteroid_econ.cli.console import show as print_out
from asteroid_econ.cli.json_output import print_json
from asteroid_econ.errors import InputError

_EXPECTED_BYTES = 15_000_000  # about all near-Earth asteroids; the bar only needs the order
_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Ways:
    """How to get at an answer."""

    offline: bool
    max_age_d: float
    cache: Path | None
    url: str | None


def fetched(what: str | None, source: str | None, where: list[str], ways: Ways) -> Fetched:
    """Return what a source answers, or the cache."""
    filters = _filters(where)
    total = 0
    with progress("downloading") as report:

        def count(n_bytes: int) -> None:
            nonlocal total
            total += n_bytes
            report(n_bytes, max(_EXPECTED_BYTES, total))

        return api.fetch(
            what,
            source=source,
            filters=filters,
            offline=ways.offline,
            max_age_d=ways.max_age_d,
            cache=ways.cache,
            base_url=ways.url or BASE_URL,
            progress=count,
        )


def write_fetched(path: Path, found: Fetched) -> None:
    """Write a catalogue in the schema, any other table as it is."""
    if found.catalog is not None:
        write_catalog(path, found.catalog)
    else:
        write_table(path, found.table)


def report_fetched(found: Fetched, out: Path | None, *, json: bool) -> None:
    """Print what was fetched."""
    answer = found.document.answer
    facts = {"source": found.source, "retrieved": answer.retrieved, "answer_sha256": answer.sha256}
    if json and found.catalog is not None:
        print_json(described(found.catalog) | facts)
    elif json:
        best = {k: v for k, v in found.document.content.items() if k.endswith("_traj")}
        print_json(facts | {"notes": found.document.notes, "rows": found.table.to_dicts()} | best)
    elif found.catalog is not None:
        print_out(safe(f"{len(found.catalog)} asteroids, answer of {answer.retrieved}"))
        print_out(f"content_sha256  {found.catalog.content_sha256}")
    else:
        print_out(safe(f"{len(found.table)} rows of {found.source}, {answer.retrieved}"))
        _show_rows(found)
    if out and not json:
        print_out(safe(f"written to {out}"))


def _show_rows(found: Fetched) -> None:
    if not len(found.table):
        return
    table = Table(*map(safe, found.table.columns))
    for row in found.table.head(_SHOWN).iter_rows(named=True):
        table.add_row(*(safe(shown(name, value)) for name, value in row.items()))
    print_out(table)
    if len(found.table) > _SHOWN:
        print_out(f"and {len(found.table) - _SHOWN} more; --out or --json gives all")


def _filters(where: list[str]) -> dict[str, str]:
    filters: dict[str, str] = {}
    for text in where:
        key, equals, value = (part.strip() for part in text.partition("="))
        if not (key and equals and value) or key in filters:
            raise InputError("--where", text, "KEY=VALUE, each key once, such as dist-max=0.05")
        filters[key] = value
    return filters
