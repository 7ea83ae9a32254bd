"""What holds for the normal distribution everywhere."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.errors import InputError
from asteroid_econ.sampling.normal import normal_cdf, normal_ppf, normal_ppf_into, probabilities

inside = st.floats(0.0, 1.0, exclude_min=True, exclude_max=True)


@given(inside)
@settings(max_examples=200)
def test_cdf_undoes_ppf(p):
    z = normal_ppf(p)
    assert normal_cdf(z) == pytest.approx(p, rel=4e-15 * max(1.0, float(z) ** 2))


@given(st.lists(inside, min_size=2, max_size=50))
@settings(max_examples=100)
def test_ppf_ascends_and_is_antisymmetric(ps):
    z = normal_ppf(sorted(ps))
    assert (np.diff(z) >= 0.0).all()
    q = np.array([p for p in ps if 1.0 - (1.0 - p) == p and p < 1.0 and 1.0 - p < 1.0])
    assert (normal_ppf(q) == -normal_ppf(1.0 - q)).all()


@given(st.integers(0, 1500), st.integers(0, 1500), st.integers(0, 2**32))
@settings(max_examples=60)
def test_any_cut_gives_the_same_bits(cut, n, seed):
    u = np.random.default_rng(seed).random(n) ** 9 * 0.999 + 1e-300
    whole = normal_ppf(u)
    cut = min(cut, n)
    assert (np.concatenate([normal_ppf(u[:cut]), normal_ppf(u[cut:])]) == whole).all()
    assert all(normal_ppf(u[i]) == whole[i] for i in range(0, n, 97))


@pytest.mark.parametrize("bad", [0.0, 1.0, -0.1, 1.1, np.nan, np.inf])
def test_a_quantile_outside_0_1_is_refused_by_name(bad):
    with pytest.raises(InputError, match=r"^u = .* strictly between 0 and 1$"):
        normal_ppf([0.5, bad])
    with pytest.raises(InputError, match=r"^level = "):
        probabilities("level", bad)


def test_the_kernel_gives_nan_outside_0_1():
    z = np.empty(6)
    normal_ppf_into(np.array([0.0, 1.0, -0.1, 1.1, np.nan, np.inf]), z)
    assert np.isnan(z).all()


def test_shapes_are_kept_and_nan_stays_nan_in_cdf():
    assert normal_ppf(np.full((2, 0, 3), 0.5)).shape == (2, 0, 3)
    assert normal_ppf(0.5).shape == ()
    assert normal_ppf(np.full((2, 3), 0.5).T).shape == (3, 2)
    assert np.isnan(normal_cdf(np.nan))
    assert normal_cdf([-np.inf, np.inf]).tolist() == [0.0, 1.0]
