"""Where to look for cheap retrievals: a bound from theory, then Lambert arcs at the best places.

For orbits as alike as an asteroid's and a manifold's, two burns cost at least about

    √(max(drift, v |Δe| / 2)² + (v Δi)²),

the eccentricities and inclinations as vectors, and ``drift`` what it takes to change the mean
motion from the asteroid's to the manifold's while the gap in longitude is closed in the time there
is. It is cheap enough for every date with every trajectory of a family.
"""

import math

import numpy as np

from asteroid_econ._jit import inline_kernel, kernel
from asteroid_econ.constants import DAY_S, MU_SUN_KM3_S2
from asteroid_econ.orbits.threebody.retrieval_cost import (
    CAPTURE_D,
    COAST_D,
    N_ELEMENTS,
    N_VARIABLES,
    PLACE,
    POINT,
    SECTION_MJD,
    TRANSFER_D,
    TWO_PI,
    cost,
    earth_longitude_rad,
)
from asteroid_econ.records import Floats

_PLASTIC = 0.7548776662466927, 0.5698402909980532  # steps of an even sequence in the square


@inline_kernel
def _drift_rad_d(gap: float, rate: float, coast_d: float, transfer_d: float) -> float:
    """Return the least sum of changes in mean motion that closes a gap in longitude.

    ``gap`` is the manifold's lead at the section, ``rate`` its mean motion less the asteroid's.
    """
    if gap * rate >= 0.0:
        if abs(gap) <= abs(rate) * (coast_d + transfer_d):
            return abs(rate)
        needed = (abs(gap) - abs(rate) * coast_d) / transfer_d
        return 2.0 * needed - abs(rate)
    return 2.0 * abs(gap) / transfer_d + abs(rate)


@kernel
def scan(
    asteroid: Floats, table: Floats, law: Floats, first_mjd: float, step_d: float, n_dates: int,
    n_block: int, stride: int, longest_coast_d: float, longest_transfer_d: float,
    bounds: Floats, which: Floats,
) -> None:  # fmt: skip
    """Write the least bound (km/s) of every orbit in every block of dates, and where it is.

    Parameters
    ----------
    asteroid, table, law
        As for :func:`cost`.
    first_mjd, step_d, n_dates, n_block
        Dates of crossing the section, and how many make a block.
    stride : int
        Of the orbits and of the points that are tried.
    longest_coast_d, longest_transfer_d : float
        Limits of the time from insertion to the section and of the Lambert arc.
    bounds : (blocks, orbits that are tried)
        Written.
    which : (…, 3)
        Written: date, orbit and point of the bound.
    """
    motion = math.sqrt(MU_SUN_KM3_S2 / asteroid[0]) / asteroid[0] * DAY_S
    speed = motion * asteroid[0] / DAY_S
    periapsis = asteroid[3] + asteroid[4]
    node, half = asteroid[3], math.tan(0.5 * asteroid[2])
    n_orbits, n_points = table.shape[0], table.shape[1]
    bounds[:] = math.inf
    for date in range(n_dates):
        mjd = first_mjd + step_d * date
        turned = earth_longitude_rad(mjd, law)
        # the asteroid as Earth sees it
        ecc_x = asteroid[1] * math.cos(periapsis - turned) - law[3] * math.cos(law[4] - turned)
        ecc_y = asteroid[1] * math.sin(periapsis - turned) - law[3] * math.sin(law[4] - turned)
        inc_x, inc_y = half * math.cos(node - turned), half * math.sin(node - turned)
        longitude = periapsis - turned + asteroid[5] + motion * (mjd - asteroid[6])
        block = date // n_block
        for orbit in range(0, n_orbits, stride):
            for point in range(0, n_points, stride):
                section = table[orbit, point]
                a = section[0]
                gap = section[5] - longitude
                gap -= TWO_PI * math.floor(gap / TWO_PI + 0.5)
                rate = math.sqrt(MU_SUN_KM3_S2 / a) / a * DAY_S - motion
                drift = _drift_rad_d(gap, rate, longest_coast_d, longest_transfer_d)
                ecc2 = (section[1] - ecc_x) ** 2 + (section[2] - ecc_y) ** 2
                inc2 = (section[3] - inc_x) ** 2 + (section[4] - inc_y) ** 2
                along = max(drift / (3.0 * motion), 0.5 * math.sqrt(ecc2))
                bound = speed * math.sqrt(along * along + 4.0 * inc2)
                if bound < bounds[block, orbit // stride]:
                    bounds[block, orbit // stride] = bound
                    where = which[block, orbit // stride]
                    where[0], where[1], where[2] = mjd, orbit, point


@kernel
def probe(
    asteroid: Floats, table: Floats, law: Floats, near_km: float, radius_km: float,
    limits: Floats, starts: Floats, shifts: Floats, n_tries: int, out: Floats, found: Floats,
) -> None:  # fmt: skip
    """Try coasts and transfer times at each start, and write the cheapest.

    Parameters
    ----------
    limits : (6,)
        Earliest departure and latest capture, MJD; least and most of coast and transfer, d.
    starts : (n, 3)
        Section date, place and point.
    shifts : (2,)
        Where the even sequence of tries starts, in [0, 1).
    out, found : (n,), (n, 5)
        Written: the cost and the variables.
    """
    elements, variables = np.empty(N_ELEMENTS), np.empty(N_VARIABLES)
    for i in range(starts.shape[0]):
        variables[SECTION_MJD] = starts[i, 0]
        variables[PLACE], variables[POINT] = starts[i, 1], starts[i, 2]
        out[i] = math.inf
        for k in range(n_tries):
            along = shifts[0] + k * _PLASTIC[0]
            across = shifts[1] + k * _PLASTIC[1]
            variables[COAST_D] = limits[2] + (along % 1.0) * (limits[3] - limits[2])
            variables[TRANSFER_D] = limits[4] + (across % 1.0) * (limits[5] - limits[4])
            if variables[SECTION_MJD] - variables[COAST_D] - variables[TRANSFER_D] < limits[0]:
                continue
            dv1, dv2, _, _ = cost(
                variables, asteroid, table, law, near_km, radius_km, 0, elements
            )  # fmt: skip
            is_late = variables[SECTION_MJD] + elements[CAPTURE_D] > limits[1]
            if not is_late and dv1 + dv2 < out[i]:
                out[i] = dv1 + dv2
                found[i] = variables


@inline_kernel
def penalised_cost(
    variables: Floats, asteroid: Floats, table: Floats, law: Floats, near_km: float,
    radius_km: float, limits: Floats, elements: Floats,
) -> float:  # fmt: skip
    """Return the cost in km/s inside the limits, and a slope back to them outside."""
    departure = variables[SECTION_MJD] - variables[COAST_D] - variables[TRANSFER_D]
    outside = max(0.0, limits[0] - departure) / 100.0
    outside += max(0.0, limits[2] - variables[COAST_D], variables[COAST_D] - limits[3]) / 100.0
    outside += (
        max(0.0, limits[4] - variables[TRANSFER_D], variables[TRANSFER_D] - limits[5]) / 100.0
    )
    outside += max(0.0, -variables[PLACE], variables[PLACE] - 1.0)
    if outside > 0.0:
        return 100.0 + outside
    dv1, dv2, _, _ = cost(variables, asteroid, table, law, near_km, radius_km, 0, elements)
    late = max(0.0, variables[SECTION_MJD] + elements[CAPTURE_D] - limits[1])
    return min(dv1 + dv2, 50.0) + late / 100.0
