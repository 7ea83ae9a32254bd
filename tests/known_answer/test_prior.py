"""Priors by orbit and by source region."""

import math

import numpy as np
import pytest

from asteroid_econ.composition.evidence import class_probabilities
from asteroid_econ.composition.known import known
from asteroid_econ.composition.prior import (
    class_prior,
    dry_probability,
    prior_tables,
    splits_per_h,
    tisserand_jupiter,
)
from asteroid_econ.composition.tables import load_tables
from asteroid_econ.composition.taxonomy import COMPLEX_INDEX, COMPLEXES, by_complex, complex_shares
from asteroid_econ.errors import InputError
from asteroid_econ.parameters.load import load
from composition_targets import target

TABLES = load_tables()
PRIOR = prior_tables(load("taxonomy"), TABLES.albedo_mu_ln, TABLES.albedo_sigma_ln)


def prior_of(one, sources=None):
    return class_prior(known([one]), PRIOR, [sources])[0]


def shares(prior):
    return dict(zip(COMPLEXES, by_complex(prior), strict=True))


@pytest.mark.parametrize(
    ("name", "a_au", "ecc", "inc_deg", "published"),
    [("2P/Encke", 2.215, 0.8483, 11.78, 3.03), ("67P", 3.463, 0.641, 7.04, 2.75),
     ("3200 Phaethon", 1.271, 0.890, 22.26, 4.51)],
)  # fmt: skip
def test_tisserand_parameters_of_the_small_body_database(name, a_au, ecc, inc_deg, published):
    found = tisserand_jupiter(a_au, ecc, math.radians(inc_deg))
    assert found == pytest.approx(published, abs=0.01)


def test_prior_without_an_orbit_is_that_by_size():
    found = by_complex(prior_of(target(19.0)))
    assert found == pytest.approx(complex_shares(19.0, PRIOR.parameters), rel=1e-12)


def test_prior_by_nu6_is_its_row_at_one_kilometre():
    found = shares(prior_of(target(18.0), {"nu6": 1.0}))
    assert found["S"] == pytest.approx(0.68)
    assert found["C"] == pytest.approx(0.12)
    assert found["P"] + found["M"] + found["E"] == pytest.approx(0.10)


def test_hungaria_sends_e_types():
    found = shares(prior_of(target(18.0), {"hungaria": 2.0}))
    assert found["E"] == pytest.approx(0.45)
    assert found["P"] + found["M"] == pytest.approx(0.12)


def test_comet_like_orbits_are_dark():
    # DeMeo and Binzel (2008): 54 +- 10 % of bodies with T < 3 look like comets
    asteroid, comet = (
        shares(prior_of(target(18.0, orbit=orbit))) for orbit in ((1.3, 0.4, 0.1), (3.4, 0.65, 0.1))
    )
    dark = [x["C"] + x["P"] + x["D"] for x in (asteroid, comet)]
    assert dark[0] < 0.3
    assert dark[1] > 0.54


def test_sources_follow_the_shares_by_size():
    # nu6 at 1 km: S .68, the others .32; of all bodies .62 and .38 there, .37 and .63 at 30 m
    # (H 17.75 and 25.4 with an albedo of .14)
    found = shares(prior_of(target(25.37), {"nu6": 1.0}))
    odds = (0.68 / 0.32) * (0.37 / 0.63) / (0.62 / 0.38)
    assert found["S"] / (1.0 - found["S"]) == pytest.approx(odds, rel=0.03)


def test_comets_are_mixed_in_as_their_share_says():
    # 54 % of the row of dormant comets, which holds .03 of S types, and 46 % of asteroids
    orbit = target(18.0, orbit=(3.4, 0.65, 0.1))
    bare = load("taxonomy", {"taxonomy.orbit.comet_frac": 0.0})
    tables = prior_tables(bare, TABLES.albedo_mu_ln, TABLES.albedo_sigma_ln)
    asteroids = shares(class_prior(known([orbit]), tables)[0])
    mixed = shares(prior_of(orbit))
    assert math.fsum(mixed.values()) == pytest.approx(1.0)
    assert mixed["S"] == pytest.approx(0.46 * asteroids["S"] + 0.54 * 0.03)


def test_albedo_falls_with_semi_major_axis_as_published():
    # .187, .170, .137, .062, .037 in bins of a: ratios of the mean albedo at one size
    means = []
    slope = PRIOR.parameters.value("size_slope")
    weight = np.exp(-0.5 * slope * TABLES.albedo_mu_ln)
    for weights in PRIOR.orbit_weight:
        per_h = complex_shares(18.0, PRIOR.parameters)[COMPLEX_INDEX] * PRIOR.split_per_h
        spread = np.exp(0.5 * (0.5 * slope * TABLES.albedo_sigma_ln) ** 2)
        per_d = per_h * weight * spread * weights
        means.append(math.exp(per_d @ TABLES.albedo_mu_ln / per_d.sum()))
    ratios = np.array(means) / means[0]
    published = np.array([0.187, 0.170, 0.137, 0.062, 0.037]) / 0.187
    assert ratios[:3] == pytest.approx(published[:3], rel=0.01)
    # Beyond 2.5 au the published albedos are those of the darkest classes alone: not reached.
    assert (published[3:] < ratios[3:]).all()
    assert (ratios[3:] < 0.6).all()


@pytest.mark.parametrize(("a_au", "ecc", "inc_deg"), [(2.66, 0.53, 26.7), (2.64, 0.547, 10.8)])
def test_s_types_beyond_2_5_au_stay_s_types(a_au, ecc, inc_deg):
    # (1036) Ganymed and (719) Albert
    one = target(12.0, taxonomy="S", orbit=(a_au, ecc, math.radians(inc_deg)))
    assert class_probabilities(one, TABLES)["S"] > 0.8


@pytest.mark.parametrize(("q_au", "probability"), [(0.14, 1.0), (0.25, 0.5), (0.9, 0.0)])
def test_bodies_near_the_sun_are_dry(q_au, probability):
    one = target(18.0, orbit=(1.0, 1.0 - q_au, 0.1))
    assert dry_probability(known([one]), PRIOR.parameters)[0] == pytest.approx(probability)


def test_dry_probability_is_none_without_an_orbit():
    assert dry_probability(known([target()]), PRIOR.parameters) == 0.0


def test_splits_sum_to_one_in_each_complex():
    split = splits_per_h(PRIOR.parameters, TABLES.albedo_mu_ln, TABLES.albedo_sigma_ln)
    assert by_complex(split) == pytest.approx(1.0)


@pytest.mark.parametrize("sources", [{"mars": 1.0}, {"nu6": -1.0, "jfc": 2.0}, {"nu6": 0.0}])
def test_refuses_unknown_sources(sources):
    with pytest.raises(InputError, match="sources"):
        prior_of(target(), sources)
