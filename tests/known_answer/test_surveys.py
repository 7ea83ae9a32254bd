"""Survey tables as published (Spitzer) and in their documented shape (NEOWISE)."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from asteroid_econ.catalogs.embedded import load_embedded
from asteroid_econ.catalogs.load import load
from asteroid_econ.catalogs.physical import add_physical
from asteroid_econ.catalogs.source_file import read_source
from asteroid_econ.catalogs.surveys import survey_table
from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.errors import DataError

FOLDER = Path(__file__).parents[1] / "authorities/surveys"
OBJECT = Path(__file__).parents[1] / "authorities/formats/sbdb_object.json"
PHYSICAL = (
    *("diameter_km", "sigma_diameter_km", "diameter_source"),
    *("albedo", "sigma_albedo", "albedo_source"),
)


def bare() -> Catalog:
    """The embedded asteroids without size and albedo."""
    embedded = load_embedded()
    frame = embedded.frame
    empty = (pl.lit(None, dtype=frame.schema[name]).alias(name) for name in PHYSICAL)
    return Catalog("bare", frame.with_columns(empty), "", embedded.report)


def test_spitzer_values_with_their_errors() -> None:
    catalog, report = add_physical(bare(), FOLDER / "spitzerneos.csv")
    assert report.n_rows == 3
    row = catalog.frame.row(catalog.row_of("1989 ML"), named=True)
    # 0.203 km, -0.035 +0.069; albedo 0.559, -0.251 +0.274
    assert row["diameter_km"] == 0.203
    assert row["sigma_diameter_km"] == pytest.approx(0.052)
    assert row["sigma_albedo"] == pytest.approx(0.2625)
    target = catalog.target("1989 ML")
    assert target.diameter_error_frac == pytest.approx(0.052 / 0.203)
    assert target.albedo_error_frac == pytest.approx(0.2625 / 0.559)


def test_neowise_in_the_documented_shape() -> None:
    catalog, report = add_physical(bare(), FOLDER / "neowise_neos.csv")
    assert (report.n_rows, report.n_matched, report.unmatched) == (6, 5, ("2099 ZZ9",))
    eros = catalog.frame.row(catalog.row_of("Eros"), named=True)
    assert (eros["diameter_km"], eros["albedo"]) == (18.0, pytest.approx(0.21))
    # rms of the stated errors 1 and 3, and the scatter of 17 and 19 about 18
    assert eros["sigma_diameter_km"] == pytest.approx(np.sqrt(5.0 + 1.0))
    assert eros["diameter_source"] == "NEOWISE"
    by_designation = catalog.target("2017 BW")
    assert (by_designation.diameter_km, by_designation.albedo) == (0.06, 0.2)
    assumed = catalog.target("1991 VG")  # fit code -V--: the diameter was not fitted
    assert np.isnan(assumed.diameter_km)
    assert assumed.albedo == 0.3
    by_packed_number = catalog.target("Apophis")
    assert by_packed_number.diameter_km == 0.4
    assert np.isnan(by_packed_number.albedo)
    assert "2 values that were assumed" in catalog.report.notes[-1]


@pytest.mark.parametrize("spelling", [str.capitalize, str.lower])
def test_neowise_with_the_names_of_its_label_and_of_irsa(spelling, tmp_path: Path) -> None:
    table = survey_table(read_source(FOLDER / "neowise_neos.csv"))
    named = table.rename({name: spelling(name) for name in table.columns})
    path = tmp_path / "named.csv"
    named.write_csv(path)
    first, _ = add_physical(bare(), FOLDER / "neowise_neos.csv")
    second, _ = add_physical(bare(), path)
    assert second.content_sha256 == first.content_sha256


def test_errors_that_sbdb_states() -> None:
    # recorded answer: H 19.7 +- 0.4, 0.325 +- 0.015 km, albedo 0.23 without an error
    target = load(OBJECT).target("Apophis")
    assert target.h_sigma_mag == 0.4
    assert target.diameter_error_frac == pytest.approx(0.015 / 0.325)
    assert np.isnan(target.albedo_error_frac)


def test_a_value_takes_its_error_and_its_source_along() -> None:
    # SBDB's own value stays, and no survey's error comes to it
    catalog, _ = add_physical(load_embedded(), FOLDER / "neowise_neos.csv")
    row = catalog.frame.row(catalog.row_of("Eros"), named=True)
    assert [row[name] for name in PHYSICAL] == [16.84, None, "SBDB", 0.25, None, "SBDB"]


def test_a_table_in_the_columns_of_the_schema(tmp_path: Path) -> None:
    # written in the form of such tables: full names as the Minor Planet Center and JPL print them
    path = tmp_path / "Bus-DeMeo.csv"
    path.write_text("name,taxonomy,rotation_h\n(4179) Toutatis,Sqw,176\n1951 Lick,A,\nX,Q,1\n")
    embedded = load_embedded()
    names = ("taxonomy", "taxonomy_source", "rotation_h", "rotation_source")
    empty = (pl.lit(None, dtype=embedded.frame.schema[name]).alias(name) for name in names)
    bare = Catalog("bare", embedded.frame.with_columns(empty), "", embedded.report)
    catalog, report = add_physical(bare, path)
    row = catalog.frame.row(catalog.row_of("Toutatis"), named=True)
    assert [row[name] for name in names] == ["Sqw", "Bus-DeMeo", 176.0, "Bus-DeMeo"]
    assert (report.name, report.n_rows) == ("Bus-DeMeo", 3)
    assert "X" in report.unmatched
    assert add_physical(embedded, path)[1].n_used == 0  # what is known stays


def test_a_survey_without_a_possible_value_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "neowise.csv"
    path.write_text("number,diameter,v_albedo,fit_code\n433,-1,5,DVB-\n")
    with pytest.raises(DataError, match="no value in the allowed range for its 1 matched rows"):
        add_physical(load_embedded(), path)
