"""Dark and bright near-Earth asteroids at one brightness and at one size."""

import numpy as np
import pytest

from asteroid_econ.composition.body import draw_bodies
from asteroid_econ.composition.shares import per_d_from_per_h, per_h_from_per_d
from asteroid_econ.composition.tables import load_tables
from asteroid_econ.composition.taxonomy import COMPLEX_INDEX, TYPES, complex_shares
from asteroid_econ.errors import InputError
from asteroid_econ.published.populations import albedos_at_one_size, morbidelli_classes
from composition_targets import sampler, target

SLOPE = 1.75  # 5 x .35 of Bottke et al. (2002)
# Morbidelli et al. (2002): shares of all near-Earth objects of one H with albedos of 2-9, 9-11,
# 11-35 and above 35 %; the middles of the classes stand for their albedos (the last: .45)
SHARE_PER_H = [0.20, 0.05, 0.65, 0.10]
LN_ALBEDO = np.log([0.055, 0.10, 0.23, 0.45])


def ratio(share):
    return share[0] / sum(share[1:])


def test_dark_to_bright_of_morbidelli_at_one_brightness_and_at_one_size():
    assert ratio(SHARE_PER_H) == pytest.approx(0.25, abs=0.02)
    per_d = per_d_from_per_h(SHARE_PER_H, LN_ALBEDO, np.zeros(4), slope=SLOPE)
    assert ratio(per_d) == pytest.approx(0.87, abs=0.05)


def test_dark_to_bright_of_a_million_drawn_bodies():
    # The classes of Morbidelli et al. in place of ours, through prior, conversion and draws.
    exact = {"size.h_sigma_bright_mag": 0.0}
    tables = load_tables(morbidelli_classes() | exact)
    magnitudes = np.arange(12.0, 21.5, 0.05)
    weight = 10.0 ** (SLOPE / 5.0 * magnitudes)[:, np.newaxis]
    draws = sampler(5_300)
    albedo, d_km = [], []
    for first in range(0, magnitudes.size, 10):
        some = [target(h, name=f"{h:.2f}") for h in magnitudes[first : first + 10]]
        for body in draw_bodies(some, tables, draws):
            albedo.append(body.albedo)
            d_km.append(body.diameter_km)
    dark, large = np.array(albedo) < 0.089, np.array(d_km) > 1.0
    assert dark.size > 1_000_000
    for chosen, published, tolerance in [
        (np.broadcast_to(magnitudes[:, np.newaxis] < 17.75, dark.shape), 0.25, 0.02),
        (large, 0.87, 0.05),
    ]:
        found = (weight * (dark & chosen)).sum() / (weight * (~dark & chosen)).sum()
        assert found == pytest.approx(published, abs=tolerance)


def test_hydrated_share_of_bodies_above_one_kilometre():
    # Rivkin and DeMeo (2019): 53 of 920
    tables = load_tables()
    per_h = complex_shares(17.75, tables.prior.parameters)[COMPLEX_INDEX] * tables.prior.split_per_h
    per_d = per_d_from_per_h(per_h, tables.albedo_mu_ln, tables.albedo_sigma_ln, slope=SLOPE)
    hydrated = sum(per_d[TYPES.index(t)] for t in ("Ch", "Cgh"))
    assert hydrated == pytest.approx(53 / 920, abs=0.006)


@pytest.fixture(scope="module")
def population():
    return draw_population(load_tables())


def draw_population(tables):
    """H, type, albedo and size of a million bodies brighter than H 21.5, N(< H) ~ 10^(.35 H)."""
    rng = np.random.default_rng(0)
    low, high = (10 ** (SLOPE / 5.0 * h) for h in (12.0, 21.5))
    h = np.log10(low + rng.random(1_000_000) * (high - low)) * 5.0 / SLOPE
    grid = np.linspace(12.0, 21.5, 96)
    shares = np.array([complex_shares(x, tables.prior.parameters)[COMPLEX_INDEX] for x in grid])
    cumulative = np.cumsum(shares * tables.prior.split_per_h, axis=1)
    row = np.rint((h - 12.0) * 10.0).astype(int)
    kind = np.minimum((cumulative[row] < rng.random(h.size)[:, None]).sum(axis=1), len(TYPES) - 1)
    z = rng.standard_normal(h.size)
    albedo = np.exp(-np.abs(tables.albedo_mu_ln[kind] + tables.albedo_sigma_ln[kind] * z))
    return h, kind, albedo, 1329.0 / np.sqrt(albedo) * 10.0 ** (-0.2 * h)


def dark_to_bright(albedo, chosen):
    dark = (albedo[chosen] < 0.089).mean()
    return dark / (1.0 - dark)


def test_class_mixture_against_morbidelli_at_one_brightness(population):
    h, _, albedo, _ = population
    assert dark_to_bright(albedo, h < 17.75) == pytest.approx(0.25, abs=0.02)


def test_class_mixture_against_morbidelli_with_albedos_as_laws_of_one_size():
    h, _, albedo, d_km = draw_population(load_tables(albedos_at_one_size(load_tables())))
    assert dark_to_bright(albedo, h < 17.75) == pytest.approx(0.25, abs=0.02)
    assert dark_to_bright(albedo, d_km > 1.0) == pytest.approx(0.87, abs=0.05)


def test_hydrated_share_of_a_million_drawn_bodies(population):
    _, kind, _, d_km = population
    hydrated = np.isin(kind, [TYPES.index("Ch"), TYPES.index("Cgh")])
    assert hydrated[d_km > 1.0].mean() == pytest.approx(0.058, abs=0.006)


def test_refuses_shares_of_nothing():
    for shares in ([0.0, 0.0], [-1.0, 2.0]):
        with pytest.raises(InputError):
            per_h_from_per_d(shares, [0.0, 0.0], [0.0, 0.0], slope=2.0)
