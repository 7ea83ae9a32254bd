"""Tables of what a catalogue holds; nothing is computed here."""

from collections.abc import Iterator

from rich.markup import escape
from rich.table import Table

from asteroid_econ.studies.inventory import CatalogInventory, Range

_MOST_NAMED = 5


def inventory_tables(found: CatalogInventory) -> Iterator[Table]:
    """Yield the shares by class and the sums."""
    study = found.study
    title = f"{found.n_targets} asteroids of '{study.catalog}', {study.draws} draws"
    yield _table(
        f"{escape(title)}\nShare by class",
        "class",
        [(name, *_cells(share, ".4f")) for name, share in found.class_share.items()],
    )
    sums = ("mass", found.mass_kg), ("water", found.water_kg), ("native metal", found.metal_kg)
    shares = ("water / mass", found.water_frac), ("native metal / mass", found.metal_frac)
    rows = [(f"{name}, kg", *_cells(kg, ".3g")) for name, kg in sums]
    table = _table("In place, all together", "sum", rows)
    for name, share in shares:
        table.add_row(name, *_cells(share, ".4f"))
    table.caption, table.caption_justify = _caption(found), "left"
    yield table


def _table(title: str, first: str, rows: list[tuple[str, ...]]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column(first, no_wrap=True)
    for header in ("mean", "P5", "median", "P95"):
        table.add_column(header, justify="right", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    return table


def _cells(x: Range, form: str) -> tuple[str, ...]:
    return tuple(format(value, form) for value in (x.mean, x.p05, x.p50, x.p95))


def _caption(found: CatalogInventory) -> str:
    lines = [
        "What the bodies hold, not what can be mined. The largest one alone has "
        f"{found.largest_volume_frac:.0%} of the volume.",
        f"Draws whose contents came to more than the whole and were scaled down: "
        f"{found.renormalised_frac:.2%}.",
    ]
    if found.left_out:
        named = "; ".join(f"{who}: {why}" for who, why in found.left_out[:_MOST_NAMED])
        lines.append(escape(f"{len(found.left_out)} left out, for instance {named}"))
    return "\n".join(lines)
