"""Shares of classes before anything but H and the orbit is known of a body."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ.composition.known import Known
from asteroid_econ.composition.shares import per_d_from_per_h, per_h_from_per_d
from asteroid_econ.composition.taxonomy import COMPLEX_INDEX, COMPLEXES, TYPES_OF, complex_shares
from asteroid_econ.errors import InputError
from asteroid_econ.parameters.load import ParameterSet

Floats = NDArray[np.float64]

_JUPITER_A_AU = 5.2026  # mean orbit of Jupiter; the Tisserand limit needs two digits
_REFERENCE_H_MAG = 18.0
_NEWTON_STEPS = 20
_MEMBERS = {"X": ("P", "M", "E"), "KLA": ("K", "A")}


@dataclass(frozen=True, slots=True)
class PriorTables:
    """What the prior needs as arrays.

    ``split_per_h`` (types,): share of each type in its complex. ``orbit_weight`` (bins, types):
    factors by semi-major axis. ``sources``: per_H shares of COMPLEXES by source region.
    """

    parameters: ParameterSet
    split_per_h: Floats
    orbit_weight: Floats
    sources: Mapping[str, Floats]


def prior_tables(parameters: ParameterSet, mu_ln: Floats, sigma_ln: Floats) -> PriorTables:
    """Return the arrays of ``load("taxonomy")``; ln albedo of each type at one H is given."""
    split = splits_per_h(parameters, mu_ln, sigma_ln)
    return PriorTables(
        parameters=parameters,
        split_per_h=split,
        orbit_weight=_orbit_weights(parameters, mu_ln, sigma_ln, split),
        sources={name: _source(parameters, name) for name in parameters.group("source")},
    )


def splits_per_h(parameters: ParameterSet, mu_ln: Floats, sigma_ln: Floats) -> Floats:
    """Return the share of each type in its complex at one H; shape (types,).

    The shares of ``taxonomy.split`` are per_D; mean and scatter of ln albedo are those at one H.
    """
    slope = parameters.value("size_slope")
    mu_per_d = mu_ln - 0.5 * slope * sigma_ln**2
    per_d = {c: p.value for c, p in parameters.group("split").items()}
    share = np.array([per_d.get(c, {t: 1.0})[t] for c, types in TYPES_OF.items() for t in types])
    split = np.empty(share.size)
    for i in range(len(COMPLEXES)):
        mine = i == COMPLEX_INDEX
        split[mine] = per_h_from_per_d(share[mine], mu_per_d[mine], sigma_ln[mine], slope=slope)
    return split


def class_prior(
    facts: Known,
    tables: PriorTables,
    sources: Sequence[Mapping[str, float] | None] | None = None,
) -> Floats:
    """Return the per_H share of each type among bodies of an H and an orbit.

    Parameters
    ----------
    facts : Known
        n targets: ``h_mag``; ``a_au``, ``ecc`` and ``inc_rad`` where they are known.
    tables : PriorTables
        From :func:`prior_tables`.
    sources : sequence, optional
        For each target None, or probabilities of the source regions ``nu6``, ``j31``, ``j52``,
        ``j21``, ``hungaria``, ``phocaea``, ``jfc`` of its orbit from a published table; they
        replace what a and the Tisserand parameter say.

    Returns
    -------
    ndarray, shape (n, types)
        Rows sum to 1.

    Notes
    -----
    Without source probabilities the shares by size are tilted so that the mean ln albedo follows
    the published run of albedo with semi-major axis, and bodies of T_J < 3 are comets with the
    published probability. The shares by source are of kilometre-size bodies and change with size
    as the whole population does.

    References
    ----------
    Sources of ``parameters/taxonomy.toml``; DeMeo and Binzel (2008), Icarus 194, 436.
    """
    by_size = complex_shares(facts.h_mag, tables.parameters)
    prior = by_size.take(COMPLEX_INDEX, axis=1) * tables.split_per_h
    has_orbit = np.isfinite(facts.a_au) & np.isfinite(facts.ecc)
    limits = np.array(tables.parameters.value("orbit.a_limits_au"))
    tilted = prior * tables.orbit_weight[(facts.a_au[:, np.newaxis] >= limits).sum(axis=1)]
    comet = _comet_frac(facts, tables.parameters)[:, np.newaxis]
    comets = tables.sources["jfc"][COMPLEX_INDEX] * tables.split_per_h
    by_orbit = (1.0 - comet) * tilted / tilted.sum(axis=1, keepdims=True) + comet * comets
    prior = np.where(has_orbit[:, np.newaxis], by_orbit, prior)
    for i, mine in enumerate(sources or ()):
        if mine is not None:
            prior[i] = _by_source(by_size[i], tables, mine)
    return prior


def _by_source(by_size: Floats, tables: PriorTables, sources: Mapping[str, float]) -> Floats:
    unknown = set(sources) - set(tables.sources)
    total = math.fsum(sources.values())
    if unknown or not total > 0.0 or min(sources.values()) < 0.0:
        raise InputError("sources", dict(sources), f"shares of {', '.join(tables.sources)}")
    mixed = sum(share / total * tables.sources[name] for name, share in sources.items())
    by_size_at_km = complex_shares(_REFERENCE_H_MAG, tables.parameters)
    prior = (mixed * by_size / by_size_at_km)[COMPLEX_INDEX] * tables.split_per_h
    return np.asarray(prior / prior.sum())


def tisserand_jupiter(a_au: ArrayLike, ecc: ArrayLike, inc_rad: ArrayLike) -> Floats:
    """Return the Tisserand parameter with Jupiter.

    Parameters
    ----------
    a_au, ecc, inc_rad : array_like, shapes broadcast to S
        Elements; a > 0; inclination to the ecliptic stands for that to Jupiter's orbit.

    Returns
    -------
    ndarray, shape S
        NaN where an input is NaN or the eccentricity is above 1.

    References
    ----------
    Levison (1996): 2 < T < 3 defines Jupiter-family comets.

    Examples
    --------
    Comet 2P/Encke (2.215 au, .848, 11.8 deg) has 3.03:

    >>> print(round(float(tisserand_jupiter(2.215, 0.848, 0.2057)), 2))
    3.03
    """
    ratio, e = floats("a_au", a_au) / _JUPITER_A_AU, floats("ecc", ecc)
    bound = np.maximum(np.where(e <= 1.0, 1.0 - e * e, np.nan), 0.0)
    return np.asarray(
        1.0 / ratio + 2.0 * np.cos(floats("inc_rad", inc_rad)) * np.sqrt(ratio * bound)
    )


def dry_probability(facts: Known, parameters: ParameterSet) -> Floats:
    """Return the chance that heat near the Sun has taken most of the water; 0 without an orbit.

    Parameters
    ----------
    facts : Known
        n targets: ``a_au`` and ``ecc``.
    parameters : ParameterSet
        ``load("taxonomy")``.

    Returns
    -------
    ndarray, shape (n,)
        0 to 1.

    References
    ----------
    A low-confidence prior on the perihelion of today.
    """
    q_au = facts.a_au * (1.0 - facts.ecc)
    limits = parameters.value("orbit.dry_q_limits_au")
    dry = np.interp(q_au, limits, parameters.value("orbit.dry_probability"))
    return np.where(np.isnan(q_au), 0.0, dry)


def _comet_frac(facts: Known, parameters: ParameterSet) -> Floats:
    inc_rad = np.where(np.isfinite(facts.inc_rad), facts.inc_rad, 0.0)
    tisserand = tisserand_jupiter(np.abs(facts.a_au), facts.ecc, inc_rad)
    is_bound = (facts.ecc < 1.0) & (facts.a_au > 0.0)
    is_comet_like = is_bound & (tisserand < parameters.value("orbit.comet_tisserand"))
    return np.where(is_comet_like, float(parameters.value("orbit.comet_frac")), 0.0)


def _source(parameters: ParameterSet, name: str) -> Floats:
    """Return the shares of COMPLEXES of a source; X and KLA divide as in the remainder."""
    row, rest = parameters.value(f"source.{name}"), parameters.value("remainder")
    shares = dict.fromkeys(COMPLEXES, 0.0)
    for key, share in row.items():
        # Hungaria lists its E apart: its X is M and P.
        members = [c for c in _MEMBERS.get(key, (key,)) if c == key or c not in row]
        weights = [rest.get(c, 1.0) for c in members]
        weights = weights if sum(weights) > 0.0 else [1.0] * len(members)
        for c, weight in zip(members, weights, strict=True):
            shares[c] += share * weight / sum(weights)
    total = math.fsum(shares.values())
    return np.array([shares[c] / total for c in COMPLEXES])


def _orbit_weights(
    parameters: ParameterSet, mu_ln: Floats, sigma_ln: Floats, split: Floats
) -> Floats:
    """Return factors p^power that move the mean ln albedo of the mixture as a bin asks.

    The albedos by a are of bodies found in the infrared, hence the mixture at one diameter.
    The two outer bins are as dark as the darkest classes; the limit of the power keeps the
    bright ones, which exist there, possible.
    """
    per_h = complex_shares(_REFERENCE_H_MAG, parameters)[COMPLEX_INDEX] * split
    prior = per_d_from_per_h(per_h, mu_ln, sigma_ln, slope=parameters.value("size_slope"))
    mean = float(prior @ mu_ln)
    rows, limit = [], parameters.value("orbit.power_limit")
    for albedo in parameters.value("orbit.albedo_by_a"):
        aim = mean + math.log(albedo / parameters.value("orbit.albedo_mean"))
        power = 0.0
        for _ in range(_NEWTON_STEPS):
            tilted = prior * np.exp(power * (mu_ln - mean))
            tilted /= tilted.sum()
            here = float(tilted @ mu_ln)
            power -= (here - aim) / max(float(tilted @ (mu_ln - here) ** 2), 1e-3)
            power = min(max(power, -limit), limit)
        rows.append(np.exp(power * (mu_ln - mean)))
    return np.array(rows)
