"""The time function against its closed form in 40 digits, and its coefficients against builder."""

import subprocess
import sys
from pathlib import Path

import mpmath as mp
import numpy as np

from asteroid_econ._jit import kernel
from asteroid_econ.orbits.time_function import SQRT2, W_END, regular_part, regular_part_coarse

BUILDER = Path(__file__).parents[2] / "builders" / "lambert_coefficients.py"


@kernel
def _evaluate(w, full, coarse):
    for i in range(w.size):
        full[i], coarse[i] = regular_part(w[i]), regular_part_coarse(w[i])


def closed_form(w):
    """Return w³ W(k), k = w² − √2: Russell (2019), equation for ellipses and hyperbolae."""
    with mp.workdps(40):
        w = mp.mpf(float(w))
        k = w * w - mp.sqrt(2)
        d = 2 - k * k
        if d > 0:
            return w**3 * (2 * mp.acos(k / mp.sqrt(2)) / d ** mp.mpf(1.5) - k / d)
        return w**3 * (-2 * mp.acosh(k / mp.sqrt(2)) / (-d) ** mp.mpf(1.5) - k / d)


def test_ellipses_parabola_and_hyperbolae():
    w = np.concatenate([np.linspace(1e-3, W_END - 1e-3, 301), [np.sqrt(2.0 * SQRT2)]])
    full, coarse = np.empty_like(w), np.empty_like(w)
    _evaluate(w, full, coarse)
    expected = np.array([float(closed_form(x)) for x in w[:-1]])
    np.testing.assert_allclose(full[:-1], expected, rtol=1e-15)
    np.testing.assert_allclose(coarse[:-1], expected, rtol=2e-7)
    # at the parabola W = √2/3
    np.testing.assert_allclose(full[-1], w[-1] ** 3 * SQRT2 / 3.0, rtol=1e-15)


def test_coefficients_come_from_their_builder():
    done = subprocess.run([sys.executable, BUILDER, "--check"], check=False)
    assert done.returncode == 0
