"""Propagation against the universal-variable form at 80 digits."""

import mpmath as mp
import numpy as np
import pytest

from asteroid_econ.orbits.elements import state
from asteroid_econ.orbits.kepler import propagate


def _stumpff(psi):
    if psi == 0:
        return mp.mpf(1), mp.mpf(1), mp.mpf(1) / 2, mp.mpf(1) / 6
    z = mp.sqrt(mp.mpc(psi))
    c0, c1 = mp.cos(z).real, (mp.sin(z) / z).real
    return c0, c1, (1 - c0) / psi, (1 - c1) / psi


def _exact(r, v, dt, digits=80):
    """Return r and v after dt with mu = 1; safeguarded Newton, counted from the given state."""
    with mp.workdps(digits):
        r, v, dt = [mp.mpf(float(x)) for x in r], [mp.mpf(float(x)) for x in v], mp.mpf(float(dt))
        r0 = mp.sqrt(sum(x * x for x in r))
        alpha = 2 / r0 - sum(x * x for x in v)
        sigma = sum(x * y for x, y in zip(r, v, strict=True))

        def functions(s):
            c0, c1, c2, c3 = _stumpff(alpha * s * s)
            return c0, s * c1, s * s * c2, s**3 * c3

        def miss(s):
            u0, u1, u2, u3 = functions(s)
            return r0 * u1 + sigma * u2 + u3 - dt, r0 * u0 + sigma * u1 + u2

        outer, inner = mp.sign(dt) * mp.sqrt(r0) / 1000, mp.mpf(0)
        while miss(outer)[0] * mp.sign(dt) < 0:
            inner, outer = outer, 2 * outer
        low, high = min(inner, outer), max(inner, outer)
        s = (low + high) / 2
        for _ in range(500):
            f, slope = miss(s)
            low, high = (low, s) if f > 0 else (s, high)
            new = s - f / slope
            new = new if low < new < high else (low + high) / 2
            if abs(new - s) <= abs(new) * mp.mpf(10) ** (25 - digits):
                break
            s = new
        _, u1, u2, u3 = functions(new)
        radius = miss(new)[1]
        f, g, fd, gd = 1 - u2 / r0, dt - u3, -u1 / (radius * r0), 1 - u2 / radius
        return (
            np.array([f * x + g * y for x, y in zip(r, v, strict=True)]),
            np.array([fd * x + gd * y for x, y in zip(r, v, strict=True)]),
        )


def _error(ours, exact):
    size = mp.sqrt(sum(x * x for x in exact))
    return float(
        mp.sqrt(sum((mp.mpf(float(a)) - b) ** 2 for a, b in zip(ours, exact, strict=True))) / size
    )


def _cases(kind, n):
    """Inbound states that pass periapsis, at 1e-6 to 1 of the unit of length."""
    rng = np.random.default_rng(20)
    q = 10.0 ** rng.uniform(-6, 0, n)
    if kind == "inbound hyperbola":
        ecc, mean = 1.0 + 10.0 ** rng.uniform(-8, 2, n), -(10.0 ** rng.uniform(-2, 4.5, n))
    elif kind == "inbound ellipse":
        ecc, mean = 1.0 - 10.0 ** rng.uniform(-8, -0.01, n), rng.uniform(-np.pi, 0, n)
    elif kind == "near parabola":
        ecc = 1.0 + 10.0 ** rng.uniform(-12, -2, n) * rng.choice([-1.0, 1.0], n)
        mean = -(10.0 ** rng.uniform(-8, 0, n))
    else:
        q, ecc, mean = np.ones(n), rng.uniform(0, 1, n), rng.uniform(-3, 3, n)
    a = q / (1.0 - ecc)
    angles = rng.uniform(0.0, 3.0, (3, n))
    r, v = state(a, ecc, *angles, mean, mu_km3_s2=1.0)
    to_periapsis = np.abs(mean) * np.abs(a) ** 1.5
    dt = to_periapsis * 10.0 ** rng.uniform(-1, 1, n)
    return r, v, dt if kind != "any ellipse" else rng.uniform(-50.0, 50.0, n)


@pytest.mark.parametrize(
    "kind", ["inbound hyperbola", "inbound ellipse", "near parabola", "any ellipse"]
)
def test_against_eighty_digits(kind):
    r, v, dt = _cases(kind, 60)
    ours_r, ours_v = propagate(r, v, dt, mu_km3_s2=1.0)
    for i in range(dt.size):
        exact_r, exact_v = _exact(r[i], v[i], dt[i])
        assert _error(ours_r[i], exact_r) < 1e-11
        assert _error(ours_v[i], exact_v) < 1e-11
