"""Fit the polynomials of the Lambert kernels and write orbits/vercosine_coefficients.py.

Run ``python builders/lambert_coefficients.py``; with ``--check`` it only compares the result with
the file that is there. Two things are fitted:

* ``G(w) = w³ W(w² − √2)``, the time-of-flight function of one half revolution or less on either
  side, freed of its pole at w = 0. W is the function of Arora & Russell (2013); G is analytic for
  Re w > 0, so that one polynomial in u = w/2 − 1 covers ellipses, parabola and hyperbolae with
  0 < w < 4. Chebyshev interpolation in 40 digits.
* the first guess of w/y as a polynomial in y = T^(−1/3) and σ = √(1 + √2 τ). In σ the solution is
  smooth up to whole revolutions (σ → 0); in τ itself it has a branch point there, and a
  polynomial of the same size is ten times worse. Least squares, rounded to nine digits.
"""

import sys
from pathlib import Path

import mpmath as mp
import numpy as np
from numpy.typing import NDArray

TARGET = Path(__file__).parents[1] / "src/asteroid_econ/orbits/vercosine_coefficients.py"
W_MAX = 4
FULL_DEGREE, COARSE_DEGREE = 31, 13
Y_DEGREE, SIGMA_DEGREE = 8, 5
Y_RANGE = (0.3, 2.6)
mp.mp.dps = 40


def time_function(k: mp.mpf) -> mp.mpf:
    """Return W(k) in 40 digits; k is √2 times the cosine of half the anomaly difference."""
    d = 2 - k * k
    if abs(d) < mp.mpf("1e-15"):
        return mp.sqrt(2) / 3 - (k - mp.sqrt(2)) / 5
    if d > 0:
        return 2 * mp.acos(k / mp.sqrt(2)) / d ** mp.mpf("1.5") - k / d
    return -mp.acosh(k * k - 1) / (-d) ** mp.mpf("1.5") - k / d


def regular_part(w: mp.mpf) -> mp.mpf:
    """Return G(w) = w³ W(w² − √2)."""
    return w**3 * time_function(w * w - mp.sqrt(2))


def regular_part_monomials(degree: int, n_nodes: int = 64) -> tuple[float, ...]:
    """Return the coefficients of G in powers of u = 2 w/W_MAX − 1."""
    angles = [mp.pi * (j + mp.mpf(1) / 2) / n_nodes for j in range(n_nodes)]
    values = [regular_part((mp.cos(a) + 1) * W_MAX / 2) for a in angles]
    monomials = [mp.mpf(0)] * (degree + 1)
    previous, current = [mp.mpf(1)], [mp.mpf(0), mp.mpf(1)]
    for m in range(degree + 1):
        cosines = (v * mp.cos(m * a) for v, a in zip(values, angles, strict=True))
        weight = mp.fsum(cosines) * (2 if m else 1) / n_nodes
        for power, factor in enumerate(previous):
            monomials[power] += weight * factor
        following = [mp.mpf(0)] + [2 * c for c in current]
        for power, factor in enumerate(previous):
            following[power] -= factor
        previous, current = current, following
    return tuple(float(c) for c in monomials)


def time_function_double(k: NDArray) -> NDArray:
    """Return W(k) in double precision, good enough for the guess."""
    d = 2.0 - k * k
    inner = np.clip(k / np.sqrt(2.0), -1.0, 1.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        ellipse = 2.0 * np.arccos(inner) / np.abs(d) ** 1.5 - k / d
        outer = np.maximum(k * k - 1.0, 1.0)
        hyperbola = -np.arccosh(outer) / np.abs(d) ** 1.5 - k / d
    return np.where(d > 0.0, ellipse, hyperbola)


def guess_samples() -> tuple[NDArray, NDArray, NDArray]:
    """Return y, σ and w over the range where the first guess has to be good."""
    w = np.linspace(0.06, 3.9, 501)[:, None]
    k = w**2 - np.sqrt(2.0)
    tau = np.sin(np.linspace(-np.pi / 2, np.pi / 2, 161))[None, :] / np.sqrt(2.0)
    p = 1.0 - k * tau
    with np.errstate(invalid="ignore"):
        y = (np.sqrt(p) * (tau + p * time_function_double(k))) ** (-1.0 / 3.0)
    sigma = np.sqrt(np.maximum(1.0 + np.sqrt(2.0) * tau, 0.0))
    use = (p > 0.03) & (y > Y_RANGE[0]) & (y < Y_RANGE[1])
    return y[use], np.broadcast_to(sigma, p.shape)[use], np.broadcast_to(w, p.shape)[use]


def guess_coefficients() -> tuple[tuple[float, ...], ...]:
    """Return w/y as a polynomial: rows are powers of y scaled to ±1, columns powers of σ."""
    y, sigma, w = guess_samples()
    centre, half = (Y_RANGE[1] + Y_RANGE[0]) / 2, (Y_RANGE[1] - Y_RANGE[0]) / 2
    scaled_y, scaled_sigma = (y - centre) / half, np.sqrt(2.0) * sigma - 1.0
    basis = np.polynomial.chebyshev.chebvander2d(scaled_y, scaled_sigma, [Y_DEGREE, SIGMA_DEGREE])
    # weight by y: the error that matters is that of w
    chebyshev = np.linalg.lstsq(basis * y[:, None], w, rcond=None)[0]
    chebyshev = chebyshev.reshape(Y_DEGREE + 1, SIGMA_DEGREE + 1)
    to_monomial = np.polynomial.chebyshev.cheb2poly
    rows = np.array([to_monomial(column) for column in chebyshev.T]).T
    table = np.array([to_monomial(row) for row in rows])
    return tuple(tuple(float(f"{c:.9g}") for c in row) for row in table)


def source() -> str:
    """Return the text of the module of constants."""
    lines = [
        '"""Polynomials of the Lambert kernels, written by builders/lambert_coefficients.py.',
        "",
        "``G_FULL`` and ``G_COARSE``: G(w) = w³ W(w² − √2) in powers of u = w/2 − 1 for",
        "0 < w < 4, to 4e-16 and 2e-7. ``GUESS``: w/y in powers of y scaled to ±1 (rows) and of",
        "√2 σ − 1 (columns).",
        '"""',
        "",
    ]
    for name, degree in (("G_FULL", FULL_DEGREE), ("G_COARSE", COARSE_DEGREE)):
        lines.append(f"{name} = (")
        lines += [f"    {c!r}," for c in regular_part_monomials(degree)]
        lines.append(")")
    lines.append("GUESS = (")
    for row in guess_coefficients():
        lines += ["    (", *(f"        {c!r}," for c in row), "    ),"]
    lines.append(")")
    return "\n".join(lines) + "\n"


def main() -> None:
    text = source()
    if "--check" in sys.argv[1:]:
        sys.exit(0 if TARGET.read_text(encoding="utf-8") == text else "coefficients differ")
    TARGET.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
