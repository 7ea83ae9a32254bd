"""Elvis (2014): how many ore-bearing asteroids, as a product of fractions."""

from functools import partial

from asteroid_econ.published.case import Case
from asteroid_econ.published.tables import table

SOURCE = "Elvis (2014), Planetary and Space Science 91:20"


def cases() -> tuple[Case, ...]:
    """Return the odds of a platinum ore body and the numbers of ore bodies."""
    t = table("elvis_2014")
    factors = ("type_frac", "rich_frac", "accessible_frac", "engineering_frac")

    def odds() -> float:
        product = 1.0
        for factor in factors:
            product *= float(t.numbers(factor)[0])
        return 1.0 / product

    def count(row: int) -> float:
        return float(t.numbers("n_bodies")[row] / t.numbers("odds_ratio")[row])

    counts = tuple(
        Case(
            id=f"elvis-2014/{resource.replace(' ', '-')}",
            title="Ore-bearing near-Earth asteroids",
            source=SOURCE,
            quantity=f"ore bodies, {resource}",
            unit="1",
            reference=t.numbers("n_ore")[row : row + 1],
            tolerance=float(t.numbers("n_ore_tolerance")[row]),
            kind="identity",
            compute=partial(count, row),
        )
        for row, resource in enumerate(t.text("resource"))
    )
    platinum = Case(
        id="elvis-2014/platinum-odds",
        title="Ore-bearing near-Earth asteroids",
        source=SOURCE,
        quantity="asteroids per platinum ore body",
        unit="1",
        reference=t.numbers("odds_ratio")[:1],
        tolerance=1e-6,
        kind="identity",
        compute=odds,
    )
    return (platinum, *counts)
