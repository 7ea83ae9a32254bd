import math
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.composition.body import class_probabilities, draw_body, load_tables
from asteroid_econ.records import Target
from asteroid_econ.sampling.streams import stream

TABLES = load_tables()
LABELS = ("", "C", "S:", "X", "M", "V", "Ch", "SMU", "D", "E", "U")


@dataclass(frozen=True)
class Draws:
    seed: int
    n: int

    def uniforms(self, name, target_id=None):
        return stream(self.seed, name, target_id).uniforms(self.n)


def target(h, albedo, diameter, rotation, taxonomy, name="T"):
    return Target(name, "", 1.2, 0.2, 0.1, 0.0, 0.0, 0.0, 6e4, h, albedo, diameter, rotation,
                  taxonomy, 0.0)  # fmt: skip


def consistent(h, albedo, p_of_size, rotation, taxonomy):
    """A target whose diameter, where it has one, is what some albedo makes of H."""
    return target(h, albedo, 1329.0 / p_of_size**0.5 * 10 ** (-0.2 * h), rotation, taxonomy)


targets = st.builds(
    consistent,
    st.floats(9.0, 33.0),
    st.one_of(st.just(math.nan), st.floats(0.01, 0.9)),
    st.one_of(st.just(math.nan), st.floats(0.01, 0.9)),
    st.one_of(st.just(math.nan), st.floats(0.01, 100.0)),
    st.sampled_from(LABELS),
)


@settings(max_examples=40)
@given(targets, st.integers(0, 2**31))
def test_every_draw_is_possible(one, seed):
    body = draw_body(one, TABLES, Draws(seed, 300))
    assert math.fsum(class_probabilities(one, TABLES).values()) == pytest.approx(1.0)
    assert ((body.albedo > 0.0) & (body.albedo <= 1.0)).all()
    assert ((body.density_kg_m3 > 200.0) & (body.density_kg_m3 < 8500.0)).all()
    volume = math.pi / 6.0 * (body.diameter_km * 1e3) ** 3
    assert body.mass_kg == pytest.approx(volume * body.density_kg_m3, rel=1e-12)
    for share in (body.water_frac, body.metal_frac, *body.grade_frac):
        assert ((share >= 0.0) & (share <= 1.0)).all()


def test_draws_belong_to_the_target_and_not_to_their_number():
    one, other = (target(20.0, math.nan, math.nan, math.nan, "", name) for name in ("A", "B"))
    first, again, longer = (draw_body(one, TABLES, Draws(0, n)) for n in (100, 100, 300))
    assert first.mass_kg.tobytes() == again.mass_kg.tobytes()
    assert first.mass_kg.tobytes() == longer.mass_kg[:100].tobytes()
    assert first.grade_frac.tobytes() == longer.grade_frac[:, :100].copy().tobytes()
    assert not np.array_equal(first.mass_kg, draw_body(other, TABLES, Draws(0, 100)).mass_kg)
