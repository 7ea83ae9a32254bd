"""Each reader on real or documented rows; what the sources print is what comes out."""

import json
from pathlib import Path

import polars as pl
import pytest

from asteroid_econ.catalogs.astorb import is_astorb
from asteroid_econ.catalogs.dates import mjd_of_date, mjd_of_packed_date
from asteroid_econ.catalogs.fixed_width import numbered_lines
from asteroid_econ.catalogs.formats import detected
from asteroid_econ.catalogs.load import load
from asteroid_econ.catalogs.mapping import parsed_mapping
from asteroid_econ.catalogs.mpcorb import is_mpcorb
from asteroid_econ.catalogs.neodys import is_oef
from asteroid_econ.catalogs.read import catalog_of, load_file
from asteroid_econ.catalogs.source_file import SourceFile, read_source
from asteroid_econ.errors import DataError, InputError

FOLDER = Path(__file__).parents[1] / "authorities/formats"


def row(file: str, key: str) -> dict:
    catalog = load(FOLDER / file, strict=True)
    return catalog.frame.row(catalog.row_of(key), named=True)


def test_mpc_fixed_width_numbered() -> None:
    eros = row("mpc_nea.txt", "433")
    assert (eros["name"], eros["number"]) == ("Eros", 433)
    assert eros["epoch_mjd_tdb"] == 58666.0  # K1972 is 2019 July 2
    assert (eros["a_au"], eros["ecc"], eros["inc_deg"]) == (1.4581823, 0.2227385, 10.82858)
    assert (eros["node_deg"], eros["argperi_deg"]) == (304.30424, 178.83549)
    assert (eros["mean_anomaly_deg"], eros["h_mag"], eros["g_slope"]) == (84.1719, 11.16, 0.46)
    assert (eros["condition_code"], eros["n_obs"]) == (0.0, 8406.0)
    assert eros["arc_d"] == (2019 - 1893) * 365.25


def test_mpc_fixed_width_provisional_survey_and_numbered_without_name() -> None:
    assert row("mpc_nea.txt", "2016 GL134")["arc_d"] == 9.0
    assert row("mpc_nea.txt", "K02C11R")["designation"] == "2002 CR11"
    assert row("mpc_nea.txt", "6344 P-L")["a_au"] == 2.8137603
    unnamed = row("mpc_nea.txt", "483508")
    assert (unnamed["designation"], unnamed["name"]) == ("2003 CR1", None)


def test_mpc_without_h_and_with_a_letter_for_u() -> None:
    catalog = load(FOLDER / "mpc_nea.txt", strict=True)
    assert row("mpc_nea.txt", "2010 LF64")["h_mag"] is None
    assert row("mpc_nea.txt", "1997 XE10")["condition_code"] is None
    assert "letter" in catalog.report.notes[0]


def test_mpcorb_header_is_skipped() -> None:
    assert len(load(FOLDER / "mpcorb.dat", strict=True)) == 2


def test_mpc_extended_json() -> None:
    eros = row("mpc_extended.json", "433")
    assert (eros["name"], eros["epoch_mjd_tdb"], eros["a_au"]) == ("Eros", 60400.0, 1.4581207)
    assert eros["published_class"] == "Amor"
    assert row("mpc_extended.json", "2016 GL134")["arc_d"] == 9.0
    assert row("mpc_extended.json", "2019 MH")["h_mag"] is None


def test_oef_list_of_neodys() -> None:
    eros = row("neodys.cat", "433")
    assert (eros["a_au"], eros["ecc"]) == (1.45827310057077, 0.22272733454694232)
    assert (eros["mean_anomaly_deg"], eros["h_mag"]) == (246.90411859837312, 10.87)
    assert row("neodys.cat", "2000 SG344")["epoch_mjd_tdb"] == 59600.0
    assert row("neodys.cat", "2010 LF64")["h_mag"] is None  # -9.99 says unknown


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [("ECLM", "EQUM", "refsys"), ("'KEP'", "'EQU'", "elem"), ("'1L'", "'ML'", "rectype")],
)
def test_oef_in_another_frame_or_form_is_refused(
    tmp_path: Path, old: str, new: str, column: str
) -> None:
    path = tmp_path / "other.cat"
    path.write_text((FOLDER / "neodys.cat").read_text().replace(old, new))
    with pytest.raises(DataError) as caught:
        load(path)
    assert caught.value.column == column


@pytest.mark.parametrize("file", ["astorb.dat", "astorb_1996.dat"])
def test_astorb_with_six_and_five_digits(file: str) -> None:
    ceres = row(file, "Ceres")
    assert (ceres["number"], ceres["a_au"], ceres["ecc"]) == (1, 2.76788714, 0.076041)
    assert ceres["epoch_mjd_tdb"] == 50200.0  # 1996 April 27
    assert (ceres["mean_anomaly_deg"], ceres["node_deg"]) == (80.477333, 80.659857)
    assert (ceres["diameter_km"], ceres["diameter_source"]) == (913.0, "IRAS")
    assert (ceres["arc_d"], ceres["n_obs"]) == (56959.0, 4750.0)
    assert row(file, "2000 SG344")["number"] is None


def test_sbdb_query_page_with_strings_nulls_padding_and_bare_decimals() -> None:
    catalog = load(FOLDER / "sbdb_query.json", strict=True)
    assert catalog.report.comets == ("1P/Halley",)
    eros = row("sbdb_query.json", "433 Eros (A898 PA)")
    assert (eros["name"], eros["spkid"], eros["ecc"]) == ("Eros", 20000433, 0.2229)
    assert abs(eros["a_au"] - 1.458243717) < 1e-4  # from n, better than the printed 1.458
    assert row("sbdb_query.json", "2020 CD3")["ecc"] == 0.012
    assert row("sbdb_query.json", "503941")["taxonomy_source"] == "SBDB Tholen"


def test_sbdb_query_page_in_full_precision() -> None:
    assert row("sbdb_query_full.json", "433")["a_au"] == 1.458243716760167
    assert row("sbdb_query_full.json", "2024 YR4")["epoch_mjd_tdb"] == 61200.0


def test_sbdb_csv_with_epochs_of_its_rows() -> None:
    assert row("sbdb_full.csv", "Apophis")["epoch_mjd_tdb"] == 61200.0
    assert row("sbdb_full.csv", "Bennu")["epoch_mjd_tdb"] == 55562.0
    assert row("sbdb_full.csv", "Bennu")["a_au"] == 1.126391025894812


def test_single_object_of_the_sbdb_api() -> None:
    apophis = row("sbdb_object.json", "99942")
    assert (apophis["designation"], apophis["spkid"]) == ("2004 MN4", 2099942)
    assert (apophis["epoch_mjd_tdb"], apophis["a_au"]) == (54733.0, 0.9224383019077086)
    assert (apophis["sigma_a_au"], apophis["taxonomy"]) == (4.1547e-10, "Sq")
    assert row("sbdb_object.json", "20099942") == apophis  # the new SPK-ID
    assert row("sbdb_object.json", "2099942") == apophis  # the old one


def test_a_page_that_lost_rows_is_refused(tmp_path: Path) -> None:
    page = json.loads((FOLDER / "sbdb_query_full.json").read_text())
    path = tmp_path / "page.json"
    path.write_text(json.dumps(page | {"count": 3}))
    with pytest.raises(DataError, match="count is 3"):
        load(path)
    path.write_text(json.dumps(page | {"data": [["433"]], "count": 1}))
    with pytest.raises(DataError, match="row 1"):
        load(path)


def test_any_table_with_a_mapping(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    table = {"id": ["433"], "SMA": [1.458], "E": [0.2229], "I": [0.189], "O": [304.27]}
    pl.DataFrame(table | {"W": [178.9], "M": [62.5], "JD": [2461200.5], "mag": [10.4]}).write_csv(
        path
    )
    mapping = {
        "designation": "id",
        "a_au": "SMA",
        "ecc": "E",
        "inc_rad": "I",
        "node_deg": "O",
        "argperi_deg": "W",
        "mean_anomaly_deg": "M",
        "epoch_jd_tdb": "JD",
        "h_mag": "mag",
    }
    eros = load_file(path, mapping=mapping, strict=True).target("433")
    assert eros.epoch_mjd_tdb == 61200.0
    assert eros.inc_rad == pytest.approx(0.189)
    with pytest.raises(InputError, match="a_parsec"):
        load_file(path, mapping={"a_parsec": "SMA"})
    with pytest.raises(DataError, match="missing column 'X'"):
        load_file(path, mapping=mapping | {"h_mag": "X"})


@pytest.mark.parametrize(
    ("file", "form"),
    [
        ("mpc_nea.txt", "mpcorb"),
        ("mpcorb.dat", "mpcorb"),
        ("mpc_extended.json", "json"),
        ("neodys.cat", "oef"),
        ("astorb.dat", "astorb"),
        ("astorb_1996.dat", "astorb"),
        ("sbdb_query.json", "json"),
        ("sbdb_full.csv", "table"),
    ],
)
def test_formats_are_told_apart(file: str, form: str) -> None:
    source = read_source(FOLDER / file)
    assert detected(source) == form
    text = source.text()
    found = {"mpcorb": is_mpcorb(text), "oef": is_oef(text), "astorb": is_astorb(text)}
    assert [name for name, fits in found.items() if fits] == [form] * (form in found)
    assert len(load_file(FOLDER / file, form=form)) == len(load_file(FOLDER / file))


def test_packed_dates_and_mappings() -> None:
    # Minor Planet Center, Packed Dates: 1996 Jan 1, 1996 Sep 10, 2001 Oct 22
    assert [mjd_of_packed_date(d) for d in ("J9611", "J969A", "K01AM")] == [50083, 50336, 52204]
    assert mjd_of_packed_date("K19ZZ") is None
    assert mjd_of_date(1858, 11, 17) == 0.0
    assert parsed_mapping("a_au = SMA, ecc=E") == {"a_au": "SMA", "ecc": "E"}
    for text in ("", "a_au", "=x"):
        with pytest.raises(InputError, match="map"):
            parsed_mapping(text)
    assert numbered_lines("a\r\nb")["line"].to_list() == ["a", "b"]


def test_a_byte_order_mark_is_no_part_of_the_header(tmp_path: Path) -> None:
    path = tmp_path / "bom.csv"
    path.write_bytes(b"\xef\xbb\xbf" + (FOLDER / "sbdb_full.csv").read_bytes())
    assert load(path).content_sha256 == load(FOLDER / "sbdb_full.csv").content_sha256


def test_a_forced_format_and_an_unknown_one() -> None:
    assert len(load_file(FOLDER / "sbdb_full.csv", form="sbdb")) == 4
    with pytest.raises(DataError):
        load_file(FOLDER / "sbdb_full.csv", form="neodys")
    with pytest.raises(InputError, match="mpcorb"):
        load_file(FOLDER / "sbdb_full.csv", form="nothing")


def test_every_full_catalogue_loads_without_a_silent_drop(data_dir: Path) -> None:
    counts = {
        "catalogs/neodys_2022-06.parquet": (29_049, 29_012),
        "catalogs/mpc_NEA_2019-05.txt": (20_060, 20_060),
        "catalogs/sbdb_fullprec_pha_2026-07.csv": (4_056, 4_056),
        "api_samples/sbdb_phaethon.json": (1, 1),
    }
    for file, (n_read, n_kept) in counts.items():
        catalog = load(data_dir / file, strict=True)
        report = catalog.report
        assert (report.n_read, len(catalog)) == (n_read, n_kept)
        assert n_read == n_kept + len(report.comets) + len(report.others) + len(report.faults)
        for column in ("designation", "number", "name"):
            values = catalog.frame[column].drop_nulls()
            assert values.n_unique() == len(values)


def test_a_condition_code_keeps_the_source_that_stands_beside_it() -> None:
    header = "full_name,epoch,a,e,i,om,w,ma,H,condition_code,condition_code_src"
    rows = [
        "433 Eros (A898 PA),2461200.5,1.458,.2228,10.83,304.3,178.9,62.5,10.4,0,MPC2019",
        "99942 Apophis (2004 MN4),2461200.5,.9224,.1911,3.34,203.9,126.7,175.3,19.1,0,",
    ]
    catalog = catalog_of(SourceFile("joined.csv", "\n".join([header, *rows]).encode(), ""))
    assert catalog.frame["condition_source"].to_list() == ["SBDB (MPC2019)", "SBDB"]
    assert catalog.report.ignored_columns == ()
