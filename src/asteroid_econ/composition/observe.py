"""What a measurement changes: a body drawn again in proportion to how well its draws explain it."""

import math
import warnings
from collections.abc import Mapping
from dataclasses import fields, replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ.composition.evidence import ContradictionWarning
from asteroid_econ.composition.tables import Tables, load_tables
from asteroid_econ.composition.taxonomy import TYPES, label_likelihood, listed_types
from asteroid_econ.errors import InputError, ParameterError
from asteroid_econ.parameters.load import ParameterSet
from asteroid_econ.records import Body
from asteroid_econ.sampling.normal import normal_cdf

Floats = NDArray[np.float64]

_FAR_SIGMAS = 8.0
_MAX_DENSITY_KG_M3 = 8500.0
_MAX_DIAMETER_KM = 1000.0
_MAX_RADAR_ALBEDO = 1.5  # a focusing surface can exceed a smooth metal sphere


def observe(
    body: Body,
    *,
    albedo: float | None = None,
    taxonomy: str | None = None,
    diameter_km: float | None = None,
    radar_albedo: float | None = None,
    density_kg_m3: float | None = None,
    grade_frac: Mapping[str, float] | None = None,
    n_samples: int = 1,
    sigma_ln: Mapping[str, float] | None = None,
    tables: Tables | None = None,
) -> Body:
    """Return the body as it is believed after measurements.

    Parameters
    ----------
    body : Body
        From :func:`asteroid_econ.composition.body.draw_body`; D draws.
    albedo, diameter_km, density_kg_m3 : float, optional
        Measured values; errors from ``size.*`` unless ``sigma_ln`` has them.
    taxonomy : str, optional
        A label, as in :func:`asteroid_econ.composition.taxonomy.label_likelihood`.
    radar_albedo : float, optional
        Above 0, at most 1.5: high where there is much metal.
    grade_frac : mapping, optional
        Element (or ``water``, ``metal``) to the mean grade of ``n_samples`` hand samples.
    n_samples : int
        Hand samples behind each grade; >= 1.
    sigma_ln : mapping, optional
        Relative errors by the name of the argument, replacing the shipped ones.
    tables : Tables, optional
        That made the body; by default those of the shipped parameters.

    Returns
    -------
    Body
        D draws, each one of the old draws, repeated in proportion to its likelihood; joint
        properties (dark means large) stay joint.

    Notes
    -----
    Systematic resampling: the number of times a draw appears differs by less than one from its
    weight. A sharp measurement leaves few different draws: draw more before. Each measurement is
    compared with what the body and the measurements before it let expect, both tails counted; it
    warns below ``taxonomy.label.contradiction_warning``. For this comparison the taxonomy is taken
    as right, that of this call or the one the body had, unless what is known rules it out. A
    value that no draw comes near is an error. The order of calls changes no more than the noise
    of resampling. Measurements count as independent: what the body was drawn with, and what was
    observed before, is not to be given again.

    Not every iron shows its metal at the surface: a low radar albedo does not rule metal out.

    References
    ----------
    Smith and Gelfand (1992), The American Statistician 46, 84: weighted bootstrap. Shepard et al.
    (2015), Icarus 245, 38, for radar.
    """
    tables = tables or _shipped_tables()
    errors = _errors(tables, sigma_ln or {})
    if body.type_index.size != body.mass_kg.size:
        raise InputError("body", body.designation, "a body from draw_body, with types and groups")
    if isinstance(n_samples, bool) or not (
        isinstance(n_samples, (int, np.integer)) and n_samples >= 1
    ):
        raise InputError("n_samples", n_samples, "an integer >= 1")
    found = _Weights(body, tables.parameters("taxonomy"))
    if taxonomy:
        if not isinstance(taxonomy, str):
            raise InputError("taxonomy", taxonomy, "the text of a label, such as 'Ch'")
        found.add_label(taxonomy)
    measured = (
        ("albedo", albedo, body.albedo, 1.0),
        ("diameter_km", diameter_km, body.diameter_km, _MAX_DIAMETER_KM),
        ("density_kg_m3", density_kg_m3, body.density_kg_m3, _MAX_DENSITY_KG_M3),
    )
    for name, value, drawn, most in measured:
        if value is not None:
            found.add_relative(name, _checked(name, value, most), drawn, errors[name])
    if radar_albedo is not None:
        value = _checked("radar_albedo", radar_albedo, _MAX_RADAR_ALBEDO)
        found.add("radar_albedo", value, *_radar_laws(body, tables))
    for element, grade in (grade_frac or {}).items():
        name, error = f"grade_frac[{element}]", errors["grade_frac"] / math.sqrt(n_samples)
        drawn = _drawn_grade(body, element)
        found.add_relative(name, _checked(name, grade, 1.0), drawn, error)
    for text in found.contradictions:
        warnings.warn(f"{body.designation}: {text}", ContradictionWarning, stacklevel=2)
    return replace(_resampled(body, found.ln_weight), taxonomy=taxonomy or body.taxonomy)


def sample_frac(grade_frac: ArrayLike, z: ArrayLike, parameters: ParameterSet) -> Floats:
    """Return what hand samples of a body assay, given the grade of the whole body.

    Parameters
    ----------
    grade_frac : array_like, shapes broadcast to S
        Grade of the body; >= 0.
    z : array_like
        Standard normals, one per sample.
    parameters : ParameterSet
        ``load("meteorites")``.

    Returns
    -------
    ndarray, shape S
        Lognormal about the body's grade, with that mean: the scatter within a body, which
        ``scatter.sample_sigma_ln`` keeps apart from the scatter between bodies.

    References
    ----------
    Horan et al. (2003); Tagle and Berlin (2008): scatter of single samples.
    """
    sigma = parameters.value("scatter.sample_sigma_ln")
    exponent = sigma * floats("z", z) - 0.5 * sigma**2
    return np.asarray(floats("grade_frac", grade_frac) * np.exp(exponent))


def effective_draws(body: Body) -> int:
    """Return how many different draws a body has: D as drawn, fewer after :func:`observe`."""
    return int(np.unique(body.mass_kg).size)


def _errors(tables: Tables, given: Mapping[str, float]) -> dict[str, float]:
    size = tables.parameters("size")
    shipped = {
        "albedo": size.value("albedo_sigma_ln"),
        "diameter_km": size.value("diameter_sigma_ln"),
        "density_kg_m3": size.value("density_sigma_ln"),
        "grade_frac": tables.parameters("meteorites").value("scatter.sample_sigma_ln"),
    }
    for name, value in given.items():
        if name not in shipped or not 0.0 < floats(f"sigma_ln[{name}]", value) < math.inf:
            raise InputError("sigma_ln", dict(given), f"above 0, finite, for {', '.join(shipped)}")
    return shipped | dict(given)


def _checked(name: str, value: float, most: float) -> float:
    measured = floats(name, value)
    if measured.ndim or not 0.0 < measured <= most:
        raise InputError(name, value, f"one number above 0, at most {most:g}")
    return float(measured)


def _drawn_grade(body: Body, element: str) -> Floats:
    if element in ("water", "metal"):
        return body.water_frac if element == "water" else body.metal_frac
    if element not in body.elements:
        allowed = ", ".join(("water", "metal", *body.elements))
        raise InputError("grade_frac", element, f"a mapping from {allowed}")
    return body.grade_frac[body.elements.index(element)]


def _radar_laws(body: Body, tables: Tables) -> tuple[Floats, Floats, Floats]:
    """Return the two laws of the radar albedo, with the chance of either for each draw.

    Shares, means and scatters (2, D or 1): of surfaces that show metal, and of the others. Of the
    M-types a known share shows metal, and what those are made of is known: hence the chance of
    each meteorite group.
    """
    parameters, kind = tables.parameters("analogues"), TYPES.index("M")
    metal, other = parameters.value("radar_metal"), parameters.value("radar_other")
    frac, bright = parameters.value("radar_metal_frac"), parameters.value("radar_metal_row")
    chance = np.zeros(len(body.groups))
    for group, share in bright.items():
        i = body.groups.index(group) if group in body.groups else -1
        all_of_group = float(tables.rows.mean[kind][tables.rows.group[kind] == i].sum())
        if not 0.0 <= share <= 1.0 or all_of_group == 0.0:
            allowed = "shares from 0 to 1 of groups that row.M has"
            raise ParameterError(
                "analogues.radar_metal_row", f"{group} {share:g}", allowed, value=share
            )
        chance[i] = min(1.0, frac * share / all_of_group)
    shares = np.stack([chance, 1.0 - chance])[:, body.group_index]
    means, scatters = ([[metal[key]], [other[key]]] for key in ("mean", "sd"))
    return shares, np.array(means), np.array(scatters)


class _Weights:
    """ln weights of the draws of a body, growing with each measurement."""

    def __init__(self, body: Body, parameters: ParameterSet) -> None:
        self.body, self.parameters = body, parameters
        self.ln_weight = np.zeros(body.mass_kg.size)
        self.contradictions: list[str] = []
        listed = self._listed(body.taxonomy)
        is_possible = listed.mean() >= parameters.value("label.ruled_out")
        # The draws of the types that the label lists.
        self.trusted = listed if is_possible else np.ones(listed.size, np.bool_)

    def add_relative(self, name: str, value: float, drawn: Floats, error_ln: float) -> None:
        """Weigh by a measurement with a relative error."""
        with np.errstate(divide="ignore"):
            mean = np.log(drawn)[np.newaxis]
        one = np.ones((1, 1))
        self.add(name, math.log(value), one, mean, error_ln * one, value)

    def add(
        self,
        name: str,
        value: float,
        shares: Floats,
        means: Floats,
        scatters: Floats,
        shown: float = 0.0,
    ) -> None:
        """Weigh by a measurement whose law is a mixture of normals for each draw; (laws, D)."""
        score = (value - means) / scatters
        if not np.where(shares > 0.0, np.abs(score), math.inf).min() <= _FAR_SIGMAS:
            raise InputError(name, shown or value, "a value that some draw of this body comes near")
        weight = np.exp(self.ln_weight - self.ln_weight.max()) * self.trusted
        chance = (shares * normal_cdf(score)).sum(axis=0)
        below = float(weight @ chance / weight.sum())
        limit = self.parameters.value("label.contradiction_warning")
        self._compare(f"{name} = {shown or value:.4g}", 2.0 * min(below, 1.0 - below), limit)
        with np.errstate(divide="ignore"):
            ln_law = np.log(shares) - 0.5 * score**2 - np.log(scatters)
        self.ln_weight = self.ln_weight + np.logaddexp.reduce(ln_law, axis=0)

    def add_label(self, label: str) -> None:
        """Weigh by a taxonomic label."""
        per_type = label_likelihood(label, self.parameters)
        self.ln_weight = self.ln_weight + np.log(per_type / per_type.max())[self.body.type_index]
        listed = self._listed(label)
        # A rare class is no contradiction; one that what is known rules out is.
        limit = self.parameters.value("label.ruled_out")
        self._compare(f"taxonomy = '{label}'", float(listed.mean()), limit)
        self.trusted = listed if listed.any() else self.trusted

    def _listed(self, label: str) -> NDArray[np.bool_]:
        """Return which draws are of a type that a label lists; all where it lists none."""
        types = listed_types(label, self.parameters)
        return np.array([t in types or not types for t in self.body.types])[self.body.type_index]

    def _compare(self, what: str, agreement: float, limit: float) -> None:
        if agreement < limit:
            text = f"{what} hardly goes with what is known: chance {agreement:.2g}"
            self.contradictions.append(text)


@cache
def _shipped_tables() -> Tables:
    return load_tables()


def _resampled(body: Body, ln_weight: Floats) -> Body:
    n = ln_weight.size
    weight = np.exp(ln_weight - ln_weight.max())
    cumulative = np.cumsum(weight)
    aim = (np.arange(n) + 0.5) * (cumulative[-1] / n)
    chosen = np.minimum(np.searchsorted(cumulative, aim), n - 1)
    changed: dict[str, Any] = {
        f.name: getattr(body, f.name)[..., chosen]
        for f in fields(body)
        if isinstance(getattr(body, f.name), np.ndarray)
    }
    return replace(body, **changed)
