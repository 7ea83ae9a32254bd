"""The field that moves an asteroid: Sun, eight planets and Moon from a table of polynomials.

The table holds the heliocentric positions of the bodies and the acceleration that they give the
Sun, piece by piece, so that a kernel gets all of them from one pass of Horner's rule. Asteroids
are integrated in blocks of ``LANES``, one to a vector lane.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from asteroid_econ._jit import inline_kernel, simd_inline_kernel
from asteroid_econ.constants import AU_KM, DAY_S, MU_SUN_KM3_S2
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.planets import heliocentric_state
from asteroid_econ.parameters.load import load
from asteroid_econ.records import Floats

BODIES = (
    "mercury",
    "venus",
    "earth",
    "mars",
    "jupiter",
    "saturn",
    "uranus",
    "neptune",
    "moon",
)
MODEL = 1  # raised when the equations of motion or the integrator change a result
LANES = 16  # two vectors of 512 bits: the compiler vectorises no shorter loop
PIECE_D = 8.0  # the Moon is within 1 m of the polynomial, everything else far closer
DEGREE = 9  # written out in _evaluate
WIDTH = 32  # nine bodies and the Sun's own acceleration, three columns each, padded
FAR_KM = 1e15  # where a body without mass stands, so that nothing meets it
_SUN = 3 * len(BODIES)
_NODES = np.cos(np.pi * (2.0 * np.arange(DEGREE + 1) + 1.0) / (2.0 * (DEGREE + 1)))
_FIT = np.linalg.inv(np.vander(_NODES, increasing=True))


@dataclass(frozen=True, slots=True)
class PlanetTable:
    """Where the planets are between two dates; heliocentric, ecliptic of J2000.

    ``pieces`` has shape (n, DEGREE + 1, WIDTH): coefficients of powers of the time within a piece,
    which runs from −1 to 1. ``inv_c2_s2_km2`` is 1/c² of the post-Newtonian term, 0 without it.
    """

    first_mjd_tdb: float
    last_mjd_tdb: float
    pieces: Floats
    mu_km3_s2: Floats
    radius_km: Floats
    inv_c2_s2_km2: float

    def check_span(self, name: str, mjd_tdb: Floats) -> None:
        """Refuse dates outside the table."""
        low, high = self.first_mjd_tdb, self.last_mjd_tdb
        bad = mjd_tdb[~((mjd_tdb >= low) & (mjd_tdb <= high))]
        if bad.size:
            span = f"MJD (TDB) within {low:g} to {high:g}, the span of the planet table"
            raise InputError(name, float(bad.flat[0]), span)


def planet_table(
    first_mjd_tdb: float,
    last_mjd_tdb: float,
    *,
    positions: Callable[[str, Floats], Floats] | None = None,
    is_relativistic: bool = True,
    attracting: Sequence[str] = BODIES,
) -> PlanetTable:
    """Return the table of the bodies between two dates.

    Parameters
    ----------
    first_mjd_tdb, last_mjd_tdb : float
        Span; the first earlier than the last, both from 1900 to 2100.
    positions : callable, optional
        (body, mjd_tdb of shape (n,)) → heliocentric positions (n, 3) in km, ecliptic of J2000;
        by default :func:`heliocentric_state`.
    is_relativistic : bool, optional
        Whether the Sun has its first post-Newtonian term.
    attracting : sequence of str, optional
        Out of ``BODIES``: the others have no mass and no place.

    Returns
    -------
    PlanetTable

    Notes
    -----
    The polynomials miss their source by less than 1 m; the source (epv00, plan94, moon98) misses
    DE441 by 7 km for Earth and by up to 25,000 km for Mars, which moves an asteroid that passes
    no planet by less than 100 km in 26 years.
    """
    if not (math.isfinite(first_mjd_tdb) and first_mjd_tdb < last_mjd_tdb):
        raise InputError("first_mjd_tdb", first_mjd_tdb, "earlier than last_mjd_tdb")
    if not last_mjd_tdb < math.inf:
        raise InputError("last_mjd_tdb", last_mjd_tdb, "finite")
    n_pieces = math.ceil((last_mjd_tdb - first_mjd_tdb) / PIECE_D)
    middles = first_mjd_tdb + PIECE_D * (np.arange(n_pieces) + 0.5)
    mjd_tdb = (middles[:, None] + 0.5 * PIECE_D * _NODES).ravel()
    parameters = load("solar_system")
    unknown = sorted(set(attracting) - set(BODIES))
    if unknown:
        raise InputError("attracting", unknown[0], f"out of {', '.join(BODIES)}")
    mu = np.array([parameters.value(f"{body}.mu_km3_s2") * (body in attracting) for body in BODIES])
    radius = np.array([parameters.value(f"{body}.radius_km") for body in BODIES])
    speed = parameters.value("light.speed_km_s")
    where = positions or (lambda body, mjd: heliocentric_state(body, mjd)[0])
    values = np.zeros((mjd_tdb.size, WIDTH))
    for i, body in enumerate(BODIES):
        if body not in attracting:
            values[:, 3 * i] = FAR_KM
            continue
        r_km = where(body, mjd_tdb)
        values[:, 3 * i : 3 * i + 3] = r_km
        distance = np.linalg.norm(r_km, axis=1, keepdims=True)
        values[:, _SUN : _SUN + 3] += mu[i] * r_km / distance**3
    pieces = np.einsum("pj,njw->npw", _FIT, values.reshape(n_pieces, DEGREE + 1, WIDTH))
    return PlanetTable(
        first_mjd_tdb,
        float(first_mjd_tdb + PIECE_D * n_pieces),
        np.ascontiguousarray(pieces),
        mu,
        radius,
        1.0 / speed**2 if is_relativistic else 0.0,
    )


@simd_inline_kernel
def _evaluate(c: Floats, x: float, place: Floats) -> None:
    for j in range(WIDTH):
        high = (((c[9, j] * x + c[8, j]) * x + c[7, j]) * x + c[6, j]) * x + c[5, j]
        place[j] = ((((high * x + c[4, j]) * x + c[3, j]) * x + c[2, j]) * x + c[1, j]) * x + c[
            0, j
        ]


@inline_kernel
def place_bodies(pieces: Floats, days: float, place: Floats) -> None:
    """Write all columns of the table at a time, in days since its start, into place (WIDTH,)."""
    piece = min(max(int(days / PIECE_D), 0), pieces.shape[0] - 1)
    _evaluate(pieces[piece], 2.0 * (days / PIECE_D - piece) - 1.0, place)


@simd_inline_kernel
def pull_of_sun(
    inv_c2: float, sun_x: float, sun_y: float, sun_z: float, push: Floats, y: Floats,
    slope: Floats,
) -> None:  # fmt: skip
    """Write the derivative of y into slope: the Sun's pull, its own motion, and the push.

    States and derivatives are flat: LANES x, LANES y, … LANES vz. ``push`` holds the radial,
    transverse and normal non-gravitational acceleration at 1 au in km/s², falling as 1/r².
    """
    for i in range(LANES):
        x, y_, z = y[i], y[LANES + i], y[2 * LANES + i]
        vx, vy, vz = y[3 * LANES + i], y[4 * LANES + i], y[5 * LANES + i]
        r2 = x * x + y_ * y_ + z * z
        inv = 1.0 / math.sqrt(r2)
        v2 = vx * vx + vy * vy + vz * vz
        rv = x * vx + y_ * vy + z * vz
        gravity = MU_SUN_KM3_S2 * inv * inv * inv
        along_r = gravity * (inv_c2 * (4.0 * MU_SUN_KM3_S2 * inv - v2) - 1.0)
        along_v = 4.0 * inv_c2 * gravity * rv
        # the push: along r, along h × r, along h
        hx, hy, hz = y_ * vz - z * vy, z * vx - x * vz, x * vy - y_ * vx
        inv_h = 1.0 / math.sqrt(hx * hx + hy * hy + hz * hz)
        fall = AU_KM * AU_KM * inv * inv
        across = fall * inv * inv_h * push[LANES + i]
        out = fall * inv_h * push[2 * LANES + i]
        along_r += fall * inv * push[i] - across * rv
        along_v += across * r2
        slope[i] = vx
        slope[LANES + i] = vy
        slope[2 * LANES + i] = vz
        slope[3 * LANES + i] = along_r * x + along_v * vx + out * hx - sun_x
        slope[4 * LANES + i] = along_r * y_ + along_v * vy + out * hy - sun_y
        slope[5 * LANES + i] = along_r * z + along_v * vz + out * hz - sun_z


@simd_inline_kernel
def pull_of_bodies(
    place: Floats, mu: Floats, radius: Floats, y: Floats, slope: Floats, nearness: Floats
) -> None:
    """Add the pull of every planet and the Moon to the derivative of y.

    ``nearness`` (LANES,) is raised to the largest ratio of a body's radius to its distance.
    """
    for body in range(mu.size):
        px, py, pz = place[3 * body], place[3 * body + 1], place[3 * body + 2]
        mu_body, radius_body = mu[body], radius[body]
        for i in range(LANES):
            dx, dy, dz = px - y[i], py - y[LANES + i], pz - y[2 * LANES + i]
            inv = 1.0 / math.sqrt(dx * dx + dy * dy + dz * dz)
            pull = mu_body * inv * inv * inv
            slope[3 * LANES + i] += pull * dx
            slope[4 * LANES + i] += pull * dy
            slope[5 * LANES + i] += pull * dz
            near = radius_body * inv
            nearness[i] = near if near > nearness[i] else nearness[i]


@inline_kernel
def accelerate(
    place: Floats, mu: Floats, radius: Floats, inv_c2: float, push: Floats,
    y: Floats, slope: Floats, nearness: Floats,
) -> None:  # fmt: skip
    """Write the derivative of the states y of a block."""
    sun_x, sun_y, sun_z = place[_SUN], place[_SUN + 1], place[_SUN + 2]
    pull_of_sun(inv_c2, sun_x, sun_y, sun_z, push, y, slope)
    pull_of_bodies(place, mu, radius, y, slope, nearness)


def push_km_s2(nongravitational_au_d2: Floats) -> Floats:
    """Return Marsden's A1, A2, A3 (au/d²) as accelerations at 1 au in km/s²."""
    return nongravitational_au_d2 * (AU_KM / DAY_S**2)
