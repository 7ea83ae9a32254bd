"""The examples that the Minor Planet Center and JPL print."""

import pytest

from asteroid_econ.catalogs.identity import (
    base62,
    designation,
    number_of_spkid,
    split_full_name,
    unpacked_designation,
    unpacked_number,
)
from asteroid_econ.catalogs.load import load
from asteroid_econ.catalogs.read import catalog_of
from asteroid_econ.catalogs.source_file import SourceFile


@pytest.mark.parametrize(
    ("packed", "number"),
    [
        ("03202", 3202),
        ("50000", 50000),
        ("A0345", 100345),
        ("a0017", 360017),
        ("K3289", 203289),
        ("~0000", 620000),
        ("~000z", 620061),
        ("~AZaz", 3140113),
        ("~zzzz", 15396335),
        ("J95X00A", None),
    ],
)
def test_packed_permanent_numbers_of_the_mpc(packed: str, number: int | None) -> None:
    assert unpacked_number(packed) == number


@pytest.mark.parametrize(
    ("packed", "unpacked"),
    [
        ("J95X00A", "1995 XA"),
        ("J95X01L", "1995 XL1"),
        ("J95F13B", "1995 FB13"),
        ("J98SA8Q", "1998 SQ108"),
        ("J98SC7V", "1998 SV127"),
        ("J98SG2S", "1998 SS162"),
        ("K99AJ3Z", "2099 AZ193"),
        ("K08Aa0A", "2008 AA360"),
        ("K07Tf8A", "2007 TA418"),
        ("PLS2040", "2040 P-L"),
        ("T1S3138", "3138 T-1"),
        ("T2S1010", "1010 T-2"),
        ("T3S4101", "4101 T-3"),
        ("_QC0000", "2026 CA620"),
        ("_QC0aEM", "2026 CZ6190"),
        ("_QCzzzz", "2026 CL591673"),
        ("hello", None),
    ],
)
def test_packed_provisional_designations_of_the_mpc(packed: str, unpacked: str | None) -> None:
    assert unpacked_designation(packed) == unpacked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  2004  mn4 ", "2004 MN4"),
        ("2004MN4", "2004 MN4"),
        ("(2021 JG6)", "2021 JG6"),
        ("1898 PA", "A898 PA"),
        ("A898 PA", "A898 PA"),
        ("(433)", "433"),
        ("00433", "433"),
        ("2040 p-l", "2040 P-L"),
        ("K04M04N", "2004 MN4"),
        ("Apophis", "Apophis"),
        ("2004_MN4", "2004 MN4"),
        ("2004-MN4", "2004 MN4"),
        ("2004 MN₄", "2004 MN4"),  # as journals print it
        ("１０１９５５", "101955"),
        ("~000z", "620061"),
        ("a0017", "360017"),
    ],
)
def test_one_spelling(text: str, expected: str) -> None:
    assert designation(text) == expected


def test_full_names_as_jpl_prints_them() -> None:
    assert split_full_name(" 99942 Apophis (2004 MN4)") == (99942, "Apophis", "2004 MN4")
    assert split_full_name("3200 Phaethon (1983 TB)") == (3200, "Phaethon", "1983 TB")
    assert split_full_name("1 Ceres") == (1, "Ceres", "")
    assert split_full_name("       (2021 JG6)") == (None, "", "2021 JG6")
    assert split_full_name("2021 JG6") == (None, "", "2021 JG6")


def test_full_names_as_the_mpc_prints_them() -> None:
    assert split_full_name("(99942) Apophis") == (99942, "Apophis", "")
    assert split_full_name("(6344) 6344 P-L") == (6344, "", "6344 P-L")
    assert split_full_name("(162000) 1990 OS") == (162000, "", "1990 OS")
    assert load("embedded").target("(433) Eros").designation == "A898 PA"


def test_a_misspelled_designation_is_not_the_asteroid_with_the_number_of_its_year() -> None:
    assert split_full_name("1980 Tezcatlipoca") == (1980, "Tezcatlipoca", "")
    assert split_full_name("1714 Sy") == (1714, "Sy", "")  # none was seen before 1801
    for text in ("1980 IB", "1980 J6G", "1980 PA1234567"):
        assert split_full_name(text) == (None, "", text)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("(99942) Apophis", ("99942", 99942, "Apophis")),
        ("99942 Apophis (2004 MN4)", ("2004 MN4", 99942, "Apophis")),
        ("Apophis", ("Apophis", None, "Apophis")),
        ("~0000", ("620000", 620000, None)),
        ("1I/2017 U1", ("1I/2017 U1", None, None)),
        ("SYN 00000001", ("SYN 00000001", None, None)),
    ],
)
def test_a_cell_of_designations_may_hold_number_and_name(
    cell: str, expected: tuple[str, int | None, str | None]
) -> None:
    header = "designation,epoch_mjd_tdb,a_au,ecc,inc_deg,node_deg,argperi_deg,mean_anomaly_deg"
    content = f"{header},h_mag\n{cell},60000,1.5,0.2,5,10,20,30,20\n".encode()
    frame = catalog_of(SourceFile("cells", content, "")).frame
    assert frame.select("designation", "number", "name").row(0) == expected


def test_spkids_of_both_schemes() -> None:
    assert number_of_spkid(2000001) == 1  # Ceres, before 2021
    assert number_of_spkid(20099942) == 99942  # Apophis, since 2021
    assert number_of_spkid(3843856) is None
    assert number_of_spkid(54487291) is None


def test_base62() -> None:
    assert [base62(d) for d in ("0", "9", "A", "Z", "a", "z", "10")] == [0, 9, 10, 35, 36, 61, 62]
