"""Tables of one target's chain, and of two chains side by side."""

from collections.abc import Iterable, Iterator

from rich.markup import escape
from rich.table import Table

from asteroid_econ.composition.evidence import class_rows
from asteroid_econ.studies.explain import Explanation, Quantity

_SUMMARY = (
    *("albedo", "diameter", "density", "mass", "water", "native metal", "platinum"),
    *("recoverable water", "recoverable metal", "recoverable platinum group"),
)
_NOTHING_LOST = 1e-4  # classes less likely than this, before and after, are left to the chain


def cell(value: float | str | None) -> str:
    """Return a value as text: six digits, thousands separated where that reads better."""
    if value is None:
        return ""
    if isinstance(value, str):
        return escape(value)
    if value != value:
        return "–"
    return f"{value:,.0f}" if 1e4 <= abs(value) < 1e7 else f"{value:.5g}"


def summary_tables(explanation: Explanation) -> Iterator[Table]:
    """Yield what is believed of the body: classes by prior and evidence, size, mass, grades."""
    evidence, head = explanation.evidence, f"{explanation.designation} {explanation.name}".strip()
    sources = "; ".join(f"{name}: {source}" for name, source in evidence.sources)
    known = {q.name: q for s in explanation.sections if s.title == "composition"
             for q in s.quantities}  # fmt: skip
    if "contradiction" in known:
        sources += f". Contradiction: {known['contradiction'].note}"
    classes = Table(title=f"{escape(head)}: class", title_justify="left")
    classes.caption, classes.caption_justify = escape(sources), "left"
    for header in ("class", "prior", "× taxonomy", "× albedo", "posterior"):
        classes.add_column(header, justify="left" if header == "class" else "right")
    for row in class_rows(evidence):
        if max(row.prior, row.posterior) >= _NOTHING_LOST:
            numbers = (row.prior, row.taxonomy_ratio, row.albedo_ratio, row.posterior)
            classes.add_row(row.name, *(f"{number:.4f}" for number in numbers))
    yield classes
    yield _quantity_table(f"{escape(head)}: the body", [known[name] for name in _SUMMARY])


def _quantity_table(title: str, quantities: Iterable[Quantity]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("quantity")
    for header in ("P10", "median or value", "P90"):
        table.add_column(header, justify="right")
    table.add_column("unit")
    table.add_column("note")
    for q in quantities:
        numbers = (cell(q.p10), cell(q.value), cell(q.p90))
        table.add_row(q.name, *numbers, q.unit, escape(q.note))
    return table


def chain_tables(explanation: Explanation) -> Iterator[Table]:
    """Yield one table per link of the chain."""
    head = f"{explanation.designation} {explanation.name}".strip()
    for section in explanation.sections:
        yield _quantity_table(f"{escape(head)}: {section.title}", section.quantities)


def assumption_table(explanation: Explanation) -> Table:
    """Return every parameter that the chain rests on, with its source."""
    table = Table(title=f"{len(explanation.assumptions)} assumptions", title_justify="left")
    for header in ("key", "value", "unit", "distribution", "mark", "source"):
        table.add_column(header, overflow="fold")
    for p in explanation.assumptions:
        value = cell(float(p.value)) if isinstance(p.value, (int, float)) else escape(str(p.value))
        table.add_row(p.key, value, p.unit, p.distribution or "", p.mark, escape(p.source))
    return table


def comparison_table(first: Explanation, second: Explanation) -> Table:
    """Return two chains side by side; a quantity that one side lacks is left empty."""
    sides = (first, second)
    table = Table(title="Side by side: medians or values", title_justify="left")
    table.add_column("link")
    table.add_column("quantity")
    for side in sides:
        table.add_column(escape(_head(side)), justify="right")
    table.add_column("unit")
    for i, section in enumerate(first.sections):
        other = second.sections[i].quantities if i < len(second.sections) else ()
        for name, left, right in _paired(section.quantities, other):
            unit = (left or right).unit  # type: ignore[union-attr]
            left_cell = cell(left.value) if left else ""
            right_cell = cell(right.value) if right else ""
            table.add_row(section.title.split(" ")[0], name, left_cell, right_cell, unit)
        table.add_section()
    return table


def _head(side: Explanation) -> str:
    names = " ".join(side.study.architectures) if len(side.study.architectures) == 1 else ""
    return f"{side.designation} {side.name} {names}".strip()


def _paired(
    left: tuple[Quantity, ...], right: tuple[Quantity, ...]
) -> Iterator[tuple[str, Quantity | None, Quantity | None]]:
    others = {q.name: q for q in right}
    for q in left:
        yield q.name, q, others.pop(q.name, None)
    for name, q in others.items():
        yield name, None, q
