"""Rows of the analogue table against the links they stand for."""

import numpy as np
import pytest

from asteroid_econ.composition.analogues import GROUPS, analogue_rows
from asteroid_econ.composition.taxonomy import TYPES
from asteroid_econ.parameters.load import load

ROWS = analogue_rows(load("analogues"))


def probability(kind, *groups):
    row = dict(zip(ROWS.group[TYPES.index(kind)], ROWS.mean[TYPES.index(kind)], strict=True))
    return sum(row.get(GROUPS.index(g), 0.0) for g in groups)


@pytest.mark.parametrize(
    ("kind", "groups", "published"),
    [
        ("Ch", ("CM1", "CM2"), 0.90),  # DeMeo et al. (2022): pristine CM are Ch
        ("V", ("HED",), 1.0),  # HED are V
        ("K", ("CV", "CO", "CK"), 0.85),  # CV are K
        ("Xc", ("EH", "EL"), 0.55),  # enstatite chondrites are Xc
        ("M", ("IRON", "MES", "PAL"), 0.45),
        ("D", ("TL",), 0.50),  # Burbine (2016): Tagish Lake is D
        ("Q", ("LL",), 0.60),
    ],
)
def test_links(kind, groups, published):
    assert probability(kind, *groups) == pytest.approx(published, abs=1e-3)


def test_a_third_of_m_types_is_metal_by_radar():
    # Shepard et al. (2015): 6 of 19 look like irons or CB
    assert probability("M", "IRON", "CB") == pytest.approx(6 / 19, abs=0.02)


def test_scenarios_have_the_moments_of_a_dirichlet():
    concentration = load("analogues").value("row_concentration")
    for i in range(len(TYPES)):
        mean, drawn = ROWS.mean[i], ROWS.scenario[:, i]
        assert drawn.mean(axis=0) == pytest.approx(mean, abs=0.005)
        variance = mean * (1.0 - mean) / (concentration + 1.0)
        assert drawn.var(axis=0) == pytest.approx(variance, rel=0.25, abs=5e-4)


def test_ordinary_chondrites_change_towards_falls():
    # falls: H .43, L .46, LL .11; kilometre-size bodies .20, .20, .60
    change = {g: ROWS.change[GROUPS.index(g)] for g in ("H", "L", "LL")}
    assert change == pytest.approx({"H": 2.15, "L": 2.3, "LL": 0.11 / 0.6})


def test_size_does_not_touch_other_types():
    follows = {t for t, f in zip(TYPES, ROWS.follows_size, strict=True) if f}
    assert follows == {"S", "Sq", "Sr", "Sv", "Sa", "Q"}
    assert np.isclose(ROWS.small_km, 0.003)
