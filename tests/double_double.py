"""Arithmetic with 32 digits: a number is an unevaluated sum (high, low) of two floats.

Compiled, so that referees can check millions of answers. Products split by Veltkamp and Dekker;
strict IEEE semantics throughout (``inline_kernel``).
"""

import math

from asteroid_econ._jit import inline_kernel


@inline_kernel
def two_sum(a, b):
    s = a + b
    t = s - a
    return s, (a - (s - t)) + (b - t)


@inline_kernel
def two_product(a, b):
    p = a * b
    t = 134217729.0 * a
    ah = t - (t - a)
    al = a - ah
    t = 134217729.0 * b
    bh = t - (t - b)
    bl = b - bh
    return p, ((ah * bh - p) + ah * bl + al * bh) + al * bl


@inline_kernel
def add(a, b):
    s, e = two_sum(a[0], b[0])
    t, f = two_sum(a[1], b[1])
    s, e = two_sum(s, e + t)
    return two_sum(s, e + f)


@inline_kernel
def sub(a, b):
    return add(a, (-b[0], -b[1]))


@inline_kernel
def mul(a, b):
    p, e = two_product(a[0], b[0])
    return two_sum(p, e + (a[0] * b[1] + a[1] * b[0]))


@inline_kernel
def scale(a, power_of_two):
    return a[0] * power_of_two, a[1] * power_of_two


@inline_kernel
def div(a, b):
    q1 = a[0] / b[0]
    r = sub(a, mul(b, (q1, 0.0)))
    q2 = r[0] / b[0]
    r = sub(r, mul(b, (q2, 0.0)))
    q, e = two_sum(q1, q2)
    return two_sum(q, e + r[0] / b[0])


@inline_kernel
def root(a):
    x = math.sqrt(a[0])
    if x == 0.0:
        return 0.0, 0.0
    r = sub(a, two_product(x, x))
    s = two_sum(x, r[0] / (2.0 * x))
    r = sub(a, mul(s, s))
    return two_sum(s[0], s[1] + r[0] / (2.0 * x))
