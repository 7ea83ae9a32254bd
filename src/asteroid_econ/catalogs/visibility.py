"""When an asteroid can next be seen from Earth."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ._jit import kernel
from asteroid_econ.constants import AU_KM, DAY_S, JULIAN_YEAR_D, MU_SUN_KM3_S2
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.anomaly import ellipse as eccentric_anomaly
from asteroid_econ.orbits.anomaly import mean_motion_rad_s
from asteroid_econ.orbits.moid import ellipse
from asteroid_econ.orbits.planets import RANGE_MJD_TDB, heliocentric_state
from asteroid_econ.parameters.load import load

Floats = NDArray[np.float64]

_STEP_D = 5.0


def apparent_mag(
    h_mag: ArrayLike,
    *,
    sun_au: ArrayLike,
    earth_au: ArrayLike,
    phase_rad: ArrayLike,
    g_slope: ArrayLike = 0.15,
) -> Floats:
    """Return the apparent V magnitude of an asteroid.

    Parameters
    ----------
    h_mag : array_like, shapes broadcast to S
        Absolute magnitude.
    sun_au, earth_au : array_like
        Distances from the Sun and from Earth, > 0.
    phase_rad : array_like
        Angle Sun–asteroid–Earth, in [0, π].
    g_slope : array_like
        Slope parameter G.

    Returns
    -------
    ndarray, shape S

    Notes
    -----
    The H, G system; meant for phase angles below 120°.

    References
    ----------
    Bowell et al. (1989), in Asteroids II, p. 549.

    Examples
    --------
    Meeus (1998), Astronomical Algorithms, chapter 33 form: at 1 au from both and full phase
    V is H:

    >>> print(apparent_mag(20.0, sun_au=1.0, earth_au=1.0, phase_rad=0.0))
    20.0
    """
    names = ("h_mag", "sun_au", "earth_au", "phase_rad", "g_slope")
    h, sun, earth, phase, g = np.broadcast_arrays(
        *map(floats, names, (h_mag, sun_au, earth_au, phase_rad, g_slope))
    )
    out = np.empty(h.shape)
    flat = [np.ascontiguousarray(x).reshape(-1) for x in (h, sun, earth, phase, g)]
    _magnitudes(*flat, out.reshape(-1))
    return out


def next_opportunity(
    a_au: ArrayLike,
    ecc: ArrayLike,
    inc_rad: ArrayLike,
    node_rad: ArrayLike,
    argperi_rad: ArrayLike,
    mean_anomaly_rad: ArrayLike,
    *,
    epoch_mjd_tdb: ArrayLike,
    h_mag: ArrayLike,
    g_slope: ArrayLike,
    start_mjd_tdb: float,
    horizon_yr: float = 20.0,
) -> tuple[Floats, Floats, Floats]:
    """Return the next date at which an asteroid is bright and far enough from the Sun.

    Parameters
    ----------
    a_au, ecc, inc_rad, node_rad, argperi_rad, mean_anomaly_rad : array_like, shape (n,)
        Elements at ``epoch_mjd_tdb``, J2000 ecliptic; ellipses.
    epoch_mjd_tdb, h_mag, g_slope : array_like, shape (n,)
        Epoch, absolute magnitude and slope parameter (NaN: the default slope).
    start_mjd_tdb : float
        First date to look at.
    horizon_yr : float
        How far to look, > 0.

    Returns
    -------
    date_mjd_tdb, v_mag, elongation_rad : ndarray, shape (n,)
        The first of the dates, 5 days apart; NaN where there is none, or H is NaN.

    Notes
    -----
    V <= 24 and elongation >= 60° (parameters ``visibility``). Two-body motion from the epoch:
    the date of a return decades away, and of any close approach, is only indicative.

    References
    ----------
    JPL NHATS, definition of the next optical opportunity; magnitudes as :func:`apparent_mag`.
    """
    if not (math.isfinite(horizon_yr) and 0.0 < horizon_yr <= 200.0):
        raise InputError("horizon_yr", horizon_yr, "a number in (0, 200]")
    if not math.isfinite(start_mjd_tdb):
        raise InputError("start_mjd_tdb", start_mjd_tdb, "a finite number")
    table = load("catalogs")
    end = min(start_mjd_tdb + horizon_yr * JULIAN_YEAR_D, RANGE_MJD_TDB[1])
    first = max(start_mjd_tdb, RANGE_MJD_TDB[0])
    dates = np.arange(first, max(first, end), _STEP_D) if first < end else np.empty(0)
    earth_au = np.ascontiguousarray(heliocentric_state("earth", dates)[0] / AU_KM)
    axes = ellipse(a_au, ecc, inc_rad, node_rad, argperi_rad)
    motion = mean_motion_rad_s(floats("a_au", a_au) * AU_KM, mu_km3_s2=MU_SUN_KM3_S2) * DAY_S
    g = floats("g_slope", g_slope)
    g = np.where(np.isnan(g), table.value("visibility.default_slope"), g)
    names = ("mean_anomaly_rad", "epoch_mjd_tdb", "h_mag")
    mean, epoch, h = map(floats, names, (mean_anomaly_rad, epoch_mjd_tdb, h_mag))
    out = np.full((3, axes.shape[0]), np.nan)
    _search(
        np.ascontiguousarray(axes),
        np.stack([mean, motion, epoch, h, g]),
        dates,
        earth_au,
        table.value("visibility.faintest_mag"),
        math.radians(table.value("visibility.least_elongation_deg")),
        out,
    )
    return out[0], out[1], out[2]


@kernel
def _magnitude(h: float, sun: float, earth: float, phase: float, g: float) -> float:
    half_tangent = math.tan(0.5 * phase)
    bright = math.exp(-3.33 * half_tangent**0.63)
    dim = math.exp(-1.87 * half_tangent**1.22)
    darkening = -2.5 * math.log10((1.0 - g) * bright + g * dim)
    return h + 5.0 * math.log10(sun * earth) + darkening


@kernel
def _magnitudes(
    h: Floats, sun: Floats, earth: Floats, phase: Floats, g: Floats, out: Floats
) -> None:
    for i in range(out.size):
        out[i] = _magnitude(h[i], sun[i], earth[i], phase[i], g[i])


@kernel
def _search(
    axes: Floats,
    rows: Floats,
    dates: Floats,
    earth: Floats,
    faintest: float,
    least: float,
    out: Floats,
) -> None:
    turn = 2.0 * math.pi
    for i in range(axes.shape[0]):
        ecc = axes[i, 6]
        mean, motion, epoch, h, g = rows[0, i], rows[1, i], rows[2, i], rows[3, i], rows[4, i]
        if math.isnan(h + mean + motion + epoch + ecc + g):
            continue
        for k in range(dates.size):
            angle = mean + motion * (dates[k] - epoch)
            angle -= turn * math.floor(angle / turn + 0.5)
            anomaly = math.copysign(eccentric_anomaly(abs(angle), ecc, 1.0 - ecc), angle)
            c, s = math.cos(anomaly) - ecc, math.sin(anomaly)
            sun2, gap2, earth2, along = 0.0, 0.0, 0.0, 0.0
            for axis in range(3):
                place = axes[i, axis] * c + axes[i, 3 + axis] * s
                gap = place - earth[k, axis]
                sun2 += place * place
                gap2 += gap * gap
                earth2 += earth[k, axis] * earth[k, axis]
                along -= gap * earth[k, axis]
            sun, near = math.sqrt(sun2), math.sqrt(gap2)
            if h + 5.0 * math.log10(sun * near) > faintest:
                continue  # even at full phase
            elongation = math.acos(max(-1.0, min(1.0, along / (near * math.sqrt(earth2)))))
            if elongation < least:
                continue
            cos_phase = (sun2 + gap2 - earth2) / (2.0 * sun * near)
            v = _magnitude(h, sun, near, math.acos(max(-1.0, min(1.0, cos_phase))), g)
            if v <= faintest:
                out[0, i], out[1, i], out[2, i] = dates[k], v, elongation
                break
