"""Values and rates of return against pyxirr."""

import numpy as np
import pytest
import pyxirr

from asteroid_econ.economics.finance import irr, mirr, npv


@pytest.mark.parametrize("seed", range(20))
def test_against_pyxirr(seed):
    rng = np.random.default_rng(seed)
    flow = np.concatenate([-rng.uniform(50, 100, 3), rng.uniform(0, 60, 9)])
    t = np.arange(flow.size, dtype=float)
    assert float(npv(flow, t, discount_rate=0.08)) == pytest.approx(
        pyxirr.npv(0.08, flow), rel=1e-11
    )
    assert float(irr(flow, t)) == pytest.approx(pyxirr.irr(flow), rel=1e-9, abs=1e-10)
    ours = mirr(flow, t, finance_rate_frac=0.07, reinvestment_rate_frac=0.11)
    assert float(ours) == pytest.approx(pyxirr.mirr(flow, 0.07, 0.11), rel=1e-10)


def test_irregular_dates_against_pyxirr():
    from datetime import date

    days = [date(2008, 1, 1), date(2008, 3, 1), date(2008, 10, 30), date(2009, 2, 15)]
    flow = [-10000.0, 2750.0, 4250.0, 5250.0]
    t = np.array([(day - days[0]).days for day in days]) / 365.0
    assert float(irr(flow, t)) == pytest.approx(pyxirr.xirr(days, flow), rel=1e-9)
