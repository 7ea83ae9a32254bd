"""What is drawn of the metal markets, whatever the seed."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.economics.earth_market import draw_response, metal_names
from asteroid_econ.economics.scenario import load_tables
from asteroid_econ.sampling.sequences import Sampler

TABLE = load_tables().market


@given(st.integers(0, 2**40))
@settings(max_examples=20)
def test_the_first_year_answers_less_than_the_long_run(seed):
    answer = draw_response(TABLE, Sampler(seed, 300))
    n_metals = len(metal_names(TABLE))
    for side in ("demand", "mine", "recycling"):
        short, long = getattr(answer, f"{side}_short"), getattr(answer, f"{side}_long")
        assert short.shape == long.shape == (n_metals, 300)
        assert np.all(short >= 0.0)
        assert np.all(long >= short)
    assert np.all((answer.recycled_frac >= 0.0) & (answer.recycled_frac <= 1.0))
