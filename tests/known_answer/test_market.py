"""Clearing prices against closed forms and cases solved elsewhere."""

import csv
from importlib.resources import files

import numpy as np
import pytest

from asteroid_econ.economics.market import clearing_price_ratio
from asteroid_econ.errors import InputError

CASES = list(
    csv.DictReader(
        files("asteroid_econ.published")
        .joinpath("figures/market_cases.csv")
        .read_text(encoding="utf-8")
        .splitlines()
    )
)


@pytest.mark.parametrize("row", CASES, ids=lambda r: f"{r['case']} {r['added_supply_ratio'][:5]}")
def test_clearing_price_reproduces_the_figures(row):
    ours = clearing_price_ratio(
        float(row["added_supply_ratio"]),
        demand_elasticity=float(row["demand_elasticity"]),
        supply_elasticity=float(row["supply_elasticity"]),
    )
    assert abs(float(ours) - float(row["price_ratio"])) <= float(row["tolerance"])


def test_closed_form_without_supply_response():
    x, ed = np.logspace(-9, 4, 60)[:, None], np.array([0.02, 0.1, 0.5, 1.0, 5.0])
    ours = clearing_price_ratio(x, demand_elasticity=ed, supply_elasticity=0.0)
    np.testing.assert_allclose(ours, (1.0 + x) ** (-1.0 / ed), rtol=1e-11)


def test_closed_form_with_equal_elasticities():
    x, e = np.logspace(-9, 4, 60)[:, None], np.array([0.02, 0.1, 0.5, 1.0, 5.0])
    ours = clearing_price_ratio(x, demand_elasticity=e, supply_elasticity=e)
    np.testing.assert_allclose(ours, (2.0 / (x + np.sqrt(x * x + 4.0))) ** (1.0 / e), rtol=1e-11)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("demand_elasticity", (0.1, -0.5, 0.3)),
        ("supply_elasticity", (0.1, 0.5, -0.3)),
        ("demand_elasticity", (0.1, 0.0, 0.0)),
        ("added_supply_ratio", (-0.1, 0.5, 0.3)),
        ("added_supply_ratio", ("much", 0.5, 0.3)),
        ("added_supply_ratio", ([0.1, 0.2, 0.3], [0.5, 0.6], 0.3)),
    ],
)
def test_bad_input_names_the_argument(name, arguments):
    x, ed, es = arguments
    with pytest.raises(InputError) as caught:
        clearing_price_ratio(x, demand_elasticity=ed, supply_elasticity=es)
    assert caught.value.name == name


@pytest.mark.parametrize(
    ("x", "ed", "es", "expected"),
    [
        (3878.8930471940844, 0.03768219820797789, 2.8310762731885006, 5.8055236610985069e-96),
        (27.64422470394078, 0.0075906959734698565, 9672.302115535911, 1.2097878451525727e-190),
        (1.1058400673453688, 0.00048225095310028683, 17.16749248406787, 2.5072718964105134e-91),
        (1e308, 5.0, 0.3, 2.5118864315095801e-62),
        (1e-9, 0.02, 5.0, 0.99999999980079681267),
        (1e4, 5.0, 0.02, 0.15848626429183754228),
    ],
)
def test_price_has_all_its_digits_where_demand_is_stiff_or_the_quantity_huge(x, ed, es, expected):
    """Roots found by halving with 60 digits (mpmath)."""
    ours = clearing_price_ratio(x, demand_elasticity=ed, supply_elasticity=es)
    assert float(ours) == pytest.approx(expected, rel=2e-13, abs=0.0)
