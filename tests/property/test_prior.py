import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asteroid_econ.composition.known import known, size_evidence
from asteroid_econ.composition.prior import (
    class_prior,
    prior_tables,
    splits_per_h,
    tisserand_jupiter,
)
from asteroid_econ.composition.tables import load_tables
from asteroid_econ.composition.taxonomy import by_complex
from asteroid_econ.parameters.load import load
from composition_targets import target

TABLES = load_tables()
PRIOR = prior_tables(load("taxonomy"), TABLES.albedo_mu_ln, TABLES.albedo_sigma_ln)


@given(st.floats(5.0, 35.0), st.floats(0.5, 5.0), st.floats(0.0, 0.99), st.floats(0.0, 3.0))
def test_every_prior_is_a_probability(h, a_au, ecc, inc_rad):
    prior = class_prior(known([target(h, orbit=(a_au, ecc, inc_rad))]), PRIOR)[0]
    assert math.fsum(prior) == pytest.approx(1.0)
    assert (prior > 0.0).all()


@given(st.lists(st.floats(0.0, 1.0), min_size=7, max_size=7).filter(lambda x: sum(x) > 0.01))
def test_sources_mix_linearly_at_the_reference(shares):
    sources = dict(zip(PRIOR.sources, shares, strict=True))
    mixed = by_complex(class_prior(known([target(18.0)]), PRIOR, [sources])[0])
    rows = np.array(list(PRIOR.sources.values()))
    assert mixed == pytest.approx(np.array(shares) @ rows / sum(shares), rel=1e-9)


@given(st.floats(0.5, 5.0), st.floats(0.0, 0.9), st.floats(0.0, 3.1))
def test_tisserand_falls_with_inclination(a_au, ecc, inc_rad):
    flat, tilted = tisserand_jupiter(a_au, ecc, 0.0), tisserand_jupiter(a_au, ecc, inc_rad)
    assert tilted <= flat


def test_splits_of_a_flat_population_are_per_d():
    flat = load("taxonomy", {"taxonomy.size_slope": 0.0})
    split = splits_per_h(flat, TABLES.albedo_mu_ln, TABLES.albedo_sigma_ln)
    assert split[TABLES.rows.group.shape[0] - 1] == pytest.approx(1.0)
    assert by_complex(split) == pytest.approx(1.0)


@given(st.floats(5.0, 30.0))
def test_fainter_bodies_are_smaller(h):
    size = load("size")
    bright, faint = size_evidence(known([target(h), target(h + 5.0)]), size).h[:, 0]
    assert bright - faint == pytest.approx(math.log(10.0))
