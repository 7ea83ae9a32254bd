"""Present values and what is read from them: rates of return, payback, exposure."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ._jit import kernel
from asteroid_econ.errors import InputError

Floats = NDArray[np.float64]

IRR_STATUS = {
    0: "one rate of return",
    1: "no rate of return: the flows never change sign, or no rate above -100 % gives zero",
    2: "several rates of return: none of them means anything alone",
    3: "a flow or date is NaN",
}
_LOG_RATE_MAX = 12.0  # 1 + rate from 6e-6 to 160,000
_N_SCAN = 480


def npv(flow_usd: ArrayLike, t_yr: ArrayLike, *, discount_rate: ArrayLike) -> Floats:
    """Return net present values at t = 0.

    Parameters
    ----------
    flow_usd : array_like, shape (..., T)
        Flows, income positive.
    t_yr : array_like, shape (T,)
        Their dates; t = 0 is not discounted.
    discount_rate : array_like, scalar or shape of the last axes of flow_usd before T
        Discount rate, effective per year; > -1. Real for real flows.

    Returns
    -------
    ndarray, shape (...)
        Sum of flow (1 + rate)**-t, added in the order of the flows. NaN where an input is NaN.

    References
    ----------
    Brealey & Myers, Principles of Corporate Finance.

    Examples
    --------
    XNPV of the spreadsheet manual (days over 365):

    >>> t_yr = [0, 60 / 365, 303 / 365, 411 / 365, 456 / 365]
    >>> print(round(float(npv([-10000, 2750, 4250, 3250, 2750], t_yr, discount_rate=0.09)), 4))
    2086.6476
    """
    flow, t = _flows(flow_usd, t_yr)
    rate = floats("discount_rate", discount_rate)
    if np.any(rate <= -1.0):
        raise InputError("discount_rate", float(np.min(rate)), "> -1")
    lead = flow.shape[:-1]
    if rate.ndim > len(lead) or rate.shape != lead[len(lead) - rate.ndim :]:
        lead = np.broadcast_shapes(lead, rate.shape)
        flow = np.broadcast_to(flow, (*lead, t.size))
        rate = np.broadcast_to(rate, lead)
    inner = max(rate.size, 1)
    out = np.empty((flow.size // max(t.size, 1) // inner, inner))
    _npv(np.ascontiguousarray(flow).reshape(-1, inner, t.size), t, rate.ravel(), out)
    return out.reshape(lead)


@kernel
def _npv(flow, t, rate, out):  # type: ignore[no-untyped-def]
    factor = np.empty(t.size)
    for d in range(rate.size):
        force = math.log1p(rate[d])
        if d == 0 or rate[d] != rate[d - 1]:
            for i in range(t.size):
                factor[i] = math.exp(-force * t[i])
        for c in range(flow.shape[0]):
            total = 0.0
            for i in range(t.size):
                total += flow[c, d, i] * factor[i]
            out[c, d] = total


def irr(flow_usd: ArrayLike, t_yr: ArrayLike) -> Floats:
    """Return internal rates of return.

    Parameters
    ----------
    flow_usd : array_like, shape (..., T)
        Flows, income positive.
    t_yr : array_like, shape (T,)
        Their dates, ascending.

    Returns
    -------
    ndarray, shape (...)
        The rate per year at which the net present value is 0, where there is exactly one; else
        NaN, and :func:`irr_status` says why.

    References
    ----------
    The number of roots is bounded by the changes of sign (Descartes).

    Examples
    --------
    XIRR of the spreadsheet manual (days over 365):

    >>> t_yr = [0, 60 / 365, 303 / 365, 411 / 365, 456 / 365]
    >>> print(round(float(irr([-10000, 2750, 4250, 3250, 2750], t_yr)), 6))
    0.373363
    """
    return _irr(flow_usd, t_yr)[0]


def irr_status(flow_usd: ArrayLike, t_yr: ArrayLike) -> NDArray[np.int64]:
    """Return why :func:`irr` is what it is: a key of ``IRR_STATUS``; same arguments."""
    return _irr(flow_usd, t_yr)[1]


def irr_roots(flow_usd: ArrayLike, t_yr: ArrayLike) -> Floats:
    """Return all internal rates of return of one series of flows, ascending.

    Parameters
    ----------
    flow_usd, t_yr : array_like, shape (T,)
        Flows and their dates, ascending.

    Returns
    -------
    ndarray, shape (n_roots,)
        Rates per year; empty where there is none.

    Examples
    --------
    Brealey & Myers's strip mine:

    >>> print(irr_roots([-4000, 25000, -25000], [0, 1, 2]).round(6))
    [0.25 4.  ]
    """
    flow, t = _flows(flow_usd, t_yr)
    if flow.ndim != 1:
        raise InputError("flow_usd", flow.shape, "one series of flows, shape (T,)")
    roots = np.empty(_N_SCAN)
    n = _roots(flow, t, roots)
    return np.expm1(roots[:n])


def _irr(flow_usd: ArrayLike, t_yr: ArrayLike) -> tuple[Floats, NDArray[np.int64]]:
    flow, t = _flows(flow_usd, t_yr)
    if np.any(np.diff(t) < 0.0):
        raise InputError("t_yr", t, "ascending dates")
    rows = np.ascontiguousarray(flow.reshape(-1, t.size))
    rate, status = np.empty(len(rows)), np.empty(len(rows), dtype=np.int64)
    _irr_rows(rows, t, rate, status)
    return rate.reshape(flow.shape[:-1]), status.reshape(flow.shape[:-1])


@kernel
def _irr_rows(flow, t, rate, status):  # type: ignore[no-untyped-def]
    roots = np.empty(_N_SCAN)
    for d in range(flow.shape[0]):
        rate[d] = math.nan
        if np.isnan(flow[d]).any() or np.isnan(t).any():
            status[d] = 3
            continue
        n = _roots(flow[d], t, roots)
        status[d] = 0 if n == 1 else (1 if n == 0 else 2)
        if n == 1:
            rate[d] = math.expm1(roots[0])


@kernel
def _value(flow, t, force):  # type: ignore[no-untyped-def]
    """Return the present value at a log rate, scaled so that it never overflows."""
    scale = t[0] if force > 0.0 else t[-1]
    total = 0.0
    for i in range(t.size):
        total += flow[i] * math.exp(-force * (t[i] - scale))
    return total


@kernel
def _roots(flow, t, roots):  # type: ignore[no-untyped-def]
    """Fill in the log rates at which the present value is 0; return their number."""
    changes, last = 0, 0.0
    for f in flow:
        if f != 0.0:
            changes += last * f < 0.0
            last = f
    if changes == 0:
        return 0
    n_scan = _N_SCAN if changes > 1 else 2
    n, low = 0, -_LOG_RATE_MAX
    f_low = _value(flow, t, low)
    for i in range(1, n_scan):
        high = -_LOG_RATE_MAX + 2.0 * _LOG_RATE_MAX * i / (n_scan - 1)
        f_high = _value(flow, t, high)
        if f_high == 0.0 or f_low * f_high < 0.0:
            roots[n] = _bisect(flow, t, low, high)
            n += 1
        low, f_low = high, f_high
    return n


@kernel
def _bisect(flow, t, low, high):  # type: ignore[no-untyped-def]
    """Return the root between two log rates of opposite present value."""
    sign = 1.0 if _value(flow, t, low) < 0.0 else -1.0
    for _ in range(80):
        middle = 0.5 * (low + high)
        if sign * _value(flow, t, middle) < 0.0:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


def mirr(
    flow_usd: ArrayLike,
    t_yr: ArrayLike,
    *,
    finance_rate_frac: float,
    reinvestment_rate_frac: float,
) -> Floats:
    """Return modified internal rates of return.

    Parameters
    ----------
    flow_usd : array_like, shape (..., T)
        Flows, income positive.
    t_yr : array_like, shape (T,)
        Their dates, ascending.
    finance_rate_frac, reinvestment_rate_frac : float
        Rates at which outlays are discounted and income is reinvested; > -1.

    Returns
    -------
    ndarray, shape (...)
        Rate per year; NaN without income or without outlay.

    References
    ----------
    Lin (1976), The Modified Internal Rate of Return.

    Examples
    --------
    The spreadsheet manual:

    >>> flow_usd = [-120000, 39000, 30000, 21000, 37000, 46000]
    >>> rates = {"finance_rate_frac": 0.10, "reinvestment_rate_frac": 0.12}
    >>> print(round(100 * float(mirr(flow_usd, range(6), **rates)), 4))
    12.6094
    """
    flow, t = _flows(flow_usd, list(t_yr) if isinstance(t_yr, range) else t_yr)
    span = t[-1] - t[0]
    outlay = -npv(np.minimum(flow, 0.0), t - t[0], discount_rate=finance_rate_frac)
    income = npv(np.maximum(flow, 0.0), t - t[-1], discount_rate=reinvestment_rate_frac)
    with np.errstate(divide="ignore", invalid="ignore"):
        growth = np.where((outlay > 0.0) & (income > 0.0), income / outlay, np.nan)
    return np.asarray(growth ** (1.0 / span) - 1.0)


def payback_yr(flow_usd: ArrayLike, t_yr: ArrayLike, *, discount_rate: float = 0.0) -> Floats:
    """Return the date at which cumulative flows turn non-negative for good.

    Parameters
    ----------
    flow_usd : array_like, shape (..., T)
        Flows, income positive.
    t_yr : array_like, shape (T,)
        Their dates, ascending.
    discount_rate : float
        0 for the plain payback; a discount rate for the discounted payback.

    Returns
    -------
    ndarray, shape (...)
        A date of t_yr: flows are lumps on their dates, nothing is interpolated. NaN where the
        last cumulative flow is negative.

    Examples
    --------
    >>> print(float(payback_yr([-100, 60, 60, 60], [0, 1, 2, 3])))
    2.0
    """
    flow, t = _flows(flow_usd, t_yr)
    cumulative = np.cumsum(flow * (1.0 + discount_rate) ** -t, axis=-1)
    negative = cumulative < 0.0
    last = t.size - np.argmax(negative[..., ::-1], axis=-1)  # index after the last negative
    first = np.where(negative.any(axis=-1), last, 0)
    paid = (first < t.size) & ~np.isnan(cumulative[..., -1])
    return np.asarray(np.where(paid, t[np.minimum(first, t.size - 1)], np.nan))


def exposure_usd(flow_usd: ArrayLike, t_yr: ArrayLike) -> Floats:
    """Return the most negative cumulative undiscounted flow, <= 0.

    Parameters
    ----------
    flow_usd : array_like, shape (..., T)
        Flows, income positive, in the order of their dates.
    t_yr : array_like, shape (T,)
        Their dates, ascending.

    Returns
    -------
    ndarray, shape (...)
        The largest sum of money that is out at any date.

    Examples
    --------
    >>> print(float(exposure_usd([-100, -20, 60, 90], [0, 1, 2, 3])))
    -120.0
    """
    flow, _ = _flows(flow_usd, t_yr)
    return np.asarray(np.minimum(np.cumsum(flow, axis=-1).min(axis=-1), 0.0))


def break_even_multiple(pv_revenue_usd: ArrayLike, pv_cost_usd: ArrayLike) -> float:
    """Return the multiple of the whole price path at which the mean net present value is 0.

    Parameters
    ----------
    pv_revenue_usd, pv_cost_usd : array_like, shape (D,)
        Present values per draw, both >= 0.

    Returns
    -------
    float
        Ratio of means, never mean of ratios; inf without revenue, NaN with NaN.

    Notes
    -----
    Exact with constant elasticities, charges proportional to price, and no tax.

    Examples
    --------
    >>> break_even_multiple([1.0, 3.0], [10.0, 10.0])
    5.0
    """
    revenue = float(np.mean(floats("pv_revenue_usd", pv_revenue_usd)))
    cost = float(np.mean(floats("pv_cost_usd", pv_cost_usd)))
    if revenue == 0.0:
        return math.inf
    return cost / revenue


def equivalent_annual_usd(
    npv_usd: ArrayLike, *, life_yr: ArrayLike, discount_rate: float
) -> Floats:
    """Return the level yearly flow with the same present value, to compare unequal lives.

    Parameters
    ----------
    npv_usd : array_like
        Net present value.
    life_yr : array_like
        Life over which it is spread; > 0.
    discount_rate : float
        Per year; > -1.

    Returns
    -------
    ndarray
        Paid at the end of each year.

    Examples
    --------
    At 10 % over three years an annuity of 1 is worth 2.4868520 (Brealey & Myers, annuity table):

    >>> print(round(float(equivalent_annual_usd(2.4868520, life_yr=3, discount_rate=0.10)), 6))
    1.0
    """
    value, life = floats("npv_usd", npv_usd), floats("life_yr", life_yr)
    if np.any(life <= 0.0):
        raise InputError("life_yr", float(np.min(life)), "> 0")
    if discount_rate == 0.0:
        return np.asarray(value / life)
    return np.asarray(value * discount_rate / -np.expm1(-life * math.log1p(discount_rate)))


def _flows(flow_usd: ArrayLike, t_yr: ArrayLike) -> tuple[Floats, Floats]:
    flow, t = floats("flow_usd", flow_usd), floats("t_yr", t_yr)
    if t.ndim != 1 or t.size == 0 or flow.ndim == 0 or flow.shape[-1] != t.size:
        raise InputError(
            "t_yr", t.shape, f"one date per flow: shape ({flow.shape[-1] if flow.ndim else 1},)"
        )
    return flow, t
