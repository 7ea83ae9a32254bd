"""Published shares of the near-Earth population against the priors of the composition."""

import re
from typing import Any

import numpy as np

from asteroid_econ.composition.albedo import class_free_albedo, class_free_albedo_cdf
from asteroid_econ.composition.shares import per_d_from_per_h
from asteroid_econ.composition.tables import Tables, load_tables
from asteroid_econ.composition.taxonomy import COMPLEX_INDEX, COMPLEXES, TYPES, complex_shares
from asteroid_econ.published.case import Case
from asteroid_econ.published.tables import table
from asteroid_econ.records import Floats
from asteroid_econ.sampling.normal import normal_cdf

_DARK_ALBEDO = 0.089  # split of Morbidelli et al. (2002)
# Shares of all objects of one H with albedos of 2-9, 9-11, 11-35, above 35 %, and their middles.
_MORBIDELLI_PER_H = (0.20, 0.05, 0.65, 0.10)
_MORBIDELLI_ALBEDO = (0.055, 0.10, 0.23, 0.45)
_STAND_INS = ("C", "M", "S", "E")  # complexes that stand for these classes, in this order
_NARROW_LN = 0.02  # a class of one albedo, as good as
_H_1_KM = 17.75  # with an albedo of .14
_BRIGHTEST_H = 9.0  # (1036) Ganymed; the few brightest bodies do not weigh


def cases() -> tuple[Case, ...]:
    """Return the cases, each prior beside what was published of the same share."""
    tables, theirs = load_tables(), load_tables(morbidelli_classes())
    size, slope = tables.parameters("size"), tables.prior.parameters.value("size_slope")
    low, middle, high = class_free_albedo([0.05, 0.5, 0.95], size).tolist()
    per_d = per_d_from_per_h(
        _MORBIDELLI_PER_H, np.log(_MORBIDELLI_ALBEDO), np.zeros(4), slope=slope
    )
    infrared = load_tables(albedos_at_one_size(tables))
    because = (
        "the class albedos stand for bodies of one H; as laws of one size, which the infrared "
        "surveys behind them measure, they give .87, and class medians at one H 11 % brighter"
    )
    return (
        _case("wright", "albedo_p05", "class-free law", low),
        _case("wright", "albedo_p50", "class-free law", middle),
        _case("wright", "albedo_p95", "class-free law", high),
        _case("wright", "dark_frac", "class-free law", float(class_free_albedo_cdf(0.1, size))),
        _case(
            "wright", "dark_frac", "class mixture at H 17.75", _dark_frac(tables, 0.1),
            because="the class mixture is per_H, Wright's law is of bodies found by size; at one "
            "size the mixture has half of its bodies below .1", bound=0.2,
        ),
        _case("manos", "s_and_q_frac", "mean over H 20 to 27", _s_and_q_frac(tables)),
        _case("morbidelli", "dark_per_d_ratio", "its albedo classes", _ratio(per_d)),
        _case(
            "morbidelli", "dark_per_h_ratio", "its classes in place of ours, at H 17.75",
            _odds(_dark_frac(theirs, _DARK_ALBEDO)),
        ),
        _case(
            "morbidelli", "dark_per_d_ratio", "its classes in place of ours, at 1 km",
            _odds(_dark_frac_per_d(theirs, slope)),
        ),
        _case(
            "morbidelli", "dark_per_h_ratio", "class mixture brighter than H 17.75",
            _odds(_dark_frac_brighter(tables, slope)),
        ),
        _case(
            "morbidelli", "dark_per_d_ratio", "class mixture at 1 km",
            _odds(_dark_frac_per_d(tables, slope)), because=because, bound=0.15,
        ),
        _case(
            "morbidelli", "dark_per_h_ratio", "class mixture with its albedos as laws of one size",
            _odds(_dark_frac_brighter(infrared, slope)),
        ),
        _case(
            "morbidelli", "dark_per_d_ratio", "class mixture with its albedos as laws of one size",
            _odds(_dark_frac_per_d(infrared, slope)),
        ),
        _case("rivkin", "hydrated_frac", "Ch and Cgh at 1 km", _hydrated_frac(tables, slope)),
    )  # fmt: skip


def morbidelli_classes() -> dict[str, Any]:
    """Return the overrides that put the four albedo classes of Morbidelli et al. in place of ours.

    The prior, the conversion between one H and one size, and the draws then run on their shares
    and albedos: what is tested is the mechanism, not our classes.
    """
    share = dict(zip(_STAND_INS, _MORBIDELLI_PER_H, strict=True))
    albedo = dict(zip(_STAND_INS, _MORBIDELLI_ALBEDO, strict=True))
    bright = share.pop("S")
    in_complex = {t: COMPLEXES[COMPLEX_INDEX[i]] for i, t in enumerate(TYPES)}
    absent = [c for c in COMPLEXES if c not in _STAND_INS]
    return {
        "taxonomy.f_sq_small": bright,
        "taxonomy.f_sq_rise": 0.0,
        "taxonomy.remainder": share | dict.fromkeys(absent, 0.0),
        "size.albedo_median": {t: albedo.get(c, 0.2) for t, c in in_complex.items()},
        "size.albedo_sigma_class_ln": dict.fromkeys(TYPES, _NARROW_LN),
    }


def albedos_at_one_size(tables: Tables) -> dict[str, Any]:
    """Return the overrides that read the class albedos as laws of bodies of one size.

    At one H each median is then brighter by exp(b sigma²/2).
    """
    size, slope = tables.parameters("size"), tables.prior.parameters.value("size_slope")
    sigma = size.value("albedo_sigma_class_ln")
    median = {
        t: p * float(np.exp(0.5 * slope * sigma[t] ** 2))
        for t, p in size.value("albedo_median").items()
    }
    return {"size.albedo_median": median}


def _shares(tables: Tables, magnitude: float = _H_1_KM) -> Floats:
    """Return the per_H share of each type at one H."""
    by_complex = complex_shares(magnitude, tables.prior.parameters)
    return by_complex[COMPLEX_INDEX] * tables.prior.split_per_h


def _below(tables: Tables, mu_ln: Floats, albedo: float) -> Floats:
    return normal_cdf((np.log(albedo) - mu_ln) / tables.albedo_sigma_ln)


def _dark_frac(tables: Tables, albedo: float) -> float:
    return float(_shares(tables) @ _below(tables, tables.albedo_mu_ln, albedo))


def _dark_frac_brighter(tables: Tables, slope: float) -> float:
    """Return the share of dark bodies among all that are brighter than H 17.75."""
    magnitudes = np.linspace(_BRIGHTEST_H, _H_1_KM, 251)
    weight = 10.0 ** (slope / 5.0 * magnitudes)  # N(< H) ~ 10^(b H / 5)
    below = _below(tables, tables.albedo_mu_ln, _DARK_ALBEDO)
    dark = np.array([_shares(tables, float(h)) @ below for h in magnitudes])
    return float(weight @ dark / weight.sum())


def _per_d(tables: Tables, slope: float) -> Floats:
    return per_d_from_per_h(
        _shares(tables), tables.albedo_mu_ln, tables.albedo_sigma_ln, slope=slope
    )


def _dark_frac_per_d(tables: Tables, slope: float) -> float:
    mu_ln = tables.albedo_mu_ln - 0.5 * slope * tables.albedo_sigma_ln**2
    return float(_per_d(tables, slope) @ _below(tables, mu_ln, _DARK_ALBEDO))


def _hydrated_frac(tables: Tables, slope: float) -> float:
    shares = _per_d(tables, slope)
    return float(sum(shares[TYPES.index(t)] for t in ("Ch", "Cgh")))


def _s_and_q_frac(tables: Tables) -> float:
    row = COMPLEXES.index("S")
    magnitudes = np.linspace(20.0, 27.0, 71)
    return float(np.mean([complex_shares(h, tables.prior.parameters)[row] for h in magnitudes]))


def _ratio(shares: tuple[float, ...] | Floats) -> float:
    return float(shares[0] / sum(shares[1:]))


def _odds(probability: float) -> float:
    return probability / (1.0 - probability)


def _case(
    population: str, quantity: str, what: str, ours: float, *, because: str = "", bound: float = 0.0
) -> Case:
    t = table("populations").where("population", population)
    row = t.text("quantity").index(quantity)
    slug = re.sub("[^a-z0-9]+", "-", what.lower())
    return Case(
        id=f"populations/{population}/{quantity}/{slug}".replace("_", "-"),
        title="Shares of the near-Earth population",
        source=t.text("source")[row],
        quantity=f"{quantity.rsplit('_', 1)[0].replace('_', ' ')}: {what}",
        unit=t.text("unit")[row],
        reference=np.array([t.numbers("value")[row]]),
        tolerance=float(t.numbers("tolerance")[row]),
        kind="model",
        compute=lambda: ours,
        explanation=because,
        explained_bound=bound,
    )
