"""The one entry for arrays from outside: float64, C-contiguous, no units."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ.errors import InputError, UnitError


def floats(name: str, x: ArrayLike) -> NDArray[np.float64]:
    """Return x as a C-contiguous float64 array.

    Parameters
    ----------
    name : str
        Name of the argument, for the message.
    x : array_like of real numbers
        NaN and infinities pass; what they mean is the caller's business. What a masked array
        hides is not known: NaN.

    Returns
    -------
    ndarray of float64, shape of x
        A view where x already has the right type and layout.
    """
    if hasattr(x, "unit"):
        raise UnitError(name, x, "a bare number in the unit that the argument's name ends in")
    try:
        raw: NDArray[Any] = np.asarray(x)
        if raw.dtype.kind not in "fiub":
            raise TypeError
        known = np.ma.filled(x.astype(np.float64), np.nan) if np.ma.isMaskedArray(x) else raw
        return np.asarray(known, dtype=np.float64, order="C")
    except (TypeError, ValueError):
        raise InputError(name, x, "real numbers") from None
