import json
from dataclasses import asdict, replace

import numpy as np
import pytest

from asteroid_econ.catalogs.embedded import load_embedded
from asteroid_econ.cli.main import main
from asteroid_econ.errors import InputError
from asteroid_econ.missions.retrieval import earth_moon_dv_m_s, movable_mass_kg, moved_options
from asteroid_econ.orbits.perturbed_field import planet_table
from asteroid_econ.orbits.phasefree import round_trip_options
from asteroid_econ.orbits.planets import heliocentric_state
from asteroid_econ.orbits.threebody.retarget import (
    flown_beside_true_earth,
    flown_in_three_bodies,
    three_body_path_nd,
)
from asteroid_econ.orbits.threebody.retarget_dates import asteroid_state_km
from asteroid_econ.orbits.threebody.retarget_search import cheapest_beside_true_earth
from asteroid_econ.orbits.threebody.retrieval import (
    RetrievalLimits,
    cheapest_retrievals,
    retrieval_limits,
    trajectory_of,
)
from asteroid_econ.orbits.threebody.shooting import matrix_after
from asteroid_econ.orbits.threebody.table import shipped_table
from asteroid_econ.parameters.load import load
from asteroid_econ.studies.retrieval import Moved, RetrievalTarget, screened_targets
from retrieval_targets import elements, found

CRAFT = {
    "propellant_kg": 12e3,
    "exhaust_velocity_km_s": 29.42,
    "thrust_newton": 1.5,
    "craft_kg": 6e3,
}


def test_same_seed_same_answer():
    again = cheapest_retrievals(
        elements("2006 RH120"), table=shipped_table(), families=("H2S",), threads=2
    )
    assert asdict(again[0]) == asdict(found("2006 RH120", "H2S"))


def test_another_seed_finds_nearly_the_same_cost():
    other = found("2006 RH120", "H2S", seed=1)
    assert other != found("2006 RH120", "H2S")
    assert other.dv_m_s == pytest.approx(found("2006 RH120", "H2S").dv_m_s, abs=15.0)


@pytest.mark.parametrize(("name", "family"), [("2006 RH120", "H2S"), ("2010 UE51", "H2S")])
def test_limits_are_kept(name, family):
    limits, best = retrieval_limits(), found(name, family)
    assert best.departure_mjd_tdb >= limits.first_departure_mjd_tdb
    assert best.section_mjd_tdb < limits.last_capture_mjd_tdb
    assert 0.0 < best.transfer_d <= limits.longest_transfer_d
    assert 0.0 <= best.coast_d <= limits.longest_coast_d
    assert best.insertion_mjd_tdb - best.departure_mjd_tdb == pytest.approx(best.transfer_d)
    r, _ = asteroid_state_km(elements(name), best.departure_mjd_tdb)
    earth, _ = heliocentric_state("earth", best.departure_mjd_tdb)
    # 0.2 au from mean Earth; true Earth is up to 0.034 au from it
    assert np.linalg.norm(r - earth) > (limits.nearest_earth_au - 0.04) * 149597870.7


def test_encounters_are_left_out():
    far = replace(retrieval_limits(), nearest_earth_au=1.0)
    best = cheapest_retrievals(
        elements("2006 RH120"), table=shipped_table(), families=("H2S",), limits=far
    )[0]
    r, _ = asteroid_state_km(elements("2006 RH120"), best.departure_mjd_tdb)
    earth, _ = heliocentric_state("earth", best.departure_mjd_tdb)
    assert np.linalg.norm(r - earth) > 0.95 * 149597870.7


def test_dates_beside_true_earth_keep_the_limits():
    target = elements("2011 UD21")
    best = found("2011 UD21", "V1", is_true_earth=True)
    manifold = trajectory_of(best, shipped_table())

    def away_au(flown):
        r, _ = asteroid_state_km(target, flown.departure_mjd_tdb)
        earth, _ = heliocentric_state("earth", flown.departure_mjd_tdb)
        return np.linalg.norm(r - earth) / 149597870.7

    free = flown_beside_true_earth(best, target, manifold)
    farther = replace(retrieval_limits(), nearest_earth_au=away_au(free) + 0.01)
    held = flown_beside_true_earth(best, target, manifold, limits=farther)
    assert away_au(held) > farther.nearest_earth_au - 1e-4
    later = replace(retrieval_limits(), first_departure_mjd_tdb=free.departure_mjd_tdb + 5.0)
    held = flown_beside_true_earth(best, target, manifold, limits=later)
    assert held.departure_mjd_tdb >= later.first_departure_mjd_tdb
    impossible = replace(retrieval_limits(), longest_transfer_d=1.0)
    assert flown_beside_true_earth(best, target, manifold, limits=impossible).status == 2


def test_the_flight_itself_goes_downhill():
    # the manifold set on Earth's ellipse is 277 m/s too cheap here
    target = elements("2009 BD")
    best = found("2009 BD", "H2N", is_true_earth=True)
    flown = flown_beside_true_earth(best, target, trajectory_of(best, shipped_table()))
    alone = cheapest_beside_true_earth(best, target, shipped_table(), most=1)
    assert alone == flown
    better = cheapest_beside_true_earth(best, target, shipped_table(), most=6)
    assert better.dv_m_s < flown.dv_m_s - 50.0
    assert better.orbit_distance_au <= 1e-3
    with pytest.raises(InputError, match="most"):
        cheapest_beside_true_earth(best, target, shipped_table(), most=0)
    with pytest.raises(InputError, match="farthest_au"):
        cheapest_beside_true_earth(best, target, shipped_table(), farthest_au=np.nan)


@pytest.mark.parametrize(
    "change",
    [
        {"first_departure_mjd_tdb": 90000.0},
        {"longest_transfer_d": 0.0},
        {"longest_coast_d": np.nan},
        {"nearest_earth_au": -0.1},
    ],
)
def test_bad_limits_are_refused(change):
    with pytest.raises(InputError):
        RetrievalLimits(**{**asdict(retrieval_limits()), **change})


@pytest.mark.parametrize("bad", [np.zeros(6), np.full(7, np.nan), [1.5e8, 1.2, 0, 0, 0, 0, 6e4]])
def test_bad_elements_are_refused(bad):
    with pytest.raises(InputError):
        cheapest_retrievals(bad, table=shipped_table())


def test_the_path_joins_its_parts():
    best = found("2010 UE51", "H2S")
    manifold = trajectory_of(best, shipped_table())
    transfer, onward = three_body_path_nd(best, elements("2010 UE51"), manifold)
    np.testing.assert_allclose(transfer[-1, :3], onward[0, :3], atol=1e-9)


def test_a_matrix_keeps_volume():
    planets = planet_table(64000.0, 64100.0, is_relativistic=False, attracting=("earth", "moon"))
    r, v = heliocentric_state("mars", 64010.0)
    _, matrix = matrix_after(np.concatenate([r, v]), 64010.0, 64050.0, planets)
    assert np.linalg.det(matrix) == pytest.approx(1.0, abs=1e-4)


def test_more_thrust_or_time_moves_no_less():
    days = np.linspace(0.0, 2000.0, 30)
    mass = movable_mass_kg(0.2, days, **CRAFT)
    assert (np.diff(mass) >= 0.0).all()
    assert mass[0] == 0.0
    assert np.isnan(movable_mass_kg(-1.0, 100.0, **CRAFT))
    assert np.isinf(movable_mass_kg(0.0, 100.0, **CRAFT))


@pytest.mark.parametrize(
    "name", ["propellant_kg", "exhaust_velocity_km_s", "thrust_newton", "craft_kg"]
)
def test_bad_craft_is_refused(name):
    with pytest.raises(InputError, match=name):
        movable_mass_kg(0.1, 100.0, **{**CRAFT, name: -1.0})


def test_bad_ends_are_refused():
    with pytest.raises(InputError, match="EML2"):
        earth_moon_dv_m_s("Mars", load("retrievable"))
    options = round_trip_options([1.1], [0.1], [0.1], launch_mjd_tdb=62502.0)
    with pytest.raises(InputError, match="option"):
        moved_options(options, 3, dv_km_s=0.1, transfer_d=100.0)
    with pytest.raises(InputError, match="dv_km_s"):
        moved_options(options, 0, dv_km_s=np.nan, transfer_d=100.0)


def test_the_screening_is_sorted_and_below_its_threshold():
    targets = screened_targets(load_embedded(), threshold_m_s=300.0)
    costs = [t.screening_dv_m_s for t in targets]
    assert costs == sorted(costs)
    assert costs[-1] <= 300.0
    with pytest.raises(InputError):
        screened_targets(load_embedded(), threshold_m_s=0.0)


def run(capsys, *args):
    with pytest.raises(SystemExit) as end:
        main(args)
    out, err = capsys.readouterr()
    return end.value.code, out, err


def test_command_screens(capsys):
    code, out, _ = run(capsys, "ero", "--threshold-m-s", "200", "--json")
    content = json.loads(out)
    assert code == 0
    assert "2006 RH120" in {t["designation"] for t in content["targets"]}
    assert all(t["screening_dv_m_s"] <= 200.0 and t["family"] for t in content["targets"])
    assert {t["mu_ratio"] for t in content["targets"]} == {3.0032080443e-6}


def test_command_optimises_and_draws(capsys, tmp_path):
    changed = {
        "retrievable.moving.propellant_kg": 24e3,
        "retrievable.moving.thrust_newton": 100.0,  # no limit
        "retrievable.search.first_departure_mjd_tdb": 68_000.0,  # by default it leaves earlier
    }
    settings = [word for key, value in changed.items() for word in ("--set", f"{key}={value}")]
    code, out, _ = run(capsys, "ero", "2011 BL45", "--json", "--plot", str(tmp_path), *settings)
    content = json.loads(out)
    target = content["targets"][0]
    assert code == 0
    assert content["parameters"] == changed
    for one in (target["patched"], target["three_body"], target["ephemeris"]):
        assert one["departure_mjd_tdb"] >= 68_000.0
    ratio = np.exp(target["dv_m_s"] / 29_420.0) - 1.0  # Tsiolkovsky
    assert target["movable_mass_kg"] == pytest.approx(24e3 / ratio - 6e3)
    burn = target["ephemeris"]["departure_burn_m_s"]
    assert np.linalg.norm(burn) == pytest.approx(target["ephemeris"]["dv_departure_m_s"])
    assert target["dv_m_s"] < 500.0
    assert target["patched_dv_m_s"] < 500.0
    assert target["difference_m_s"] == pytest.approx(target["dv_m_s"] - target["patched_dv_m_s"])
    assert target["tof_d"] > target["transfer_d"] > 0.0
    assert [p.name for p in tmp_path.iterdir()] == ["ero-2011-BL45.png"]


@pytest.mark.parametrize("drift_km", [5e5, 2.4e8])
def test_command_says_how_far_planets_move_the_asteroid(capsys, monkeypatch, drift_km):
    best = found("2006 RH120", "H2S")
    flown = flown_in_three_bodies(
        best, elements("2006 RH120"), trajectory_of(best, shipped_table())
    )
    dates = (flown.departure_mjd_tdb, flown.insertion_mjd_tdb, flown.capture_mjd_tdb)
    legs = {"EML2": 50.0, "DRO": 150.0}
    moved = Moved(
        flown.dv_m_s, flown.model, "H2S", *dates, 1.0, 2.0, best, flown, None, 0.0, 1e6, legs,
        drift_km,
    )  # fmt: skip
    target = RetrievalTarget("2006 RH120", "", 3e-6, 59.0, "H2N", moved)
    monkeypatch.setattr("asteroid_econ.cli.ero.moved_targets", lambda *_, **__: [target])
    code, out, _ = run(capsys, "ero", "2006 RH120")
    assert code == 0
    assert ("240 million km" in out) == (drift_km > 1e6)
    assert "150 m/s to a lunar distant retrograde orbit" in " ".join(out.split())


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("2006 RH12",), ["2006 RH120"]),
        (("--threshold-m-s", "-1"), ["--threshold-m-s"]),
        (("--plot", "figures"), ["--plot"]),
        (("--set", "retrievable.moving.thrust_newton=3"), ["--set", "target"]),
        (("1991 VG", "--set", "missions.plant.mass_kg=3"), ["retrievable.moving"]),
        (("1991 VG", "--set", "retrievable.moving.thrust_newton=-3"), ["thrust_newton"]),
        (("1991 VG", "--optimise", "2"), ["--optimise"]),
    ],
)
def test_command_refuses(capsys, args, words):
    code, _, err = run(capsys, "ero", *args)
    assert code == 2
    assert all(word in err for word in words)
