import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.composition.evidence import (
    class_evidence,
    class_probabilities,
    class_rows,
    contradiction,
)
from asteroid_econ.composition.known import known
from asteroid_econ.composition.prior import dry_probability
from asteroid_econ.composition.retrievable import retrieval_point
from asteroid_econ.composition.tables import load_tables
from composition_targets import target

TABLES = load_tables()
labels = st.sampled_from(["", "C", "S", "X", "Ch", "SMU", "V:", "U"])


@settings(max_examples=60)
@given(st.floats(5.0, 35.0), labels, st.floats(0.02, 0.8))
def test_posterior_is_a_probability_and_keeps_its_parts(h, label, albedo):
    evidence = class_evidence(target(h, taxonomy=label, albedo=albedo), TABLES)
    assert math.fsum(evidence.prior) == pytest.approx(1.0)
    assert math.fsum(evidence.posterior) == pytest.approx(1.0)
    assert 0.0 <= evidence.agreement <= 1.0
    joint = evidence.prior * evidence.taxonomy * evidence.albedo
    assert evidence.posterior == pytest.approx(joint / joint.sum())


@given(st.floats(15.0, 28.0), st.floats(0.02, 0.7))
def test_brighter_bodies_are_less_often_dark_classes(h, albedo):
    dark, bright = (class_probabilities(target(h, albedo=p), TABLES) for p in
                    (albedo, 1.2 * albedo))  # fmt: skip
    assert bright["C"] + bright["P"] + bright["D"] <= dark["C"] + dark["P"] + dark["D"] + 1e-12


@given(st.floats(0.0, 0.99))
def test_dry_probability_rises_towards_the_sun(ecc):
    parameters = TABLES.prior.parameters
    facts = known([target(orbit=(a, ecc, 0.1)) for a in (0.8, 1.6)])
    near, far = dry_probability(facts, parameters)
    assert 0.0 <= far <= near <= 1.0


def test_no_contradiction_without_evidence():
    assert contradiction(target(), TABLES) == ""
    assert retrieval_point(target(), TABLES.parameters("retrievable")) == ""


@given(st.floats(10.0, 30.0), labels, st.floats(0.03, 0.7))
def test_prior_times_evidence_is_the_posterior(h, label, albedo):
    for row in class_rows(class_evidence(target(h, taxonomy=label, albedo=albedo), TABLES)):
        product = row.prior * row.taxonomy_ratio * row.albedo_ratio
        assert product == pytest.approx(row.posterior, rel=1e-9, abs=1e-200)
