"""Magnitudes against Horizons; opportunities against NHATS."""

import csv
from datetime import date
from importlib.resources import files

import numpy as np
import pytest

from asteroid_econ.catalogs.dates import mjd_of_date
from asteroid_econ.catalogs.embedded import load_embedded
from asteroid_econ.catalogs.visibility import apparent_mag, next_opportunity

ELEMENTS = ("a_au", "ecc", "inc_rad", "node_rad", "argperi_rad", "mean_anomaly_rad")


def test_magnitude_of_ceres_of_horizons() -> None:
    # Horizons, geocentric, 2000-01-01: r, delta, phase angle, magnitude; H = 3.53, G = 0.12
    v_mag = apparent_mag(
        3.53,
        sun_au=2.551099027865,
        earth_au=2.26315121010004,
        phase_rad=np.radians(22.5698),
        g_slope=0.12,
    )
    assert float(v_mag) == pytest.approx(8.459, abs=0.001)


def mjd(text: str) -> float:
    day = date.fromisoformat(text)
    value = mjd_of_date(day.year, day.month, day.day)
    assert value is not None
    return value


def opportunity(designation: str, start: float) -> tuple[float, float, float]:
    catalog = load_embedded()
    row = catalog.select([catalog.row_of(designation)])
    found = next_opportunity(
        *(row.column(name) for name in ELEMENTS),
        epoch_mjd_tdb=row.column("epoch_mjd_tdb"),
        h_mag=row.column("h_mag"),
        g_slope=row.column("g_slope"),
        start_mjd_tdb=start,
    )
    return tuple(float(x[0]) for x in found)


def rows() -> list[dict[str, str]]:
    text = files("asteroid_econ.published").joinpath("figures/nhats_visibility.csv").read_text()
    return list(csv.DictReader(text.splitlines()))


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["designation"])
def test_next_opportunity_of_nhats(row: dict[str, str]) -> None:
    found, v_mag, elongation = opportunity(row["designation"], mjd(row["computed"]))
    if not row["obs_start"]:
        assert np.isnan([found, v_mag, elongation]).all()
        return
    # two-body motion over up to 16 years from one epoch: days to weeks
    assert abs(found - mjd(row["obs_start"])) <= 30.0
    assert v_mag <= 24.0
    assert np.degrees(elongation) >= 60.0


def test_apophis_to_a_step() -> None:
    found, v_mag, _ = opportunity("99942", mjd("2024-10-17"))
    assert abs(found - mjd("2027-02-23")) <= 5.0
    assert v_mag == pytest.approx(20.99, abs=0.1)  # NHATS: 20.99
