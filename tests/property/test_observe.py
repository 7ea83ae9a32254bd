from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.composition.body import draw_body
from asteroid_econ.composition.observe import effective_draws, observe, sample_frac
from asteroid_econ.composition.tables import load_tables
from asteroid_econ.parameters.load import load
from composition_targets import sampler, target

TABLES = load_tables()
BODY = draw_body(target(20.0), TABLES, sampler(2_000))


def test_nothing_observed_changes_nothing():
    same = observe(BODY)
    for field in fields(BODY):
        assert np.array_equal(getattr(same, field.name), getattr(BODY, field.name))


@pytest.mark.filterwarnings("ignore::asteroid_econ.composition.evidence.ContradictionWarning")
@settings(max_examples=40)
@given(st.floats(0.03, 0.6), st.floats(0.1, 1.0))
def test_draws_stay_whole(albedo, error):
    seen = observe(BODY, albedo=albedo, sigma_ln={"albedo": error})
    assert 1 <= effective_draws(seen) <= BODY.mass_kg.size
    known = set(zip(BODY.albedo, BODY.mass_kg, BODY.grade_frac[8], strict=True))
    assert known.issuperset(zip(seen.albedo, seen.mass_kg, seen.grade_frac[8], strict=True))


@given(st.just(0.0) | st.floats(1e-300, 1e-3), st.floats(-4.0, 4.0))
def test_samples_are_grades(grade, z):
    sample = sample_frac(grade, z, load("meteorites"))
    assert (sample > 0.0) == (grade > 0.0)
