"""What measurements change, against Bayes' rule by hand and against published links."""

import math
import warnings
from dataclasses import fields, replace

import numpy as np
import pytest

from asteroid_econ.composition.body import draw_body
from asteroid_econ.composition.evidence import ContradictionWarning, class_probabilities
from asteroid_econ.composition.grades import PLATINUM_GROUP
from asteroid_econ.composition.observe import effective_draws, observe, sample_frac
from asteroid_econ.composition.tables import load_tables
from asteroid_econ.composition.taxonomy import COMPLEXES
from asteroid_econ.errors import InputError
from asteroid_econ.parameters.load import load
from composition_targets import sampler, target

TABLES = load_tables()


@pytest.fixture(scope="module")
def unknown():
    return draw_body(target(20.0), TABLES, sampler(200_000))


@pytest.fixture(scope="module")
def metal_like():
    return draw_body(target(20.0, taxonomy="M"), TABLES, sampler(50_000))


def only(body, is_chosen):
    columns = {f.name: getattr(body, f.name) for f in fields(body)}
    arrays = {k: v[..., is_chosen] for k, v in columns.items() if isinstance(v, np.ndarray)}
    return replace(body, **arrays)


def shares(body):
    return np.bincount(body.class_index, minlength=len(COMPLEXES)) / body.class_index.size


@pytest.mark.parametrize("known", [{"albedo": 0.05}, {"albedo": 0.25}, {"taxonomy": "V"},
                                   {"taxonomy": "X", "albedo": 0.15}])  # fmt: skip
def test_observing_is_the_same_as_having_known(unknown, known):
    seen = shares(observe(unknown, **known))
    known_before = list(class_probabilities(target(20.0, **known), TABLES).values())
    assert seen == pytest.approx(known_before, abs=0.01)


def test_a_dark_body_is_larger(unknown):
    dark = observe(unknown, albedo=0.05)
    assert np.median(dark.diameter_km) > 1.5 * np.median(unknown.diameter_km)


def test_a_diameter_narrows_the_size_to_its_error(unknown):
    seen = observe(unknown, diameter_km=0.4)
    assert np.median(seen.diameter_km) == pytest.approx(0.4, rel=0.06)
    assert np.log(seen.diameter_km).std() < 0.17


def test_radar_bright_m_types_are_metal(metal_like):
    # Shepard et al. (2015): radar albedo .43 +- .13 for irons, .21 +- .06 for the others
    bright, dim = (observe(metal_like, radar_albedo=r).metal_frac.mean() for r in (0.45, 0.18))
    assert bright > 0.6
    assert dim < metal_like.metal_frac.mean() < bright


def test_analogues_of_radar_bright_m_types():
    # of M-types that radar shows bright: iron .65, CB .20, stony-iron .15
    body = draw_body(target(20.0, taxonomy="M"), TABLES, sampler(200_000))
    of_m = only(body, body.type_index == body.types.index("M"))
    bright, dim = (observe(of_m, radar_albedo=r) for r in (0.5, 0.18))

    def share(seen, *groups):
        return np.isin(seen.group_index, [seen.groups.index(g) for g in groups]).mean()

    # but CB are .05 of all M-types and so at most .05 of the .316 that are bright
    bright_of_m = {"IRON": 0.316 * 0.65, "CB": 0.05, "stony-iron": 0.316 * 0.15}
    iron, cb, stony = (x / sum(bright_of_m.values()) for x in bright_of_m.values())
    assert share(bright, "IRON") == pytest.approx(iron, abs=0.02)
    assert share(bright, "CB") == pytest.approx(cb, abs=0.02)
    assert share(bright, "MES", "PAL") == pytest.approx(stony, abs=0.02)
    # 13 of 19 are dim; some irons are among them, under regolith
    assert 0.05 < share(dim, "IRON") < share(of_m, "IRON")


def test_radar_of_a_body_that_cannot_be_metal():
    # .21 +- .06 of surfaces without metal: .9 is more than eleven sigmas away
    body = draw_body(target(20.0, taxonomy="V"), TABLES, sampler(20_000))
    with pytest.raises(InputError, match=r"radar_albedo = 0\.9"):
        observe(only(body, body.group_index == body.groups.index("HED")), radar_albedo=0.9)


def test_a_dense_body_holds_more_metal(metal_like):
    dense = observe(metal_like, density_kg_m3=4200.0)
    assert dense.metal_frac.mean() > 1.3 * metal_like.metal_frac.mean()


def test_assays_narrow_with_the_root_of_their_number(metal_like):
    wide, narrow = (
        np.log(observe(metal_like, grade_frac={"platinum": 5e-6}, n_samples=n).grade_frac[8]).std()
        for n in (1, 25)
    )
    assert narrow < 0.5 * wide


def test_scatter_of_hand_samples():
    # .3 within a body, apart from .15 between bodies of one group
    z = np.random.default_rng(0).standard_normal(200_000)
    samples = sample_frac(4e-6, z, load("meteorites"))
    assert samples.mean() == pytest.approx(4e-6, rel=0.01)
    assert np.log(samples).std() == pytest.approx(0.30, rel=0.01)


def test_bodies_of_one_group_scatter_less_than_samples():
    body = draw_body(target(19.0, taxonomy="Q"), TABLES, sampler(100_000))
    of_l = body.group_index == body.groups.index("L")
    rows = [body.elements.index(e) for e in PLATINUM_GROUP]
    ln = np.log(body.grade_frac[rows][:, of_l])
    assert ln.std(axis=1) == pytest.approx(np.full(6, 0.15), rel=0.02)


def test_bright_d_types_warn(unknown):
    with pytest.warns(ContradictionWarning, match="albedo = 0.5 hardly goes") as caught:
        observe(unknown, taxonomy="D", albedo=0.5)
    assert caught[0].filename == __file__  # the line that said so, not one of the package


def test_bright_d_types_warn_whatever_the_order(unknown):
    labelled = draw_body(target(20.0, taxonomy="D"), TABLES, sampler(50_000))
    for body in (labelled, observe(unknown, taxonomy="D")):
        with pytest.warns(ContradictionWarning, match="albedo = 0.5 hardly goes"):
            again = observe(body, albedo=0.5)
    # By now the label is known to be wrong: one more bright albedo is no news.
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        observe(observe(again, albedo=0.5, taxonomy="E"), albedo=0.5)


@pytest.mark.parametrize(
    ("known", "name"),
    [({"albedo": 1.5}, "albedo"), ({"albedo": -0.1}, "albedo"), ({"diameter_km": 500.0},
     "diameter_km"), ({"density_kg_m3": 2e4}, "density_kg_m3"), ({"radar_albedo": 0.0},
     "radar_albedo"), ({"grade_frac": {"unobtainium": 0.1}}, "grade_frac"),
     ({"n_samples": 0}, "n_samples"), ({"sigma_ln": {"mass": 0.1}}, "sigma_ln"),
     ({"diameter_km": math.nan}, "diameter_km"), ({"albedo": [0.1, 0.2]}, "albedo"),
     ({"albedo": "dark"}, "albedo"), ({"n_samples": 1.5}, "n_samples"),
     ({"albedo": 0.1, "sigma_ln": {"albedo": math.inf}}, "sigma_ln")],
)  # fmt: skip
def test_impossible_measurements_are_refused_by_name(unknown, known, name):
    with pytest.raises(InputError) as caught:
        observe(unknown, **known)
    assert caught.value.name == name


def test_a_class_that_is_ruled_out_warns(unknown):
    bright = observe(unknown, albedo=0.45, sigma_ln={"albedo": 0.05})
    with pytest.warns(ContradictionWarning, match="taxonomy = 'D'"):
        observe(bright, taxonomy="D")


def test_a_body_made_by_hand_cannot_be_observed(unknown):
    bare = replace(unknown, type_index=np.empty(0, np.int64))
    with pytest.raises(InputError, match="body"):
        observe(bare, albedo=0.1)


def test_effective_draws_count_what_is_left(unknown):
    assert effective_draws(unknown) == unknown.mass_kg.size
    assert effective_draws(observe(unknown, albedo=0.05)) < unknown.mass_kg.size
