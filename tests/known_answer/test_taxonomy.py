"""Shares of classes against surveys; labels against their definitions."""

import numpy as np
import pytest

from asteroid_econ.composition.taxonomy import (
    COMPLEXES,
    TYPES,
    by_complex,
    complex_shares,
    label_likelihood,
    listed_types,
    published_likelihood,
    s_and_q_frac,
)
from asteroid_econ.errors import InputError
from asteroid_econ.parameters.load import load

# Mahlke et al. (2022), Bus and Tholen labels found on near-Earth asteroids
SEEN = (
    *("A", "B", "C", "Ch", "D", "E", "Ek", "K", "L", "M", "Me", "Mk", "O", "P", "Pe", "Pk", "Q"),
    *("R", "S", "V", "X", "Xe", "Xek", "Xk", "Z", "C:", "Cb", "K:", "Ld", "S(IV)", "S:", "Sa"),
    *("Sk", "Sl", "Sq", "Sq:", "Sr", "T", "U", "V:", "X:", "Xc", "CF", "CSU", "F", "QRS", "QU"),
    *("SG", "SMU", "SQ", "SU", "TCG:", "XC"),
)


@pytest.mark.parametrize(("d_km", "share"), [(1.0, 0.62), (0.15, 0.49), (0.03, 0.37)])
def test_share_of_s_and_q_by_size(d_km, share):
    assert s_and_q_frac(d_km, load("taxonomy")) == pytest.approx(share, abs=0.005)


def test_share_of_s_and_q_over_the_range_of_manos():
    # Devogèle et al. (2019): .438 ± .046 of 210 bodies, H 20 to 27
    shares = [
        complex_shares(h, load("taxonomy"))[COMPLEXES.index("S")] for h in np.linspace(20, 27, 71)
    ]
    assert np.mean(shares) == pytest.approx(0.438, abs=0.046)


@pytest.mark.parametrize(
    ("name", "share"), [("C", 0.16), ("D", 0.03), ("V", 0.02), ("K", 0.03), ("A", 0.015)]
)
def test_shares_at_one_kilometre(name, share):
    shares = complex_shares(17.75, load("taxonomy"))
    assert shares[COMPLEXES.index(name)] == pytest.approx(share, abs=0.005)


@pytest.mark.parametrize("label", SEEN)
def test_every_label_in_use_is_known(label):
    likelihood = label_likelihood(label, load("taxonomy"))
    assert likelihood.shape == (len(TYPES),)
    assert (likelihood > 0.0).all()


@pytest.mark.parametrize(
    ("label", "best"),
    [("Cb", "Cb"), ("V", "V"), ("Xe", "E"), ("Mk", "Xk"), ("SMU", "S"), ("Q:", "Q"), ("Z", "D")],
)
def test_best_type_of_a_label(label, best):
    likelihood = label_likelihood(label, load("taxonomy"))
    assert likelihood[TYPES.index(best)] == likelihood.max()


def test_a_colon_says_less():
    sure, unsure = (label_likelihood(s, load("taxonomy")) for s in ("V", "V:"))
    assert unsure.max() / unsure.min() < sure.max() / sure.min()


def test_compound_labels_prefer_their_first_letter():
    weights = listed_types("CSU", load("taxonomy"))
    assert weights["C"] == 1.0
    assert weights["S"] == 0.5


def test_published_probabilities_of_ceres():
    # Mahlke et al. (2022): Ceres C .753, B .247
    pairs = (("B", 0.247065), ("C", 0.752714))
    likelihood = by_complex(published_likelihood(pairs, load("taxonomy")))
    assert COMPLEXES[int(np.argmax(likelihood))] == "C"


@pytest.mark.parametrize(("label", "nearest"), [("Xq", "X"), ("c", "C"), ("sq", "Sq")])
def test_unknown_letter_names_the_nearest(label, nearest):
    with pytest.raises(InputError, match=rf"taxonomy = '{label}'.*nearest: \['{nearest}'"):
        label_likelihood(label, load("taxonomy"))


def test_published_probabilities_weigh_their_labels():
    # a label is .8 likely for its own type, .015 for any other, and so much is added to each
    likelihood = published_likelihood([("V", 0.9), ("A", 0.1)], load("taxonomy"))
    v = 0.015 + 0.9 * (0.8 + 0.015) + 0.1 * 0.015
    a = 0.015 + 0.1 * (0.8 + 0.015) + 0.9 * 0.015
    assert likelihood[TYPES.index("V")] / likelihood[TYPES.index("A")] == pytest.approx(v / a)


@pytest.mark.parametrize("share", [-0.1, float("nan"), float("inf")])
def test_published_probabilities_are_probabilities(share):
    with pytest.raises(InputError, match="class_probabilities"):
        published_likelihood([("S", share), ("C", 0.5)], load("taxonomy"))


@pytest.mark.parametrize("label", ["M", "P", "E"])
def test_one_spectrum_has_three_albedos(label):
    """Tholen (1984): E, M and P are one spectrum; Mahlke (2022) has 1986 DA as P .55, M .43."""
    chance = load("taxonomy").value("label.certain")
    likelihood = dict(zip(TYPES, label_likelihood(label, load("taxonomy")), strict=True))
    for other in {"M", "P", "E"} - {label}:
        assert likelihood[other] == pytest.approx(chance["neighbour"] + chance["other"])
        assert likelihood[other] > 5.0 * likelihood["S"]
