"""Cases with a closed form: circles, apsides, orbits that cross."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from asteroid_econ.orbits.moid import ellipse, moid_au

ROUND = ellipse(1.0, 0.0, 0.0, 0.0, 0.0)


@given(st.floats(0.2, 30.0), st.floats(0.0, 3.1))
@settings(max_examples=40)
def test_circles(a_au: float, inc_rad: float) -> None:
    # two circles about one centre are nearest on their common node line
    tilted = ellipse(a_au, 0.0, inc_rad, 0.4, 0.0)
    assert moid_au(tilted, ROUND) == pytest.approx(abs(a_au - 1.0), abs=1e-9)


@given(st.floats(1.2, 30.0), st.floats(0.0, 0.99), st.floats(0.0, 6.28))
@example(22.75, 0.9562728910129596, 0.0)  # crosses 0.02 rad on either side of a scanned point
@settings(max_examples=40)
def test_coplanar_ellipse_and_circle(a_au: float, ecc: float, argperi_rad: float) -> None:
    q, big_q = a_au * (1.0 - ecc), a_au * (1.0 + ecc)
    expected = max(0.0, q - 1.0, 1.0 - big_q)
    ours = moid_au(ellipse(a_au, ecc, 0.0, 0.0, argperi_rad), ROUND)
    assert ours == pytest.approx(expected, abs=1e-7)


def test_crossing_at_the_node() -> None:
    # r = p / (1 ± e cos w) at the nodes: choose p so that one node lies on the unit circle
    ecc, argperi = 0.5, 1.0
    semilatus = 1.0 + ecc * np.cos(argperi)
    crossing = ellipse(semilatus / (1.0 - ecc**2), ecc, 0.7, 2.0, argperi)
    assert moid_au(crossing, ROUND) == pytest.approx(0.0, abs=1e-9)
