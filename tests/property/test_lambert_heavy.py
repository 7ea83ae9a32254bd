"""Long checks: every solution of 100,000 problems to rounding error, none of 10⁷ wrong."""

import numpy as np
import pytest

from asteroid_econ.orbits.lambert import LambertStatus, lambert, lambert_status
from lambert_campaign import WRONG, campaign, total
from lambert_problems import KINDS, draw
from lambert_referee import U, miss_and_condition

pytestmark = pytest.mark.heavy


@pytest.mark.parametrize("kind", KINDS)
def test_every_solution_of_many(kind):
    rng = np.random.default_rng(2026)
    ratios = []
    for _ in range(4):
        p = draw(rng, kind, 5_000)
        solved = lambert_status(**p, mu_km3_s2=1.0) == LambertStatus.SOLVED
        v1, v2 = (v[solved] for v in lambert(**p, mu_km3_s2=1.0))
        r1, r2, tof = (p[k][solved] for k in ("r1_km", "r2_km", "tof_s"))
        miss, condition = miss_and_condition(r1, v1, r2, v2, tof)
        ratios.append(miss / (U * condition))
    ratio = np.concatenate(ratios)
    assert ratio.max() <= 1e3
    assert np.median(ratio) <= 10.0


def test_none_wrong_in_ten_million():
    state = campaign(10_000_000, seed=7)
    assert total(state, *WRONG) == 0
    assert total(state, "solved") > 8_000_000
    assert total(state, "sampled") > 500
    assert max(worst["miss_per_u_kappa"] for worst in state["worst"].values()) < 1e3
