"""Grades of meteorite groups against published analyses."""

import numpy as np
import pytest

from asteroid_econ.composition.analogues import GROUPS
from asteroid_econ.composition.grades import (
    ELEMENTS,
    NEVER_ORE,
    PRECIOUS,
    SIDEROPHILES,
    TRACES,
    grade_tables,
)
from asteroid_econ.composition.tables import load_tables
from asteroid_econ.errors import ParameterError
from asteroid_econ.parameters.load import load

T = grade_tables(load("meteorites"))


def row(table, group):
    return table[GROUPS.index(group)]


@pytest.mark.parametrize(
    ("group", "ppm"),
    [("CI", 3.3), ("CM2", 4.0), ("CO", 4.8), ("H", 5.2), ("L", 3.6), ("LL", 2.9), ("EH", 4.4),
     ("EL", 4.0), ("CB", 18.6)],
)  # fmt: skip
def test_sum_of_the_platinum_group(group, ppm):
    # Lodders (2010) for CI; Wasson and Kallemeyn (1988), Horan et al. (2003)
    assert row(T.precious, group)[:6].sum() * 1e6 == pytest.approx(ppm, abs=0.06)


@pytest.mark.parametrize(("group", "wt"), [("H", 18.0), ("L", 8.3), ("LL", 3.6), ("EH", 23.0)])
def test_native_metal(group, wt):
    # Dunn et al. (2010): H 15-20, L 7-11 wt%
    assert row(T.metal, group)[0] * 100.0 == pytest.approx(wt)


def test_scatter_of_native_metal_is_a_quarter_of_its_range():
    # H 15 to 20, L 7 to 11 wt%
    assert row(T.metal, "H")[1] * 100.0 == pytest.approx(5.0 / 4.0)
    assert row(T.metal, "L")[1] * 100.0 == pytest.approx(4.0 / 4.0)


@pytest.mark.parametrize(("group", "ppm"), [("H", 29.0), ("L", 43.0), ("LL", 80.0), ("EH", 19.0)])
def test_platinum_group_in_the_metal_of_stones(group, ppm):
    found = row(T.precious, group)[:6].sum() / row(T.metal, group)[0] * 1e6
    assert found == pytest.approx(ppm, rel=0.03)


def test_nickel_of_h_chondrites_is_in_their_metal():
    # 9 % Ni of 18 % metal is the bulk 1.6 %
    i = GROUPS.index("H")
    assert T.metal[i, 0] * T.nickel_in_metal[i] == pytest.approx(T.bulk[i, 0], rel=0.02)


@pytest.mark.parametrize(
    ("group", "wt"), [("CI", 12.0), ("BENNU", 8.5), ("CM2", 9.0), ("CMH", 3.0)]
)
def test_water(group, wt):
    # King et al. (2015), Garenne et al. (2014), Lauretta et al. (2024)
    assert row(T.water, group)[0] * 100.0 == pytest.approx(wt)


def test_iron_metal_shares():
    # Pt .33 Ru .24 Pd .17 Os .11 Ir .11 Rh .04 of 30 ppm
    found = dict(zip(PRECIOUS, row(T.precious, "IRON") * 1e6 / 30.0, strict=True))
    published = {"platinum": 0.33, "ruthenium": 0.24, "palladium": 0.17, "osmium": 0.11}
    assert {e: found[e] for e in published} == pytest.approx(published)


def test_rare_earths_are_never_ore():
    # ores hold more than 1000 ppm
    assert T.traces[:, TRACES.index("rare_earths")].max() * 1e6 < 50.0
    assert set(NEVER_ORE) <= set(ELEMENTS)


def test_oxides_of_ordinary_chondrites():
    # olivine, pyroxene and plagioclase: H 80, L 87, LL 90 wt%
    found = [row(T.silicate, g) for g in ("H", "L", "LL")]
    assert found == pytest.approx([0.80, 0.87, 0.90])
    assert ELEMENTS[:3] == SIDEROPHILES


@pytest.mark.parametrize(
    ("key", "value", "named"),
    [("meteorites.scatter.precious_correlation", 2.0, "meteorites.scatter.precious_correlation"),
     ("meteorites.iron.palladium_correlation", -0.9, "meteorites.iron"),
     ("size.porosity.cohesive_sd", 0.6, "size.porosity.cohesive_sd"),
     ("taxonomy.f_sq_rise", 0.9, "taxonomy.f_sq_rise")],
)  # fmt: skip
def test_parameters_that_no_body_can_have_are_refused_by_name(key, value, named):
    # Correlations have no negative eigenvalue; the variance of a share is below a quarter.
    with pytest.raises(ParameterError, match=named):
        load_tables({key: value})


def test_law_of_the_sum_covers_its_draws():
    assert (np.diff(T.iron_sum_span) > 0.0).all()
    assert np.isfinite(T.iron_sum).all()
