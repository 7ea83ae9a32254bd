"""The explanation shows every link, every assumption, and takes hand-made bodies."""

import math

import pytest

from asteroid_econ import api
from asteroid_econ.errors import InputError
from asteroid_econ.parameters.load import load, names
from asteroid_econ.reports.chain import summary_tables
from asteroid_econ.studies.explain import target_from_elements


def test_explanation_is_the_whole_chain():
    study = api.make_study(draws=64)
    explanation = api.explain(study, api.find_target(study, "Bennu"))
    titles = [section.title for section in explanation.sections]
    assert titles[:2] == ["orbit", "composition"]
    for name in api.architectures():
        assert f"mission {name}" in titles
        assert f"value {name}" in titles
    keys = {parameter.key for parameter in explanation.assumptions}
    assert keys >= {p.key for p in load("missions").values()}
    assert all(parameter.source and parameter.mark for parameter in explanation.assumptions)
    assert {key.split(".")[0] for key in keys} <= set(names())


def test_surface_of_the_body_is_shown():
    study = api.make_study(draws=64)
    explanation = api.explain(study, api.find_target(study, "Bennu"))
    shown = {q.name: q for s in explanation.sections if s.title == "composition"
             for q in s.quantities}  # fmt: skip
    # Lauretta et al. (2019): 4.296 h, GM 4.892 m3/s2 and a mean radius of 244 m: 0.2 m/s
    assert shown["rotation period"].value == pytest.approx(4.296, abs=0.02)
    assert (
        shown["escape velocity"].p10 < math.sqrt(2 * 4.892 / 244.0) < shown["escape velocity"].p90
    )
    assert 0.2 < shown["macroporosity"].value < 0.6
    regimes = [shown[f"handling: {name}"].value for name in ("surface", "anchor", "bag")]
    assert sum(regimes) == pytest.approx(1.0)
    assert regimes[2] == 0.0
    assert shown["P(monolith)"].value == 0.0


def test_contradictions_stand_under_the_classes_and_energies_with_the_masses():
    study = api.make_study(draws=64)
    body = target_from_elements("a=1.2, e=0.1, i=5, h=22, albedo=0.5, taxonomy=D")
    explanation = api.explain(study, body)
    classes = next(summary_tables(explanation))
    assert "hardly goes with taxonomy 'D'" in classes.caption
    shown = {q.name: q for s in explanation.sections if s.title == "composition"
             for q in s.quantities}  # fmt: skip
    assert "chance of one as far out is" in shown["contradiction"].note
    # 1 MJ per kilogram of rock or more, and less than a hundredth of it water
    assert shown["water, energy"].value > 100.0
    agreed = api.explain(study, target_from_elements("a=1.2, e=0.1, i=5, h=22, taxonomy=D"))
    assert "ontradiction" not in next(summary_tables(agreed)).caption


def test_overridden_assumptions_are_shown_as_such():
    study = api.make_study(draws=16, parameters={"missions.plant.mass_kg": 3000.0})
    explanation = api.explain(study, api.find_target(study, "Bennu"))
    mass = next(p for p in explanation.assumptions if p.key == "missions.plant.mass_kg")
    assert mass.value == 3000.0
    assert "set by the user" in mass.source


def test_own_elements_reach_the_orbit():
    body = target_from_elements("a=1.2, e=0.1, i=90, h=22, albedo=0.05, taxonomy=C")
    assert (body.a_au, body.ecc, body.h_mag, body.albedo) == (1.2, 0.1, 22.0, 0.05)
    assert body.inc_rad == pytest.approx(math.pi / 2.0)
    assert body.taxonomy == "C"
    assert math.isnan(body.diameter_km)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("a=1.2,e=1.0,i=5,h=22", "elements: e"),
        ("a=0,e=0.1,i=5,h=22", "elements: a"),
        ("a=1.2,e=0.1,i=200,h=22", "elements: i"),
        ("a=1.2,e=0.1,i=5,h=nan", "elements: h"),
        ("a=1.2,e=0.1,i=5,h=22,albedo=0", "elements: albedo"),
        ("a=1.2,e=0.1,i=5", "at least"),
        ("a=1.2;e=0.1", "elements"),
        ("a=1.2,e=0.1,i=5,h=22,a=3", "twice"),
        ("a=1.2,e=0.1,i=5,h=22,epoch=nan", "finite"),
    ],
)
def test_bad_elements_are_named(text, word):
    with pytest.raises(InputError, match=word):
        target_from_elements(text)
