"""The rules of CCSDS 502.0-B-2 for an Orbit Ephemeris Message, read line by line."""

import re
from datetime import datetime
from itertools import pairwise

import pytest

from asteroid_econ.orbits.roundtrip_states import itinerary_states
from asteroid_econ.reports.ephemeris_files import oem_text
from mining_case import EPOCH, PLANETS, options_of

HEADER = ("CCSDS_OEM_VERS", "CREATION_DATE", "ORIGINATOR")  # table 5-2, in this order
METADATA = (  # table 5-3; those marked are obligatory
    *("OBJECT_NAME", "OBJECT_ID", "CENTER_NAME", "REF_FRAME", "REF_FRAME_EPOCH", "TIME_SYSTEM"),
    *("START_TIME", "USEABLE_START_TIME", "USEABLE_STOP_TIME", "STOP_TIME"),
    *("INTERPOLATION", "INTERPOLATION_DEGREE"),
)
OBLIGATORY = {
    *("OBJECT_NAME", "OBJECT_ID", "CENTER_NAME", "REF_FRAME", "TIME_SYSTEM", "START_TIME"),
    "STOP_TIME",
}
TIME_SYSTEMS = {"GMST", "GPS", "MET", "MRT", "SCLK", "TAI", "TCB", "TDB", "TCG", "TT", "UT1", "UTC"}
FRAMES = {"EME2000", "GCRF", "GRC", "ICRF", "ITRF2000", "MCI", "TDR", "TEME", "TOD"}
EPOCH_TEXT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")


@pytest.fixture(scope="module")
def message():
    _, orbit, options, _ = options_of("2000 SG344")
    states = itinerary_states(options[-1], *orbit, EPOCH, planets=PLANETS)
    text = oem_text(
        states, craft="to 2000 SG344 ä\n", created_utc=datetime(2026, 11, 29, 23, 59, 59)
    )
    return states, text


def _pairs(lines):
    return [tuple(part.strip() for part in line.split("=", 1)) for line in lines]


def test_lines(message):
    _, text = message
    assert text.isascii()
    assert text.endswith("\n")
    assert max(len(line) for line in text.splitlines()) <= 254
    assert not re.search(r"[\t\r]", text)


def test_header(message):
    _, text = message
    header = text.split("META_START")[0].split("\n")
    pairs = _pairs(line for line in header if line)
    assert tuple(key for key, _ in pairs) == HEADER
    assert dict(pairs)["CCSDS_OEM_VERS"] == "2.0"
    assert EPOCH_TEXT.fullmatch(dict(pairs)["CREATION_DATE"])
    assert dict(pairs)["CREATION_DATE"].startswith("2026-11-29T23:59:59")


def test_segments(message):
    states, text = message
    segments = text.split("META_START\n")[1:]
    assert len(segments) == len(states) == 3
    ends = []
    for segment, phase in zip(segments, states, strict=True):
        meta, data = segment.split("META_STOP\n")
        pairs = _pairs(meta.splitlines())
        keys = [key for key, _ in pairs]
        assert keys == sorted(keys, key=METADATA.index)
        assert set(keys) >= OBLIGATORY
        values = dict(pairs)
        assert values["TIME_SYSTEM"] in TIME_SYSTEMS
        assert values["REF_FRAME"] in FRAMES
        for value in values.values():
            assert value == value.upper(), "text values are all upper (or all lower) case"
        lines = [line for line in data.splitlines() if line]
        comments = [k for k, line in enumerate(lines) if line.startswith("COMMENT ")]
        assert comments == list(range(len(comments))), "comments stand before the data only"
        rows = [line.split(" ") for line in lines[len(comments) :]]
        assert len(rows) == phase.mjd_tdb.size
        for row in rows:
            assert len(row) == 7
            assert EPOCH_TEXT.fullmatch(row[0])
            assert all(NUMBER.fullmatch(x) for x in row[1:])
        times = [datetime.fromisoformat(row[0]) for row in rows]
        assert times == sorted(set(times)), "strictly increasing"
        assert (rows[0][0], rows[-1][0]) == (values["START_TIME"], values["STOP_TIME"])
        ends.append((times[0], times[-1]))
    for before, after in pairwise(ends):
        assert before[1] == after[0], "segments meet, and overlap in no more than an instant"
