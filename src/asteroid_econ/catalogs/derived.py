"""What follows from a catalogue's columns: classes, distances, quality, visibility."""

import math
from collections.abc import Callable

import numpy as np
import polars as pl
from numpy.typing import NDArray

from asteroid_econ._parallel import map_blocks
from asteroid_econ.catalogs.orbit_class import orbit_class, tisserand_jupiter
from asteroid_econ.catalogs.quality import grade, runoff_arcsec_decade
from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.catalogs.visibility import next_opportunity
from asteroid_econ.constants import JULIAN_YEAR_D
from asteroid_econ.orbits.moid import earth_moid_au
from asteroid_econ.orbits.patched import synodic_period_d
from asteroid_econ.orbits.shoemaker_helin import rendezvous_dv_km_s

Floats = NDArray[np.float64]

_BLOCK = 4096  # Earth is tabulated once per block
# unit and meaning of each derived column
MEANINGS = {
    "orbit_class": ("", "orbit class by JPL's limits"),
    "q_au": ("au", "perihelion distance"),
    "aphelion_au": ("au", "aphelion distance"),
    "tisserand_jupiter": ("", "Tisserand parameter with respect to Jupiter"),
    "synodic_yr": ("yr", "synodic period with Earth"),
    "moid_au": ("au", "minimum orbit intersection distance with Earth's osculating ellipse"),
    "shoemaker_helin_dv_km_s": ("km/s", "Shoemaker-Helin rendezvous Δv from 300 km, one way"),
    "epoch_age_d": ("d", "days from the epoch of the elements to the date"),
    "quality_code": ("", "condition code, published or estimated"),
    "quality_basis": ("", "what the quality code rests on"),
    "runoff_arcsec_decade": ("arcsec/10 yr", "longitude runoff per decade, at most"),
    "visible_mjd_tdb": ("d", "next date with V <= 24 and elongation >= 60 deg, MJD (TDB)"),
    "visible_v_mag": ("mag", "V on that date"),
    "visible_elongation_deg": ("deg", "elongation on that date"),
}


def derived(
    catalog: Catalog,
    *,
    at_mjd_tdb: float | None = None,
    threads: int | None = None,
    progress: Callable[[int], object] | None = None,
) -> pl.DataFrame:
    """Return the derived columns of every row, in the catalogue's order.

    Parameters
    ----------
    catalog : Catalog
        The asteroids.
    at_mjd_tdb : float, optional
        Date for the age of the epochs and the next opportunity; by default the latest epoch in
        the catalogue, so that the result depends on nothing else.
    threads : int, optional
        Changes no bit of the result.
    progress : callable, optional
        Called with 1 after each of ``n_blocks(catalog)`` blocks.

    Returns
    -------
    DataFrame
        ``designation`` and the columns of ``MEANINGS``.
    """
    epochs = catalog.column("epoch_mjd_tdb")
    at = float(np.max(epochs)) if at_mjd_tdb is None else at_mjd_tdb

    def block(k: int) -> pl.DataFrame:
        rows = catalog.select(slice(k * _BLOCK, (k + 1) * _BLOCK))
        return _derived_rows(rows, at)

    blocks = map_blocks(block, n_blocks(catalog), threads=threads, progress=progress)
    return pl.concat(blocks)


def n_blocks(catalog: Catalog) -> int:
    """Return how often ``derived`` reports progress."""
    return math.ceil(len(catalog) / _BLOCK)


def _derived_rows(rows: Catalog, at: float) -> pl.DataFrame:
    a, ecc, inc = rows.column("a_au"), rows.column("ecc"), rows.column("inc_rad")
    node, argperi = rows.column("node_rad"), rows.column("argperi_rad")
    mean, epoch = rows.column("mean_anomaly_rad"), rows.column("epoch_mjd_tdb")
    code, basis = grade(
        rows.column("condition_code"),
        a_au=a,
        sigma_a_au=rows.column("sigma_a_au"),
        arc_d=rows.column("arc_d"),
        a_half_width_au=rows.column("a_half_width_au"),
    )
    date, v_mag, elongation = next_opportunity(
        *(a, ecc, inc, node, argperi, mean),
        epoch_mjd_tdb=epoch,
        h_mag=rows.column("h_mag"),
        g_slope=rows.column("g_slope"),
        start_mjd_tdb=at,
    )
    columns = {
        "designation": rows.frame["designation"],
        "orbit_class": orbit_class(a, ecc),
        "q_au": a * (1.0 - ecc),
        "aphelion_au": a * (1.0 + ecc),
        "tisserand_jupiter": tisserand_jupiter(a, ecc, inc),
        "synodic_yr": synodic_period_d(a) / JULIAN_YEAR_D,
        "moid_au": earth_moid_au(a, ecc, inc, node, argperi, epoch_mjd_tdb=epoch),
        "shoemaker_helin_dv_km_s": rendezvous_dv_km_s(a, ecc, inc),
        "epoch_age_d": at - epoch,
        "quality_code": code,
        "quality_basis": basis,
        "runoff_arcsec_decade": runoff_arcsec_decade(code),
        "visible_mjd_tdb": date,
        "visible_v_mag": v_mag,
        "visible_elongation_deg": np.rad2deg(elongation),
    }
    return pl.DataFrame(columns).with_columns(pl.selectors.float().fill_nan(None))
