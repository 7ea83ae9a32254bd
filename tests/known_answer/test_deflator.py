"""The price index against its published values."""

import pytest

from asteroid_econ.economics.deflator import deflator_ratio, in_base_year
from asteroid_econ.errors import InputError
from asteroid_econ.parameters.load import Parameter


def test_published_ratio():
    assert float(deflator_ratio(2000, to_year=2019)) == pytest.approx(118.339 / 81.887, rel=1e-12)


def test_there_and_back():
    there = deflator_ratio([1999.0, 2004.0], to_year=2025)
    back = [float(deflator_ratio(2025, to_year=year)) for year in (1999, 2004)]
    assert (there * back).tolist() == pytest.approx([1.0, 1.0], rel=1e-14)


def test_years_outside_the_table_are_refused():
    for year in (1949, 2026, 2000.5):
        with pytest.raises(InputError):
            deflator_ratio(year)


def test_money_without_a_year_is_refused():
    undated = Parameter("costs.x_usd", 1.0, "USD", "money", "nobody", "D")
    with pytest.raises(InputError) as caught:
        in_base_year(undated, base_year=2025)
    assert caught.value.name == "costs.x_usd"
