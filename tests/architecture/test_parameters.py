"""Each parameter says what it is, in which unit, where it is from, and how far to trust it."""

from collections.abc import Mapping

import pytest

from asteroid_econ.parameters.load import MARKS, Parameter, load, names

EVERY = [parameter for file in names() for parameter in load(file).values()]
UNITLESS = ("1", "fraction", "probability", "share", "per_", "name", "types", "text")
SPELLED = {
    "yr": ("_yr", "year"),
    "d": ("_d", "_mjd_tdb"),
    "1/sqrt(yr)": ("_yr",),
    "N": ("_newton",),
}
PHYSICAL = ("_km", "_kg", "_usd", "_km_s", "_usd_kg", "_w", "_s", "_d", "_rad", "_deg", "_kg_m3")


def _is_unitless(unit: str) -> bool:
    return unit not in SPELLED and unit.startswith(UNITLESS)


def _endings(unit: str) -> tuple[str, ...]:
    """The endings of a key that agree with a unit: USD/kg → _usd_kg."""
    plain = (
        unit.lower().replace("/", "_").replace(" ", "_").replace("^", "").replace("%", "percent")
    )
    return SPELLED.get(unit, (f"_{plain}",))


@pytest.mark.parametrize("parameter", EVERY, ids=lambda p: p.key)
def test_parameter_is_documented(parameter: Parameter):
    for text in (parameter.unit, parameter.meaning, parameter.source):
        assert text.strip() == text != "", parameter
    assert len(parameter.meaning) >= 7
    assert parameter.mark in MARKS
    money = "USD" in parameter.unit
    assert money == (parameter.base_year is not None), "money, and only money, has a base year"
    if money:
        assert 1950 <= parameter.base_year <= 2026


@pytest.mark.parametrize("parameter", EVERY, ids=lambda p: p.key)
def test_key_ends_in_the_unit(parameter: Parameter):
    if isinstance(parameter.value, (str, Mapping)):
        return
    key, unit = f"_{parameter.key.rsplit('.', 1)[-1]}", parameter.unit
    if _is_unitless(unit):
        assert not key.endswith(PHYSICAL), f"{parameter.key} has the unit '{unit}'"
    else:
        assert key.endswith(_endings(unit)), f"{parameter.key}: {unit} asks for {_endings(unit)}"


def test_every_number_is_finite_and_every_distribution_contains_its_value():
    for parameter in EVERY:
        for number in _numbers(parameter.value):
            assert number == number
            assert abs(number) != float("inf"), parameter.key


def _numbers(value) -> list[float]:
    if isinstance(value, Mapping):
        return [n for item in value.values() for n in _numbers(item)]
    if isinstance(value, tuple):
        return [n for item in value for n in _numbers(item)]
    return [float(value)] if isinstance(value, (int, float)) else []
