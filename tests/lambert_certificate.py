"""Certify Lambert solutions in double precision, with bounds of the rounding errors.

Shares nothing with the solver. The orbit of (r1, v1) is followed, without iteration, to the place
where it is at the half-angle that r2 has: with p = |r1 × v1|², σ = r1·v1, k = √p cot(θ/2) and the
universal functions U of the anomaly χ between,

    q = (k − σ)/r1 = U1/U2,   N = q² + α = (k² − 2 k σ + 2 r1 − p)/r1² = 2/U2,
    P = r1 + U2 (k v1 − r1/|r1|),   t = U2 k + U3,   |P| = r1 + U2 (p + k σ − r1)/r1.

At the time of flight the orbit is at P + v (tof − t) and terms of second order, whatever the error
of k. The miss is at most the distance of that to r2 plus the bounds of all rounding errors. It is
compared with lower bounds of κ: positions scale, hence by Euler's identity
r2 = ∂r2/∂r1 r1 − ½ ∂r2/∂v1 v1 + (3/2) tof v2, hence κ >= 0.4 (1 + tof |v2|/|r2|); and v1, r1 made
longer in proportion change the period, hence the time at which P is reached.

Where that is too coarse, on arcs of less than one revolution past a close periapsis, the
propagator of :mod:`kepler` takes over, and κ is at least half of what it says that a small change
of the velocity does. Its own error has no running bound: it is taken as at most PROPAGATOR u κ, far
above what 32 digits show, and far below what would hide a wrong answer.

The number of revolutions is in χ; it is certified with the place. The path follows from the sign
of dT/dx (Izzo 2015, equation 22) at the solution's own energy, the direction from r1 × v1.
What cannot be certified is not wrong: it is for the 32 digits of the referee.
"""

import math

from asteroid_econ._elementary import fma
from asteroid_econ._jit import inline_kernel, kernel
from asteroid_econ.orbits.kepler import _propagate_one
from lambert_referee import U

LIMIT = 5e5  # of miss/(u κ), with a lower bound of κ; wrong is 1e6
_LIMIT_PROPAGATED = 1e4  # the same for the propagator
PROPAGATOR = 256.0  # u κ: allowance for its error; measured, not proven
# of the velocity: far above rounding (it adds at most PROPAGATOR u/_PUSH = 1/4 of κ to the half of
# it that is a lower bound), far below what bends the answer
_PUSH = 2.0**-43
CERTIFIED, PLACE_OPEN, DIRECTION_OPEN, PATH_OPEN = 0, 1, 2, 3


def _series(weight):
    return tuple((-1.0) ** k * weight(k) for k in range(16))


_ATAN = _series(lambda k: 1.0 / (2 * k + 1))  # atan(√z)/√z
_U3 = _series(lambda k: 4.0 / ((2 * k + 1) * (2 * k + 3)))  # (1 + z) U3 q³ where z = α/q²


@inline_kernel
def _polynomial(c, z):
    total = c[15]
    for k in range(15):
        total = total * z + c[14 - k]
    return total


@inline_kernel
def _minor(a, b, c, d):
    """Return a b − c d to two units in the last place, whatever cancels (Kahan)."""
    cd = c * d
    return fma(a, b, -cd) - fma(c, d, -cd)


@inline_kernel
def cross(a, b):
    return (
        _minor(a[1], b[2], a[2], b[1]),
        _minor(a[2], b[0], a[0], b[2]),
        _minor(a[0], b[1], a[1], b[0]),
    )


@inline_kernel
def dot(a, b):
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


@inline_kernel
def size(a):
    return math.sqrt(dot(a, a))


@kernel
def time_function(q, total, alpha, e_q, e_total, e_alpha, n_rev):
    """Return U3 and χ of U1(χ/2)/U0(χ/2) = 1/q and N = q² + α, and a bound of the error of U3.

    The e_ are bounds of the absolute errors of the arguments. NaN where there is no anomaly.
    """
    u2 = 2.0 / total
    z = alpha / (q * q)
    if n_rev == 0 and q > 0.0 and abs(z) < 0.1:  # truncated below 1e-17
        u3 = _polynomial(_U3, z) / (q * total)
        chi = 2.0 * _polynomial(_ATAN, z) / q
        return u3, chi, u3 * (20.0 * U + e_total / total + e_q / q + e_alpha / total + e_q * q * u2)
    u1 = q * u2
    if alpha > 0.0:
        root = math.sqrt(alpha)
        chi = 2.0 * (math.atan2(root, q) + n_rev * math.pi) / root
        e_chi = u2 * e_q + 0.5 * abs(chi - u1) / alpha * e_alpha + 6.0 * U * chi
    elif n_rev > 0 or not (q > 0.0 and total > 0.0 and alpha < 0.0):
        return math.nan, math.nan, math.nan
    else:
        root = math.sqrt(-alpha)
        e_root = 0.5 * e_alpha / root + U * root
        chi = math.log((q + root) ** 2 / total) / root
        e_chi = (e_total / total + 2.0 * (e_q + e_root) / (q + root) + 6.0 * U) / root
        e_chi += chi * (e_root / root + 4.0 * U)
    u3 = (chi - u1) / alpha
    e_u1 = u2 * e_q + abs(u1) * (e_total / total + 4.0 * U)
    return u3, chi, (e_chi + e_u1 + 2.0 * U * (chi + abs(u1)) + abs(u3) * e_alpha) / abs(alpha)


@kernel
def bound_of_miss(r1, v1, r2, tof, n_rev, way):
    """Return upper bounds of the miss and of miss/(u κ); way is the sign of sin θ.

    Infinite where nothing can be said.
    """
    radius1, radius2, speed1 = size(r1), size(r2), size(v1)
    normal = cross(r1, r2)
    momentum, area, along = size(cross(r1, v1)), size(normal), dot(r1, r2)
    if along >= 0.0:
        cot = way * (radius1 * radius2 + along) / area
    else:
        cot = way * area / (radius1 * radius2 - along)
    k = momentum * cot  # exact from here on
    sigma, p = dot(r1, v1), momentum * momentum
    e_sigma = 4.0 * U * radius1 * speed1
    q = (k - sigma) / radius1
    e_q = (e_sigma + 4.0 * U * (abs(k) + abs(sigma))) / radius1
    alpha = 2.0 / radius1 - speed1 * speed1
    e_alpha = 12.0 * U * (2.0 / radius1 + speed1 * speed1)
    total, e_total = q * q + alpha, (2.0 * abs(q) + e_q) * e_q + e_alpha + 4.0 * U * q * q
    other = (k * k - 2.0 * k * sigma + 2.0 * radius1 - p) / radius1**2
    e_other = 12.0 * U * (k * k + 2.0 * abs(k * sigma) + 2.0 * radius1 + p)
    e_other = (e_other + 2.0 * abs(k) * e_sigma) / radius1**2
    if e_other < e_total:
        total, e_total = other, e_other
    if not (e_total < 0.01 * total and abs(q) < math.inf):
        return math.inf, math.inf
    u3, chi, e3 = time_function(q, total, alpha, e_q, e_total, e_alpha, n_rev)
    u2 = 2.0 / total
    u1 = q * u2
    e2 = u2 * (1.1 * e_total / total + 2.0 * U)
    rise = (p + k * sigma - radius1) / radius1
    e_rise = (12.0 * U * (p + abs(k * sigma) + radius1) + abs(k) * e_sigma) / radius1
    radius = radius1 + u2 * rise
    e_radius = e2 * abs(rise) + 1.1 * u2 * e_rise + 4.0 * U * (radius1 + u2 * abs(rise))
    late = tof - (u2 * k + u3)
    e_late = e2 * abs(k) + 1.1 * e3 + 4.0 * U * (u2 * abs(k) + abs(u3) + tof)
    f_dot, g_dot = -u1 / (radius1 * radius), 1.0 - u2 / radius
    miss2 = speed2 = turn2 = 0.0
    for i in range(3):
        v = f_dot * r1[i] + g_dot * v1[i]
        turn = k * v1[i] - r1[i] / radius1
        speed2 += v * v
        turn2 += turn * turn
        miss2 += (r1[i] + u2 * turn + v * late - r2[i]) ** 2
    speed2 = math.sqrt(speed2)
    e_place = e2 * math.sqrt(turn2) + 1.1 * u2 * 6.0 * U * (abs(k) * speed1 + 1.0)
    e_place += 4.0 * U * (radius1 + u2 * math.sqrt(turn2) + radius2 + speed2 * abs(late))
    e_u1 = u2 * e_q + abs(q) * e2 + 2.0 * U * abs(u1)
    e_speed = (1.1 * (e_u1 + e2 * speed1) + 8.0 * U * (abs(u1) + u2 * speed1)) / radius
    e_speed += 1.2 * (abs(u1) + u2 * speed1) / radius * (e_radius / radius) + 4.0 * U * speed1
    fast = speed2 + e_speed
    # within this the rest is of second order in time, and the last term of the bound is enough
    is_near = abs(late) * fast < 1e-3 * radius and late * late < 1e-6 * radius**3
    if not (is_near and e_radius < 0.05 * radius):
        return math.inf, math.inf
    bound = math.sqrt(miss2) + e_place + fast * e_late + e_speed * abs(late)
    bound = (bound + 1.2 * (late / radius) ** 2) / radius2
    slow = max(speed2 - e_speed, 0.0)
    kappa = 0.4 * (1.0 + tof * slow / radius2)
    if chi * chi * abs(alpha) > 1.0:
        kappa = max(kappa, _lever_of_period(
            radius1, speed1, sigma, alpha, k, u1, u2, u3, math.sqrt(turn2), slow
        ) / radius2)  # fmt: skip
    # errors are linear in their causes while the bound is small
    return bound, bound / (U * kappa) if bound < 1e-2 else math.inf


@inline_kernel
def _lever_of_period(radius1, speed1, sigma, alpha, k, u1, u2, u3, turn, slow):
    """Return a lower bound of |r1| ‖∂r2/∂r1‖ + |v1| ‖∂r2/∂v1‖, from r1 and v1 made longer.

    At a given ψ = √|α| χ the functions change by −n/2 dα/α each; place and time of P change by
    them and directly.
    """
    by_alpha = 0.5 * radius1 * u1 + sigma * u2 + 1.5 * u3
    rough = 1e-6 * (0.5 * radius1 * abs(u1) + abs(sigma) * u2 + 1.5 * abs(u3))
    lever = radius1 * abs(u1) + abs(sigma) * u2
    moved = u2 + speed1 * (0.5 * radius1 * abs(u1) + abs(sigma) * u2)
    total = 0.0
    for i in range(2):
        by_v = i == 0
        change = (2.0 * speed1 * speed1 if by_v else 2.0 / radius1) / alpha
        late = change * by_alpha + (sigma * u2 if by_v else radius1 * u1 + sigma * u2)
        e_late = abs(change) * rough + 1e-6 * lever
        place = abs(change) * moved + speed1 * (lever + abs(sigma) * u2) + radius1
        total += max(0.9 * (slow * max(abs(late) - e_late, 0.0) - place), 0.0)
    return total


@kernel
def _distance_to(r1, v1, r2, tof):
    place, v = _propagate_one(r1, v1, tof, 1.0)
    return size((place[0] - r2[0], place[1] - r2[1], place[2] - r2[2])), place, v


@kernel
def propagated_ratio(r1, v1, r2, tof):
    """Return a bound of miss/(u κ) by propagation, as far as the allowance for its error is one.

    Infinite for ellipses that may be a revolution on.
    """
    radius, speed = size(r1), size(v1)
    alpha = 2.0 / radius - speed * speed
    if alpha > 0.0 and not (tof * alpha * math.sqrt(alpha) < 6.28):
        return math.inf
    miss, place, v = _distance_to(r1, v1, r2, tof)
    slow = 0.4 * (size(r2) + tof * size(v))
    ratio = miss / (U * slow) + PROPAGATOR
    if ratio < _LIMIT_PROPAGATED:
        return ratio
    h = cross(r1, v1)
    across = cross(h, r1)
    push = _PUSH * speed / size(across)
    moved, _, _ = _distance_to(
        r1, (v1[0] + push * across[0], v1[1] + push * across[1], v1[2] + push * across[2]), place,
        tof,
    )  # fmt: skip
    if moved > 1e-2 * size(r2):  # no longer linear
        return math.inf
    return miss / (U * max(slow, 0.5 * moved / _PUSH)) + PROPAGATOR


@kernel
def place_is_right(r1, v1, r2, tof, n_rev, way):
    """Say whether (r1, v1) surely leads to r2 after so many revolutions, and miss/(u κ) or more."""
    _, ratio = bound_of_miss(r1, v1, r2, tof, n_rev, way)
    if ratio < LIMIT or n_rev > 0:
        return ratio < LIMIT, ratio
    ratio = propagated_ratio(r1, v1, r2, tof)
    return ratio < _LIMIT_PROPAGATED, ratio


@kernel
def turns_surely(r1, v1, r2, way):
    """Say whether the motion turns that way, whatever rounding did to the velocity.

    To rounding, motion along a straight line through the centre turns neither way.
    """
    h, normal = cross(r1, v1), cross(r1, r2)
    return way * dot(h, normal) > 0.0 and size(h) > 16.0 * U * size(r1) * size(v1)


@kernel
def path_margin(r1, v1, r2, tof, way):
    """Return (1 − x²) dT/dx, > 0 on the low path, over the bound of its rounding error."""
    radius1, radius2, speed1 = size(r1), size(r2), size(v1)
    apart = size((r2[0] - r1[0], r2[1] - r1[1], r2[2] - r1[2]))
    s = 0.5 * (radius1 + radius2 + apart)
    alpha = 2.0 / radius1 - speed1 * speed1
    area, along = size(cross(r1, r2)), dot(r1, r2)
    if along >= 0.0:
        together = math.sqrt(0.5 * (radius1 * radius2 + along))
    else:
        together = area / math.sqrt(2.0 * (radius1 * radius2 - along))
    lam = way * together / s
    # cos A + cos B of Lagrange's angles, of one sign with x
    cot = together * together / (0.5 * area) * way
    half_cos = (size(cross(r1, v1)) * cot - dot(r1, v1)) / radius1
    e_half = 8.0 * U * (size(cross(r1, v1)) * abs(cot) / radius1 + speed1)
    sign = (2.0 - alpha * radius1) * half_cos - alpha * dot(r1, v1)
    e_sign = (
        (2.0 + abs(alpha) * radius1) * e_half
        + 8.0 * U * (2.0 + radius1 * speed1 * speed1) * (abs(half_cos) / 1.0 + speed1)
    )  # fmt: skip
    x2 = max(1.0 - 0.5 * s * alpha, 0.0)
    e_x2 = 8.0 * U * s * (2.0 / radius1 + speed1 * speed1) + 4.0 * U
    x = math.copysign(math.sqrt(x2), sign)
    big_t = tof * math.sqrt(2.0 / s) / s
    y = math.sqrt(apart / s + lam * lam * x2)
    slope = 3.0 * big_t * x - 2.0 + 2.0 * lam**3 * x / y
    e_x = e_x2 / (abs(x) + math.sqrt(e_x2))
    if abs(sign) <= e_sign:
        e_x += 2.0 * abs(x)
    error = (3.0 * big_t + 4.0) * e_x + 10.0 * U * (3.0 * big_t * abs(x) + 4.0)
    return slope / error


@inline_kernel
def way_round(r1, r2, is_prograde):
    """Return the sign of sin θ for a direction of motion; 1 where h_z = 0 and prograde."""
    return 1.0 if (_minor(r1[0], r2[1], r1[1], r2[0]) >= 0.0) == is_prograde else -1.0


@kernel
def certify(r1, v1, r2, tof, n_rev, is_prograde, is_low):
    """Return CERTIFIED or what is open, and the bound of miss/(u κ)."""
    way = way_round(r1, r2, is_prograde)
    is_right, ratio = place_is_right(r1, v1, r2, tof, n_rev, way)
    if not is_right:
        return PLACE_OPEN, ratio
    if turns_surely(r1, v1, r2, -way):
        return DIRECTION_OPEN, ratio
    if n_rev > 0:
        margin = path_margin(r1, v1, r2, tof, way)
        if not (margin > 1.0 if is_low else margin < -1.0):
            return PATH_OPEN, ratio
    return CERTIFIED, ratio
