"""Lambert's problem against textbooks, other solvers' test suites, and Euler's parabola."""

import json
from importlib.resources import files

import numpy as np
import pytest

from asteroid_econ.errors import InputError
from asteroid_econ.orbits.lambert import LambertStatus, lambert, lambert_status

_TEXT = files("asteroid_econ.published").joinpath("figures/lambert_cases.json").read_text()
CASES = json.loads(_TEXT)["lambert"]
SOLUTIONS = [(case, solution) for case in CASES for solution in case["solutions"]]


def _arguments(case):
    return {
        "r1_km": case["r1"],
        "r2_km": case["r2"],
        "tof_s": case["tof"],
        "mu_km3_s2": case["mu"],
    }


def _error(v, expected):
    return np.linalg.norm(v - np.array(expected)) / np.linalg.norm(expected)


@pytest.mark.parametrize(("case", "solution"), SOLUTIONS, ids=lambda x: x.get("id", ""))
def test_published_velocities(case, solution):
    branch = {k: solution[k] for k in ("n_rev", "is_prograde", "is_low_path")}
    v1, v2 = lambert(**_arguments(case), **branch)
    assert _error(v1, solution["v1"]) < case["tol"]
    assert "v2" not in solution or _error(v2, solution["v2"]) < case["tol"]
    assert lambert_status(**_arguments(case), **branch) == LambertStatus.SOLVED


def test_battin_with_the_gravitational_parameter_as_printed():
    case = next(c for c in CASES if c["id"] == "battin_7_12")
    v1, _ = lambert(**(_arguments(case) | {"mu_km3_s2": case["mu_printed"]}))
    assert _error(v1, case["solutions"][0]["v1"]) < case["tol_printed_mu"]


@pytest.mark.parametrize("case", [c for c in CASES if "refused" in c], ids=lambda c: c["id"])
def test_published_problems_without_a_solution(case):
    n_rev, status = case["refused"]["n_rev"], case["refused"]["status"]
    assert lambert_status(**_arguments(case), n_rev=n_rev) == status
    assert np.isnan(lambert(**_arguments(case), n_rev=n_rev)).all()


def test_table_of_meanings():
    x, back = [1.0, 0.0, 0.0], [-2.0, 0.0, 0.0]

    def status(r1, r2, tof, **options):
        return LambertStatus(int(lambert_status(r1, r2, tof, mu_km3_s2=1.0, **options)))

    assert status(x, [0.0, 1.0, 0.0], 1.0) is LambertStatus.SOLVED
    assert status(x, back, 1.0) is LambertStatus.PLANE_UNDEFINED
    assert status(x, [3.0, 0.0, 0.0], 1.0) is LambertStatus.PLANE_UNDEFINED
    assert status(x, back, 1.0, plane_normal=[1.0, 0.0, 0.0]) is LambertStatus.PLANE_UNDEFINED
    assert status(x, back, 1.0, plane_normal=[0.0, 1.0, 1.0]) is LambertStatus.SOLVED
    assert status(x, [0.0, 1.0, 0.0], 1.0, n_rev=1) is LambertStatus.NO_SOLUTION
    assert status(x, x, 1.0, plane_normal=[0.0, 0.0, 1.0]) is LambertStatus.NO_SOLUTION
    assert status(x, [0.0, 1e200, 0.0], 1.0) is LambertStatus.OUT_OF_RANGE


@pytest.mark.parametrize("is_prograde", [True, False])
def test_half_a_revolution_of_a_circle_in_a_given_plane(is_prograde):
    normal = np.array([0.0, -0.6, 0.8])
    v1, v2 = lambert(
        [1.0, 0.0, 0.0],
        [-1.0, 0.0, 0.0],
        np.pi,
        mu_km3_s2=1.0,
        is_prograde=is_prograde,
        plane_normal=normal,
    )
    along = np.cross(normal if is_prograde else -normal, [1.0, 0.0, 0.0])
    np.testing.assert_allclose(v1, along, atol=1e-15)
    np.testing.assert_allclose(v2, -along, atol=1e-15)


def test_half_a_revolution_is_the_limit_of_nearly_half():
    nearly = np.array([np.cos(np.pi - 1e-10), np.sin(np.pi - 1e-10), 0.0]) * 1.5
    v1, v2 = lambert([1.0, 0, 0], nearly, 4.0, mu_km3_s2=1.0)
    w1, w2 = lambert([1.0, 0, 0], [-1.5, 0, 0], 4.0, mu_km3_s2=1.0, plane_normal=[0, 0, 1.0])
    np.testing.assert_allclose(v1, w1, rtol=0, atol=1e-9)
    np.testing.assert_allclose(v2, w2, rtol=0, atol=1e-9)


def test_hohmann_half_ellipse():
    # Vallado (2013), example 6-1: first burn 2.457038, second 1.478187 km/s
    r1, r2, mu = 6569.4811, 42159.4856, 398600.4418
    tof = np.pi * np.sqrt((0.5 * (r1 + r2)) ** 3 / mu)
    v1, v2 = lambert([r1, 0, 0], [-r2, 0, 0], tof, mu_km3_s2=mu, plane_normal=[0, 0, 1])
    np.testing.assert_allclose(np.linalg.norm(v1) - np.sqrt(mu / r1), 2.457038, atol=1e-6)
    np.testing.assert_allclose(np.sqrt(mu / r2) - np.linalg.norm(v2), 1.478187, atol=1e-6)


def test_polar_plane_goes_the_short_way():
    v1, _ = lambert([1.0, 0, 0], [0, 0, 1.0], np.pi / 2, mu_km3_s2=1.0)
    np.testing.assert_allclose(v1, [0, 0, 1.0], atol=1e-15)


GOOD = {"r1_km": [1.0, 0.0, 0.0], "r2_km": [0.0, 1.0, 0.0], "tof_s": 1.0, "mu_km3_s2": 1.0}


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("tof_s", 0.0, "> 0"),
        ("tof_s", -1.0, "> 0"),
        ("tof_s", np.inf, "> 0"),
        ("tof_s", [1.0, np.nan], "> 0"),
        ("r1_km", [0.0, 0.0, 0.0], "off the centre"),
        ("r2_km", [[1.0, 0.0, 0.0], [0.0, 0.0, 0.0]], "off the centre"),
        ("r1_km", [1.0, np.nan, 0.0], "finite"),
        ("r2_km", [1.0, 2.0], "(..., 3)"),
        ("r1_km", 1.0, "(..., 3)"),
        ("mu_km3_s2", 0.0, "> 0"),
        ("n_rev", -1, "0, 1"),
        ("n_rev", 0.5, "0, 1"),
        ("is_prograde", 1, "True or False"),
        ("is_low_path", "yes", "True or False"),
        ("plane_normal", [0.0, 0.0, np.inf], "finite"),
    ],
)
def test_bad_input_is_named(name, value, allowed):
    for function in (lambert, lambert_status):
        with pytest.raises(InputError) as caught:
            function(**(GOOD | {name: value}))
        assert caught.value.name.startswith(name)
        assert allowed in caught.value.allowed


def test_shapes_that_do_not_broadcast_and_shapes_that_are_too_large():
    with pytest.raises(InputError, match="broadcasting shapes"):
        lambert(**(GOOD | {"tof_s": [1.0, 2.0], "n_rev": [0, 0, 0]}))
    wide, tall = (np.broadcast_to([1.0, 2.0, 3.0], s) for s in ((10**6, 3), (10**6, 1, 3)))
    with pytest.raises(InputError, match="at most"):
        lambert(wide, tall, 1.0, mu_km3_s2=1.0)
