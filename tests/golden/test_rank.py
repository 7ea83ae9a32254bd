"""Did a small whole study change? Twenty targets, 200 draws; a change goes into the changelog."""

import csv
from pathlib import Path

import pytest

from asteroid_econ import api

GOLDEN = Path(__file__).with_name("rank.csv")
TOLERANCE_RELATIVE = 1e-9  # other CPUs and libm; the same machine gives the same bytes
TARGETS = (
    *("Bennu", "Ryugu", "Itokawa", "Eros", "Apophis", "Didymos", "2000 SG344", "1991 VG"),
    *("2006 RH120", "2007 UN12", "2008 EA9", "2009 BD", "2010 UE51", "2011 MD", "1998 KY26"),
    *("Toutatis", "2001 FC7", "2012 CO46", "2014 UV210", "2017 BW"),
)
COLUMNS = (
    *("class_probability", "diameter_p50_km", "dv_km_s", "launch_mass_kg", "n_launches"),
    *("recoverable_water_kg", "recoverable_metal_kg", "recoverable_pgm_kg", "delivered_kg"),
    *("npv_p10_usd", "npv_p50_usd", "npv_p90_usd", "pv_revenue_usd", "pv_cost_usd"),
)


def ours():
    result = api.rank(targets=TARGETS, draws=200, seed=0)
    rows = result.candidates.sort("designation", "architecture").iter_rows(named=True)
    return {(row["designation"], row["architecture"]): row for row in rows}


def write_golden():
    """Run `python tests/golden/test_rank.py` after a change that is meant to move results."""
    with GOLDEN.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("designation", "architecture", *COLUMNS))
        for key, row in ours().items():
            writer.writerow((*key, *(row[column] for column in COLUMNS)))


def test_small_study_is_unchanged():
    with GOLDEN.open() as file:
        golden = list(csv.DictReader(file))
    rows = ours()
    assert len(golden) == len(rows)
    moved = []
    for row in golden:
        mine = rows[row["designation"], row["architecture"]]
        for column in COLUMNS:
            before = float(row[column]) if row[column] else None
            if mine[column] != pytest.approx(before, rel=TOLERANCE_RELATIVE, abs=0.0):
                where = f"{row['designation']} {row['architecture']} {column}"
                moved.append(f"{where}: {before} became {mine[column]}")
    assert not moved, "\n".join(moved)


if __name__ == "__main__":
    write_golden()
