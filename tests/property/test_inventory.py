import numpy as np
import pytest

from asteroid_econ.composition.body import draw_body
from asteroid_econ.composition.inventory import inventory
from asteroid_econ.composition.tables import load_tables
from composition_targets import sampler, target

TABLES = load_tables()
TARGETS = [target(18.0 + i, name=str(i), taxonomy=t) for i, t in enumerate(("", "C", "S", "M"))]


def test_sums_are_sums_whatever_the_threads():
    one, two = (inventory(TARGETS, TABLES, sampler(200), threads=n) for n in (1, 2))
    assert one.water_kg.tobytes() == two.water_kg.tobytes()
    bodies = [draw_body(t, TABLES, sampler(200)) for t in TARGETS]
    water = sum(b.mass_kg * b.water_frac for b in bodies)
    assert one.water_kg == pytest.approx(water, rel=1e-12)
    assert one.class_count.sum(axis=0) == pytest.approx(np.full(200, len(TARGETS)))


def test_shared_doubt_of_the_rows_widens_the_sum():
    many = [target(20.0, name=f"{i}", taxonomy="M", albedo=0.15) for i in range(60)]
    certain = load_tables({"analogues.row_concentration": 1e8})
    wide, narrow = (inventory(many, t, sampler(400)).metal_kg for t in (TABLES, certain))
    assert wide.std() / wide.mean() > 1.1 * narrow.std() / narrow.mean()
