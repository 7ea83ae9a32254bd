import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import lognorm

from asteroid_econ.composition.analogues import GROUPS
from asteroid_econ.composition.grades import grade_tables
from asteroid_econ.composition.porosity import porosity_tables
from asteroid_econ.parameters.load import load


def test_medians_lie_within_their_limits():
    t = grade_tables(load("meteorites"))
    assert (t.water[:, 2] <= t.water[:, 0]).all()
    assert (t.water[:, 0] <= t.water[:, 3]).all()
    assert (t.metal[:, 2] <= t.metal[:, 0]).all()
    assert (t.metal[:, 0] <= t.metal[:, 3]).all()
    for table in (t.bulk, t.precious, t.traces, t.silicate):
        assert ((table >= 0.0) & (table < 1.0)).all()


def test_densities_keep_mean_and_scatter_of_the_meteorites():
    shipped = load("meteorites").group("density")
    mean, sd = grade_tables(load("meteorites")).density.T
    law = lognorm(sd, scale=np.exp(mean))
    assert law.mean() == pytest.approx([shipped[g].value["mean"] for g in GROUPS], rel=1e-12)
    assert law.std() == pytest.approx([shipped[g].value["sd"] for g in GROUPS], rel=1e-12)


@pytest.mark.parametrize("ppm", [22.0, 41.0])
def test_the_sum_in_irons_moves_with_its_parameter(ppm):
    shipped = grade_tables(load("meteorites"))
    moved = grade_tables(load("meteorites", {"meteorites.iron.total_median": ppm * 1e-6}))
    ratio = moved.precious[-1, :6] / shipped.precious[-1, :6]
    assert ratio == pytest.approx(np.full(6, ppm / 30.0))
    assert moved.iron_sum == pytest.approx(shipped.iron_sum)


@given(st.floats(0.1, 0.6), st.floats(0.02, 0.15))
def test_quantiles_of_porosity_rise_within_zero_and_one(mean, sd):
    overrides = {"size.porosity.cohesive_mean": mean, "size.porosity.cohesive_sd": sd}
    quantiles = porosity_tables(load("size", overrides)).quantiles
    assert (np.diff(quantiles, axis=1) > 0.0).all()
    assert ((quantiles > 0.0) & (quantiles < 1.0)).all()
