"""Solve and judge Lambert problems by the thousand million, in two stages; see also the referee.

Stage one certifies in double precision, with bounds of the rounding errors
(:mod:`lambert_certificate`). What it cannot certify, and one lane in 16,384 besides, goes to the 32
digits of :mod:`lambert_referee`. Wrong is a miss above 1e6 u κ, another number of revolutions,
direction or path than asked for, or no answer where a transfer exists. One lane in 16 is also
judged backwards in time, from (r2, −v2) to r1, which judges the velocity at arrival.

A campaign keeps its totals in a file that is replaced after each part: it may be stopped at any
time, and goes on where it was.
"""

import hashlib
import json
import os
import time
from pathlib import Path

import mpmath as mp
import numpy as np

from asteroid_econ import orbits
from asteroid_econ._elementary import exp_, log_
from asteroid_econ._jit import kernel
from asteroid_econ._parallel import map_blocks
from asteroid_econ.orbits.lambert_one import NO_SOLUTION, SOLVED, solve_one
from asteroid_econ.orbits.lambert_row import lambert_row, scratch
from asteroid_econ.orbits.lambert_turns import multi_rev_row
from lambert_certificate import (
    CERTIFIED,
    LIMIT,
    certify,
    path_margin,
    place_is_right,
    turns_surely,
    way_round,
)
from lambert_draws import CLASSES, LEAST_TIME, LOW_PATH, draw_row, least_time, shape
from lambert_referee import U, miss_and_condition, misses

N_ROWS, N_LANES = 32, 512
BLOCK = N_ROWS * N_LANES  # problems; each 16th block of a kind is solved one by one
PART = 1024  # blocks between two states of the file
KINDS = (*range(LEAST_TIME), *range(LEAST_TIME)) * 2 + (LEAST_TIME,)  # in turn; the last costs most
BACKWARDS, NONE, MISSING = 4, 5, 6  # what may become of a lane, after the certificate's codes
COUNTS = (
    "problems", "solved", "no_solution", "refereed", "sampled", "wrong_place", "wrong_revolutions",
    "wrong_direction", "wrong_path", "missing", "bound_exceeded",
)  # fmt: skip
WORST = ("bound_per_u_kappa", "miss_per_u_kappa")
_AROUND_LEAST = 1e-12  # |T/T_min − 1| within which either answer is right
_WRONG = 1e6
_BLUR = 10.0  # u κ by which rounding may move an end across a whole revolution


@kernel
def _solve_row(r1, x2, distance, tof, n_rev, is_prograde, is_low, one_by_one, v1, v2, status, work):
    arrival, to1, to2 = (x2[0], x2[1], x2[2]), (v1[0], v1[1], v1[2]), (v2[0], v2[1], v2[2])
    status[:] = -1
    if one_by_one:
        for j in range(tof.size):
            status[j], v1[0, j], v1[1, j], v1[2, j], v2[0, j], v2[1, j], v2[2, j] = solve_one(
                r1[0], r1[1], r1[2], x2[0, j], x2[1, j], x2[2, j], tof[j], 1.0, n_rev,
                is_prograde, is_low, 0.0, 0.0, 0.0,
            )  # fmt: skip
    elif n_rev > 0:
        x = np.empty((6, tof.size))
        asked, other = (to1, to2), ((x[0], x[1], x[2]), (x[3], x[4], x[5]))
        low, high = (asked, other) if is_low else (other, asked)
        multi_rev_row(r1, arrival, distance, tof, 1.0, n_rev, is_prograde, low, high, work)
    else:
        inv_cbrt = np.empty(tof.size)
        for j in range(tof.size):
            inv_cbrt[j] = exp_(log_(tof[j]) / -3.0)
        lambert_row(r1, arrival, distance, tof, inv_cbrt, 1.0, is_prograde, to1, to2, work)


@kernel
def judge_lane(r1, v1, r2, v2, tof, n_rev, is_prograde, is_low, backwards):
    """Return what stage one says of one answer, and its bound."""
    if v1[0] == v1[0] and v2[0] == v2[0]:
        code, ratio = certify(r1, v1, r2, tof, n_rev, is_prograde, is_low)
        if code == CERTIFIED and backwards:
            w1 = (-v2[0], -v2[1], -v2[2])
            way = way_round(r1, r2, is_prograde)
            if not place_is_right(r2, w1, r1, tof, n_rev, way)[0]:
                code = BACKWARDS
        return code, ratio
    if n_rev == 0:
        return MISSING, 0.0
    s, lam, rest = shape(r1, r2, way_round(r1, r2, is_prograde))
    _, least = least_time(lam, rest, n_rev)
    theta = tof * np.sqrt(2.0 / s) / s
    return (NONE if theta < least * (1.0 + _AROUND_LEAST) else MISSING), 0.0


@kernel
def _judge_rows(
    kind, one_by_one, key, r1, x2, tof, n_rev, flags, v1, v2, status, code, ratio, work
):
    distance = np.empty(tof.shape[1])
    for i in range(tof.shape[0]):
        own = key + np.uint64(i) * np.uint64(0x2545F4914F6CDD1D)
        departure, turns, is_prograde = draw_row(kind, own, x2[i], distance, tof[i])
        is_low = kind == LOW_PATH or (kind == LEAST_TIME and i % 2 == 0)
        r1[i, 0], r1[i, 1], r1[i, 2] = departure
        n_rev[i], flags[i, 0], flags[i, 1] = turns, is_prograde, is_low
        _solve_row(
            departure, x2[i], distance, tof[i], turns, is_prograde, is_low, one_by_one,
            v1[i], v2[i], status[i], work,
        )  # fmt: skip
        for j in range(tof.shape[1]):
            code[i, j], ratio[i, j] = judge_lane(
                departure, (v1[i, 0, j], v1[i, 1, j], v1[i, 2, j]),
                (x2[i, 0, j], x2[i, 1, j], x2[i, 2, j]),
                (v2[i, 0, j], v2[i, 1, j], v2[i, 2, j]),
                tof[i, j], turns, is_prograde, is_low, j % 16 == 0,
            )  # fmt: skip


def _is_wrong_path(r1, v1, r2, tof, n_rev, is_prograde, is_low):
    """Return whether 40 digits say that the path is the other one, away from the least time."""
    with mp.workdps(40):
        a, b, v = ([mp.mpf(float(x)) for x in q] for q in (r1, r2, v1))
        way = way_round(tuple(r1), tuple(r2), bool(is_prograde))
        normal = [a[i - 2] * b[i - 1] - a[i - 1] * b[i - 2] for i in range(3)]
        h = [a[i - 2] * v[i - 1] - a[i - 1] * v[i - 2] for i in range(3)]
        size1, size2, area, momentum = (
            mp.sqrt(sum(x * x for x in q)) for q in (a, b, normal, h)
        )  # fmt: skip
        apart = mp.sqrt(sum((x - y) ** 2 for x, y in zip(a, b, strict=True)))
        s = (size1 + size2 + apart) / 2
        along = sum(x * y for x, y in zip(a, b, strict=True))
        cot = way * (size1 * size2 + along) / area
        lam = way * mp.sqrt((size1 * size2 + along) / 2) / s
        sigma, alpha = (
            sum(x * y for x, y in zip(a, v, strict=True)),
            2 / size1 - sum(x * x for x in v),
        )
        half = (momentum * cot - sigma) / size1
        x = mp.sqrt(max(1 - s * alpha / 2, 0)) * mp.sign((2 - alpha * size1) * half - alpha * sigma)
        t = mp.mpf(float(tof)) * mp.sqrt(2 / s) / s
        slope = 3 * t * x - 2 + 2 * lam**3 * x / mp.sqrt(1 - lam**2 * (1 - x * x))
        _, least = least_time(float(lam), float(1 - lam**2), int(n_rev))
        return (slope > 0) != bool(is_low) and abs(t / least - 1) > _AROUND_LEAST


def referee(r1, v1, r2, v2, tof, n_rev, is_prograde, is_low):
    """Judge answers with 32 digits; return flags wrong in place, turns, direction, path; ratios."""
    n = len(tof)
    miss, turns = np.empty(n), np.empty(n)
    misses(r1, v1, r2, v2, tof, miss, turns)
    slow = 0.4 * (1.0 + tof * np.linalg.norm(v2, axis=1) / np.linalg.norm(r2, axis=1))
    off = np.maximum(n_rev - turns, turns - n_rev - 1.0)
    # κ itself, which costs most, only where its lower bound does not decide
    doubtful = ~(miss < LIMIT * U * slow) | (off > _BLUR * U * slow)
    condition = slow
    if doubtful.any():
        miss[doubtful], condition[doubtful] = miss_and_condition(
            *(q[doubtful] for q in (r1, v1, r2, v2, tof))
        )
    ratio, blur = miss / (U * condition), _BLUR * U * condition
    clear, path = np.zeros((2, n), bool)
    for i in range(n):
        a, v, b = tuple(r1[i]), tuple(v1[i]), tuple(r2[i])
        way = way_round(a, b, bool(is_prograde[i]))
        clear[i] = turns_surely(a, v, b, -way)
        if n_rev[i] > 0 and not clear[i]:
            margin = path_margin(a, v, b, tof[i], way)
            if not (margin > 1.0 if is_low[i] else margin < -1.0):
                path[i] = _is_wrong_path(a, v, b, tof[i], n_rev[i], is_prograde[i], is_low[i])
    return ~(ratio < _WRONG), (off > blur) & (blur < 0.1), clear, path, ratio


def solved_block(seed, i, kind, one_by_one):
    """Return the problems of a block by rows, their answers, and what stage one says of each."""
    key = np.random.SeedSequence([seed, i]).generate_state(1, np.uint64)[0]
    r1, n_rev = np.empty((N_ROWS, 3)), np.empty(N_ROWS, np.int64)
    flags = np.empty((N_ROWS, 2), bool)
    x2, v1, v2 = np.empty((3, N_ROWS, 3, N_LANES))
    tof, ratio = np.empty((2, N_ROWS, N_LANES))
    code, status = np.empty((2, N_ROWS, N_LANES), np.int64)
    _judge_rows(
        kind, one_by_one, key, r1, x2, tof, n_rev, flags, v1, v2, status, code, ratio, scratch()
    )
    return r1, v1, x2, v2, tof, n_rev, flags, status, code, ratio


def judge_block(seed, i):
    """Return for one block of problems: its class, counts in the order of COUNTS, and WORST."""
    kind, one_by_one = KINDS[i % len(KINDS)], (i // len(KINDS)) % 16 == 15
    r1, v1, x2, v2, tof, n_rev, flags, status, code, ratio = solved_block(seed, i, kind, one_by_one)
    count = dict.fromkeys(COUNTS, 0)
    is_none, is_missing = code == NONE, code == MISSING
    count["problems"], count["no_solution"] = BLOCK, int(is_none.sum())
    count["missing"] = int(is_missing.sum())
    count["solved"] = BLOCK - count["no_solution"] - count["missing"]
    if one_by_one:  # the status says the same as the velocities
        agrees = np.where(is_none | is_missing, status == NO_SOLUTION, status == SOLVED)
        count["missing"] += int((~agrees & ~is_missing).sum())
    is_open = (code != CERTIFIED) & ~is_none & ~is_missing
    sample = np.zeros_like(is_open)
    sample[i % 32, (i * 37) % N_LANES] = True
    sample &= code == CERTIFIED
    count["refereed"], count["sampled"] = int(is_open.sum()), int(sample.sum())
    worst = [float(ratio[code == CERTIFIED].max(initial=0.0)), 0.0]
    if is_open.any():
        rows, lanes = np.nonzero(is_open)
        answers = gather(rows, lanes, r1, v1, x2, v2, tof, n_rev, flags)
        place, turns, direction, path, _ = referee(*answers)
        back = code[is_open] == BACKWARDS
        if back.any():
            a, v, b, w, t, n, prograde, low = (q[back] for q in answers)
            wrong, _, _, _, _ = referee(b, -w, a, -v, t, n, ~prograde, low)
            place[back] |= wrong
        count["wrong_place"], count["wrong_revolutions"] = int(place.sum()), int(turns.sum())
        count["wrong_direction"], count["wrong_path"] = int(direction.sum()), int(path.sum())
    if sample.any():
        rows, lanes = np.nonzero(sample)
        a, v, b, w, t, *_ = gather(rows, lanes, r1, v1, x2, v2, tof, n_rev, flags)
        miss, kappa = miss_and_condition(a, v, b, w, t)
        count["bound_exceeded"] = int((~(miss <= ratio[sample] * U * kappa)).sum())
        count["wrong_place"] += int((~(miss < _WRONG * U * kappa)).sum())
        worst[1] = float((miss / (U * kappa)).max())
    return kind, count, worst


def gather(rows, lanes, r1, v1, x2, v2, tof, n_rev, flags):
    pick = [np.ascontiguousarray(q[rows, :, lanes]) for q in (v1, x2, v2)]
    return (
        r1[rows], pick[0], pick[1], pick[2], tof[rows, lanes], n_rev[rows], flags[rows, 0],
        flags[rows, 1],
    )  # fmt: skip


def _solver_stamp():
    """Return a hash of the sources: totals of different solvers are never added."""
    digest = hashlib.sha256()
    folder = Path(orbits.__file__).parent
    sources = [*sorted(folder.glob("lambert*.py")), folder / "time_function.py"]
    own = sorted(Path(__file__).parent.glob("lambert_*.py"))
    for path in [*sources, folder / "vercosine_coefficients.py", *own]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _fresh(seed):
    nothing = {name: dict.fromkeys(COUNTS, 0) for name in CLASSES}
    worst = {name: dict.fromkeys(WORST, 0.0) for name in CLASSES}
    return {
        "seed": seed, "stamp": _solver_stamp(), "next_block": 0, "wall_s": 0.0, "cpu_s": 0.0,
        "counts": nothing, "worst": worst,
    }  # fmt: skip


def _load(path, seed):
    if path is None or not path.exists():
        return _fresh(seed)
    state = json.loads(path.read_text())
    if state["seed"] != seed or state["stamp"] != _solver_stamp():
        raise ValueError(f"{path} belongs to another solver, judge or seed; move it away")
    return state


def _save(path, state):
    if path is None:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    with beside.open("w") as file:
        json.dump(state, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def campaign(n, *, seed=0, path=None, threads=None, part=PART, progress=None):
    """Judge at least n problems, or go on with those of a file; return the state as a dict.

    ``counts`` and ``worst`` are by class; ``progress`` is called with the state after each part.
    """
    state = _load(path, seed)
    n_blocks = -(-n // BLOCK)
    while state["next_block"] < n_blocks:
        begin, cpu = time.perf_counter(), time.process_time()
        first = state["next_block"]
        blocks = min(part, n_blocks - first)
        judged = map_blocks(
            lambda i, first=first: judge_block(seed, first + i), blocks, threads=threads
        )
        for kind, count, worst in judged:
            name = CLASSES[kind]
            for key in COUNTS:
                state["counts"][name][key] += count[key]
            for key, value in zip(WORST, worst, strict=True):
                state["worst"][name][key] = max(state["worst"][name][key], value)
        state["next_block"] += blocks
        state["wall_s"] += time.perf_counter() - begin
        state["cpu_s"] += time.process_time() - cpu
        _save(path, state)
        if progress is not None:
            progress(state)
    return state


WRONG = (
    "wrong_place", "wrong_revolutions", "wrong_direction", "wrong_path", "missing",
    "bound_exceeded",
)  # fmt: skip


def total(state, *names):
    """Return the sum of counts over all classes."""
    return sum(count[name] for count in state["counts"].values() for name in names)


def table(state):
    """Return the totals by class as a table in Markdown."""
    heads = ["class", *(name.replace("_", " ") for name in COUNTS), "largest miss/(u κ)"]
    lines = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    for name in CLASSES:
        count = state["counts"][name]
        cells = [name, *(f"{count[key]:,}" for key in COUNTS)]
        lines.append("| " + " | ".join([*cells, f"{state['worst'][name][WORST[1]]:.1f}"]) + " |")
    sums = ["all", *(f"{total(state, key):,}" for key in COUNTS)]
    largest = max(worst[WORST[1]] for worst in state["worst"].values())
    return "\n".join([*lines, "| " + " | ".join([*sums, f"{largest:.1f}"]) + " |"])
