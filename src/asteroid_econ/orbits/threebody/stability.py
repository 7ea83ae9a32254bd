"""Stability of periodic orbits: the matrix of one period, its eigenvalues and indices."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ.errors import InputError
from asteroid_econ.orbits.threebody.correct import checked_period
from asteroid_econ.orbits.threebody.cr3bp import checked_mass_ratio, states
from asteroid_econ.orbits.threebody.integrate import cr3bp_matrices
from asteroid_econ.records import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Stability:
    """How a periodic orbit answers to a small shift, over one period.

    ``mu_ratio`` is the mass ratio. ``monodromy`` (6, 6) maps a shift to the shift one period later.
    ``eigenvalues`` (6,) complex, largest first; two of them are 1 but for the square root of the
    orbit's closure.
    ``unstable_eigenvalue`` is the largest, with its sign where it is real and its modulus where it
    is not; ``index`` is half the sum of it and its inverse: stable where within [−1, 1].
    ``pair_indices`` (2,) are the indices of the two pairs that are not 1, complex where the four
    eigenvalues are; they come from the traces and do not suffer from the double root.
    """

    mu_ratio: float
    monodromy: Floats
    eigenvalues: NDArray[np.complex128]
    unstable_eigenvalue: float
    index: float
    pair_indices: NDArray[np.complex128]


def stability(state_nd: ArrayLike, period_nd: float, *, mu_ratio: float) -> Stability:
    """Return the stability of a periodic orbit.

    Parameters
    ----------
    state_nd : array_like, shape (6,)
        A state of the orbit, in the rotating frame.
    period_nd : float
        Its period, > 0.
    mu_ratio : float
        Mass of the smaller body over the mass of both, in (0, 0.5].

    Returns
    -------
    Stability

    References
    ----------
    Broucke (1969), AIAA Journal 7, 1003; Howell (1984), Celestial Mechanics 32, 53.

    Examples
    --------
    A halo orbit of JPL's list about the Sun–Earth L1, printed there as 694.057:

    >>> halo = [0.9889142055328948, 0, 0.003004041248343302, 0, 0.010113524775185567, 0]
    >>> print(round(stability(halo, 3.0530728500125566, mu_ratio=3.0542e-6).index, 3))
    694.057
    """
    state, period = states(state_nd), checked_period(period_nd)
    if state.shape != (6,):
        raise InputError("state_nd", state.shape, "one state of six numbers")
    _, matrix = cr3bp_matrices(state, period, mu_ratio=mu_ratio)
    if not np.isfinite(matrix).all():
        raise InputError("state_nd", state.tolist(), "a finite state that meets neither body")
    eigenvalues = np.linalg.eigvals(matrix).astype(np.complex128)
    eigenvalues = eigenvalues[np.lexsort((eigenvalues.imag, -np.abs(eigenvalues)))]
    largest = eigenvalues[0]
    value = float(largest.real) if abs(largest.imag) < 1e-12 else float(abs(largest))
    return Stability(
        mu_ratio=checked_mass_ratio(mu_ratio),
        monodromy=matrix,
        eigenvalues=eigenvalues,
        unstable_eigenvalue=value,
        index=0.5 * (value + 1.0 / value),
        pair_indices=_pair_indices(matrix),
    )


def _pair_indices(matrix: Floats) -> NDArray[np.complex128]:
    """Return (λ + 1/λ)/2 of both pairs that are not 1, from the traces of M and M²."""
    total = np.trace(matrix) - 2.0
    product = 0.5 * (total * total - (np.sum(matrix * matrix.T) + 2.0))
    root = np.sqrt(complex(0.25 * total * total - product))
    large = 0.5 * total + (root if total >= 0.0 else -root)
    small = product / large if large != 0.0 else 0.5 * total - root
    return np.array([0.5 * large, 0.5 * small], dtype=np.complex128)
