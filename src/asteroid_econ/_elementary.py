"""Elementary functions that the compiler can vectorise inside kernels.

LLVM turns a loop that calls ``math.exp`` into one library call per element. A loop over float64
that calls ``exp_`` or ``log_`` instead becomes straight vector code, four to ten times faster.
They are scalar functions for use inside kernels, inlined with their own strict flags; the fused
multiply-add is explicit, hence a value has the same bits in a vector body, in a scalar remainder,
and in kernels of either kind. NaN in gives NaN out; the special values are those of C99.

=========  ==========================================  ======================
function   range                                       error, ulp
=========  ==========================================  ======================
``exp_``   all x; 0 below −745.2, inf above 709.79     < 1
``log_``   all x; −inf at ±0, NaN below 0              < 1
``pow_``   x > 0 (NaN below 0; 0 and inf as limits)    < 1 + 2|z|, z = y ln x
=========  ==========================================  ======================
"""

import math
from typing import Any

import numpy as np
from numba import types
from numba.extending import intrinsic

from asteroid_econ._jit import inline_kernel

_ROUNDER = 6755399441055744.0  # 1.5 * 2**52: adding it rounds to an integer in the low bits
_ROUNDER_BITS = np.int64(0x4338000000000000)
_LOG2_E = 1.4426950408889634
_LN2_HIGH = 6.93147180369123816490e-01  # 21 trailing zero bits: n * _LN2_HIGH is exact
_LN2_LOW = 1.90821492927058770002e-10
_ONE_EXPONENT = np.int64(1023)
_FRACTION_BITS = np.int64(52)
_SQRT_HALF_BITS = np.int64(0x3FE6A09E667F3BCD)
_TINY = 2.2250738585072014e-308
_TWO_54 = 18014398509481984.0
_CBRT_BITS = 3071306043645493248.0  # 2/3 of the bits of 1.0, shifted to balance the first guess

# Taylor coefficients 1/k!, k = 2 … 13: truncation below 5e-18 for |r| <= ln(2)/2.
_E2, _E3, _E4, _E5, _E6, _E7, _E8, _E9, _E10, _E11, _E12, _E13 = (
    1.0 / math.factorial(k) for k in range(2, 14)
)

# Minimax of (log(1+f) - 2s)/s**2 in s**2, s = f/(2+f): FDLIBM e_log, Sun Microsystems (1993).
_L1 = 6.666666666666735130e-01
_L2 = 3.999999999940941908e-01
_L3 = 2.857142874366239149e-01
_L4 = 2.222219843214978396e-01
_L5 = 1.818357216161805012e-01
_L6 = 1.531383769920937332e-01
_L7 = 1.479819860511658591e-01


def _fma(typing_context: Any, a: Any, b: Any, c: Any) -> Any:
    """Return a·b + c with one rounding; inside kernels only."""
    signature = types.float64(types.float64, types.float64, types.float64)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.fma(*arguments)

    return signature, generate


fma: Any = intrinsic(_fma)  # typed here, because numba's stub shows the typing context as argument


@inline_kernel
def exp_(x: float) -> float:
    """Return e**x; inside kernels only."""
    bounded = min(max(x, -746.0), 710.0)
    shifted = fma(bounded, _LOG2_E, _ROUNDER)
    n = shifted - _ROUNDER
    r = fma(-n, _LN2_LOW, fma(-n, _LN2_HIGH, bounded))
    p = fma(_E13, r, _E12)
    p = fma(p, r, _E11)
    p = fma(p, r, _E10)
    p = fma(p, r, _E9)
    p = fma(p, r, _E8)
    p = fma(p, r, _E7)
    p = fma(p, r, _E6)
    p = fma(p, r, _E5)
    p = fma(p, r, _E4)
    p = fma(p, r, _E3)
    p = fma(p, r, _E2)
    p = fma(r * r, p, r) + 1.0
    # 2**n in two factors, because n runs from -1076 to 1024 and results may be subnormal.
    whole = np.float64(shifted).view(np.int64) - _ROUNDER_BITS
    half = whole >> np.int64(1)
    first = np.int64((half + _ONE_EXPONENT) << _FRACTION_BITS).view(np.float64)
    second = np.int64((whole - half + _ONE_EXPONENT) << _FRACTION_BITS).view(np.float64)
    return p * first * second if x == x else x


@inline_kernel
def log_(x: float) -> float:
    """Return the natural logarithm of x; inside kernels only."""
    is_tiny = x < _TINY
    normal = x * _TWO_54 if is_tiny else x
    bits = np.float64(normal).view(np.int64)
    exponent = (bits - _SQRT_HALF_BITS) >> _FRACTION_BITS
    f = np.int64(bits - (exponent << _FRACTION_BITS)).view(np.float64) - 1.0
    k = np.int64(exponent + _ROUNDER_BITS).view(np.float64) - _ROUNDER
    k = k - 54.0 if is_tiny else k
    s = f / (2.0 + f)
    z = s * s
    p = fma(_L7, z, _L6)
    p = fma(p, z, _L5)
    p = fma(p, z, _L4)
    p = fma(p, z, _L3)
    p = fma(p, z, _L2)
    p = fma(p, z, _L1)
    half_square = 0.5 * f * f
    small = fma(s, fma(p, z, half_square), k * _LN2_LOW)
    result = fma(k, _LN2_HIGH, f - (half_square - small))
    result = result if x < math.inf else x  # inf and NaN
    result = result if x > 0.0 or x != x else math.nan
    return -math.inf if x == 0.0 else result


@inline_kernel
def pow_(x: float, y: float) -> float:
    """Return x**y for x >= 0 as exp(y log x); inside kernels only."""
    power = exp_(y * log_(x))
    return 1.0 if y == 0.0 else power


@inline_kernel
def rough_cbrt(x: float) -> float:
    """Return the cube root of x in 1e-290…1e290 to 1e-13: a third of the bits, then Halley twice.

    For starting values; inside kernels only. Zero gives a tiny number.
    """
    third = np.float64(x).view(np.int64) * (1.0 / 3.0) + _CBRT_BITS
    y = np.int64(third).view(np.float64)
    cube = y * y * y
    y = y * ((cube + 2.0 * x) / (2.0 * cube + x))
    cube = y * y * y
    return y * ((cube + 2.0 * x) / (2.0 * cube + x))
