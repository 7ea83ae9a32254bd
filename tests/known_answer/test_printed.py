"""Rounded tables: Bennu as JPL prints it in full and as a default export rounds it."""

import numpy as np

from asteroid_econ.catalogs.printed import half_width, tightest_a_au

# Benner's and JPL's published orbits in full: a, e (Bennu 2011-01-01; Eros, Apophis 2026)
A = np.array([1.126391025, 1.458243717, 0.922436])
ECC = np.array([0.20374511, 0.222877963, 0.191103])


def rounded(values: np.ndarray, digits: int) -> np.ndarray:
    return np.array([float(f"{v:.{digits}g}") for v in values])


def test_half_width_of_significant_digits_and_of_decimals() -> None:
    assert half_width(np.array([1.648, 0.8567, 17.07])).tolist() == [0.0005, 5e-05, 0.005]
    widths = half_width(np.array([10.8285, 0.1234, np.nan, 10.25]))
    assert np.array_equal(widths[[0, 1, 3]], [5e-5, 5e-5, 5e-5])
    assert np.isnan(widths[2])
    assert half_width(A * np.pi).tolist() == [0.0, 0.0, 0.0]


def test_mean_motion_gives_a_better_axis_than_its_own_rounded_column() -> None:
    n = 0.9856076686 / A**1.5  # Gauss's constant in degrees per day
    a, half = tightest_a_au(
        rounded(A, 4),
        np.round(ECC, 4),
        q_au=np.round(A * (1 - ECC), 3),
        aphelion_au=np.full(3, np.nan),
        n_deg_d=rounded(n, 4),
        period_d=rounded(360 / n, 3),
    )
    assert np.all(np.abs(a - A) <= half)
    assert np.all(half <= [1e-4, 1e-4, 5e-5])
    assert np.all(half < half_width(rounded(A, 4)) + 1e-15)


def test_full_precision_stays_as_it_is() -> None:
    full = A * 1.000000123456789
    nothing = np.full(3, np.nan)
    a, half = tightest_a_au(
        full, ECC, q_au=nothing, aphelion_au=nothing, n_deg_d=nothing, period_d=nothing
    )
    assert np.array_equal(a, full)
    assert np.array_equal(half, np.zeros(3))


def test_a_wrong_axis_is_not_put_right_in_silence() -> None:
    full, ecc = np.tile(A, 100), np.tile(ECC, 100)
    n = 0.9856076686 / full**1.5
    for wrong in (-1.0, 0.0, 1.2, 149_597_870.7):
        printed = rounded(full, 4)
        printed[0] *= wrong
        a, half = tightest_a_au(
            printed,
            np.round(ecc, 4),
            q_au=np.round(full * (1 - ecc), 3),
            aphelion_au=np.full(300, np.nan),
            n_deg_d=rounded(n, 4),
            period_d=rounded(360 / n, 3),
        )
        assert a[0] == printed[0]
        assert np.isnan(half[0])
        assert np.all(np.abs(a[1:] - full[1:]) < 1e-3)
