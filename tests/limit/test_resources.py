import math
from dataclasses import dataclass

import numpy as np
import pytest

from asteroid_econ.composition.body import draw_body, load_tables
from asteroid_econ.composition.resources import recoverable_kg, shell_frac
from asteroid_econ.errors import InputError
from asteroid_econ.records import Target
from asteroid_econ.sampling.streams import stream


@dataclass(frozen=True)
class Draws:
    seed: int
    n: int

    def uniforms(self, name, target_id=None):
        return stream(self.seed, name, target_id).uniforms(self.n)


def body_of(h, tables):
    nan = math.nan
    one = Target("T", "", 1.2, 0.2, 0.1, 0, 0, 0, 6e4, h, nan, nan, nan, "", 0.0)
    return draw_body(one, tables, Draws(0, 500))


def test_shell_reaches_its_limits():
    assert shell_frac([0.01, 0.02], 0.010) == pytest.approx(1.0)
    assert shell_frac(1e6, 0.010) == pytest.approx(6e-8, rel=1e-6)
    assert shell_frac(1.0, 0.0) == 0.0
    with pytest.raises(InputError):
        shell_frac(1.0, -1.0)


def test_perfect_recovery_gives_all_that_is_there():
    perfect = {
        "recovery.reach.depth_km": 1e6,
        "recovery.excavation.excavated_frac": 1.0,
        "recovery.water.released_frac": 1.0,
        "recovery.water.captured_frac": 1.0,
        "recovery.metal.separated_frac": 1.0,
        "recovery.metal.refined_frac": 1.0,
    }
    tables = load_tables(perfect)
    body = body_of(20.0, tables)
    made = recoverable_kg(body, tables)
    assert made["water"] == pytest.approx(body.mass_kg * body.water_frac)
    assert made["metal"] == pytest.approx(body.mass_kg * body.metal_frac)


@pytest.mark.parametrize("h", [17.0, 22.0, 28.0])
def test_nothing_is_made_of_nothing(h):
    tables = load_tables()
    body = body_of(h, tables)
    made = recoverable_kg(body, tables)
    assert (made["water"] <= body.mass_kg * body.water_frac).all()
    assert (made["metal"] <= body.mass_kg * body.metal_frac).all()
    pgm = body.grade_frac[3:9].sum(axis=0)
    assert (made["pgm"] <= body.mass_kg * pgm).all()
    assert np.isfinite(made["pgm"]).all()
