"""Draws of bodies against the published numbers that went into them."""

import math

import numpy as np
import pytest

from asteroid_econ.composition.analogues import GROUPS
from asteroid_econ.composition.body import draw_body
from asteroid_econ.composition.grades import PLATINUM_GROUP, PRECIOUS
from asteroid_econ.composition.tables import load_tables
from asteroid_econ.composition.taxonomy import COMPLEXES
from asteroid_econ.errors import InputError
from composition_targets import sampler, target

TABLES = load_tables()


def drawn(n=100_000, **known):
    return draw_body(target(**known), TABLES, sampler(n))


@pytest.fixture(scope="module")
def any_body():
    """A body of H 19.5: 300 to 1000 m across."""
    return drawn(1_000_000, h=19.5)


@pytest.fixture(scope="module")
def irons():
    """ln of PRECIOUS per metal of the draws of an M-type that are iron."""
    body = drawn(1_000_000, taxonomy="M", albedo=0.15)
    is_iron = body.group_index == GROUPS.index("IRON")
    return np.log(body.grade_frac[3:10, is_iron] / body.metal_frac[is_iron])


@pytest.mark.parametrize(
    ("name", "albedo"),
    [("B", 0.067), ("Ch", 0.052), ("S", 0.234), ("Q", 0.252), ("V", 0.336), ("P", 0.052),
     ("M", 0.133), ("E", 0.583), ("K", 0.184), ("D", 0.05), ("A", 0.262)],
)  # fmt: skip
def test_median_albedo_given_the_class(any_body, name, albedo):
    # medians of measured albedos by class
    of_type = any_body.type_index == any_body.types.index(name)
    assert np.median(any_body.albedo[of_type]) == pytest.approx(albedo, rel=0.03)


@pytest.mark.parametrize(
    ("name", "rho_g_cm3"),
    [("C", 1.3), ("S", 2.2), ("V", 2.5), ("E", 2.3), ("K", 2.4), ("P", 1.1), ("D", 1.1)],
)
def test_median_density_given_the_class(any_body, name, rho_g_cm3):
    # bodies of 100 to 1000 m: Carry (2012), spacecraft, Dziadura et al. (2023)
    of_class = any_body.class_index == COMPLEXES.index(name)
    of_class &= any_body.diameter_km > 0.3
    median = np.median(any_body.density_kg_m3[of_class]) / 1e3
    assert median == pytest.approx(rho_g_cm3, rel=0.03)


@pytest.mark.parametrize(("groups", "rho_g_cm3"), [(("IRON",), 4.5), (("EH", "EL"), 2.5)])
def test_median_density_of_m_types_by_analogue(any_body, groups, rho_g_cm3):
    of_group = np.isin(any_body.group_index, [GROUPS.index(g) for g in groups])
    of_group &= any_body.class_index == COMPLEXES.index("M")
    median = np.median(any_body.density_kg_m3[of_group]) / 1e3
    assert median == pytest.approx(rho_g_cm3, rel=0.03)


def test_no_m_type_is_as_dense_as_iron(any_body):
    of_class = any_body.class_index == COMPLEXES.index("M")
    assert np.quantile(any_body.density_kg_m3[of_class], 0.99) < 6500.0


def test_quantiles_of_albedo_of_the_class_mixture_at_one_kilometre():
    # of the classes with catalogue albedos, not of Wright's class-free law, which disagrees
    body = drawn(1_000_000, h=17.75)
    quantiles = np.quantile(body.albedo, [0.05, 0.5, 0.95])
    assert quantiles == pytest.approx([0.043, 0.211, 0.473], rel=0.03)
    assert 0.20 < np.mean(body.albedo < 0.1) < 0.37  # Wright's share, reported and not forced


def test_platinum_group_in_iron_metal_follows_its_law(irons):
    total = np.exp(irons[:6]).sum(axis=0)
    quantiles = np.quantile(total, [0.1, 0.5, 0.9, 0.99])
    low = 30e-6 * math.exp(-0.8 * 1.2816)
    assert quantiles == pytest.approx([low, 30e-6, 84e-6, 193e-6], rel=0.03)
    assert np.log(total).std() == pytest.approx(0.8, rel=0.03)


def test_iridium_leads_the_platinum_group_of_irons(irons):
    correlation = np.corrcoef(irons)
    refractory = [PRECIOUS.index(e) for e in ("ruthenium", "osmium", "iridium", "platinum")]
    iridium = PRECIOUS.index("iridium")
    for i in refractory:
        for j in refractory:
            assert i == j or correlation[i, j] == pytest.approx(0.9, abs=0.03)
    for element in ("palladium", "gold"):
        assert correlation[PRECIOUS.index(element), iridium] == pytest.approx(-0.2, abs=0.05)


def test_palladium_and_platinum_keep_a_floor_where_iridium_is_low(irons):
    poor = irons[PRECIOUS.index("iridium")] < np.quantile(irons[PRECIOUS.index("iridium")], 0.1)
    # 2 to 4 ppm of each in iridium-poor irons
    assert np.median(np.exp(irons[PRECIOUS.index("palladium")][poor])) * 1e6 > 2.0
    assert np.median(np.exp(irons[PRECIOUS.index("platinum")][poor])) * 1e6 > 1.5


def test_bennu_like_body_is_wet_and_light():
    body = drawn(h=20.61, taxonomy="B", diameter=0.490)
    assert np.median(body.diameter_km) == pytest.approx(0.490, rel=0.01)
    # Lauretta et al. (2019, 2024): 1190 kg/m3, about 8.5 % of water
    assert np.quantile(body.density_kg_m3, 0.1) < 1190.0 < np.quantile(body.density_kg_m3, 0.9)
    assert np.quantile(body.water_frac, 0.1) < 0.085 < np.quantile(body.water_frac, 0.9)


def test_hydrated_share_of_c_types(any_body):
    # prior .45 +- .15 of C complex and B with more than 5 wt% of water, here at two sigmas
    of_class = any_body.class_index == COMPLEXES.index("C")
    assert np.mean(any_body.water_frac[of_class] > 0.05) == pytest.approx(0.45, abs=0.30)


def test_size_shifts_ordinary_chondrites_from_ll_to_l_and_h():
    # LL .6 of kilometre-size bodies, .11 of metre-size falls
    large, small = (drawn(h=h, taxonomy="Q") for h in (17.0, 33.0))
    of_q = [b.type_index == b.types.index("Q") for b in (large, small)]
    share = [np.mean(b.group_index[i] == GROUPS.index("LL")) for b, i in
             zip((large, small), of_q, strict=True)]  # fmt: skip
    assert share[0] == pytest.approx(0.60, abs=0.05)
    assert share[1] == pytest.approx(0.11, abs=0.03)


def test_a_body_near_the_sun_is_dry():
    far, near = (
        drawn(h=18.0, taxonomy="Ch", orbit=(a, 0.85, 0.1)).water_frac.mean() for a in (4.0, 0.9)
    )
    assert near < 0.35 * far


def test_renormalised_draws_are_marked(any_body):
    whole = any_body.silicate_frac + any_body.water_frac + any_body.metal_frac
    whole = whole + any_body.grade_frac[any_body.elements.index("carbon")]
    marked = any_body.is_renormalised
    assert np.abs(whole[marked] - 1.0).max() < 1e-12
    assert (whole[~marked] <= 1.0).all()
    assert 0.0 < marked.mean() < 0.3


@pytest.mark.parametrize(
    ("known", "name"),
    [
        ({"h": math.nan}, "h_mag"),
        ({"albedo": 1.5}, "albedo"),
        ({"diameter": -1.0}, "diameter_km"),
        ({"h": 9.0, "diameter": 0.001}, "diameter_km"),
        ({"rotation": 0.0}, "rotation_h"),
        ({"taxonomy": "Hund"}, "taxonomy"),
    ],
)
def test_impossible_evidence_is_refused_by_name(known, name):
    with pytest.raises(InputError) as caught:
        drawn(10, **known)
    assert caught.value.name == name


def test_sum_of_the_platinum_group_of_h_chondrites():
    # Wasson and Kallemeyn (1988): 5.2 ppm
    row = TABLES.grades.precious[GROUPS.index("H")]
    assert sum(row[: len(PLATINUM_GROUP)]) * 1e6 == pytest.approx(5.2, abs=0.05)
