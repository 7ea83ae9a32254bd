"""JPL's minimum orbit intersection distances: 27 rows shipped, all 4,055 where the data is."""

import csv
from importlib.resources import files
from pathlib import Path

import numpy as np

from asteroid_econ.catalogs.load import load
from asteroid_econ.orbits.moid import earth_ellipse, earth_moid_au

NAMES = ("a_au", "ecc", "inc_deg", "node_deg", "argperi_deg", "epoch_mjd_tdb", "moid_au")
BOUND_AU = 1e-6


def published() -> dict[str, np.ndarray]:
    text = files("asteroid_econ.published").joinpath("figures/moid_sbdb.csv").read_text()
    rows = list(csv.DictReader(text.splitlines()))
    return {name: np.array([float(row[name]) for row in rows]) for name in NAMES}


def test_moid_of_27_objects_of_jpl() -> None:
    t = published()
    inc, node, argperi = (np.deg2rad(t[n]) for n in ("inc_deg", "node_deg", "argperi_deg"))
    ours = earth_moid_au(t["a_au"], t["ecc"], inc, node, argperi, epoch_mjd_tdb=t["epoch_mjd_tdb"])
    assert len(ours) == 27
    assert np.max(np.abs(ours - t["moid_au"])) <= BOUND_AU


def test_moid_of_every_row_of_the_2026_file(data_dir: Path) -> None:
    catalog = load(data_dir / "catalogs/sbdb_fullprec_pha_2026-07.csv")
    elements = ("a_au", "ecc", "inc_rad", "node_rad", "argperi_rad")
    ours = earth_moid_au(
        *(catalog.column(name) for name in elements),
        epoch_mjd_tdb=catalog.column("epoch_mjd_tdb"),
    )
    theirs = catalog.column("published_moid_au")
    known = np.isfinite(theirs)
    assert known.sum() == 4055
    assert np.all(np.isfinite(ours))
    assert np.max(np.abs(ours - theirs)[known]) <= BOUND_AU


def test_earth_ellipse_near_its_mean_elements() -> None:
    # Standish, mean elements of the Earth-Moon barycentre at J2000: a, e, longitude of perihelion
    ellipse = earth_ellipse(51544.5)
    assert abs(np.linalg.norm(ellipse[:3]) - 1.00000261) < 1e-3
    assert abs(ellipse[6] - 0.01671123) < 2e-3
    assert abs(np.rad2deg(np.arctan2(ellipse[1], ellipse[0])) % 360 - 102.94) < 5.0
    assert abs(ellipse[2]) < 1e-4
    assert np.isnan(earth_ellipse(np.nan)[:6]).all()
