"""Lambert's problem against boinor, lamberthub and pykep, at the accuracy that those have."""

import numpy as np
import pytest
from boinor.core.iod import izzo
from lamberthub import gooding1990, izzo2015

from asteroid_econ.orbits.lambert import lambert, lambert_status
from asteroid_econ.orbits.lambert_row import inverse_cube_root, lambert_row, scratch
from lambert_problems import draw
from peers import pykep_lambert


def by_boinor(problems):
    return [
        izzo(1.0, r1, r2, tof, n_rev, turn, is_low, 50, 1e-12)
        for r1, r2, tof, turn, n_rev, is_low in problems
    ]


def by_lamberthub(solver):
    def solve(problems):
        return [
            solver(1.0, r1, r2, tof, M=n, prograde=turn, low_path=low, maxiter=50, rtol=1e-12)
            for r1, r2, tof, turn, n, low in problems
        ]

    return solve


PEERS = {
    "boinor": by_boinor,
    "lamberthub_izzo": by_lamberthub(izzo2015),
    "lamberthub_gooding": by_lamberthub(gooding1990),
    "pykep": pykep_lambert,
}


def differences(peer, problems):
    """Return the relative difference of each problem that has a solution."""
    status = lambert_status(**problems, mu_km3_s2=1.0)
    ours = np.stack(lambert(**problems, mu_km3_s2=1.0), axis=1)[status == 0]
    keys = ("r1_km", "r2_km", "tof_s", "is_prograde", "n_rev", "is_low_path")
    solved = list(zip(*(problems[k][status == 0] for k in keys), strict=True))
    theirs = np.array(PEERS[peer](solved))
    off = np.linalg.norm(ours - theirs, axis=2) / np.linalg.norm(theirs, axis=2)
    return off.max(axis=1)


@pytest.mark.parametrize("peer", PEERS)
def test_less_than_one_revolution(peer):
    off = differences(peer, draw(np.random.default_rng(20), "generic", 200))
    # peers lose digits near half and whole revolutions, so that a few differ by more
    assert np.quantile(off, 0.9) < 1e-10
    assert off.max() < 1e-6


@pytest.mark.parametrize("peer", ["boinor", "lamberthub_izzo", "pykep"])
def test_revolutions_on_both_paths(peer):
    p = draw(np.random.default_rng(21), "generic", 360)
    p["tof_s"] = p["tof_s"] * 20.0
    p["n_rev"] = np.arange(360) % 3 + 1
    p["is_low_path"] = np.arange(360) % 2 == 0
    off = differences(peer, p)
    assert len(off) > 200
    assert off.max() < 1e-6


def wrong(v, w):
    return np.linalg.norm(np.subtract(v, w)) / np.linalg.norm(w)


def test_row_against_boinor():
    rng = np.random.default_rng(22)
    r1, r2, tof = rng.normal(size=3), rng.normal(size=(200, 3)), rng.uniform(0.1, 10.0, 200)
    v1, v2 = np.empty((3, 200)), np.empty((3, 200))
    for is_prograde in (True, False):
        lambert_row(
            tuple(r1),
            tuple(np.ascontiguousarray(r2.T)),
            np.linalg.norm(r2, axis=1),
            tof,
            inverse_cube_root(tof, 1.0),
            1.0,
            is_prograde,
            tuple(v1),
            tuple(v2),
            scratch(),
        )
        for i in range(200):
            theirs1, theirs2 = izzo(1.0, r1, r2[i], tof[i], 0, is_prograde, True, 50, 1e-12)
            assert wrong(v1[:, i], theirs1) < 1e-7
            assert wrong(v2[:, i], theirs2) < 1e-7
