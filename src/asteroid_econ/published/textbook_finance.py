"""Rates of return and present values of textbooks and spreadsheet manuals."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ.economics.finance import irr, irr_roots, mirr, npv
from asteroid_econ.published.case import Case
from asteroid_econ.published.tables import table
from asteroid_econ.records import Floats

_YEAR_D = 365.0  # of spreadsheets


def cases() -> tuple[Case, ...]:
    """Return the two rates and the missing rate, XNPV, XIRR and MIRR."""
    mine, dated, yearly = (_flows(name) for name in ("strip mine", "dated", "yearly"))
    rates = {"finance_rate_frac": 0.10, "reinvestment_rate_frac": 0.12}
    return (
        _case(
            "brealey-myers/two-rates",
            "strip mine",
            "internal rates of return",
            np.array([0.25, 4.0]),
            1e-9,
            lambda: irr_roots(*mine),
            ("lower", "upper"),
        ),
        _case(
            "brealey-myers/no-rate",
            "no rate",
            "internal rate of return (none)",
            np.array([math.nan]),
            0.0,
            lambda: irr(*_flows("no rate")),
        ),
        _case(
            "spreadsheet/xnpv",
            "dated",
            "net present value at 9 %",
            np.array([2086.6476]),
            5e-5,
            lambda: npv(*dated, discount_rate=0.09),
        ),
        _case(
            "spreadsheet/xirr",
            "dated",
            "internal rate of return",
            np.array([0.3733625]),
            5e-8,
            lambda: irr(*dated),
        ),
        _case(
            "spreadsheet/mirr",
            "yearly",
            "modified internal rate of return",
            np.array([0.126094]),
            5e-7,
            lambda: mirr(*yearly, **rates),
        ),
    )


def _flows(name: str) -> tuple[Floats, Floats]:
    t = table("finance_flows").where("case", name)
    return t.numbers("flow_usd"), t.numbers("time_d") / _YEAR_D


def _case(
    name: str,
    flows: str,
    quantity: str,
    reference: Floats,
    tolerance: float,
    ours: Callable[[], ArrayLike],
    labels: tuple[str, ...] = ("",),
) -> Case:
    return Case(
        id=name,
        title="Discounted cash flows",
        source=table("finance_flows").where("case", flows).text("source")[0],
        quantity=quantity,
        unit="USD" if "value" in quantity else "1/yr",
        reference=reference,
        tolerance=tolerance,
        kind="model",
        compute=ours,
        labels=labels,
    )
