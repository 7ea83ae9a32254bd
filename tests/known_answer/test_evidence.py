"""Prior, evidence and posterior of single asteroids."""

import math
from dataclasses import replace

import numpy as np
import pytest

from asteroid_econ.composition.evidence import (
    ContradictionWarning,
    class_evidence,
    class_probabilities,
    class_rows,
    contradiction,
)
from asteroid_econ.composition.known import faults, known, size_evidence
from asteroid_econ.composition.tables import load_tables
from asteroid_econ.errors import InputError
from composition_targets import target

TABLES = load_tables()
LN_10 = math.log(10.0)
JOINT = ("Bennu", 20.61, "B", 0.044), ("Eros", 10.41, "S", 0.25), ("Vesta", 3.20, "V", 0.42)


@pytest.mark.parametrize(("name", "h", "label", "albedo"), JOINT)
def test_known_asteroids_agree_with_themselves(name, h, label, albedo):
    one = target(h, taxonomy=label, albedo=albedo, name=name)
    assert contradiction(one, TABLES) == ""
    probabilities = class_probabilities(one, TABLES)
    complex_name = {"B": "C"}.get(label, label)
    assert max(probabilities, key=probabilities.get) == complex_name


def test_two_hypotheses_by_hand():
    # Bayes' rule for ln p = ln .1 with error .35 and types Ch (.052, .35) and S (.234, .35)
    evidence = class_evidence(target(albedo=0.1), TABLES)
    variance = 2 * 0.35**2
    by_hand = math.exp(-0.5 * (math.log(0.1 / 0.052) ** 2 - math.log(0.1 / 0.234) ** 2) / variance)
    ch, s = evidence.types.index("Ch"), evidence.types.index("S")
    assert evidence.albedo[ch] / evidence.albedo[s] == pytest.approx(by_hand, rel=1e-12)
    ratio = evidence.posterior[ch] / evidence.posterior[s]
    assert ratio == pytest.approx(by_hand * evidence.prior[ch] / evidence.prior[s], rel=1e-12)


def test_albedo_of_a_type_between_prior_and_measurement():
    # product of two normals of ln p: V (.336, .30) and a measured .25 (error .35)
    evidence = class_evidence(target(albedo=0.25), TABLES)
    v = evidence.types.index("V")
    precision = 1.0 / 0.30**2 + 1.0 / 0.35**2
    mean = (math.log(0.336) / 0.30**2 + math.log(0.25) / 0.35**2) / precision
    assert evidence.mu_ln[v] == pytest.approx(mean, rel=1e-12)
    assert evidence.sigma_ln[v] == pytest.approx(precision**-0.5, rel=1e-12)


def test_narrow_types_win_in_their_middle():
    # normals of unlike width at .336: V (.336, .30) and S (.234, .35), each with the error .35
    evidence = class_evidence(target(albedo=0.336), TABLES)
    v, s = (evidence.types.index(t) for t in "VS")
    ln, widths = math.log(0.336 / 0.234), [math.hypot(0.30, 0.35), math.hypot(0.35, 0.35)]
    by_hand = widths[1] / widths[0] * math.exp(0.5 * (ln / widths[1]) ** 2)
    assert evidence.albedo[v] / evidence.albedo[s] == pytest.approx(by_hand, rel=1e-12)


def test_x_types_resolve_by_albedo():
    # P below .1, M from .1 to .3, E above
    best = []
    for albedo in (0.045, 0.15, 0.55):
        found = class_probabilities(target(taxonomy="X", albedo=albedo), TABLES)
        best.append(max(found, key=found.get))
    assert best == ["P", "M", "E"]


def test_a_bright_d_type_is_called_unlikely():
    one = target(taxonomy="D", albedo=0.5)
    with pytest.warns(ContradictionWarning, match="hardly goes with taxonomy 'D'"):
        text = contradiction(one, TABLES)
    assert "chance of one as far out is" in text
    assert class_evidence(one, TABLES).agreement < 1e-4


def test_agreement_counts_both_tails():
    # V: ln albedo about ln .336 with .30, measured with .35; two sigmas leave .0455
    two_sigmas = 0.336 * math.exp(-2.0 * math.hypot(0.30, 0.35))
    evidence = class_evidence(target(taxonomy="V", albedo=two_sigmas), TABLES)
    assert evidence.agreement == pytest.approx(math.erfc(math.sqrt(2.0)))


def test_catalogues_that_are_too_bright_make_bodies_too_large():
    # Pravec et al. (2012): H too bright by .4 mag, sizes too large by 10^(.4/5)
    biased = load_tables({"size.h_bias_mag": -0.4}).parameters("size")
    one = known([target(14.0)])
    ln_d = [size_evidence(one, size).h[0, 0] for size in (TABLES.parameters("size"), biased)]
    assert ln_d[0] - ln_d[1] == pytest.approx(0.08 * LN_10)


def test_albedo_against_diameter_and_magnitude():
    # (4179) Toutatis in the database: 5.4 km and H 15.3 make .046, its albedo is given as .405
    one = target(15.3, albedo=0.405, diameter=5.4, name="Toutatis")
    with pytest.warns(ContradictionWarning, match="hardly goes with measured diameter and H") as w:
        text = contradiction(one, TABLES)
    assert "which give 0.0459" in str(w[0].message)
    # errors of ln albedo: .35 as measured; of the other 2 hypot(.15, .25 ln(10) / 5)
    error = math.hypot(0.35, 2.0 * math.hypot(0.15, 0.05 * LN_10))
    score = math.log(0.405 / ((1329.0 / 5.4) ** 2 * 10 ** (-0.4 * 15.3))) / error
    assert f"the chance of two as far apart is {math.erfc(score / math.sqrt(2.0)):.2g}" in text
    assert contradiction(target(15.3, albedo=0.05, diameter=5.4), TABLES) == ""


def test_a_body_of_no_class_names_none():
    # H 27 and 3 m would take an albedo of 3.1
    with pytest.warns(ContradictionWarning, match="goes with any class: whatever it is"):
        contradiction(target(27.0, diameter=0.003), TABLES)


def test_easily_retrievable_objects_carry_their_flag():
    assert class_evidence(target(28.0, name="2006 RH120"), TABLES).retrieval_point == "L2"
    assert class_evidence(target(28.0, name="2000 SG344"), TABLES).retrieval_point == "L1"
    assert class_evidence(target(28.0, name="Eros"), TABLES).retrieval_point == ""


def test_published_probabilities_replace_the_label():
    pairs = (("S", 0.9), ("L", 0.1))
    labelled = class_probabilities(target(taxonomy="C"), TABLES)
    published = class_probabilities(target(taxonomy="C", published=pairs), TABLES)
    assert labelled["C"] > 0.7
    assert published["S"] > 0.8


def test_every_piece_of_evidence_names_its_source():
    sources = dict(class_evidence(target(taxonomy="S", diameter=0.5), TABLES).sources)
    assert list(sources) == ["prior", "taxonomy", "albedo"]
    assert "'S'" in sources["taxonomy"]
    assert "diameter" in sources["albedo"]


def test_a_measured_diameter_has_its_own_error():
    size = size_evidence(known([target(20.0, diameter=0.4)]), TABLES.parameters("size"))
    assert size.measured[0] == pytest.approx([math.log(0.4), 0.15])
    assert -1.0 < size.rho[0] < 0.0
    assert np.isnan(size_evidence(known([target(20.0)]), TABLES.parameters("size")).measured).all()


def test_stated_errors_replace_the_usual_ones():
    one = replace(target(20.0, diameter=0.4), diameter_error_frac=0.05)
    size = size_evidence(known([one]), TABLES.parameters("size"))
    assert size.measured[0, 1] == pytest.approx(math.log(1.05))
    sharp, usual = (
        class_evidence(replace(target(albedo=0.1), albedo_error_frac=e), TABLES).sigma_ln
        for e in (0.02, math.nan)
    )
    assert (sharp < usual).all()
    with pytest.raises(InputError, match="diameter_error_frac"):
        class_evidence(replace(one, diameter_error_frac=0.0), TABLES)
    # an error of H of .4 mag is one of .4 ln(10) / 5 in ln D
    stated = replace(target(20.0), h_sigma_mag=0.4)
    h = size_evidence(known([stated]), TABLES.parameters("size")).h
    assert h[0, 1] == pytest.approx(0.08 * LN_10)
    with pytest.raises(InputError, match="h_sigma_mag"):
        class_evidence(replace(stated, h_sigma_mag=0.0), TABLES)


def test_a_label_raises_its_own_class():
    rows = {row.name: row for row in class_rows(class_evidence(target(taxonomy="V"), TABLES))}
    # V: .024 of the bodies of H 20, and .8 against .015 for the label
    assert rows["V"].taxonomy_ratio > 10.0
    assert rows["C"].taxonomy_ratio < 1.0
    assert rows["V"].albedo_ratio == pytest.approx(1.0)


def test_faults_name_the_target_and_leave_the_others():
    # 1329 / sqrt(p) 10^(-H/5): H 20 is .13 km at albedo 1 and 1.3 km at .01
    many = [target(20.0), target(41.0), target(20.0, diameter=0.5), target(20.0, diameter=50.0)]
    found = faults(known(many), TABLES.parameters("size"))
    assert list(found) == [1, 3]
    assert (found[1].name, found[3].name) == ("h_mag", "diameter_km")
    assert "near 0.133 to 1.33 km" in str(found[3])
