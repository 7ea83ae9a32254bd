"""scipy's global search finds the same distance."""

import numpy as np
from scipy.optimize import brute, fmin

from asteroid_econ.orbits.moid import ellipse, moid_au


def test_against_a_brute_search() -> None:
    rng = np.random.Generator(np.random.PCG64(5))
    for _ in range(4):
        one = ellipse(rng.uniform(0.7, 3), rng.uniform(0, 0.9), rng.uniform(0, 1), 1.0, 2.0)
        two = ellipse(1.0, 0.0167, 0.0, 0.0, 1.8)

        def distance(uv: np.ndarray, one: np.ndarray = one, two: np.ndarray = two) -> float:
            a = one[:3] * (np.cos(uv[0]) - one[6]) + one[3:6] * np.sin(uv[0])
            b = two[:3] * (np.cos(uv[1]) - two[6]) + two[3:6] * np.sin(uv[1])
            return float(np.linalg.norm(a - b))

        start = brute(distance, ((0, 2 * np.pi), (0, 2 * np.pi)), Ns=60, finish=None)
        found = fmin(distance, start, xtol=1e-12, ftol=1e-14, disp=False, maxiter=2000)
        assert abs(distance(found) - float(moid_au(one, two))) < 1e-8
