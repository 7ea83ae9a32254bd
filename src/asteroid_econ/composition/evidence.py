"""What is known of one asteroid, turned into probabilities of classes and laws of albedo."""

import math
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from asteroid_econ.composition.known import (
    Known,
    albedo_of_size,
    faults,
    known,
    size_evidence,
    stated,
)
from asteroid_econ.composition.prior import class_prior, dry_probability
from asteroid_econ.composition.retrievable import retrieval_point
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
class ClassLaws:
    """What draws need of the classes of n targets; arrays over (n, TYPES).

    ``taxonomy`` and ``albedo`` are likelihoods up to a factor; ``mu_ln`` and ``sigma_ln`` are ln
    albedo given the type and all evidence. ``dry_probability`` (n,).
    """

    prior: Floats
    taxonomy: Floats
    albedo: Floats
    posterior: Floats
    mu_ln: Floats
    sigma_ln: Floats
    dry_probability: Floats


def class_laws(
    facts: Known,
    tables: Tables,
    sources: Sequence[Mapping[str, float] | None] | None = None,
) -> ClassLaws:
    """Return prior, evidence and posterior of the classes of targets.

    Parameters
    ----------
    facts : Known
        n targets. ``h_mag`` is needed; orbit, taxonomy, albedo and diameter are used where they
        are known.
    tables : Tables
        From :func:`asteroid_econ.composition.tables.load_tables`.
    sources : sequence, optional
        Probabilities of source regions; see :func:`asteroid_econ.composition.prior.class_prior`.

    Notes
    -----
    A diameter without an albedo counts as the albedo at which it agrees with H. A target does
    not change the numbers of another. Impossible evidence is an error.

    References
    ----------
    Bayes' theorem; sources of the numbers in ``parameters/taxonomy.toml`` and ``size.toml``.
    """
    size, classes = tables.parameters("size"), tables.parameters("taxonomy")
    impossible = faults(facts, size)
    if impossible:
        raise impossible[min(impossible)]
    prior = class_prior(facts, tables.prior, sources)
    taxonomy = np.stack([_taxonomy_likelihood(target, classes) for target in facts.targets])
    mu_ln, sigma_ln, albedo = _conjugate(
        tables.albedo_mu_ln, tables.albedo_sigma_ln, *_albedo_evidence(facts, size)
    )
    joint = prior * taxonomy * albedo
    return ClassLaws(
        prior=prior,
        taxonomy=taxonomy,
        albedo=albedo,
        posterior=joint / joint.sum(axis=1, keepdims=True),
        mu_ln=mu_ln,
        sigma_ln=sigma_ln,
        dry_probability=dry_probability(facts, classes),
    )


def impossible(facts: Known, tables: Tables) -> dict[int, InputError]:
    """Return why targets cannot be drawn: number of the target → the error, its first one.

    Parameters
    ----------
    facts : Known
        n targets.
    tables : Tables
        From :func:`asteroid_econ.composition.tables.load_tables`.

    References
    ----------
    :func:`asteroid_econ.composition.known.faults`; taxonomic labels that no system has.
    """
    found = faults(facts, tables.parameters("size"))
    for i, target in enumerate(facts.targets):
        try:
            _taxonomy_likelihood(target, tables.parameters("taxonomy"))
        except InputError as error:
            found.setdefault(i, error)
    return found


def class_evidence(
    target: Target, tables: Tables, sources: Mapping[str, float] | None = None
) -> ClassEvidence:
    """Return prior, evidence and posterior of the classes of one asteroid, with their sources.

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
    For evidence that hardly goes together see :func:`contradiction`.

    References
    ----------
    :func:`class_laws`.
    """
    facts = known([target])
    laws = class_laws(facts, tables, [sources])
    (ln_p,), (error_ln,) = _albedo_evidence(facts, tables.parameters("size"))
    said = "shares by size and orbit (taxonomy.*)"
    return ClassEvidence(
        types=TYPES,
        prior=laws.prior[0],
        taxonomy=laws.taxonomy[0],
        albedo=laws.albedo[0],
        posterior=laws.posterior[0],
        mu_ln=laws.mu_ln[0],
        sigma_ln=laws.sigma_ln[0],
        agreement=_agreement(target, laws.prior[0], tables, float(ln_p), float(error_ln)),
        dry_probability=float(laws.dry_probability[0]),
        retrieval_point=retrieval_point(target, tables.parameters("retrievable")),
        sources=(
            ("prior", said if sources is None else "taxonomy.source.* by source region"),
            ("taxonomy", _label_source(target)),
            ("albedo", _albedo_source(target)),
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
    shares = class_shares([target], tables)[0]
    return dict(zip(COMPLEXES, shares.tolist(), strict=True))


def class_shares(targets: Sequence[Target], tables: Tables) -> Floats:
    """Return the posterior probability of each of COMPLEXES; shape (targets, 9).

    Parameters
    ----------
    targets : sequence of Target
        As for :func:`class_probabilities`.
    tables : Tables
        From :func:`asteroid_econ.composition.tables.load_tables`.

    References
    ----------
    :func:`class_laws`.
    """
    return by_complex(class_laws(known(targets), tables).posterior)


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
    The measured albedo is compared with what the types that the taxonomy lists let expect, and
    with the one at which the measured diameter agrees with H; both tails counted, errors
    included. ``taxonomy.label.contradiction_warning`` is the limit. The posterior goes on to
    weigh that the taxonomy is wrong; where albedo and diameter disagree it takes either as given.

    References
    ----------
    The prior predictive check of Box (1980).
    """
    agreement = class_evidence(target, tables).agreement
    facts, size = known([target]), tables.parameters("size")
    limit = tables.parameters("taxonomy").value("label.contradiction_warning")
    (ln_p,), (error_ln,) = _albedo_evidence(facts, size)
    (ln_of_size,), (error_of_size,) = albedo_of_size(size_evidence(facts, size))
    # The same number where no albedo was measured: then the two agree.
    score = (ln_p - ln_of_size) / math.hypot(error_ln, error_of_size)
    apart = 2.0 * float(normal_cdf(-abs(score)))
    found = []
    if agreement < limit:
        found.append(
            f"{_albedo_source(target)} {math.exp(ln_p):.3g} hardly goes with {_believed(target)}, "
            f"the chance of one as far out is {agreement:.2g}"
        )
    if apart < limit:
        found.append(
            f"{_albedo_source(target)} {math.exp(ln_p):.3g} hardly goes with measured diameter and "
            f"H, which give {math.exp(ln_of_size):.3g}: the chance of two as far apart is "
            f"{apart:.2g}"
        )
    if not found:
        return ""
    text = f"{target.designation}: {'; '.join(found)}"
    warnings.warn(text, ContradictionWarning, stacklevel=2)
    return text


def _taxonomy_likelihood(target: Target, parameters: ParameterSet) -> Floats:
    if target.class_probabilities:
        return published_likelihood(target.class_probabilities, parameters)
    return label_likelihood(target.taxonomy, parameters)


def _believed(target: Target) -> str:
    if target.class_probabilities:
        return "the published class probabilities: if they are right"
    if target.taxonomy:
        return f"taxonomy '{target.taxonomy}': if that is right"
    return "any class: whatever it is"


def _label_source(target: Target) -> str:
    if target.class_probabilities:
        return "published class probabilities"
    return f"label '{target.taxonomy}' (taxonomy.label.*)" if target.taxonomy else "none"


def _albedo_evidence(facts: Known, size: ParameterSet) -> tuple[Floats, Floats]:
    """Return ln albedo as measured and its error; NaN where nothing is known."""
    of_size, error_of_size = albedo_of_size(size_evidence(facts, size))
    has_albedo = np.isfinite(facts.albedo)
    usual = float(size.value("albedo_sigma_ln"))
    return (
        np.where(has_albedo, np.log(facts.albedo), of_size),
        np.where(has_albedo, stated(facts.albedo_error_frac, usual), error_of_size),
    )


def _albedo_source(target: Target) -> str:
    if math.isfinite(target.albedo):
        return "measured albedo"
    return "albedo from measured diameter and H" if math.isfinite(target.diameter_km) else "none"


def _conjugate(
    mu_ln: Floats, sigma_ln: Floats, ln_p: Floats, error_ln: Floats
) -> tuple[Floats, Floats, Floats]:
    """Update normals by one measurement of each target: means, sigmas, its likelihood."""
    measured, error = ln_p[:, np.newaxis], error_ln[:, np.newaxis]
    is_measured = np.isfinite(measured)
    variance = sigma_ln**2 + error**2
    gain = sigma_ln**2 / variance
    likelihood = np.exp(-0.5 * (measured - mu_ln) ** 2 / variance) / np.sqrt(variance)
    return (
        np.where(is_measured, mu_ln + gain * (measured - mu_ln), mu_ln),
        np.where(is_measured, sigma_ln * np.sqrt(1.0 - gain), sigma_ln),
        np.where(is_measured, likelihood, 1.0),
    )


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
