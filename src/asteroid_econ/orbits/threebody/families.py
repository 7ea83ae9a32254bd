"""Families of periodic orbits about L1 and L2: planar Lyapunov, halo and vertical Lyapunov.

Every member crosses the plane y = 0 at a right angle. From the linear motion at the libration
point (planar, vertical) or from the planar orbit at which a vertical shift returns (halo) a family
is followed by the length of its arc in (x, z, vy, half the period).
"""

from collections.abc import Callable

import numpy as np

from asteroid_econ.errors import InputError
from asteroid_econ.orbits.threebody.correct import (
    START,
    PeriodicOrbit,
    crossing_corrected,
    crossing_miss,
    orbit_of,
)
from asteroid_econ.orbits.threebody.cr3bp import checked_mass_ratio, jacobi_nd
from asteroid_econ.orbits.threebody.points import libration_points
from asteroid_econ.records import Floats

NAMES = ("P1", "P2", "H1N", "H1S", "H2N", "H2S", "V1", "V2")
_X, _Z, _VY, _HALF = range(4)
_SMALL = 1e-3  # first amplitude, in distances of the libration point from the smaller body
_FIRST_STEP, _LONGEST_STEP, _SHORTEST_STEP = 2e-3, 0.05, 1e-7
_MAX_STEPS = 4_000
_MAX_NEWTON = 8
_MAX_BISECTIONS = 40
_CLOSED = 1e-13


def orbit_family(
    name: str, *, mu_ratio: float, n_members: int, jacobi_end_nd: float
) -> tuple[PeriodicOrbit, ...]:
    """Return members of a family, from the smallest on, equally far apart along it.

    Parameters
    ----------
    name : {'P1', 'P2', 'H1N', 'H1S', 'H2N', 'H2S', 'V1', 'V2'}
        Planar, halo or vertical; the libration point; for halos north or south: where the orbit is
        at its crossing away from the smaller body.
    mu_ratio : float
        Mass of the smaller body over the mass of both, in (0, 0.5].
    n_members : int
        2 or more.
    jacobi_end_nd : float
        Jacobi constant at which the family is left. Where it is never reached the family ends
        with the last orbit that could be followed.

    Returns
    -------
    tuple of PeriodicOrbit
        Each starts at its crossing away from the smaller body (vertical: at its top).

    References
    ----------
    Richardson (1980), Celestial Mechanics 22, 241 for the linear motion; Doedel et al. (2007),
    International Journal of Bifurcation and Chaos 17, 2625 for the families.
    """
    mu_ratio = checked_mass_ratio(mu_ratio)
    if name not in NAMES:
        raise InputError("name", name, f"one of {', '.join(NAMES)}")
    if n_members < 2:
        raise InputError("n_members", n_members, ">= 2")
    point = int(name[1])
    scale = _scales(mu_ratio, point)
    start, tangent = _first(name[0], point, mu_ratio, scale)
    path = _followed(
        start, tangent, mu_ratio, scale, lambda u: _jacobi(u, mu_ratio) <= jacobi_end_nd
    )
    arc = np.append(0.0, np.cumsum(np.linalg.norm(np.diff(path / scale, axis=0), axis=1)))
    end = _end_of_arc(path, arc, mu_ratio, jacobi_end_nd)
    members = []
    for at in np.linspace(0.0, end, n_members):
        guess = np.array([np.interp(at, arc, column) for column in path.T])
        u = crossing_corrected(guess, mu_ratio)
        u[_Z] = -u[_Z] if name.endswith("S") else u[_Z]
        members.append(orbit_of(u, mu_ratio))
    return tuple(members)


def _scales(mu: float, point: int) -> Floats:
    gap = abs(libration_points(mu)[point - 1, 0] - (1.0 - mu))
    return np.array([gap, gap, gap, 1.0])


def _first(kind: str, point: int, mu: float, scale: Floats) -> tuple[Floats, Floats]:
    """Return the first member and the direction in which the family goes on."""
    at = libration_points(mu)[point - 1, 0]
    away = 1.0 if point == 2 else -1.0
    r1, r2 = abs(at + mu), abs(at - 1.0 + mu)
    c2 = (1.0 - mu) / r1**3 + mu / r2**3
    size = _SMALL * scale[_X]
    if kind == "V":
        u = np.array([at, size, 0.0, np.pi / np.sqrt(c2)])
        return crossing_corrected(u, mu, _Z), np.array([0.0, 1.0, 0.0, 0.0])
    omega = np.sqrt(1.0 - 0.5 * c2 + 0.5 * np.sqrt(c2 * (9.0 * c2 - 8.0)))
    ratio = (omega * omega + 1.0 + 2.0 * c2) / (2.0 * omega)
    u = np.array([at + away * size, 0.0, -away * ratio * omega * size, np.pi / omega])
    planar, direction = crossing_corrected(u, mu, _X), np.array([away, 0.0, 0.0, 0.0])
    if kind == "P":
        return planar, direction
    branch = _bifurcation(planar, direction, mu, scale)
    branch[_Z] += size
    return crossing_corrected(branch, mu, _Z), np.array([0.0, 1.0, 0.0, 0.0])


def _vertical_return(u: Floats, mu: float) -> float:
    """Return d vz/d z half a period later: zero where the halo family leaves the planar one."""
    return float(crossing_miss(u, mu)[1][2, _Z])


def _bifurcation(start: Floats, direction: Floats, mu: float, scale: Floats) -> Floats:
    """Return the planar orbit from which the halo family leaves."""
    sign = np.sign(_vertical_return(start, mu))
    path = _followed(
        start, direction, mu, scale, lambda u: bool(_vertical_return(u, mu) * sign < 0.0)
    )
    low, high = path[-2], path[-1]
    for _ in range(_MAX_BISECTIONS):
        middle = crossing_corrected(0.5 * (low + high), mu, _X)
        if _vertical_return(middle, mu) * sign < 0.0:
            high = middle
        else:
            low = middle
    return 0.5 * (low + high)


def _followed(
    start: Floats, direction: Floats, mu: float, scale: Floats, is_end: Callable[[Floats], bool]
) -> Floats:
    """Return (x, z, vy, half the period) along a family, until past its end, shape (n, 4)."""
    path, size = [start], _FIRST_STEP
    tangent = _tangent(start, direction, mu, scale)
    for _ in range(_MAX_STEPS):
        guess = path[-1] + size * scale * tangent
        found = _on_plane(guess, tangent, mu, scale)
        if found is None:
            size *= 0.5
            if size < _SHORTEST_STEP:
                break
            continue
        path.append(found)
        if is_end(found):
            break
        tangent = _tangent(found, tangent, mu, scale)
        size = min(1.4 * size, _LONGEST_STEP)
    return np.array(path)


def _tangent(u: Floats, before: Floats, mu: float, scale: Floats) -> Floats:
    """Return the direction, in scaled quantities, in which the conditions stay met."""
    slope = crossing_miss(u, mu)[1] * scale
    tangent = np.linalg.svd(slope)[2][3]
    if u[_Z] == 0.0 and before[_Z] == 0.0:  # a planar family stays planar through its branches
        tangent = np.append(np.linalg.svd(slope[:2][:, [_X, _VY, _HALF]])[2][2], 0.0)[[0, 3, 1, 2]]
    return tangent if tangent @ before > 0.0 else -tangent


def _on_plane(guess: Floats, tangent: Floats, mu: float, scale: Floats) -> Floats | None:
    """Return the member on the plane through the guess across the tangent, None if none is near."""
    u = guess.copy()
    is_planar = u[_Z] == 0.0 and tangent[_Z] == 0.0
    for _ in range(_MAX_NEWTON):
        miss, slope = crossing_miss(u, mu)
        if not np.isfinite(slope).all():
            return None
        if np.abs(miss).max() < _CLOSED:
            return u
        rows = np.vstack([slope * scale, tangent])
        shift = np.linalg.lstsq(rows, -np.append(miss, 0.0), rcond=None)[0]
        if not np.abs(shift).max() < _LONGEST_STEP:
            return None
        if is_planar:
            shift[_Z] = 0.0
        u = u + scale * shift
    return None


def _jacobi(u: Floats, mu: float) -> float:
    start = np.zeros(6)
    start[list(START)] = u[:3]
    return float(jacobi_nd(start, mu_ratio=mu))


def _end_of_arc(path: Floats, arc: Floats, mu: float, jacobi_end: float) -> float:
    """Return the length of arc at which the Jacobi constant first falls to its end."""
    jacobi = np.array([_jacobi(u, mu) for u in path])
    past = np.flatnonzero(jacobi <= jacobi_end)
    if past.size == 0 or past[0] == 0:
        return float(arc[-1])
    k = past[0]
    share = (jacobi[k - 1] - jacobi_end) / (jacobi[k - 1] - jacobi[k])
    return float(arc[k - 1] + share * (arc[k] - arc[k - 1]))
