"""Embedded grids: every outbound leg with every stay and every return, without storing a cell.

In units of the step: launch i, outbound a, stay s, return c; the asteroid is left at j = i + d
with d = a + s, and the whole trip takes n = d + c ≤ n_max. For a given launch and d the outbound
leg only enters by the least Δv of a ≤ d − s_min, so that the best trip of every duration costs
one pass over the return rows; all combinations are counted only where some qualify.
"""

import math

import numpy as np
from numpy.typing import NDArray

from asteroid_econ._jit import kernel, simd_inline_kernel
from asteroid_econ.records import Floats

Integers = NDArray[np.int64]


@kernel
def wanted_returns(
    out: Floats, s_min: int, s_max: int, n_max: int, limit: float, is_wanted: Floats
) -> None:
    """Mark the asteroid dates that some outbound leg below the limit, and a stay, lead to."""
    is_wanted[:] = 0.0
    for i in range(out.shape[0]):
        for a in range(min(out.shape[1], n_max - s_min + 1)):
            if out[i, a] < limit:
                for d in range(a + s_min, min(n_max, a + s_max) + 1):
                    is_wanted[i + d] = 1.0


@kernel
def cheapest_outbound(
    row: Floats, s_min: int, s_max: int, n_max: int, queue: Integers, cheapest: Integers
) -> int:
    """Write for each d the outbound leg of least Δv with s_min <= d − a <= s_max.

    A sliding-window minimum: ``queue`` holds the legs that may still become the least, in order.
    Returns the first d with a leg at all, n_max + 1 if there is none; −1 marks no leg.
    """
    head = tail = 0
    first = n_max + 1
    for d in range(s_min, n_max + 1):
        a = d - s_min
        if a < row.size and row[a] < math.inf:
            while tail > head and row[queue[tail - 1]] > row[a]:
                tail -= 1
            queue[tail] = a
            tail += 1
        while head < tail and queue[head] < d - s_max:
            head += 1
        cheapest[d] = queue[head] if head < tail else -1
        if head < tail:
            first = min(first, d)
    return first


@simd_inline_kernel
def _lower(least: Floats, where: Integers, row: Floats, add: float, key: int) -> None:
    for c in range(least.size):
        total = add + row[c]
        is_less = total < least[c]
        least[c] = total if is_less else least[c]
        where[c] = key if is_less else where[c]


@kernel
def least_by_duration(
    out: Floats, back: Floats, s_min: int, s_max: int, n_max: int, limit: float, least: Floats,
    found: Integers,
) -> None:  # fmt: skip
    """Write the least Δv of a trip of n steps, at launch and stay of its choice, and which it is.

    ``out`` (launches, legs) and ``back`` (asteroid dates, legs) in km/s; ``least`` (n_max + 1,),
    inf where no trip of that duration is within the limit; ``found`` (n_max + 1, 4) the first
    (i, a, s, c) with that Δv, else −1.
    """
    width = n_max + 1
    queue, cheapest = np.empty(width, np.int64), np.empty(width, np.int64)
    where = np.zeros(width, np.int64)
    least[:], found[:] = math.inf, -1
    for i in range(out.shape[0]):
        for d in range(cheapest_outbound(out[i], s_min, s_max, n_max, queue, cheapest), width):
            if cheapest[d] >= 0:
                end = d + min(width - d, back.shape[1])
                _lower(least[d:end], where[d:end], back[i + d], out[i, cheapest[d]], i * width + d)
    for n in range(width):
        if least[n] <= limit:
            i, d = where[n] // width, where[n] % width
            cheapest_outbound(out[i], s_min, s_max, n_max, queue, cheapest)
            a = cheapest[d]
            found[n, 0], found[n, 1], found[n, 2], found[n, 3] = i, a, d - a, n - d
        else:
            least[n] = math.inf


@kernel
def locate_first(
    out: Floats, back: Floats, s_min: int, s_max: int, n: int, limit: float, found: Integers
) -> float:
    """Write the first viable trip of n steps in the order (i, a, s); return its Δv, else inf."""
    n_legs = out.shape[1]
    for i in range(out.shape[0]):
        for a in range(min(n_legs, n - s_min + 1)):
            if not out[i, a] < limit:
                continue
            for s in range(max(s_min, n - a - n_legs + 1), min(s_max, n - a) + 1):
                total = out[i, a] + back[i + a + s, n - a - s]
                if total <= limit:
                    found[0], found[1], found[2], found[3] = i, a, s, n - a - s
                    return total
    return math.inf


@simd_inline_kernel
def _count_below(row: Floats, limit: float) -> int:
    n = 0
    for c in range(row.size):
        n += 1 if row[c] <= limit else 0
    return n


@kernel
def count_viable(
    out: Floats, back: Floats, s_min: int, s_max: int, n_max: int, limit: float
) -> int:
    """Return the number of combinations (i, a, s, c) whose Δv is within the limit."""
    total = 0
    n_legs = out.shape[1]
    for i in range(out.shape[0]):
        cheapest_out = math.inf
        for a in range(n_legs):
            cheapest_out = min(cheapest_out, out[i, a])
        if not cheapest_out <= limit:
            continue
        for d in range(s_min, n_max + 1):
            row = back[i + d, : min(n_max - d + 1, n_legs)]
            cheapest = math.inf
            for c in range(row.size):
                cheapest = min(cheapest, row[c])
            if cheapest_out + cheapest > limit:
                continue
            for a in range(max(0, d - s_max), min(d - s_min, n_legs - 1) + 1):
                if out[i, a] + cheapest <= limit:
                    total += _count_below(row, limit - out[i, a])
    return total
