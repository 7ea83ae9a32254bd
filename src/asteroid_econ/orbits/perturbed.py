"""Perturbed motion: states of many asteroids at given dates, in the field of Sun and planets."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ._parallel import map_blocks
from asteroid_econ.constants import MU_SUN_KM3_S2
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.elements import vectors
from asteroid_econ.orbits.perturbed_field import LANES, PlanetTable, push_km_s2
from asteroid_econ.orbits.perturbed_march import NOT_A_NUMBER, march
from asteroid_econ.records import Floats

TOLERANCE = 1e-12
STATUS = {
    0: "arrived at every node",
    1: "hit a planet or the Moon; NaN from then on",
    2: "needs too many steps; NaN from then on",
    3: "no finite state",
}


class NodeStates(NamedTuple):
    """States (n, 6, m) of asteroids at m dates, km and km/s, and their statuses (n,)."""

    vectors: Floats
    status: NDArray[np.int64]


def perturbed_states(
    r_km: ArrayLike,
    v_km_s: ArrayLike,
    epoch_mjd_tdb: ArrayLike,
    node_mjd_tdb: ArrayLike,
    *,
    planets: PlanetTable,
    nongravitational_au_d2: ArrayLike = (0.0, 0.0, 0.0),
    tolerance: float = TOLERANCE,
    threads: int | None = 1,
) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Return the heliocentric states of asteroids at common dates.

    Parameters
    ----------
    r_km, v_km_s : array_like, shape (n, 3)
        States at the epochs; heliocentric, ecliptic of J2000.
    epoch_mjd_tdb : array_like, shape () or (n,)
        Epochs of the states.
    node_mjd_tdb : array_like, shape (m,)
        Dates wanted, strictly increasing. All dates lie within the span of ``planets``.
    planets : PlanetTable
        From :func:`~asteroid_econ.orbits.perturbed_field.planet_table`.
    nongravitational_au_d2 : array_like, shape (3,) or (n, 3), optional
        Marsden's A1, A2, A3 (radial, transverse, normal) at 1 au, falling as 1/r².
    tolerance : float, optional
        Error of one step relative to distance and speed; in (0, 1e-6].
    threads : int, optional
        Changes no bit of the result.

    Returns
    -------
    r_km, v_km_s : ndarray, shape (n, m, 3)
        NaN after a collision.
    status : ndarray of int, shape (n,)
        A key of ``STATUS``.

    Notes
    -----
    Sun with its first post-Newtonian term, eight planets and the Moon as points; no asteroids, no
    oblateness, light pressure only as A1. Against Horizons: Apophis 15 km in seven years; after
    its encounter of 2029, which makes 1,000 km out of one within a year, 5,000 km.

    References
    ----------
    Hairer, Nørsett & Wanner (1993), Solving Ordinary Differential Equations I, section II.10.
    Post-Newtonian term: Moyer (2003), JPL Deep-Space Communications and Navigation 2, eq. 4-26.
    """
    out, status = node_states(
        r_km,
        v_km_s,
        epoch_mjd_tdb,
        node_mjd_tdb,
        planets=planets,
        nongravitational_au_d2=nongravitational_au_d2,
        tolerance=tolerance,
        threads=threads,
    )
    return np.moveaxis(out[:, :3], 1, 2), np.moveaxis(out[:, 3:], 1, 2), status


def node_states(
    r_km: ArrayLike,
    v_km_s: ArrayLike,
    epoch_mjd_tdb: ArrayLike,
    node_mjd_tdb: ArrayLike,
    *,
    planets: PlanetTable,
    nongravitational_au_d2: ArrayLike = (0.0, 0.0, 0.0),
    tolerance: float = TOLERANCE,
    threads: int | None = 1,
) -> NodeStates:
    """Return the same as :func:`perturbed_states` in one array (n, 6, m), and the status (n,)."""
    r, v = vectors(r_km=r_km, v_km_s=v_km_s)
    r, v = r.reshape(-1, 3), v.reshape(-1, 3)
    epoch = per_asteroid("epoch_mjd_tdb", epoch_mjd_tdb, (len(r),))
    push = per_asteroid("nongravitational_au_d2", nongravitational_au_d2, (len(r), 3))
    nodes = checked_nodes(node_mjd_tdb, planets)
    if not 0.0 < tolerance <= 1e-6:
        raise InputError("tolerance", tolerance, "in (0, 1e-6]")
    planets.check_span("epoch_mjd_tdb", epoch)
    rows = np.concatenate([r, v], axis=1)
    blocks = blocks_of_lanes(epoch, nodes, rows)
    out = np.full((len(r), 6, nodes.size), np.nan)
    status = np.full(len(r), NOT_A_NUMBER)

    def run(i: int) -> None:
        start, members = blocks[i]
        block_out, block_status = block_states(
            rows[members],
            epoch[members],
            push[members],
            nodes,
            planets,
            start=start,
            tolerance=tolerance,
        )
        out[members], status[members] = block_out, block_status

    map_blocks(run, len(blocks), threads=threads)
    return NodeStates(out, status)


def blocks_of_lanes(
    epoch_mjd_tdb: Floats, node_mjd_tdb: Floats, vectors: Floats
) -> list[tuple[int, NDArray[np.int64]]]:
    """Return (first node, members) of blocks of at most LANES asteroids that start together.

    ``vectors`` (n, 6) are their states. Asteroids of a like perihelion share a block, because the
    closest to the Sun asks for the
    shortest steps.
    """
    middle = 0.5 * (node_mjd_tdb[1:] + node_mjd_tdb[:-1])
    nearest = np.searchsorted(middle, epoch_mjd_tdb)
    order = np.lexsort((_perihelion_km(vectors), nearest))
    blocks = []
    for start in np.unique(nearest):
        members = order[nearest[order] == start]
        blocks += [(int(start), members[i : i + LANES]) for i in range(0, len(members), LANES)]
    return blocks


def _perihelion_km(states: Floats) -> Floats:
    r, v = states[:, :3], states[:, 3:]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):  # no finite state: NaN
        h2 = np.sum(np.cross(r, v) ** 2, axis=1)
        distance = np.sqrt(np.sum(r * r, axis=1))
        energy = 0.5 * np.sum(v * v, axis=1) - MU_SUN_KM3_S2 / distance
        ecc = np.sqrt(np.maximum(0.0, 1.0 + 2.0 * energy * h2 / MU_SUN_KM3_S2**2))
        return h2 / (MU_SUN_KM3_S2 * (1.0 + ecc))


def block_states(
    vectors: Floats,
    epoch_mjd_tdb: Floats,
    push_au_d2: Floats,
    node_mjd_tdb: Floats,
    planets: PlanetTable,
    *,
    start: int,
    tolerance: float = TOLERANCE,
) -> tuple[Floats, NDArray[np.int64]]:
    """Return the states (k, 6, m) and statuses (k,) of k <= LANES asteroids, vectors (k, 6)."""
    n = len(vectors)
    lanes = np.minimum(np.arange(LANES), n - 1)  # an unused lane repeats the last asteroid
    out = np.empty((LANES, 6, node_mjd_tdb.size))
    status = np.zeros(LANES)
    march(
        planets.pieces,
        planets.mu_km3_s2,
        planets.radius_km,
        planets.inv_c2_s2_km2,
        push_km_s2(push_au_d2[lanes]).T.ravel(),
        tolerance,
        epoch_mjd_tdb[lanes] - planets.first_mjd_tdb,
        node_mjd_tdb - planets.first_mjd_tdb,
        start,
        vectors[lanes].T.ravel(),
        out,
        status,
        (np.arange(LANES) < n).astype(np.float64),
    )
    return out[:n], status[:n].astype(np.int64)


def checked_nodes(node_mjd_tdb: ArrayLike, planets: PlanetTable) -> Floats:
    """Return dates that are strictly increasing and within the table; else an InputError."""
    nodes = np.atleast_1d(floats("node_mjd_tdb", node_mjd_tdb))
    if nodes.ndim != 1 or nodes.size == 0 or np.any(np.diff(nodes) <= 0.0):
        raise InputError("node_mjd_tdb", nodes.shape, "one axis of strictly increasing dates")
    planets.check_span("node_mjd_tdb", nodes)
    return nodes


def per_asteroid(name: str, x: ArrayLike, shape: tuple[int, ...]) -> Floats:
    """Return an argument for each asteroid, or an InputError that names it."""
    try:
        return np.ascontiguousarray(np.broadcast_to(floats(name, x), shape))
    except ValueError:
        raise InputError(name, np.shape(x), f"a shape that broadcasts with {shape}") from None
