import math
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.composition.body import draw_bodies, draw_body
from asteroid_econ.composition.evidence import class_probabilities
from asteroid_econ.composition.tables import load_tables
from asteroid_econ.sampling.sequences import Sampler, variables_of
from composition_targets import sampler, target

TABLES = load_tables()
LABELS = ("", "C", "S:", "X", "M", "V", "Ch", "SMU", "D", "E", "U")


def consistent(h, albedo, p_of_size, rotation, taxonomy, orbit):
    """A target whose diameter, where it has one, is what some albedo makes of H."""
    diameter = 1329.0 / p_of_size**0.5 * 10 ** (-0.2 * h)
    return target(
        h, albedo=albedo, diameter=diameter, rotation=rotation, taxonomy=taxonomy, orbit=orbit
    )


def or_unknown(strategy):
    return st.one_of(st.just(math.nan), strategy)


targets = st.builds(
    consistent,
    st.floats(9.0, 33.0),
    or_unknown(st.floats(0.01, 0.9)),
    or_unknown(st.floats(0.01, 0.9)),
    or_unknown(st.floats(0.01, 100.0)),
    st.sampled_from(LABELS),
    st.tuples(st.floats(0.5, 4.0), st.floats(0.0, 0.95), st.floats(0.0, 1.5)),
)


@settings(max_examples=40)
@given(targets, st.integers(0, 2**31))
def test_every_draw_is_possible(one, seed):
    body = draw_body(one, TABLES, sampler(300, seed))
    assert math.fsum(class_probabilities(one, TABLES).values()) == pytest.approx(1.0)
    assert ((body.albedo > 0.0) & (body.albedo <= 1.0)).all()
    assert ((body.density_kg_m3 > 0.0) & (body.density_kg_m3 < 8500.0)).all()
    # one cohesive pile in a thousand is more than .85 void, which of primitive stone leaves less
    assert np.quantile(body.density_kg_m3, 0.02) > 200.0
    assert ((body.porosity_frac >= 0.0) & (body.porosity_frac < 1.0)).all()
    assert (body.rotation_h > 0.0).all()
    volume = math.pi / 6.0 * (body.diameter_km * 1e3) ** 3
    assert body.mass_kg == pytest.approx(volume * body.density_kg_m3, rel=1e-12)
    for share in (body.water_frac, body.metal_frac, body.silicate_frac, *body.grade_frac):
        assert ((share >= 0.0) & (share <= 1.0)).all()
    assert body.grade_frac.shape == (len(body.elements), 300)


def test_draws_belong_to_the_target_and_not_to_their_number():
    one, other = target(name="A"), target(name="B")
    first, again, longer = (draw_body(one, TABLES, sampler(n)) for n in (100, 100, 300))
    for field in fields(first):
        values = [getattr(body, field.name) for body in (first, again, longer)]
        if isinstance(values[0], np.ndarray):
            assert values[0].tobytes() == values[1].tobytes()
            assert values[0].tobytes() == values[2][..., :100].tobytes()
    assert not np.array_equal(first.mass_kg, draw_body(other, TABLES, sampler(100)).mass_kg)


def test_blocks_of_draws_are_the_whole():
    whole = draw_body(target(), TABLES, Sampler(0, 700))
    part = draw_body(target(), TABLES, Sampler(0, 300, first=400))
    assert whole.grade_frac[:, 400:].tobytes() == part.grade_frac.copy().tobytes()


def test_the_error_of_the_rows_is_shared_by_all_targets():
    bodies = [draw_body(target(20.0, taxonomy="M", name=n), TABLES, sampler(40_000)) for n in "AB"]
    order = np.argsort(sampler(40_000).uniforms("composition.rows")).reshape(100, -1)
    metal = [body.metal_frac[order].mean(axis=1) for body in bodies]
    assert np.corrcoef(*metal)[0, 1] > 0.2
    alone = load_tables({"analogues.row_concentration": 1e9})
    bodies = [draw_body(target(20.0, taxonomy="M", name=n), alone, sampler(40_000)) for n in "AB"]
    metal = [body.metal_frac[order].mean(axis=1) for body in bodies]
    assert abs(np.corrcoef(*metal)[0, 1]) < 0.3


def test_dark_draws_are_large_draws():
    body = draw_body(target(), TABLES, sampler(20_000))
    assert np.corrcoef(np.log(body.diameter_km), np.log(body.albedo))[0, 1] < -0.9


def test_exact_magnitude_ties_diameter_to_albedo():
    tables = load_tables({"size.h_sigma_bright_mag": 0.0})
    body = draw_body(target(), tables, sampler(20_000))
    correlation = np.corrcoef(np.log(body.diameter_km), np.log(body.albedo))[0, 1]
    assert correlation == pytest.approx(-1.0, abs=1e-12)


def arrays(body):
    return {
        f.name: v.tobytes()
        for f in fields(body)
        if isinstance(v := getattr(body, f.name), np.ndarray)
    }


@settings(max_examples=15)
@given(st.lists(targets, min_size=2, max_size=6), st.sampled_from(["random", "latin", "sobol"]))
def test_a_target_is_the_same_alone_and_among_others(many, method):
    many = [replace(one, designation=str(i)) for i, one in enumerate(many)]
    names = variables_of(lambda s: draw_body(many[0], TABLES, s)) if method == "sobol" else None
    draws = Sampler(0, 64, method=method, variables=names)
    together = draw_bodies(many, TABLES, draws)
    for one, body in zip(many, together, strict=True):
        assert arrays(draw_body(one, TABLES, draws)) == arrays(body)


def test_sources_of_an_orbit_reach_the_draws():
    # nu6 gives S .68, comets of Jupiter's family give it .03 at H 18
    many = [target(18.0, name=str(i)) for i in range(3)]
    sources = [{"nu6": 1.0}, {"jfc": 1.0}, None]
    bodies = draw_bodies(many, TABLES, sampler(20_000), sources=sources)
    share = [np.mean(body.class_index == body.classes.index("S")) for body in bodies]
    assert share[:2] == pytest.approx([0.68, 0.03], abs=0.015)
    alone = draw_body(many[1], TABLES, sampler(20_000), sources={"jfc": 1.0})
    assert arrays(alone) == arrays(bodies[1])
    assert arrays(draw_body(many[2], TABLES, sampler(20_000))) == arrays(bodies[2])
