import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asteroid_econ.composition.taxonomy import (
    COMPLEXES,
    TYPES,
    by_complex,
    complex_shares,
    label_likelihood,
    listed_types,
    published_likelihood,
    s_and_q_frac,
)
from asteroid_econ.parameters.load import load

TAXONOMY = load("taxonomy")
LETTERS = sorted(TAXONOMY.value("letters"))


@given(st.floats(-5.0, 40.0))
def test_shares_are_a_probability(h):
    shares = complex_shares(h, TAXONOMY)
    assert math.fsum(shares) == pytest.approx(1.0)
    assert (shares > 0.0).all()


@given(st.floats(1e-4, 100.0), st.floats(1.01, 10.0))
def test_larger_bodies_are_more_often_s_or_q(d_km, factor):
    small, large = s_and_q_frac([d_km, d_km * factor], TAXONOMY)
    assert 0.33 <= small <= large <= 0.65


@given(st.lists(st.sampled_from([x for x in LETTERS if len(x) == 1]), min_size=1, max_size=4))
def test_any_listing_of_letters_is_read(letters):
    label = "".join(letters)
    weights = listed_types(label, TAXONOMY)
    assert set(weights) <= set(TYPES)
    assert max(weights.values()) == 1.0
    likelihood = label_likelihood(label, TAXONOMY)
    best = TYPES[int(np.argmax(likelihood))]
    assert weights.get(best, 0.0) == 1.0


@given(st.sampled_from(LETTERS), st.floats(0.0, 1.0))
def test_published_certainty_is_the_label(letter, probability):
    likelihood = published_likelihood(((letter, probability),), TAXONOMY)
    floor = TAXONOMY.value("label.certain")["other"]
    assert likelihood == pytest.approx(floor + probability * label_likelihood(letter, TAXONOMY))


def test_complexes_gather_all_types():
    assert by_complex(np.ones(len(TYPES))).sum() == len(TYPES)
    assert by_complex(np.eye(len(TYPES))).shape == (len(TYPES), len(COMPLEXES))
