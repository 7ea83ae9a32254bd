"""Round trips estimated without dates: one option per target, for whole catalogues at once."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.patched import synodic_period_d
from asteroid_econ.orbits.shoemaker_helin import checked_elements, transfer_parts
from asteroid_econ.records import TransferOptions

Floats = NDArray[np.float64]

DEFINITION = "Shoemaker-Helin 1978 (phase-free, from 300 km)"
REVISIT_RANGE_D = (365.25, 10_957.5)  # one year to thirty


def round_trip_options(
    a_au: ArrayLike, ecc: ArrayLike, inc_rad: ArrayLike, *, launch_mjd_tdb: ArrayLike
) -> TransferOptions:
    """Return one phase-free round trip per target; the arrays run over targets.

    Parameters
    ----------
    a_au, ecc, inc_rad : array_like, shapes broadcast to S
        a_au > 0, 0 <= ecc < 1, inc_rad in [0, π].
    launch_mjd_tdb : array_like, broadcasts to S
        Launch date to write into the options; it changes nothing else.

    Returns
    -------
    TransferOptions
        Arrays of shape S, NaN where the Shoemaker–Helin form is undefined.

    Notes
    -----
    Out: the published form; its constant 0.5 km/s counts as departure. Back: its mirror, so the
    departure from the asteroid costs the arrival burn and Earth is met with the v∞ of the
    launch. ``revisit_d`` is the synodic period, kept within one to thirty years: windows repeat
    with Earth's year at best, and co-orbital targets would never repeat.
    ``sun_distance_au`` is the mean over time, a (1 + e²/2).

    A screen, good to a few tenths of km/s for orbits like Earth's and worse for others: phase,
    season and node are taken at their best.

    Examples
    --------
    The two outbound burns are Benner's 4.632 km/s for 25143 Itokawa:

    >>> one = round_trip_options(1.324, 0.280, np.radians(1.6), launch_mjd_tdb=62502.0)
    >>> print(round(float(one.departure_dv_km_s + one.arrival_dv_km_s), 3))
    4.632
    """
    a, e, inc = checked_elements(a_au, ecc, inc_rad)
    launch = floats("launch_mjd_tdb", launch_mjd_tdb)
    try:
        launch = np.array(np.broadcast_to(launch, a.shape))
    except ValueError:
        raise InputError("launch_mjd_tdb", launch.shape, f"a shape like {a.shape}") from None
    parts = transfer_parts(a, e, inc)
    revisit_d = np.clip(synodic_period_d(a), *REVISIT_RANGE_D)
    return TransferOptions(
        definition=DEFINITION,
        departure_mjd_tdb=launch,
        outbound_d=parts.duration_d,
        return_d=parts.duration_d.copy(),
        departure_c3_km2_s2=parts.departure_c3_km2_s2,
        departure_dv_km_s=parts.departure_dv_km_s,
        arrival_dv_km_s=parts.arrival_dv_km_s,
        return_departure_dv_km_s=parts.arrival_dv_km_s.copy(),
        return_vinf_km_s=parts.departure_vinf_km_s,
        revisit_d=revisit_d,
        sun_distance_au=a * (1.0 + 0.5 * e * e),
    )
