"""The Minor Planet Center's scale, and codes published beside sigmas and arcs."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from asteroid_econ.catalogs.load import load
from asteroid_econ.catalogs.quality import (
    code_of_arc,
    code_of_runoff,
    grade,
    runoff_arcsec_decade,
    runoff_of_sigma,
)


def test_scale_of_the_minor_planet_center() -> None:
    arcsec, arcmin, degree = 1.0, 60.0, 3600.0
    limits = [1.0 * arcsec, 4.4 * arcsec, 19.6 * arcsec, 1.4 * arcmin, 6.4 * arcmin]
    limits += [28 * arcmin, 2.1 * degree, 9.2 * degree, 41 * degree, np.inf]
    assert runoff_arcsec_decade(np.arange(10)).tolist() == pytest.approx(limits)
    # just inside each limit the code is the one that the table gives
    inside = np.array([*limits[:9], 200_000.0]) * 0.9
    assert code_of_runoff(inside).tolist() == list(range(10))
    assert np.isnan(runoff_arcsec_decade(np.nan))


def test_codes_from_sigmas_of_sbdb(data_dir: Path) -> None:
    # codes that were computed from sigmas by the authors of the table, and its sigma column
    table = pl.read_parquet(data_dir / "catalogs/nea_sbdb_2024-10.parquet")
    table = table.filter(pl.col("U_est_from_sigma").is_not_null() & ~pl.col("is_comet"))
    runoff = runoff_of_sigma(table["a"].to_numpy(), table["sigma_a_2022"].to_numpy())
    ours, theirs = code_of_runoff(runoff), table["U_est_from_sigma"].to_numpy()
    assert np.mean(ours == theirs) > 0.98
    # the columns are rounded apart: one distant orbit (a = 153 au) is two codes off
    assert np.mean(np.abs(ours - theirs) <= 1) > 0.9999


def test_codes_from_arcs_of_the_minor_planet_center(data_dir: Path) -> None:
    catalog = load(data_dir / "catalogs/mpc_NEA_2019-05.txt")
    code, arc = catalog.column("condition_code"), catalog.column("arc_d")
    known = np.isfinite(code)
    off = np.abs(code_of_arc(arc) - code)[known]
    assert np.mean(off <= 1) > 0.8
    assert np.mean(off <= 2) > 0.95


def test_precedence_and_what_each_grade_rests_on() -> None:
    nan = np.nan
    value, basis = grade(
        np.array([0.0, nan, nan, nan, nan, nan]),
        a_au=1.0,
        sigma_a_au=np.array([1e-3, 1e-9, nan, nan, nan, nan]),
        arc_d=np.array([1.0, 1.0, 20.0, nan, nan, nan]),
        a_half_width_au=np.array([nan, nan, nan, 5e-4, 0.0, nan]),
    )
    assert basis.tolist() == ["published", "sigma", "arc", "printed digits", "none", "none"]
    assert value[:2].tolist() == [0.0, 0.0]
    assert value[2] == 6.0
    assert value[3] == 7.0  # 3 x 1.5 x 5e-4 x 2 pi x 10 rad is 8.1 deg: above 2.1, below 9.2
    assert np.isnan(value[4:]).all()
