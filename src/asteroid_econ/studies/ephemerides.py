"""Planet tables and states of asteroids at the nodes of a search, kept between runs.

Tables of states stand under the catalogue's content hash, the rows, the dates and the force
model, so that a change of any makes a new one. Their folder is bounded: what was not used for
longest leaves first.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.constants import AU_KM, DAY_S, MU_SUN_KM3_S2
from asteroid_econ.orbits import perturbed_field
from asteroid_econ.orbits.perturbed import TOLERANCE, NodeStates, node_states
from asteroid_econ.orbits.perturbed_field import (
    BODIES,
    DEGREE,
    LANES,
    PIECE_D,
    PlanetTable,
    planet_table,
)
from asteroid_econ.orbits.planets import heliocentric_state
from asteroid_econ.parameters.load import load
from asteroid_econ.records import Floats
from asteroid_econ.studies.cache import Arrays, cached_arrays

LIMIT_BYTES = 4e9  # the catalogue of 2024 on the grid of NHATS takes 2.1e9
Orbits = tuple[Floats, Floats, Floats, Floats]  # r_km, v_km_s, epochs, A1 to A3


def force_model() -> dict[str, object]:
    """Return all that a table and what is integrated in it depend on, but for the code version.

    Two models are the same where these are; positions of the bodies on three dates stand for
    their source.
    """
    parameters = load("solar_system")
    keys = [f"{body}.{name}" for body in BODIES for name in ("mu_km3_s2", "radius_km")]
    dates = np.array([20_000.0, 50_000.0, 80_000.0])
    return {
        "model": perturbed_field.MODEL,
        "parameters": [parameters.value(key) for key in (*keys, "light.speed_km_s")],
        "constants": [AU_KM, DAY_S, MU_SUN_KM3_S2],
        "table": [PIECE_D, DEGREE, LANES],
        "bodies": [heliocentric_state(body, dates)[0].ravel().tolist() for body in BODIES],
    }


def cached_planets(first_mjd_tdb: float, last_mjd_tdb: float, *, folder: Path) -> PlanetTable:
    """Return the planet table of a span, from a folder of the cache or made now and kept."""

    def make() -> Arrays:
        table = planet_table(first_mjd_tdb, last_mjd_tdb)
        return {
            "span": np.array([table.first_mjd_tdb, table.last_mjd_tdb, table.inv_c2_s2_km2]),
            "pieces": table.pieces,
            "mu_km3_s2": table.mu_km3_s2,
            "radius_km": table.radius_km,
        }

    content = {
        "table": "planets",
        "span": [first_mjd_tdb, last_mjd_tdb],
        "model": force_model(),
    }
    arrays = cached_arrays(
        content, make, folder=folder, is_compressed=False, limit_bytes=LIMIT_BYTES
    )
    first, last, inv_c2 = arrays["span"].tolist()
    return PlanetTable(
        first, last, arrays["pieces"], arrays["mu_km3_s2"], arrays["radius_km"], inv_c2
    )


def cached_states(
    catalog: Catalog,
    rows: Sequence[int],
    orbits: Orbits,
    node_mjd_tdb: Floats,
    *,
    planets: PlanetTable,
    folder: Path,
    threads: int | None = None,
) -> NodeStates:
    """Return the states (n, 6, m) and statuses (n,) of rows of a catalogue at common dates.

    Parameters
    ----------
    catalog : Catalog
        Its content hash names the entry.
    rows : sequence of int
        Rows of the catalogue.
    orbits : tuple of ndarray
        States, epochs and non-gravitational accelerations of these rows.
    node_mjd_tdb : ndarray, shape (m,)
        Dates, strictly increasing.
    planets : PlanetTable
        The field.
    folder : Path
        Where the table is kept.
    threads : int, optional
        Changes no bit of the result.
    """
    r_km, v_km_s, epoch, push = orbits

    def make() -> Arrays:
        found = node_states(
            r_km,
            v_km_s,
            epoch,
            node_mjd_tdb,
            planets=planets,
            nongravitational_au_d2=push,
            threads=threads,
        )
        return {"states": found.vectors, "status": found.status}

    content = {
        "table": "states",
        "catalog": catalog.content_sha256,
        "rows": list(rows),
        "nodes": node_mjd_tdb.tolist(),
        "field": [planets.first_mjd_tdb, planets.last_mjd_tdb],
        "tolerance": TOLERANCE,
        "model": force_model(),
    }
    arrays = cached_arrays(
        content, make, folder=folder, is_compressed=False, limit_bytes=LIMIT_BYTES
    )
    return NodeStates(arrays["states"], arrays["status"])
