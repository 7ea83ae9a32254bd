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
