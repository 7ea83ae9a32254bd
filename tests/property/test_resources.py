import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.composition.body import draw_body
from asteroid_econ.composition.grades import NEVER_ORE, PRECIOUS, SIDEROPHILES
from asteroid_econ.composition.resources import (
    MASSES,
    in_metal_frac,
    reachable_frac,
    recoverable_kg,
    released_frac,
    resources,
    shell_frac,
)
from asteroid_econ.composition.tables import load_tables
from asteroid_econ.parameters.load import load
from composition_targets import sampler, target

TABLES = load_tables()
labels = st.sampled_from(["", "C", "S", "M", "V", "D", "E"])


@settings(max_examples=30)
@given(st.floats(12.0, 32.0), labels, st.integers(0, 1000))
def test_each_of_the_five_masses_is_within_the_last(h, label, seed):
    body = draw_body(target(h, taxonomy=label), TABLES, sampler(200, seed))
    for name, resource in resources(body, TABLES).items():
        assert tuple(resource.mass_kg) == MASSES
        chain = np.stack(list(resource.mass_kg.values()))
        assert (np.diff(chain, axis=0) <= 0.0).all(), name
        assert (chain >= 0.0).all()
        assert (chain[0] <= body.mass_kg).all()
        assert (resource.energy_mj_kg > 0.0).all()
        assert 0.0 < resource.purity_frac <= 1.0
    for name in NEVER_ORE:
        assert (resources(body, TABLES)[name].mass_kg["product"] == 0.0).all()
    for element in SIDEROPHILES + PRECIOUS:
        share = in_metal_frac(element, body, TABLES)
        assert ((share >= 0.0) & (share <= 1.0)).all()
    assert all((made <= body.mass_kg).all() for made in recoverable_kg(body, TABLES).values())
    reached = reachable_frac(body, TABLES)
    assert ((reached >= 0.0) & (reached <= 1.0)).all()


def test_perfect_recovery_gives_all_that_is_there():
    perfect = {
        "recovery.reach.depth_km": 1e6,
        "recovery.reach.anchor_frac": 1.0,
        "recovery.excavation.excavated_frac": 1.0,
        "recovery.water.oven_deg_c": 900.0,
        "recovery.water.captured_frac": 1.0,
        "recovery.metal.separated_frac": 1.0,
        "recovery.metal.refined_frac": 1.0,
    }
    tables = load_tables(perfect)
    body = draw_body(target(20.0), tables, sampler(500))
    made = recoverable_kg(body, tables)
    assert made["water"] == pytest.approx(body.mass_kg * body.water_frac)
    assert made["metal"] == pytest.approx(body.mass_kg * body.metal_frac)


@given(st.floats(0.0, 1500.0), st.floats(0.0, 1500.0))
def test_hotter_ovens_release_more(one, other):
    low, high = sorted((one, other))
    recovery = load("recovery")
    assert 0.0 <= released_frac(low, recovery) <= released_frac(high, recovery) <= 1.0


@given(st.floats(1e-3, 100.0), st.floats(0.0, 1.0))
def test_shells_are_shares(diameter_km, depth_km):
    assert 0.0 <= shell_frac(diameter_km, depth_km) <= 1.0
