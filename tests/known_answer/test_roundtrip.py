"""NHATS: the records of JPL, searched again and flown on their own dates."""

import numpy as np
import pytest

from asteroid_econ.orbits.roundtrip import PRESETS, round_trips
from asteroid_econ.orbits.roundtrip_record import itinerary
from asteroid_econ.published.nhats import LEGS, published_trips
from asteroid_econ.published.perturbed_tracks import elements_state
from asteroid_econ.published.tables import table


def _search(designation, preset):
    r, v = elements_state("nhats_elements", designation)
    epoch = table("nhats_elements").where("designation", designation).numbers("epoch_mjd_tdb")
    return round_trips(r, v, epoch, PRESETS[preset])


def test_2000_sg344_on_the_grid_of_2012():
    trips = _search("2000 SG344", "nhats-2012")
    best = itinerary(trips, 0, trips.best()[0])
    assert abs(trips.n_viable[0] / 3_302_718 - 1.0) <= 2e-4
    assert abs(best.dv_km_s - 3.550) <= 0.003
    assert (best.duration_d, best.dur_out_d, best.dur_at_d) == (370.0, 201.0, 8.0)


def test_apophis():
    trips = _search("99942", "nhats")
    best, shortest = (itinerary(trips, 0, c) for c in (trips.best()[0], trips.shortest()[0]))
    assert abs(trips.n_viable[0] / 272_327 - 1.0) <= 1e-3
    assert abs(best.dv_km_s - 6.049) <= 0.003
    assert best.launch_mjd_tdb == 62_237.0  # 2029-04-11
    assert shortest.duration_d == 146.0
    assert abs(shortest.dv_km_s - 11.988) <= 0.003
    assert abs(np.degrees(best.dec_dep_rad) - 16.671) <= 0.02
    assert abs(np.degrees(best.dec_arr_rad) - 19.317) <= 0.02


def test_trips_at_published_dates():
    records = table("nhats_records")
    published = np.stack([records.numbers(leg) for leg in LEGS], axis=1)
    ours = np.array([[getattr(trip, leg) for leg in LEGS] for trip in published_trips()])
    miss = np.abs(ours - published)
    total = np.abs([t.dv_km_s for t in published_trips()] - records.numbers("dv_total_km_s"))
    assert np.sum((total <= 0.05) & (miss[:, :4].max(axis=1) <= 0.1)) >= 23
    assert np.sum(total <= 0.005) >= 18
    samples = np.array([r.startswith("sample") for r in records.text("record")])
    assert miss[samples].max() <= 0.005


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_presets_have_the_published_limits(name):
    search = PRESETS[name]
    assert search.n_launches == 1187
    assert search.n_steps_max == 56
    assert abs(search.vinf_free_km_s - 4.6274) < 5e-5
