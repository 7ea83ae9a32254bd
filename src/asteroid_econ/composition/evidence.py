"""What is known of one asteroid, turned into probabilities of classes and laws of albedo."""

import math
import warnings
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from asteroid_econ.composition.prior import class_prior, dry_probability
from asteroid_econ.composition.retrievable import retrieval_point
from asteroid_econ.composition.size import LN_PER_MAG
from asteroid_econ.composition.tables import Tables
from asteroid_econ.composition.taxonomy import (
    COMPLEXES,
    TYPES,
    by_complex,
    label_likelihood,
    listed_types,
    published_likelihood,
)
from asteroid_econ.errors import InputError
from asteroid_econ.parameters.load import ParameterSet
from asteroid_econ.records import Target
from asteroid_econ.sampling.normal import normal_cdf

Floats = NDArray[np.float64]

_IMPOSSIBLE_SIGMAS = 5.0
_TINY = 1e-300  # keeps a ratio of nothing to nothing at nothing


class ContradictionWarning(UserWarning):
    """Pieces of evidence of one asteroid that hardly go together."""


@dataclass(frozen=True, slots=True)
class ClassEvidence:
    """How the classes of one asteroid come about; arrays over ``types``.

    ``taxonomy`` and ``albedo`` are likelihoods up to a factor. ``sources`` says where each
    stands; ``mu_ln`` and ``sigma_ln`` are ln albedo given the type and all evidence.
    ``agreement`` is the chance that an albedo lies at least as far out as the measured one, if
    the taxonomy is right; 1 without an albedo. ``dry_probability`` is the chance that the Sun
    has dried it, ``retrieval_point`` the libration point of an easily retrievable object or ''.
    """

    types: tuple[str, ...]
    prior: Floats
    taxonomy: Floats
    albedo: Floats
    posterior: Floats
    mu_ln: Floats
    sigma_ln: Floats
    agreement: float
    dry_probability: float
    retrieval_point: str
    sources: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SizeEvidence:
    """Laws of size: ln D at albedo 1 with its sigma, ln D as measured with its sigma (or NaN).

    ``rho`` correlates the error of the measured diameter with ln albedo.
    """

    h: Floats
    measured: Floats
    rho: float


def class_evidence(
    target: Target, tables: Tables, sources: Mapping[str, float] | None = None
) -> ClassEvidence:
    """Return prior, evidence and posterior of the classes of one asteroid.

    Parameters
    ----------
    target : Target
        ``h_mag`` is needed; orbit, taxonomy, albedo and diameter are used where they are known.
    tables : Tables
        From :func:`asteroid_econ.composition.tables.load_tables`.
    sources : mapping, optional
        Probabilities of the source regions of the orbit; see
        :func:`asteroid_econ.composition.prior.class_prior`.

    Notes
    -----
    A diameter without an albedo counts as the albedo at which it agrees with H. Impossible
    evidence is an error; for evidence that hardly goes together see :func:`contradiction`.

    References
    ----------
    Bayes' theorem; sources of the numbers in ``parameters/taxonomy.toml`` and ``size.toml``.
    """
    size, classes = tables.parameters("size"), tables.parameters("taxonomy")
    _check(target)
    _check_size(target, size)
    prior = class_prior(target, tables.prior, sources)
    taxonomy, label_source = _taxonomy_likelihood(target, classes)
    ln_p, error_ln, albedo_source = _albedo_evidence(target, size)
    mu_ln, sigma_ln, albedo = _conjugate(
        tables.albedo_mu_ln, tables.albedo_sigma_ln, ln_p, error_ln
    )
    joint = prior * taxonomy * albedo
    said = "shares by size and orbit (taxonomy.*)"
    return ClassEvidence(
        types=TYPES,
        prior=prior,
        taxonomy=taxonomy,
        albedo=albedo,
        posterior=joint / joint.sum(),
        mu_ln=mu_ln,
        sigma_ln=sigma_ln,
        agreement=_agreement(target, prior, tables, ln_p, error_ln),
        dry_probability=dry_probability(target, classes),
        retrieval_point=retrieval_point(target, tables.parameters("retrievable")),
        sources=(
            ("prior", said if sources is None else "taxonomy.source.* by source region"),
            ("taxonomy", label_source),
            ("albedo", albedo_source),
        ),
    )


def class_probabilities(target: Target, tables: Tables) -> dict[str, float]:
    """Return the posterior probability of each complex, in the order of COMPLEXES.

    Parameters
    ----------
    target : Target
        ``h_mag`` is needed; orbit, taxonomy, albedo and diameter are used where they are known.
    tables : Tables
        From :func:`asteroid_econ.composition.tables.load_tables`.

    References
    ----------
    :func:`class_evidence`.
    """
    shares = by_complex(class_evidence(target, tables).posterior)
    return dict(zip(COMPLEXES, shares.tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One complex: its prior, what taxonomy and albedo multiply it by, its posterior."""

    name: str
    prior: float
    taxonomy_ratio: float
    albedo_ratio: float
    posterior: float


def class_rows(evidence: ClassEvidence) -> list[ClassRow]:
    """Return prior, evidence and posterior of each complex; prior × ratios = posterior.

    Parameters
    ----------
    evidence : ClassEvidence
        From :func:`class_evidence`.

    References
    ----------
    Bayes' theorem, one piece of evidence after the other.
    """
    prior = by_complex(evidence.prior / evidence.prior.sum())
    labelled = evidence.prior * evidence.taxonomy
    after_label = by_complex(labelled / labelled.sum())
    posterior = by_complex(evidence.posterior)
    ratios = (after_label / prior, posterior / np.maximum(after_label, _TINY))
    columns = (prior, *ratios, posterior)
    return [
        ClassRow(name, *(float(column[i]) for column in columns))
        for i, name in enumerate(COMPLEXES)
    ]


def contradiction(target: Target, tables: Tables) -> str:
    """Return a sentence on evidence that hardly goes together, or ''; it also warns.

    Parameters
    ----------
    target : Target
        With an albedo, or a diameter and H, beside its taxonomy.
    tables : Tables
        From :func:`asteroid_econ.composition.tables.load_tables`.

    Notes
    -----
    The measured albedo is compared with what the types that the taxonomy lists let expect, both
    tails counted, its own error included; ``taxonomy.label.contradiction_warning`` is the limit.
    The posterior goes on to weigh that the taxonomy is wrong.

    References
    ----------
    The prior predictive check of Box (1980).
    """
    evidence = class_evidence(target, tables)
    limit = tables.parameters("taxonomy").value("label.contradiction_warning")
    if evidence.agreement >= limit:
        return ""
    ln_p, _, source = _albedo_evidence(target, tables.parameters("size"))
    text = (
        f"{target.designation}: {source} {math.exp(ln_p):.3g} hardly goes with taxonomy "
        f"'{target.taxonomy}': if that is right, the chance of one as far out is "
        f"{evidence.agreement:.2g}"
    )
    warnings.warn(text, ContradictionWarning, stacklevel=2)
    return text


def size_evidence(target: Target, size: ParameterSet) -> SizeEvidence:
    """Return the laws of size of a target; ``size`` is ``load("size")``."""
    h_sigma_ln = LN_PER_MAG * _h_sigma_mag(target, size)
    h = np.array([_ln_d_at_unit_albedo(target, size), h_sigma_ln])
    if not math.isfinite(target.diameter_km):
        return SizeEvidence(h, np.array([math.nan, math.nan]), 0.0)
    error = _diameter_sigma_ln(target, size)
    measured = np.array([math.log(target.diameter_km), error])
    return SizeEvidence(h, measured, -error / math.hypot(error, h_sigma_ln))


def _check(target: Target) -> None:
    """Refuse what no body can have; NaN is what is not known, except for H."""
    if not -5.0 <= target.h_mag <= 40.0:
        raise InputError("h_mag", target.h_mag, "-5 to 40 mag")
    if target.albedo <= 0.0 or target.albedo > 1.0:
        raise InputError("albedo", target.albedo, "above 0, at most 1")
    if target.diameter_km <= 0.0 or math.isinf(target.diameter_km):
        raise InputError("diameter_km", target.diameter_km, "a finite number above 0")
    if target.rotation_h <= 0.0 or math.isinf(target.rotation_h):
        raise InputError("rotation_h", target.rotation_h, "a finite number above 0")
    for name in ("albedo_error_frac", "diameter_error_frac", "h_sigma_mag"):
        if getattr(target, name) <= 0.0 or math.isinf(getattr(target, name)):
            raise InputError(name, getattr(target, name), "a finite number above 0")


def _check_size(target: Target, size: ParameterSet) -> None:
    """Refuse a diameter that no albedo reconciles with H, within five standard errors."""
    if math.isnan(target.diameter_km):
        return
    ln_p, error_ln = _albedo_from_diameter(target, size)
    lowest = math.log(size.value("albedo_lowest"))
    if not lowest - _IMPOSSIBLE_SIGMAS * error_ln <= ln_p <= _IMPOSSIBLE_SIGMAS * error_ln:
        far = [math.exp(_ln_d_at_unit_albedo(target, size) - 0.5 * ln) for ln in (0.0, lowest)]
        allowed = f"near {far[0]:.3g} to {far[1]:.3g} km, which H = {target.h_mag:g} allows"
        raise InputError("diameter_km", target.diameter_km, allowed)


def _taxonomy_likelihood(target: Target, parameters: ParameterSet) -> tuple[Floats, str]:
    if target.class_probabilities:
        likelihood = published_likelihood(target.class_probabilities, parameters)
        return likelihood, "published class probabilities"
    likelihood = label_likelihood(target.taxonomy, parameters)
    if not target.taxonomy:
        return likelihood, "none"
    return likelihood, f"label '{target.taxonomy}' (taxonomy.label.*)"


def _h_sigma_mag(target: Target, size: ParameterSet) -> float:
    if math.isfinite(target.h_sigma_mag):
        return target.h_sigma_mag
    faint = target.h_mag > size.value("h_faint_mag")
    return float(size.value("h_sigma_faint_mag" if faint else "h_sigma_bright_mag"))


def _ln_d_at_unit_albedo(target: Target, size: ParameterSet) -> float:
    true_h = target.h_mag - size.value("h_bias_mag")
    return math.log(size.value("d_constant_km")) - LN_PER_MAG * true_h


def _albedo_evidence(target: Target, size: ParameterSet) -> tuple[float, float, str]:
    """Return ln albedo as measured, its error and its source; NaN where nothing is known."""
    if math.isfinite(target.albedo):
        error_ln = _stated(target.albedo_error_frac, size.value("albedo_sigma_ln"))
        return math.log(target.albedo), error_ln, "measured albedo"
    if math.isfinite(target.diameter_km):
        return (*_albedo_from_diameter(target, size), "albedo from measured diameter and H")
    return math.nan, math.nan, "none"


def _albedo_from_diameter(target: Target, size: ParameterSet) -> tuple[float, float]:
    """Return ln of the albedo at which diameter and H agree, and its standard error."""
    ln_p = 2.0 * (_ln_d_at_unit_albedo(target, size) - math.log(target.diameter_km))
    h_error_ln = LN_PER_MAG * _h_sigma_mag(target, size)
    return ln_p, 2.0 * math.hypot(_diameter_sigma_ln(target, size), h_error_ln)


def _diameter_sigma_ln(target: Target, size: ParameterSet) -> float:
    return _stated(target.diameter_error_frac, size.value("diameter_sigma_ln"))


def _stated(error_frac: float, usual: float) -> float:
    """Return the sigma of ln of a measurement: its own where the source states one."""
    return float(usual) if math.isnan(error_frac) else math.log1p(error_frac)


def _conjugate(
    mu_ln: Floats, sigma_ln: Floats, ln_p: float, error_ln: float
) -> tuple[Floats, Floats, Floats]:
    """Update normals by one measurement: means, sigmas and the likelihood of the measurement."""
    if math.isnan(ln_p):
        return mu_ln, sigma_ln, np.ones_like(mu_ln)
    variance = sigma_ln**2 + error_ln**2
    gain = sigma_ln**2 / variance
    likelihood = np.exp(-0.5 * (ln_p - mu_ln) ** 2 / variance) / np.sqrt(variance)
    return mu_ln + gain * (ln_p - mu_ln), sigma_ln * np.sqrt(1.0 - gain), likelihood


def _trusting(target: Target, prior: Floats, parameters: ParameterSet) -> Floats:
    """Return the shares of the types if the taxonomy is right: others than the listed have none."""
    pairs = target.class_probabilities or ((target.taxonomy, 1.0),)
    listed = np.zeros(len(TYPES))
    for label, probability in pairs:
        weights = listed_types(label, parameters)
        listed += probability * np.array([weights.get(t, 0.0) for t in TYPES])
    share = prior * (listed if listed.any() else 1.0)
    return np.asarray(share / share.sum())


def _agreement(
    target: Target, prior: Floats, tables: Tables, ln_p: float, error_ln: float
) -> float:
    """Return the chance of an albedo at least as far out as ln_p if the taxonomy is right."""
    if math.isnan(ln_p):
        return 1.0
    share = _trusting(target, prior, tables.parameters("taxonomy"))
    spread = np.hypot(tables.albedo_sigma_ln, error_ln)
    below = float(share @ normal_cdf((ln_p - tables.albedo_mu_ln) / spread))
    return min(1.0, 2.0 * min(below, 1.0 - below))
