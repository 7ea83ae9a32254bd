"""What is written as OEM and CSV reads back as the same states."""

import csv
import io
from datetime import datetime

import numpy as np

from asteroid_econ.orbits.planets import equatorial_to_ecliptic
from asteroid_econ.orbits.roundtrip_states import PhaseStates
from asteroid_econ.reports.ephemeris_files import csv_text, oem_text

EPOCHS = np.array([62_237.0, 62_237.25, 62_238.5])
R_KM = np.arange(9.0).reshape(3, 3) * 1e7 + 0.125
STATES = PhaseStates("outbound", EPOCHS, R_KM, np.linspace(-30, 30, 9).reshape(3, 3))


def test_csv():
    rows = list(csv.DictReader(io.StringIO(csv_text([STATES]))))
    r = np.array([[float(row[f"{axis}_km"]) for axis in "xyz"] for row in rows])
    assert [row["tdb"] for row in rows][1] == "2029-04-11T06:00:00.000000"
    assert np.allclose([float(row["mjd_tdb"]) for row in rows], EPOCHS, rtol=0, atol=0)
    assert np.allclose(equatorial_to_ecliptic(r), STATES.r_km, rtol=0, atol=1e-6)


def test_oem():
    text = oem_text([STATES], craft="to 2000 SG344\nMETA_STOP", created_utc=datetime(2028, 8, 21))
    lines = text.splitlines()
    assert lines.count("META_STOP") == 1
    assert "TIME_SYSTEM = TDB" in lines
    data = [line.split() for line in lines if line[:2] == "20" and len(line.split()) == 7]
    numbers = np.array([[float(x) for x in row[1:]] for row in data])
    assert np.allclose(equatorial_to_ecliptic(numbers[:, :3]), STATES.r_km, rtol=0, atol=1e-5)
    assert np.allclose(equatorial_to_ecliptic(numbers[:, 3:]), STATES.v_km_s, rtol=0, atol=1e-8)
