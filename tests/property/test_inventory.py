import math

import numpy as np
import pytest

from asteroid_econ import api
from asteroid_econ.composition.body import draw_body
from asteroid_econ.composition.evidence import impossible
from asteroid_econ.composition.inventory import inventory
from asteroid_econ.composition.known import known
from asteroid_econ.composition.tables import load_tables
from asteroid_econ.errors import InputError
from asteroid_econ.studies.config import make_study
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


def test_what_cannot_be_drawn_is_named_and_left_out():
    bad = [target(math.nan, name="faint"), target(20.0, taxonomy="Ω", name="odd")]
    found = inventory([*TARGETS[:2], *bad, *TARGETS[2:]], TABLES, sampler(50))
    alone = inventory(TARGETS, TABLES, sampler(50))
    assert found.mass_kg.tobytes() == alone.mass_kg.tobytes()
    assert [who for who, _ in found.left_out] == ["faint", "odd"]
    assert 0.0 <= found.renormalised_frac <= 1.0
    with pytest.raises(InputError, match="can be drawn"):
        inventory(bad, TABLES, sampler(50))


def test_impossible_says_why():
    facts = known([target(20.0), target(20.0, albedo=1.5), target(20.0, taxonomy="Ω")])
    found = impossible(facts, TABLES)
    assert {i: error.name for i, error in found.items()} == {1: "albedo", 2: "taxonomy"}


def test_catalogue_inventory_is_the_sum_in_words():
    study = make_study(targets=("Bennu", "Ryugu", "Eros"), draws=200)
    found = api.inventory(study, threads=1)
    assert found.as_dict() == api.inventory(study, threads=2).as_dict()
    assert found.n_targets == 3
    assert sum(share.mean for share in found.class_share.values()) == pytest.approx(1.0)
    for total in (found.mass_kg, found.water_kg, found.metal_kg):
        assert 0.0 < total.p05 <= total.p50 <= total.p95
    assert found.largest_volume_frac > 0.99  # Eros
