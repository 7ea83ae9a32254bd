"""Perturbed motion at any date: nodes as dense as a quintic between them needs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ.constants import AU_KM, DAY_S
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.perturbed import perturbed_states
from asteroid_econ.orbits.perturbed_field import (
    LANES,
    WIDTH,
    PlanetTable,
    accelerate,
    place_bodies,
    push_km_s2,
)
from asteroid_econ.records import Floats

_STEP_D = 8.0
_NEAR_STEP_D = 0.5
_NEAR_KM = 0.1 * AU_KM
_MAX_PASSES = 14  # 8 days halved so often are 42 seconds


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """One asteroid's motion: ``mjd_tdb`` (n,), ``r_km``, ``v_km_s``, ``a_km_s2`` (n, 3)."""

    mjd_tdb: Floats
    r_km: Floats
    v_km_s: Floats
    a_km_s2: Floats

    def positions_km(self, mjd_tdb: ArrayLike) -> Floats:
        """Return positions (m, 3) at dates (m,) within the nodes, by quintic interpolation."""
        dates = np.atleast_1d(floats("mjd_tdb", mjd_tdb))
        low, high = self.mjd_tdb[0], self.mjd_tdb[-1]
        bad = dates[~((dates >= low) & (dates <= high))]
        if bad.size:
            raise InputError("mjd_tdb", float(bad[0]), f"within {low:g} to {high:g}")
        i = np.clip(np.searchsorted(self.mjd_tdb, dates, side="right") - 1, 0, len(self.r_km) - 2)
        h = (DAY_S * (self.mjd_tdb[i + 1] - self.mjd_tdb[i]))[:, None]
        x = (DAY_S * (dates - self.mjd_tdb[i]))[:, None] / h
        r0, r1 = self.r_km[i], self.r_km[i + 1]
        v0, v1 = h * self.v_km_s[i], h * self.v_km_s[i + 1]
        a0, a1 = h * h * self.a_km_s2[i], h * h * self.a_km_s2[i + 1]
        # what is left of the end conditions after the parabola from the first node
        gap = r1 - r0 - v0 - 0.5 * a0
        slope = v1 - v0 - a0
        bend = a1 - a0
        c3 = 10.0 * gap - 4.0 * slope + 0.5 * bend
        c4 = -15.0 * gap + 7.0 * slope - bend
        c5 = 6.0 * gap - 3.0 * slope + 0.5 * bend
        return r0 + x * (v0 + x * (0.5 * a0 + x * (c3 + x * (c4 + x * c5))))


def perturbed_track(
    r_km: ArrayLike,
    v_km_s: ArrayLike,
    epoch_mjd_tdb: float,
    first_mjd_tdb: float,
    last_mjd_tdb: float,
    *,
    planets: PlanetTable,
    nongravitational_au_d2: ArrayLike = (0.0, 0.0, 0.0),
    tolerance_km: float = 1.0,
) -> Track:
    """Return one asteroid's motion between two dates, to be read at any date.

    Parameters
    ----------
    r_km, v_km_s : array_like, shape (3,)
        State at the epoch; heliocentric, ecliptic of J2000.
    epoch_mjd_tdb, first_mjd_tdb, last_mjd_tdb : float
        Epoch; first and last date, within the planet table.
    planets : PlanetTable
        The field.
    nongravitational_au_d2 : array_like, shape (3,), optional
        Marsden's A1, A2, A3.
    tolerance_km : float, optional
        Largest miss of the interpolation half-way between nodes; > 0.

    Returns
    -------
    Track
        Nodes every 8 days or less, every half day or less within 0.1 au of a planet or the Moon;
        where the middle of an interval misses the integrator by more than the tolerance, it is
        halved.
    """
    if not first_mjd_tdb < last_mjd_tdb:
        raise InputError("first_mjd_tdb", first_mjd_tdb, "earlier than last_mjd_tdb")
    if not tolerance_km > 0.0:
        raise InputError("tolerance_km", tolerance_km, "> 0")
    n = int(np.ceil((last_mjd_tdb - first_mjd_tdb) / _STEP_D)) + 1
    nodes = np.linspace(first_mjd_tdb, last_mjd_tdb, max(n, 2))
    push = floats("nongravitational_au_d2", nongravitational_au_d2)

    def at(dates: Floats) -> Track:
        return _at(dates, r_km, v_km_s, epoch_mjd_tdb, planets, push)

    track = at(nodes)
    for _ in range(_MAX_PASSES):
        middles = 0.5 * (nodes[1:] + nodes[:-1])
        is_near = (np.diff(nodes) > _NEAR_STEP_D) & _comes_near(track, planets)
        if not is_near.any():
            break
        nodes = np.union1d(nodes, middles[is_near])
        track = at(nodes)
    is_open = np.ones(nodes.size - 1, dtype=bool)
    for _ in range(_MAX_PASSES):
        middles = 0.5 * (nodes[1:] + nodes[:-1])[is_open]
        finer = np.union1d(nodes, middles)
        denser = at(finer)
        exact = denser.r_km[np.searchsorted(finer, middles)]
        miss = np.linalg.norm(track.positions_km(middles) - exact, axis=1)
        bad = middles[miss > tolerance_km]
        if bad.size == 0:
            return track
        grown = np.union1d(nodes, bad)
        is_open = np.isin(grown[1:], bad) | np.isin(grown[:-1], bad)
        nodes, track = grown, at(grown)
    return track


def _comes_near(track: Track, planets: PlanetTable) -> NDArray[np.bool_]:
    """Say of each interval whether a body may be within 0.1 au in it."""
    place = np.empty((track.mjd_tdb.size, WIDTH))
    for k, mjd in enumerate(track.mjd_tdb):
        place_bodies(planets.pieces, float(mjd) - planets.first_mjd_tdb, place[k])
    bodies = place[:, : 3 * planets.mu_km3_s2.size].reshape(len(place), -1, 3)
    gaps = track.r_km[:, None] - bodies
    distance = np.sqrt(np.sum(gaps**2, axis=2))
    # between two nodes it is at least their mean less the way from one to the other
    way = np.sqrt(np.sum(np.diff(gaps, axis=0) ** 2, axis=2))
    least = 0.5 * (distance[1:] + distance[:-1]) - way
    return np.any(np.minimum(least, np.minimum(distance[1:], distance[:-1])) < _NEAR_KM, axis=1)


def _at(
    nodes: Floats,
    r_km: ArrayLike,
    v_km_s: ArrayLike,
    epoch: float,
    planets: PlanetTable,
    push_au_d2: Floats,
) -> Track:
    r, v, _ = perturbed_states(
        r_km, v_km_s, epoch, nodes, planets=planets, nongravitational_au_d2=push_au_d2
    )
    place, slope = np.zeros(WIDTH), np.zeros(6 * LANES)
    push, nearness = np.repeat(push_km_s2(push_au_d2), LANES), np.zeros(LANES)
    a = np.empty_like(r[0])
    for k, mjd in enumerate(nodes):
        place_bodies(planets.pieces, float(mjd) - planets.first_mjd_tdb, place)
        y = np.repeat(np.concatenate([r[0, k], v[0, k]]), LANES)
        accelerate(
            place, planets.mu_km3_s2, planets.radius_km, planets.inv_c2_s2_km2, push, y, slope,
            nearness,
        )  # fmt: skip
        a[k] = slope[3 * LANES :: LANES]
    return Track(nodes, np.ascontiguousarray(r[0]), np.ascontiguousarray(v[0]), a)
