"""Benner's list of rendezvous Δv, computed by its author with the Shoemaker–Helin form."""

import csv
from importlib.resources import files

import numpy as np

from asteroid_econ.orbits.shoemaker_helin import rendezvous_dv_km_s, transfer_parts


def _rows():
    text = files("asteroid_econ.published").joinpath("figures/benner_rendezvous.csv").read_text()
    rows = list(csv.DictReader(text.splitlines()))
    columns = {k: np.array([float(r[k]) for r in rows]) for k in ("a_au", "ecc", "inc_deg")}
    return rows, columns, np.array([float(r["dv_km_s"]) for r in rows])


def test_every_row_of_benner_to_a_metre_per_second():
    rows, x, published = _rows()
    ours = rendezvous_dv_km_s(x["a_au"], x["ecc"], np.radians(x["inc_deg"]))
    assert len(rows) == 34
    np.testing.assert_allclose(ours, published, rtol=0.0, atol=0.001)


def test_the_parts_add_up_to_the_published_total():
    _, x, published = _rows()
    parts = transfer_parts(x["a_au"], x["ecc"], np.radians(x["inc_deg"]))
    total = parts.departure_dv_km_s + parts.arrival_dv_km_s
    np.testing.assert_allclose(total, published, rtol=0.0, atol=0.001)


def test_hohmann_to_mars_s_circle_has_the_textbook_excess_and_duration():
    # Curtis (2014), table 8.1 and example 8.1: v∞ 2.943 km/s, 258.8 days
    parts = transfer_parts(1.52366, 0.0, 0.0)
    np.testing.assert_allclose(parts.departure_vinf_km_s, 2.943, rtol=2e-3)
    np.testing.assert_allclose(parts.duration_d, 258.8, rtol=1e-3)
