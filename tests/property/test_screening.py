"""The search passes nothing over, and what holds for every pair of orbits."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.orbits.threebody.screening import screened, tangential_dv_km_s
from asteroid_econ.orbits.threebody.table import shipped_table

TABLE = shipped_table()
ORBIT = st.tuples(st.floats(0.5, 3.0), st.floats(0.0, 0.9), st.floats(0.0, 1.0))
NEAR = st.tuples(st.floats(0.93, 1.08), st.floats(0.0, 0.1), st.floats(0.0, 0.08))


@settings(max_examples=40)
@given(st.one_of(ORBIT, NEAR))
def test_the_search_gives_what_all_rows_give(orbit):
    found = screened(*orbit, table=TABLE)
    for k in range(len(TABLE.families)):
        a, ecc, inc = np.moveaxis(TABLE.elements_nd[k, ..., :3].reshape(-1, 3), -1, 0)
        every = tangential_dv_km_s(*orbit, to_a_au=a, to_ecc=ecc, to_inc_rad=inc)
        row = found.member[0, k] * TABLE.phase_frac.size + found.point[0, k]
        assert found.dv_km_s[0, k] == every.min()
        assert every[row] == every.min()


@settings(max_examples=60)
@given(ORBIT, ORBIT)
def test_the_way_back_costs_the_same(first, second):
    there, back = (
        tangential_dv_km_s(*a, to_a_au=b[0], to_ecc=b[1], to_inc_rad=b[2])
        for a, b in ((first, second), (second, first))
    )
    np.testing.assert_allclose(there, back, rtol=1e-9, atol=1e-9)


@settings(max_examples=40)
@given(ORBIT, st.floats(0.0, 0.5), st.floats(0.0, 0.5))
def test_more_inclination_never_costs_less(orbit, one, two):
    a, ecc, _ = orbit
    less, more = sorted((one, two))
    dv = tangential_dv_km_s(a, ecc, [less, more], to_a_au=1.05, to_ecc=0.03, to_inc_rad=0.0)
    assert dv[0] <= dv[1]


def test_nan_stays_in_its_row_and_threads_change_no_bit():
    rng = np.random.default_rng(0)
    a, ecc, inc = rng.uniform(0.8, 1.3, 700), rng.uniform(0, 0.4, 700), rng.uniform(0, 0.2, 700)
    a[5] = np.nan
    one, two = (screened(a, ecc, inc, table=TABLE, threads=n) for n in (1, 2))
    for name in ("dv_km_s", "member", "point"):
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name))
    assert np.flatnonzero(np.isnan(one.best_dv_km_s)).tolist() == [5]
    assert np.all(one.member[5] == -1)
    assert len(one.best_family) == 700
