"""What the embedded catalogue holds, and what measured albedos change."""

from dataclasses import replace
from math import nan

import numpy as np
import pytest

from asteroid_econ.catalogs.load import load
from asteroid_econ.composition.inventory import inventory
from asteroid_econ.composition.tables import load_tables
from asteroid_econ.composition.taxonomy import COMPLEXES
from composition_targets import sampler

TABLES = load_tables()
DARK = [COMPLEXES.index(c) for c in "CPD"]


@pytest.fixture(scope="module")
def targets():
    return load("embedded").targets()


@pytest.fixture(scope="module")
def found(targets):
    return inventory(targets, TABLES, sampler(500))


def test_shares_of_the_embedded_catalogue(found, targets):
    share = found.class_count.mean(axis=1) / len(targets)
    assert share.sum() == pytest.approx(1.0)
    # Binzel et al. (2019): S and Q two thirds, C .11-.15, X .12, D .02 of what is observed
    assert share[COMPLEXES.index("S")] == pytest.approx(0.60, abs=0.08)
    assert share[COMPLEXES.index("C")] == pytest.approx(0.13, abs=0.05)
    spread = found.class_count.std(axis=1) / len(targets)
    assert (spread < 0.02).all()


def test_totals_carry_their_uncertainty(found):
    for total in (found.water_kg, found.metal_kg):
        low, middle, high = np.quantile(total, [0.05, 0.5, 0.95])
        assert 0.0 < low < middle < high
    assert (found.water_kg + found.metal_kg < found.mass_kg).all()
    # Ganymed and Eros alone are 1.7e17 and 6.7e15 kg
    assert np.median(found.mass_kg) == pytest.approx(1.0e17, rel=0.7)


def test_measured_albedos_move_the_right_way(targets):
    # Labels are taken away, so that the albedo alone speaks.
    bare = [replace(t, diameter_km=nan, taxonomy="", class_probabilities=()) for t in targets]
    known = [t for t in bare if np.isfinite(t.albedo)]
    with_albedo = inventory(known, TABLES, sampler(500))
    blind = inventory([replace(t, albedo=nan) for t in known], TABLES, sampler(500))
    albedo = np.array([t.albedo for t in known])
    assert (albedo < 0.08).sum() >= 10
    moved = (with_albedo.target_class - blind.target_class)[:, DARK].sum(axis=1)
    grown = with_albedo.target_diameter_km / blind.target_diameter_km
    dark, bright = albedo < 0.08, albedo > 0.2
    # Comet-like orbits are dark already without an albedo: they move least.
    assert (moved[dark] > 0.0).all()
    assert moved[dark].mean() > 0.5
    assert (moved[bright] < 0.02).all()
    assert moved[bright].mean() < -0.15
    # of one H the size goes as albedo^-1/2: a body of .05 is twice as large as one of .2
    assert np.median(grown[dark]) > 1.3
    assert np.median(grown[bright]) < 1.0
    slope = np.polyfit(np.log(albedo), np.log(grown), 1)[0]
    assert slope == pytest.approx(-0.5, abs=0.2)
