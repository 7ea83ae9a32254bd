import numpy as np
import pytest

from asteroid_econ.errors import InputError
from asteroid_econ.orbits.departure import parking_orbit
from asteroid_econ.orbits.grid import axis
from asteroid_econ.orbits.porkchop import porkchop

EROS = (
    1.458243717,
    0.222877963,
    *np.radians([10.8285441, 304.2679713, 178.9181319, 62.511455]),
    61200.0,
)
LAUNCH, TOF = 62000.0 + 5.0 * np.arange(40), 60.0 + 2.5 * np.arange(101)


def test_definitions_agree_with_each_other():
    chop = porkchop(*EROS, LAUNCH, TOF, parking=parking_orbit(inc_rad=0.1))
    np.testing.assert_array_equal(
        chop.total_dv_km_s, chop.departure_dv_km_s + chop.vinf_arrival_km_s
    )
    assert (chop.plane_change_dv_km_s >= 0.0).all()
    assert (chop.plane_change_dv_km_s > 0.0).any()
    flat = np.abs(chop.declination_rad) <= 0.1
    assert flat.any()
    assert (chop.plane_change_dv_km_s[flat] == 0.0).all()
    free = porkchop(*EROS, LAUNCH, TOF)
    np.testing.assert_allclose(
        chop.departure_dv_km_s - chop.plane_change_dv_km_s, free.departure_dv_km_s, rtol=1e-14
    )


def test_no_bit_depends_on_threads_or_on_the_rest_of_the_grid():
    whole = porkchop(*EROS, LAUNCH, TOF, threads=1)
    two = porkchop(*EROS, LAUNCH, TOF, threads=2)
    part = porkchop(*EROS, LAUNCH[7:9], TOF[3:80])
    cell = porkchop(*EROS, LAUNCH[7:8], TOF[50:51])
    for name in ("c3_km2_s2", "vinf_arrival_km_s", "declination_rad"):
        grid = getattr(whole, name)
        assert grid.tobytes() == getattr(two, name).tobytes()
        assert (grid[7:9, 3:80] == getattr(part, name)).all()
        assert grid[7, 50] == getattr(cell, name)[0, 0]


def test_uneven_axes_give_the_same_transfers():
    even = porkchop(*EROS, LAUNCH, TOF)
    launch = np.concatenate([LAUNCH[:3], [LAUNCH[3] + 0.125], LAUNCH[10:12]])
    uneven = porkchop(*EROS, launch, TOF)
    np.testing.assert_array_equal(uneven.c3_km2_s2[:3], even.c3_km2_s2[:3])
    np.testing.assert_array_equal(uneven.c3_km2_s2[4:], even.c3_km2_s2[10:12])


def test_hyperbolic_and_main_belt_targets_and_retrograde_transfers():
    comet = (-1.3, 1.2, 2.1, 0.3, 0.4, -1.0, 62000.0)
    for target, is_prograde in (
        (comet, True),
        (comet, False),
        ((2.77, 0.23, 0.6, 3, 5.4, 4.4, 61200.0), True),
    ):
        chop = porkchop(*target, LAUNCH, TOF, is_prograde=is_prograde)
        assert np.isfinite(chop.total_dv_km_s).all()


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("launch_mjd_tdb", lambda: porkchop(*EROS, LAUNCH[::-1], TOF)),
        ("launch_mjd_tdb", lambda: porkchop(*EROS, [], TOF)),
        ("launch_mjd_tdb", lambda: porkchop(*EROS, [[62000.0]], TOF)),
        ("mjd_tdb", lambda: porkchop(*EROS, [2462000.5], TOF)),
        ("tof_d", lambda: porkchop(*EROS, LAUNCH, [0.0, 10.0])),
        ("tof_d", lambda: porkchop(*EROS, LAUNCH, [10.0, np.nan])),
        (
            "grid",
            lambda: porkchop(*EROS, 62000.0 + 0.01 * np.arange(90_000), 1.0 + np.arange(90_000)),
        ),
        ("ecc", lambda: porkchop(1.0, -0.1, 0, 0, 0, 0, 61200.0, LAUNCH, TOF)),
        ("a_au", lambda: porkchop(np.nan, 0.1, 0, 0, 0, 0, 61200.0, LAUNCH, TOF)),
        ("a_au", lambda: porkchop([1.0, 1.1], 0.1, 0, 0, 0, 0, 61200.0, LAUNCH, TOF)),
        ("tof_d", lambda: porkchop(*EROS, LAUNCH, [1.0, 1e300])),
        ("is_prograde", lambda: porkchop(*EROS, LAUNCH, TOF, is_prograde="no")),
        ("departure body", lambda: parking_orbit("pluto")),
        ("altitude_km", lambda: parking_orbit(altitude_km=-1.0)),
        ("parking inc_rad", lambda: parking_orbit(inc_rad=28.5)),
        ("launch_mjd_tdb", lambda: axis("launch_mjd_tdb", 62000.0, 61000.0, 5.0)),
        ("tof_d step", lambda: axis("tof_d", 1.0, 1e6, 1e-6)),
        ("tof_d step", lambda: axis("tof_d", 1.0, 10.0, 0.0)),
        ("tof_d", lambda: axis("tof_d", np.nan, 10.0, 1.0)),
    ],
)
def test_bad_input_is_named_before_memory_is_taken(name, call):
    with pytest.raises(InputError) as caught:
        call()
    assert caught.value.name == name


def test_an_axis_ends_where_it_says():
    assert axis("tof_d", 60.0, 100.0, 2.5).size == 17
    assert axis("tof_d", 60.0, 60.0, 1.0).tolist() == [60.0]
    assert axis("launch_mjd_tdb", 62000.0, 62000.99, 0.1)[-1] < 62000.99
