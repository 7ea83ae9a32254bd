"""Phase probabilities of the published default case, multiplied by hand."""

import numpy as np
import pytest

from asteroid_econ.missions.reliability import survival_frac
from asteroid_econ.parameters.load import load

PARAMETERS = load("missions")


def test_one_trip_of_three_years():
    """Launch .97 × cruise exp(−3/30) × work .85 × return .95 × entry .98 = .69457…"""
    alive = survival_frac(np.array([3 * 365.25]), n_launches=1.0, parameters=PARAMETERS)
    by_hand = 0.97 * 0.9048374180359595 * 0.85 * 0.95 * 0.98
    assert alive == pytest.approx([by_hand], rel=1e-14)


def test_each_launch_counts():
    """Starship to escape bills 13 launches: .97¹³ = .673."""
    one, many = (
        survival_frac(np.array([0.0]), n_launches=n, parameters=PARAMETERS)[0] for n in (0.0, 13.0)
    )
    assert many / one == pytest.approx(0.673, abs=5e-4)
