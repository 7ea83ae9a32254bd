"""Periodic orbits and libration points that others print, in the restricted three-body problem."""

from functools import cache, partial

import numpy as np

from asteroid_econ.orbits.threebody.correct import PeriodicOrbit, corrected_orbit
from asteroid_econ.orbits.threebody.cr3bp import jacobi_nd
from asteroid_econ.orbits.threebody.integrate import cr3bp_states
from asteroid_econ.orbits.threebody.points import libration_points
from asteroid_econ.orbits.threebody.stability import Stability, stability
from asteroid_econ.published.case import Case
from asteroid_econ.published.tables import Table, table
from asteroid_econ.records import Floats

_PYKEP_START = (
    1.01238082345234, -0.0423523523454, 0.22634376321,
    -0.1232623614, 0.123462698209365, 0.123667064622,
)  # fmt: skip
_PYKEP_END = (
    0.43038358727124, -1.64650668902846, 0.10271923139472,
    -0.9315629872575, -0.42680151362818, 0.22257221768767,
)  # fmt: skip
_PYKEP_TIME, _PYKEP_MU = 5.7856656782589234, 0.01215058560962404
_SOURCES = "JPL, ESA pykep, poliastro, AstrodynamicalSolvers.jl"
_NOTHING = 0.0


def cases() -> tuple[Case, ...]:
    """Return the points, a propagation, and the orbits: closure, period, energy, stability."""
    orbits = table("three_body_orbits")
    names, states = orbits.text("orbit"), printed_states(orbits)
    one = partial(Case, title="Periodic orbits", source=_SOURCES, unit="1", kind="table")
    return (
        *(_points(mu) for mu in dict.fromkeys(table("libration_points").text("mu_ratio"))),
        Case(
            id="pykep/three-body/propagation",
            title="Restricted three-body problem",
            source="ESA pykep, test of the restricted three-body problem",
            quantity="state after 5.79 units of time",
            unit="1",
            reference=np.array(_PYKEP_END),
            tolerance=1e-13,
            kind="model",
            compute=lambda: cr3bp_states(_PYKEP_START, _PYKEP_TIME, mu_ratio=_PYKEP_MU),
            labels=("x", "y", "z", "vx", "vy", "vz"),
        ),
        *(_closure(limit) for limit in ("1e-11", "1e-6")),
        one(
            id="three-body/closure/corrected",
            quantity="largest miss after one period, corrected",
            reference=np.full(len(names), _NOTHING),
            tolerance=1e-12,
            compute=lambda: [_corrected(k).closure_nd for k in range(len(names))],
            labels=names,
        ),
        one(
            id="three-body/period/corrected",
            quantity="period",
            reference=orbits.numbers("period_nd"),
            tolerance=1e-6,
            compute=lambda: [_corrected(k).period_nd for k in range(len(names))],
            labels=names,
        ),
        one(
            id="three-body/jacobi",
            quantity="Jacobi constant",
            reference=orbits.numbers("jacobi_nd"),
            tolerance=1e-12,
            compute=lambda: [
                jacobi_nd(state, mu_ratio=float(mu))
                for state, mu in zip(states, orbits.numbers("mu_ratio"), strict=True)
            ],
            labels=names,
        ),
        one(
            id="three-body/unstable-eigenvalue",
            quantity="unstable eigenvalue over the published one, sign included",
            reference=np.ones(len(names)),
            tolerance=1e-5,
            compute=lambda: (
                np.array([s.unstable_eigenvalue for s in _stabilities()])
                / orbits.numbers("unstable_eigenvalue")
            ),
            labels=names,
        ),
        one(
            id="three-body/stability-index",
            quantity="size of the stability index over the published one",
            reference=np.ones(len(names)),
            tolerance=1e-5,
            compute=lambda: (
                np.array([abs(s.index) for s in _stabilities()]) / orbits.numbers("abs_index")
            ),
            labels=names,
        ),
    )


def printed_states(orbits: Table) -> Floats:
    """Return the states that the table prints, shape (n, 6)."""
    x, z, vy = (orbits.numbers(name) for name in ("x_nd", "z_nd", "vy_nd"))
    nothing = np.zeros_like(x)
    return np.column_stack([x, nothing, z, nothing, vy, nothing])


def _points(mu_ratio: str) -> Case:
    rows = table("libration_points").where("mu_ratio", mu_ratio)
    which = [int(name[1]) - 1 for name in rows.text("point")]
    return Case(
        id=f"libration-points/{mu_ratio}",
        title="Libration points",
        source=rows.text("source")[0],
        quantity=f"x for a mass ratio of {mu_ratio}",
        unit="1",
        reference=rows.numbers("x_nd"),
        tolerance=float(rows.numbers("tolerance").max()),
        kind="model",
        compute=lambda: libration_points(float(mu_ratio))[which, 0],
        labels=rows.text("point"),
    )


def _closure(limit: str) -> Case:
    rows = table("three_body_orbits").where("closure_nd", limit)

    def ours() -> list[float]:
        states = printed_states(rows)
        mu, period = rows.numbers("mu_ratio"), rows.numbers("period_nd")
        return [
            float(np.abs(cr3bp_states(s, t, mu_ratio=m) - s).max())
            for s, t, m in zip(states, period, mu, strict=True)
        ]

    return Case(
        id=f"three-body/closure/printed-to-{limit}",
        title="Periodic orbits",
        source=", ".join(dict.fromkeys(s.split(",")[0].split(";")[0] for s in rows.text("source"))),
        quantity="largest miss after the printed period, from the printed state",
        unit="1",
        reference=np.full(len(rows.text("orbit")), _NOTHING),
        tolerance=float(limit),
        kind="table",
        compute=ours,
        labels=rows.text("orbit"),
    )


@cache
def _corrected(k: int) -> PeriodicOrbit:
    t = table("three_body_orbits")
    mu, period = t.numbers("mu_ratio")[k], t.numbers("period_nd")[k]
    return corrected_orbit(printed_states(t)[k], period, mu_ratio=mu)


def _stabilities() -> list[Stability]:
    t = table("three_body_orbits")
    rows = zip(printed_states(t), t.numbers("period_nd"), t.numbers("mu_ratio"), strict=True)
    return [stability(state, period, mu_ratio=mu) for state, period, mu in rows]
