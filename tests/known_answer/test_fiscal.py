"""Royalty and depreciation against published schedules."""

import pytest

from asteroid_econ.economics.fiscal import depreciation_pv_ratio, royalty_rate_frac
from asteroid_econ.errors import InputError


def test_royalty_at_a_margin_of_twenty_percent():
    assert float(royalty_rate_frac(0.20, form="refined")) == pytest.approx(0.02100, abs=5e-6)
    assert float(royalty_rate_frac(0.20, form="unrefined")) == pytest.approx(0.02722, abs=5e-6)


@pytest.mark.parametrize(
    ("form", "margin", "cap"), [("refined", 0.5625, 0.05), ("unrefined", 0.585, 0.07)]
)
def test_royalty_reaches_its_cap(form, margin, cap):
    below, at, above = royalty_rate_frac([margin - 0.01, margin, margin + 0.2], form=form)
    assert below < cap
    assert at == pytest.approx(cap, abs=1e-15)
    assert above == cap


def test_depreciation_in_nominal_money():
    inflated = depreciation_pv_ratio(10, discount_rate=0.10, inflation_frac=0.022)
    assert inflated == pytest.approx(0.55544, abs=5e-6)
    assert depreciation_pv_ratio(10, discount_rate=0.10) == pytest.approx(0.61446, abs=5e-6)


@pytest.mark.parametrize(
    "call",
    [
        lambda: royalty_rate_frac(0.2, form="molten"),
        lambda: depreciation_pv_ratio(0, discount_rate=0.1),
        lambda: depreciation_pv_ratio(3, discount_rate=-1.0),
    ],
)
def test_bad_input_is_refused(call):
    with pytest.raises(InputError):
        call()
