"""What is known of many targets, as columns; and what of it no body can have."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from asteroid_econ.composition.size import LN_PER_MAG
from asteroid_econ.errors import InputError
from asteroid_econ.parameters.load import ParameterSet
from asteroid_econ.records import Target

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_COLUMNS = (
    *("h_mag", "a_au", "ecc", "inc_rad", "albedo", "albedo_error_frac", "diameter_km"),
    *("diameter_error_frac", "rotation_h", "h_sigma_mag"),
)
_ERRORS = ("albedo_error_frac", "diameter_error_frac", "h_sigma_mag")
_IMPOSSIBLE_SIGMAS = 5.0


@dataclass(frozen=True, slots=True)
class Known:
    """Columns of ``targets``, arrays of shape (n,); NaN where nothing is known."""

    targets: tuple[Target, ...]
    h_mag: Floats
    a_au: Floats
    ecc: Floats
    inc_rad: Floats
    albedo: Floats
    albedo_error_frac: Floats
    diameter_km: Floats
    diameter_error_frac: Floats
    rotation_h: Floats
    h_sigma_mag: Floats


def known(targets: Sequence[Target]) -> Known:
    """Return what is known of targets, as columns."""
    rows = [[getattr(target, name) for name in _COLUMNS] for target in targets]
    columns = np.array(rows, np.float64).reshape(-1, len(_COLUMNS)).T.copy()
    return Known(tuple(targets), *columns)


@dataclass(frozen=True, slots=True)
class SizeEvidence:
    """Laws of size: ln D at albedo 1 with its sigma, ln D as measured with its sigma (or NaN).

    ``h`` and ``measured`` (n, 2). ``rho`` (n,) correlates the error of the measured diameter with
    ln albedo; 0 where there is none.
    """

    h: Floats
    measured: Floats
    rho: Floats


def size_evidence(facts: Known, size: ParameterSet) -> SizeEvidence:
    """Return the laws of size of targets.

    Parameters
    ----------
    facts : Known
        n targets.
    size : ParameterSet
        ``load("size")``.

    References
    ----------
    Pravec and Harris (2007), Icarus 190, 250: D = 1329/sqrt(p) 10^(-H/5) km.
    """
    faint = facts.h_mag > size.value("h_faint_mag")
    usual_mag = np.where(faint, size.value("h_sigma_faint_mag"), size.value("h_sigma_bright_mag"))
    sigma_mag = np.where(np.isnan(facts.h_sigma_mag), usual_mag, facts.h_sigma_mag)
    true_h = facts.h_mag - size.value("h_bias_mag")
    ln_d = math.log(size.value("d_constant_km")) - LN_PER_MAG * true_h
    has_diameter = np.isfinite(facts.diameter_km)
    ln_measured = np.log(np.where(facts.diameter_km > 0.0, facts.diameter_km, np.nan))
    usual = float(size.value("diameter_sigma_ln"))
    error = np.where(has_diameter, stated(facts.diameter_error_frac, usual), np.nan)
    rho = -error / np.hypot(error, LN_PER_MAG * sigma_mag)
    return SizeEvidence(
        h=np.stack([ln_d, LN_PER_MAG * sigma_mag], axis=1),
        measured=np.stack([np.where(has_diameter, ln_measured, np.nan), error], axis=1),
        rho=np.where(has_diameter, rho, 0.0),
    )


def stated(error_frac: Floats, usual_sigma_ln: float) -> Floats:
    """Return the sigma of ln of measurements: their own where the source states one."""
    known_error = np.where(error_frac > -1.0, error_frac, np.nan)
    return np.where(np.isnan(error_frac), usual_sigma_ln, np.log1p(known_error))


def albedo_of_size(sizes: SizeEvidence) -> tuple[Floats, Floats]:
    """Return ln of the albedos at which diameters and H agree, and their standard errors."""
    ln_p = 2.0 * (sizes.h[:, 0] - sizes.measured[:, 0])
    return ln_p, 2.0 * np.hypot(sizes.measured[:, 1], sizes.h[:, 1])


def faults(facts: Known, size: ParameterSet) -> dict[int, InputError]:
    """Return what no body can have: number of the target → the error, its first one.

    Parameters
    ----------
    facts : Known
        n targets; NaN is what is not known, except for H.
    size : ParameterSet
        ``load("size")``.

    Notes
    -----
    A diameter that no albedo reconciles with H within five standard errors is one.

    References
    ----------
    ``size.albedo_lowest``; :func:`size_evidence`.
    """
    found: dict[int, InputError] = {}
    for name, bad, allowed in _rules(facts):
        for i in np.flatnonzero(bad).tolist():
            found.setdefault(i, InputError(name, float(getattr(facts, name)[i]), allowed))
    for i, error in _size_faults(facts, size):
        found.setdefault(i, error)
    return found


def _rules(facts: Known) -> Iterator[tuple[str, Bools, str]]:
    yield "h_mag", ~((facts.h_mag >= -5.0) & (facts.h_mag <= 40.0)), "-5 to 40 mag"
    yield "albedo", (facts.albedo <= 0.0) | (facts.albedo > 1.0), "above 0, at most 1"
    for name in ("diameter_km", "rotation_h", *_ERRORS):
        column = getattr(facts, name)
        yield name, (column <= 0.0) | np.isinf(column), "a finite number above 0"


def _size_faults(facts: Known, size: ParameterSet) -> Iterator[tuple[int, InputError]]:
    sizes = size_evidence(facts, size)
    ln_p, error_ln = albedo_of_size(sizes)
    lowest, far = math.log(size.value("albedo_lowest")), _IMPOSSIBLE_SIGMAS * error_ln
    fits = (lowest - far <= ln_p) & (ln_p <= far)
    for i in np.flatnonzero(np.isfinite(facts.diameter_km) & ~fits):
        ends = [math.exp(sizes.h[i, 0] - 0.5 * ln) for ln in (0.0, lowest)]
        allowed = f"near {ends[0]:.3g} to {ends[1]:.3g} km, which H = {facts.h_mag[i]:g} allows"
        yield int(i), InputError("diameter_km", float(facts.diameter_km[i]), allowed)
