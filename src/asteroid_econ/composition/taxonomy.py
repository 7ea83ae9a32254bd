"""Classes of asteroids: their shares at a given H, and what a taxonomic label says of them.

A *type* is a letter of Bus–DeMeo with M and P; a *complex* gathers types.
"""

import math
import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ.composition.size import diameter_km
from asteroid_econ.errors import InputError, ParameterError
from asteroid_econ.parameters.load import ParameterSet

Floats = NDArray[np.float64]

COMPLEXES = ("C", "S", "M", "P", "E", "D", "V", "K", "A")
TYPES_OF = {
    "C": ("B", "C", "Cb", "Cg", "Ch", "Cgh"),
    "S": ("S", "Sq", "Sr", "Sv", "Sa", "Q", "R", "O"),
    "M": ("M", "Xc", "Xk"),
    "P": ("P",),
    "E": ("E",),
    "D": ("D", "T"),
    "V": ("V",),
    "K": ("K", "L"),
    "A": ("A",),
}
TYPES = tuple(t for types in TYPES_OF.values() for t in types)
COMPLEX_INDEX = np.array([i for i, c in enumerate(COMPLEXES) for _ in TYPES_OF[c]], np.int64)
# M, P and E are one spectrum, X, and differ in albedo: a label of one may well be another.
_SPECTRUM_INDEX = np.where(
    np.isin(COMPLEX_INDEX, [COMPLEXES.index(c) for c in "PE"]), COMPLEXES.index("M"), COMPLEX_INDEX
)
_PART = re.compile(r"[A-Z][a-z]*")


def s_and_q_frac(diameter_km: ArrayLike, parameters: ParameterSet) -> Floats:
    """Return the share of S complex and Q among near-Earth asteroids of one H.

    Parameters
    ----------
    diameter_km : array_like, shape S
        Diameter that H stands for at the conventional albedo; > 0.
    parameters : ParameterSet
        ``load("taxonomy")``.

    Returns
    -------
    ndarray, shape S
        per_H share in (0, 1). NaN where the diameter is NaN.

    References
    ----------
    A fit through Devogèle et al. (2019), MANOS, and its 2026 extension.

    Examples
    --------
    MANOS (210 bodies, most of them 10 to 300 m) counts .438 ± .046:

    >>> from asteroid_econ.parameters.load import load
    >>> print(round(float(s_and_q_frac(0.08, load("taxonomy"))), 2))
    0.43
    """
    d = floats("diameter_km", diameter_km)
    scale, power = parameters.value("f_sq_scale_km"), parameters.value("f_sq_power")
    rise = parameters.value("f_sq_rise") / (1.0 + (scale / d) ** power)
    return np.asarray(parameters.value("f_sq_small") + rise)


def complex_shares(h_mag: ArrayLike, parameters: ParameterSet) -> Floats:
    """Return the per_H shares of COMPLEXES at absolute magnitudes; shape S + (9,), sum 1."""
    d_km = diameter_km(h_mag, parameters.value("f_sq_albedo"))
    s_frac = s_and_q_frac(d_km, parameters)
    if (s_frac > 1.0).any():
        found = f"with f_sq_small gives shares up to {s_frac.max():.3g}"
        raise ParameterError("taxonomy.f_sq_rise", found, "a sum of at most 1")
    rest = dict(parameters.value("remainder")) | {"S": 0.0}
    scale = (1.0 - s_frac) / math.fsum(rest.values())
    shares = np.array([rest[c] for c in COMPLEXES]) * scale[..., np.newaxis]
    shares[..., COMPLEXES.index("S")] = s_frac
    return shares


def label_likelihood(label: str, parameters: ParameterSet) -> Floats:
    """Return P(label | type) for each of TYPES, up to a factor; ones where there is no label.

    Parameters
    ----------
    label : str
        A class of Tholen, Bus, Bus–DeMeo or Mahlke, compound ones too ('CSU', 'Sq:'); or ''.
    parameters : ParameterSet
        ``load("taxonomy")``.

    References
    ----------
    Tholen (1984); Bus and Binzel (2002); DeMeo et al. (2009); Mahlke et al. (2022).
    """
    weights = listed_types(label, parameters)
    if not weights:
        return np.ones(len(TYPES))
    doubt = "uncertain" if ":" in label or "U" in label else "certain"
    chance = parameters.value(f"label.{doubt}")
    listed = np.array([weights.get(t, 0.0) for t in TYPES])
    alike = np.zeros(len(COMPLEXES))
    np.maximum.at(alike, _SPECTRUM_INDEX, listed)
    near = chance["neighbour"] * alike[_SPECTRUM_INDEX]
    return np.asarray(chance["other"] + np.maximum(chance["listed"] * listed, near))


def listed_types(label: str, parameters: ParameterSet) -> dict[str, float]:
    """Return the types that a label lists with their weights, the first letter's being 1.

    Empty for '' and for a label that says only that the spectrum is unusual ('U').
    """
    if not label:
        return {}
    letters: Mapping[str, str] = parameters.value("letters")
    bare = re.sub(r"\(.*?\)|[:\s]", "", label)
    parts = [bare] if bare in letters else [p for p in _PART.findall(bare) if p != "U"]
    unknown = [p for p in parts if p not in letters]
    if unknown or (bare and not parts and bare != "U"):
        by_lower = {letter.lower(): letter for letter in letters}
        near = [by_lower[x] for x in get_close_matches(bare.lower(), by_lower, n=3, cutoff=0.0)]
        raise InputError("taxonomy", label, f"letters of {sorted(letters)}; nearest: {near}")
    decay = parameters.value("label.listing_decay")
    weights: dict[str, float] = {}
    for i, part in enumerate(parts):
        for kind in letters[part].split():
            weights[kind] = max(weights.get(kind, 0.0), decay**i)
    return weights


def published_likelihood(pairs: Iterable[tuple[str, float]], parameters: ParameterSet) -> Floats:
    """Return the likelihood of TYPES from class probabilities that a source publishes."""
    pairs = tuple(pairs)
    if not all(0.0 <= probability < math.inf for _, probability in pairs):
        raise InputError("class_probabilities", pairs, "labels with finite numbers >= 0")
    likelihood = np.full(len(TYPES), parameters.value("label.certain")["other"])
    for label, probability in pairs:
        likelihood += probability * label_likelihood(label, parameters)
    return likelihood


def by_complex(per_type: Floats) -> Floats:
    """Return sums over the types of each complex; last axis types to complexes."""
    sums = [per_type[..., i == COMPLEX_INDEX].sum(axis=-1) for i in range(len(COMPLEXES))]
    return np.stack(sums, axis=-1)
