"""Draws of bodies against the published numbers that went into them."""

import math
from dataclasses import dataclass

import numpy as np
import pytest

from asteroid_econ.composition.body import (
    class_evidence,
    class_probabilities,
    draw_body,
    load_tables,
)
from asteroid_econ.composition.grades import PLATINUM_GROUP
from asteroid_econ.errors import InputError
from asteroid_econ.records import Target
from asteroid_econ.sampling.streams import stream


@dataclass(frozen=True)
class Draws:
    seed: int
    n: int

    def uniforms(self, name, target_id=None):
        return stream(self.seed, name, target_id).uniforms(self.n)


def target(h=20.0, *, albedo=math.nan, diameter=math.nan, taxonomy="", name="T", published=()):
    return Target(
        name, "", 1.2, 0.2, 0.1, 0.0, 0.0, 0.0, 6e4, h, albedo, diameter, math.nan, taxonomy, 0.0,
        published,
    )  # fmt: skip


TABLES = load_tables()


def drawn(n=100_000, **known):
    return draw_body(target(**known), TABLES, Draws(0, n))


@pytest.mark.parametrize(
    ("label", "albedo"), [("S", 0.234), ("Ch", 0.052), ("V", 0.336), ("P", 0.052), ("E", 0.583)]
)
def test_median_albedo_given_the_class(label, albedo):
    pure = ((label, 1.0),)
    evidence = class_evidence(target(published=pure), TABLES)
    index = evidence.types.index(label)
    assert math.exp(evidence.mu_ln[index]) == pytest.approx(albedo, rel=1e-12)


@pytest.mark.parametrize(
    ("label", "rho_g_cm3", "tolerance"), [("C", 1.3, 0.12), ("S", 2.2, 0.05), ("V", 2.5, 0.06)]
)
def test_median_density_of_a_class_between_100_and_1000_m(label, rho_g_cm3, tolerance):
    body = drawn(h=20.0, taxonomy=label)
    inside = body.class_index == body.classes.index(label)
    median = np.median(body.density_kg_m3[inside]) / 1e3
    assert median == pytest.approx(rho_g_cm3, rel=tolerance)


def test_quantiles_of_albedo_at_one_kilometre():
    # of the class mixture with catalogue albedos by class, not of Wright's class-free law
    quantiles = np.quantile(drawn(h=17.75).albedo, [0.05, 0.5, 0.95])
    assert quantiles == pytest.approx([0.043, 0.211, 0.473], rel=0.03)


def test_platinum_group_in_iron_metal():
    rows = [TABLES.grades.precious[-1, i] for i in range(6)]
    assert sum(rows) == pytest.approx(30e-6, rel=1e-12)
    body = drawn(400_000, taxonomy="M", albedo=0.15)
    is_iron = body.metal_frac >= 0.9
    total = sum(body.grade_frac[body.elements.index(e), is_iron] for e in PLATINUM_GROUP)
    quantiles = np.quantile(total / body.metal_frac[is_iron], [0.5, 0.9, 0.99])
    assert quantiles == pytest.approx([30e-6, 84e-6, 193e-6], rel=0.03)


def test_bennu_like_body_is_wet_and_light():
    body = drawn(h=20.61, taxonomy="B", diameter=0.490)
    assert np.median(body.diameter_km) == pytest.approx(0.490, rel=0.01)
    assert np.quantile(body.density_kg_m3, 0.1) < 1190.0 < np.quantile(body.density_kg_m3, 0.9)
    assert np.quantile(body.water_frac, 0.1) < 0.085 < np.quantile(body.water_frac, 0.9)


def test_dark_draws_are_large_draws():
    body = drawn(h=20.0)
    correlation = np.corrcoef(np.log(body.diameter_km), np.log(body.albedo))[0, 1]
    assert -1.0 < correlation < -0.9


def test_a_dark_albedo_turns_an_x_into_a_p():
    dark, bright = (
        class_probabilities(target(taxonomy="X", albedo=p), TABLES) for p in (0.05, 0.5)
    )
    assert max(dark, key=dark.get) == "P"
    assert max(bright, key=bright.get) == "E"


@pytest.mark.parametrize(
    ("known", "name"),
    [
        ({"h": math.nan}, "h_mag"),
        ({"albedo": 1.5}, "albedo"),
        ({"diameter": -1.0}, "diameter_km"),
        ({"h": 9.0, "diameter": 0.001}, "diameter_km"),
        ({"taxonomy": "Hund"}, "taxonomy"),
    ],
)
def test_impossible_evidence_is_refused_by_name(known, name):
    with pytest.raises(InputError) as caught:
        drawn(10, **known)
    assert caught.value.name == name
