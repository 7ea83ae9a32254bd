"""Recoverable masses against published shares and energies."""

import numpy as np
import pytest

from asteroid_econ.composition.body import draw_body
from asteroid_econ.composition.resources import (
    in_metal_frac,
    reachable_frac,
    recoverable_kg,
    released_frac,
    resources,
    shell_frac,
)
from asteroid_econ.composition.tables import load_tables
from asteroid_econ.errors import InputError
from asteroid_econ.parameters.load import load
from composition_targets import sampler, target

TABLES = load_tables()


@pytest.mark.parametrize(("oven_deg_c", "low", "high"), [(700.0, 0.85, 0.95), (800.0, 0.85, 0.95)])
def test_ovens_release_what_was_measured(oven_deg_c, low, high):
    assert low <= released_frac(oven_deg_c, load("recovery")) <= high


@pytest.mark.parametrize(("water_frac", "mj_kg"), [(0.10, 10.0), (0.04, 25.0)])
def test_energy_of_water_by_grade(water_frac, mj_kg):
    # about 1 MJ per kilogram of rock, all of its water taken
    perfect = load_tables(
        {
            "recovery.excavation.energy_mj_kg_rock": 0.0,
            "recovery.water.oven_deg_c": 900.0,
            "recovery.water.captured_frac": 1.0,
        }
    )
    body = draw_body(target(20.0, taxonomy="Ch"), perfect, sampler(20_000))
    near = np.abs(body.water_frac / water_frac - 1.0) < 0.02
    assert near.any()
    energy = resources(body, perfect)["water"].energy_mj_kg[near]
    assert np.median(energy) == pytest.approx(mj_kg, rel=0.02)


def test_energy_of_platinum_is_that_of_all_the_metal_it_comes_in():
    # of one kilogram per 1e5 of iron, at 5 MJ per kilogram of metal: half a million MJ and more
    body = draw_body(target(20.0, taxonomy="M", albedo=0.15), TABLES, sampler(20_000))
    platinum = resources(body, TABLES)["platinum"]
    ppm = platinum.grade_frac / body.metal_frac.clip(1e-9) * 1e6
    near = (body.metal_frac > 0.9) & (np.abs(ppm / 10.0 - 1.0) < 0.02)
    assert near.any()
    assert np.median(platinum.energy_mj_kg[near]) == pytest.approx(5.2e5, rel=0.03)


def test_products_of_the_same_metal_take_the_same_energy():
    # dug, separated and refined together: the energy of the whole is one number
    body = draw_body(target(20.0, taxonomy="M", albedo=0.15), TABLES, sampler(2_000))
    found = resources(body, TABLES)
    some = body.metal_frac > 0.0

    def energy(name):
        return found[name].energy_mj_kg[some] * found[name].mass_kg["product"][some]

    for element in ("nickel", "iron", "platinum", "gold"):
        assert energy(element) == pytest.approx(energy("metal"), rel=1e-12)


def test_shell_reaches_its_limits():
    assert shell_frac([0.01, 0.02], 0.010) == pytest.approx(1.0)
    assert shell_frac(1e6, 0.010) == pytest.approx(6e-8, rel=1e-6)
    assert shell_frac(1.0, 0.0) == 0.0
    with pytest.raises(InputError):
        shell_frac(1.0, -1.0)


def test_spin_takes_the_equator_away():
    # caps within 45 degrees of the poles: 1 - cos 45 = .29 of the surface
    slow, fast = (
        draw_body(target(22.0, rotation=period), TABLES, sampler(2_000)) for period in (10.0, 0.1)
    )
    ratio = reachable_frac(fast, TABLES).mean() / reachable_frac(slow, TABLES).mean()
    assert ratio == pytest.approx(0.29, abs=0.03)


def test_metal_of_ll_holds_no_more_than_was_measured_in_situ():
    # bulk over metal would give 80 ppm and more; Gilmour and Herd find H, L and LL alike
    body = draw_body(target(20.0, taxonomy="Q"), TABLES, sampler(20_000))
    stone = (body.metal_frac > 0.0) & (body.metal_frac < 0.3)
    total = body.grade_frac[3:9].sum(axis=0)
    in_metal = total * in_metal_frac("platinum", body, TABLES)
    assert (in_metal / body.metal_frac.clip(1e-9))[stone].max() <= 40e-6 * (1 + 1e-12)


def test_iron_of_h_chondrites_is_three_fifths_metal():
    # 18 % of metal with 9 % of nickel; bulk iron 27.5 %, bulk nickel 1.6 % (Wasson & Kallemeyn)
    body = draw_body(target(20.0, taxonomy="S"), TABLES, sampler(20_000))
    of_h = body.group_index == body.groups.index("H")
    iron, nickel = (in_metal_frac(e, body, TABLES)[of_h] for e in ("iron", "nickel"))
    assert np.median(iron) == pytest.approx(0.18 * 0.91 / 0.275, rel=0.03)
    assert np.median(nickel) > 0.95


def test_a_bagged_body_is_reached_whole():
    shallow = load_tables({"recovery.reach.depth_km": 0.001})  # a shell does not reach the centre
    body = draw_body(target(30.0), shallow, sampler(1_000))
    small = body.diameter_km < 0.015
    assert (reachable_frac(body, shallow)[small] == 1.0).all()


def test_recoverable_is_the_last_of_the_five_masses():
    body = draw_body(target(20.0, taxonomy="M"), TABLES, sampler(1_000))
    made, found = recoverable_kg(body, TABLES), resources(body, TABLES)
    assert made["water"] == pytest.approx(found["water"].mass_kg["product"])
    assert made["metal"] == pytest.approx(found["metal"].mass_kg["product"])
    elements = ("ruthenium", "rhodium", "palladium", "osmium", "iridium", "platinum")
    total = sum(found[e].mass_kg["product"] for e in elements)
    assert made["pgm"] == pytest.approx(total)
