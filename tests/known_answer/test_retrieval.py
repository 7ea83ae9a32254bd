"""Published: 2006 RH120 to an L2 halo for 58 m/s; twelve objects below 500 m/s."""

import numpy as np
import pytest

from asteroid_econ.catalogs.embedded import load_embedded
from asteroid_econ.missions.retrieval import earth_moon_dv_m_s, movable_mass_kg, moved_options
from asteroid_econ.orbits.phasefree import round_trip_options
from asteroid_econ.orbits.threebody.retarget import (
    flown_beside_true_earth,
    flown_in_three_bodies,
    three_body_path_nd,
)
from asteroid_econ.orbits.threebody.retarget_search import cheapest_beside_true_earth
from asteroid_econ.orbits.threebody.retrieval import (
    retrieval_limits,
    rotation_law,
    smooth_rows,
    trajectory_of,
)
from asteroid_econ.orbits.threebody.table import shipped_table
from asteroid_econ.parameters.load import load
from asteroid_econ.published.tables import table
from asteroid_econ.studies.retrieval import moved_targets
from retrieval_targets import TWELVE, elements, found


def test_2006_rh120_to_a_halo_of_l2():
    # García Yárnoz, Sanchez & McInnes (2013): 58 m/s
    best = found("2006 RH120", "H2S")
    assert best.dv_m_s < 58.0 + 50.0
    assert best.dv_m_s == pytest.approx(best.dv_departure_m_s + best.dv_insertion_m_s)
    assert best.n_rev <= 4


def test_published_limits():
    limits = retrieval_limits()
    assert limits.longest_transfer_d == 1500.0
    assert limits.first_departure_mjd_tdb == 57388.0  # 2016-01-01
    assert limits.last_capture_mjd_tdb == 88069.0  # 2100-01-01


def test_published_law_of_rotation():
    law = rotation_law()
    assert np.degrees(law[0]) == pytest.approx(100.3762)
    assert np.degrees(law[2]) == pytest.approx(360.0 / 365.25)
    assert law[3] == 0.0


def test_published_slices_of_the_manifolds():
    # the ranges of a and e found on the section for halos about L2
    rows = smooth_rows(shipped_table(), "H2N").reshape(-1, 7)
    a_au = rows[:, 0] / 149597870.7
    assert np.nanmin(a_au) == pytest.approx(1.028, abs=0.002)
    assert np.nanmax(a_au) == pytest.approx(1.065, abs=0.004)


def test_one_path_of_one_model():
    # 2010 UE51 in the restricted problem, then beside true Earth: over the section, once round
    for is_true_earth, fly in ((False, flown_in_three_bodies), (True, flown_beside_true_earth)):
        best = found("2010 UE51", "H2S", is_true_earth=is_true_earth)
        flown = fly(best, elements("2010 UE51"), trajectory_of(best, shipped_table()))
        assert flown.status == 0
        assert flown.section_miss_km < 1_000.0
        assert flown.orbit_distance_au < 1e-3
        assert flown.dv_m_s < 500.0


def test_2010_ue51_beside_true_earth_is_no_dearer_than_published():
    # García Yárnoz et al.: 249 m/s, with a Sun–Earth line that turns evenly
    best = found("2010 UE51", "H2S", is_true_earth=True)
    flown = cheapest_beside_true_earth(best, elements("2010 UE51"), shipped_table(), most=1)
    assert flown is not None
    assert flown.dv_m_s < table("retrievable_objects").mapping("designation", "dv_m_s")["2010 UE51"]


def test_the_path_crosses_the_published_section():
    # García Yárnoz et al.: an eighth of pi ahead of Earth for L2, then an orbit 0.01 au beyond it
    best = found("2010 UE51", "H2S")
    manifold = trajectory_of(best, shipped_table())
    _, onward = three_body_path_nd(best, elements("2010 UE51"), manifold, n=2000)
    turned = np.degrees(np.arctan2(onward[:, 1], onward[:, 0]))
    assert np.abs(turned - 22.5).min() < 0.1
    assert np.linalg.norm(onward[-1, :3] - [1.01, 0.0, 0.0]) < 0.01


def test_low_thrust_moves_what_was_published():
    # García Yárnoz et al.: 2006 RH120's 58 m/s allow up to about 1,500 t by low thrust
    craft = {"propellant_kg": 12e3, "exhaust_velocity_km_s": 29.42, "craft_kg": 6e3}
    days = 1500e3 * 58.0 / 0.5 / 86_400.0
    moved = movable_mass_kg(0.058, days, thrust_newton=0.5, **craft)
    assert moved == pytest.approx(1500e3, rel=0.02)


def test_legs_near_the_moon_are_parameters():
    values = load("retrievable")
    assert earth_moon_dv_m_s("EML2", values) == 50.0  # Lo & Ross (2001)
    assert 60.0 <= earth_moon_dv_m_s("DRO", values) <= 170.0  # Strange et al. (2013)
    assert earth_moon_dv_m_s("EML2", values) < earth_moon_dv_m_s("DRO", values)
    changed = load("retrievable", {"retrievable.earth_moon_end.DRO_m_s": 170.0})
    assert earth_moon_dv_m_s("DRO", changed) == 170.0


def test_a_whole_asteroid_is_the_way_back():
    out = round_trip_options(1.033, 0.0245, np.radians(0.6), launch_mjd_tdb=62502.0)
    out = type(out)(
        out.definition,
        *(np.atleast_1d(getattr(out, name)) for name in list(out.__slots__)[1:]),
    )
    moved = moved_options(out, 0, dv_km_s=0.058, transfer_d=2500.0)
    assert moved.return_departure_dv_km_s.tolist() == [0.058]
    assert moved.return_vinf_km_s.tolist() == [0.0]
    assert moved.arrival_dv_km_s == out.arrival_dv_km_s


@pytest.mark.heavy
def test_twelve_objects_in_both_models():
    targets = moved_targets(load_embedded(), TWELVE, threads=2)
    moved = {t.designation: t.moved for t in targets if t.moved}
    patched = {name: m.patched.dv_m_s for name, m in moved.items()}
    assert sum(dv < 500.0 for dv in patched.values()) >= 9, patched
    published = table("retrievable_objects").mapping("designation", "dv_m_s")
    near = [name for name in patched if patched[name] <= published[name] + 50.0]
    assert len(near) >= 6, patched
    for name, one in moved.items():
        assert one.three_body.section_miss_km < 1_000.0, name
        assert one.three_body.orbit_distance_au < 1e-3, name
    flown = [m.ephemeris for m in moved.values() if m.ephemeris]
    assert len(flown) >= 9
    assert all(f.section_miss_km < 1_000.0 and f.orbit_distance_au < 1e-3 for f in flown)
    assert sum(m.dv_m_s < 500.0 for m in moved.values()) >= 9
