"""What ``catalog diff`` prints: only what there is."""

from rich.table import Table

from asteroid_econ.catalogs.diff import Difference
from asteroid_econ.cli.console import safe
from asteroid_econ.cli.console import show as print_out

_MOVES = ("designation", "name", "H, mag", "Δv (Shoemaker–Helin), km/s", "place by Δv")


def show_difference(
    found: Difference, ranks: list[dict[str, object]], top: int, *, ranked: bool
) -> None:
    """Print rows added and removed, cells changed, and the targets that moved."""
    for word, names in (("added", found.added), ("removed", found.removed)):
        more = f" and {len(names) - top} more" if len(names) > top else ""
        print_out(safe(f"{len(names)} {word}{': ' if names else ''}{', '.join(names[:top])}{more}"))
    counts = ", ".join(f"{column} {n}" for column, n in found.counts().items())
    print_out(f"{len(found.changes)} cells changed{': ' if counts else ''}{counts}")
    if len(found.moves):
        _show_moves(found, top)
    if ranked and not ranks:
        print_out("no target's rank moved")
    for rank in ranks[:top]:
        old, new = (_rank(rank[word]) for word in ("old", "new"))
        print_out(safe(f"{rank['designation']}: {old} → {new}"))


def _show_moves(found: Difference, top: int) -> None:
    table = Table(*_MOVES)
    for row in found.moves.head(top).iter_rows(named=True):
        pairs = [
            _arrow(row[f"{key}_old"], row[f"{key}_new"]) for key in ("h_mag", "dv_km_s", "place")
        ]
        table.add_row(safe(row["designation"]), safe(row["name"] or ""), *pairs)
    print_out(table)
    if len(found.moves) > top:
        print_out(f"and {len(found.moves) - top} more")


def _arrow(old: object, new: object) -> str:
    one, two = (_cell(value) for value in (old, new))
    return one if one == two else f"{one} → {two}"


def _cell(value: object) -> str:
    if value is None:
        return "unknown"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _rank(place: object) -> str:
    return "not ranked" if place is None else f"rank {place}"
