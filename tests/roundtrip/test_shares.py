import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asteroid_econ.composition.shares import per_d_from_per_h, per_h_from_per_d


@given(st.lists(st.floats(0.01, 1.0), min_size=5, max_size=5), st.floats(0.5, 3.0))
def test_brightness_undoes_size(shares, slope):
    mu = np.log([0.04, 0.06, 0.15, 0.25, 0.5])
    sigma = np.array([0.35, 0.3, 0.3, 0.35, 0.25])
    per_h = per_h_from_per_d(shares, mu, sigma, slope=slope)
    # at one brightness the albedos of a class are higher by b sigma^2 / 2
    back = per_d_from_per_h(per_h, mu + 0.5 * slope * sigma**2, sigma, slope=slope)
    assert back == pytest.approx(np.array(shares) / sum(shares), rel=1e-10)


def test_flat_population_has_one_kind_of_share():
    shares = [0.2, 0.8]
    assert per_h_from_per_d(shares, [-3.0, -1.0], [0.3, 0.3], slope=0.0) == pytest.approx(shares)
