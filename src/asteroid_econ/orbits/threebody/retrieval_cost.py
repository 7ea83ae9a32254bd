"""What it costs to put an asteroid on a stable manifold: two burns and a Lambert arc.

A manifold trajectory is known by its heliocentric elements where it crosses the section, seen from
Earth's mean direction; they turn with Earth. Its elements are a, e cos ϖ, e sin ϖ,
tan(i/2) cos Ω, tan(i/2) sin Ω and the mean longitude, which are smooth along the orbit and along
the family, so that they can be interpolated.
"""

import math

from asteroid_econ._jit import inline_kernel, kernel
from asteroid_econ.constants import DAY_S, MU_SUN_KM3_S2
from asteroid_econ.orbits.elements import elements_of_one, in_plane, orbit_axes
from asteroid_econ.orbits.lambert_one import SOLVED, solve_one
from asteroid_econ.records import Floats

TWO_PI = 2.0 * math.pi
MAX_REV = 4
LEAST_SINE = 0.1  # of the angle between the ends of an arc, in a search
N_ELEMENTS, CAPTURE_D = 7, 6  # the last: days from the section to one period in the orbit
# the variables of a retrieval
SECTION_MJD, PLACE, POINT, COAST_D, TRANSFER_D = 0, 1, 2, 3, 4
N_VARIABLES = 5
_MU = MU_SUN_KM3_S2

Vector = tuple[float, float, float]
State = tuple[float, float, float, float, float, float]


@inline_kernel
def _mean_motion_rad_d(a_km: float) -> float:
    return math.sqrt(_MU / a_km) / a_km * DAY_S


@inline_kernel
def earth_longitude_rad(mjd_tdb: float, law: Floats) -> float:
    """Return Earth's mean longitude; ``law``: it at a date, the date, rad/d, e and perihelion."""
    return law[0] + law[2] * (mjd_tdb - law[1])


@inline_kernel
def earth_line(mjd_tdb: float, law: Floats) -> tuple[float, float, float, float]:
    """Return longitude (rad) and length of the Sun–Earth line, its change (1/s) and turning.

    The turning is the length times the rate of turning over the mean rate; both are 1 for e = 0.
    The equation of the centre to the second power of e: 1e-5 rad.
    """
    mean = earth_longitude_rad(mjd_tdb, law)
    ecc = law[3]
    anomaly = mean - law[4]
    longitude = mean + 2.0 * ecc * math.sin(anomaly) + 1.25 * ecc * ecc * math.sin(2.0 * anomaly)
    true = longitude - law[4]
    root = math.sqrt(1.0 - ecc * ecc)
    length = root * root / (1.0 + ecc * math.cos(true))
    change = law[2] / DAY_S * ecc * math.sin(true) / root
    return longitude, length, change, root / length


@inline_kernel
def _on_conic(a: float, ecc: float, inc: float, node: float, argperi: float, mean: float) -> State:
    px, py, pz, qx, qy, qz = orbit_axes(inc, node, argperi)
    x, y, vx, vy = in_plane(a, ecc, mean, _MU)
    return (
        x * px + y * qx, x * py + y * qy, x * pz + y * qz,
        vx * px + vy * qx, vx * py + vy * qy, vx * pz + vy * qz,
    )  # fmt: skip


@inline_kernel
def asteroid_state(asteroid: Floats, mjd_tdb: float) -> State:
    """Return the two-body state of a, e, i, node, argument, mean anomaly, epoch (7,)."""
    mean = asteroid[5] + _mean_motion_rad_d(asteroid[0]) * (mjd_tdb - asteroid[6])
    return _on_conic(asteroid[0], asteroid[1], asteroid[2], asteroid[3], asteroid[4], mean)


@kernel
def section_elements(table: Floats, place: float, point: float, out: Floats) -> None:
    """Write the elements at a place in a family and a point of the orbit, both in [0, 1].

    ``table`` is (orbits, points, 7); points go once round. Linear between the four neighbours.
    """
    n_orbits, n_points = table.shape[0], table.shape[1]
    along = min(max(place, 0.0), 1.0) * (n_orbits - 1)
    low = min(int(along), max(n_orbits - 2, 0))
    high = min(low + 1, n_orbits - 1)
    u = along - low
    turn = (point - math.floor(point)) * n_points
    first = int(turn) % n_points
    second = (first + 1) % n_points
    w = turn - math.floor(turn)
    for i in range(N_ELEMENTS):
        start = (1.0 - w) * table[low, first, i] + w * table[low, second, i]
        end = (1.0 - w) * table[high, first, i] + w * table[high, second, i]
        out[i] = start + u * (end - start)


@kernel
def manifold_state(elements: Floats, section_mjd: float, law: Floats, coast_d: float) -> State:
    """Return the state ``coast_d`` before a section that is passed at a date."""
    longitude, length, change, turning = earth_line(section_mjd, law)
    a = elements[0]
    ecc = math.sqrt(elements[1] * elements[1] + elements[2] * elements[2])
    periapsis = math.atan2(elements[2], elements[1])
    node = math.atan2(elements[4], elements[3])
    inc = 2.0 * math.atan(math.sqrt(elements[3] * elements[3] + elements[4] * elements[4]))
    mean = elements[5] - periapsis
    argperi = periapsis - node
    node += longitude
    if law[3] != 0.0:  # a line that breathes carries the manifold with it
        x, y, z, vx, vy, vz = _on_conic(a, ecc, inc, node, argperi, mean)
        a, ecc, inc, node, argperi, mean = elements_of_one(
            length * x, length * y, length * z,
            change * x + turning * vx, change * y + turning * vy, change * z + turning * vz, _MU,
        )  # fmt: skip
    return _on_conic(a, ecc, inc, node, argperi, mean - _mean_motion_rad_d(a) * coast_d)


@inline_kernel
def _distance(ax: float, ay: float, az: float, bx: float, by: float, bz: float) -> float:
    dx, dy, dz = ax - bx, ay - by, az - bz
    return math.sqrt(dx * dx + dy * dy + dz * dz)


@inline_kernel
def _arc(
    start: State, end: State, transfer_d: float, n_rev: int, is_low: bool
) -> tuple[float, float]:
    """Return both burns of one Lambert arc in the direction of the planets, or infinities."""
    x1, y1, z1, vx1, vy1, vz1 = start
    x2, y2, z2, vx2, vy2, vz2 = end
    status, ux, uy, uz, wx, wy, wz = solve_one(
        x1, y1, z1, x2, y2, z2, transfer_d * DAY_S, _MU, n_rev, True, is_low, 0.0, 0.0, 0.0
    )
    if status != SOLVED:
        return math.inf, math.inf
    return _distance(ux, uy, uz, vx1, vy1, vz1), _distance(wx, wy, wz, vx2, vy2, vz2)


@inline_kernel
def cheapest_arc(
    start: State, end: State, transfer_d: float, rate_rad_d: float, spread: int, least_sine: float
) -> tuple[float, float, int, bool]:
    """Return the burns, revolutions and path of the cheapest arc between two states.

    Only an arc whose mean motion is near that of the orbits at its ends is cheap: the number of
    revolutions is the one that fits ``rate_rad_d``, and those within ``spread`` of it. Infinite
    near whole and half turns: there the plane of the arc hangs on the last digits of its ends, and
    no other model would find it again.
    """
    swept = math.atan2(end[1], end[0]) - math.atan2(start[1], start[0])
    swept -= TWO_PI * math.floor(swept / TWO_PI)
    if abs(math.sin(swept)) < least_sine:
        return math.inf, math.inf, 0, True
    fit = int(max(0.0, math.floor((rate_rad_d * transfer_d - swept) / TWO_PI + 0.5)))
    best1, best2, best_rev, best_low = math.inf, math.inf, 0, True
    for n_rev in range(max(0, fit - spread), min(MAX_REV, fit + spread) + 1):
        for path in range(2):
            if n_rev == 0 and path == 1:
                break
            dv1, dv2 = _arc(start, end, transfer_d, n_rev, path == 0)
            if dv1 + dv2 < best1 + best2:
                best1, best2, best_rev, best_low = dv1, dv2, n_rev, path == 0
    return best1, best2, best_rev, best_low


@inline_kernel
def cost(
    variables: Floats, asteroid: Floats, table: Floats, law: Floats, near_km: float,
    radius_km: float, spread: int, elements: Floats,
) -> tuple[float, float, int, bool]:  # fmt: skip
    """Return both burns (km/s), revolutions and path of a retrieval; infinite where refused.

    Refused: an asteroid nearer to Earth than ``near_km`` at departure (two-body motion fails
    there), and a place without a manifold. ``elements`` (7,) is a workspace.
    """
    section_elements(table, variables[PLACE], variables[POINT], elements)
    section = variables[SECTION_MJD]
    arrival = section - variables[COAST_D]
    departure = arrival - variables[TRANSFER_D]
    if not (elements[0] > 0.0 and variables[TRANSFER_D] > 0.0):
        return math.inf, math.inf, 0, True
    start = asteroid_state(asteroid, departure)
    angle = earth_longitude_rad(departure, law)
    earth_x, earth_y = radius_km * math.cos(angle), radius_km * math.sin(angle)
    if not _distance(start[0], start[1], start[2], earth_x, earth_y, 0.0) > near_km:
        return math.inf, math.inf, 0, True
    end = manifold_state(elements, section, law, variables[COAST_D])
    rate = 0.5 * (_mean_motion_rad_d(asteroid[0]) + _mean_motion_rad_d(elements[0]))
    return cheapest_arc(start, end, variables[TRANSFER_D], rate, spread, LEAST_SINE)
