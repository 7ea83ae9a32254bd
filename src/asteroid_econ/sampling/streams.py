"""Named random streams: draw k of a variable is a pure function of (seed, name, target, k).

Asking for one more variable, target or output therefore changes no other draw, threads cannot
disturb one another, and a single draw can be replayed by its number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from operator import index
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from asteroid_econ._jit import kernel
from asteroid_econ.errors import InputError
from asteroid_econ.sampling.normal import normal_ppf_into
from asteroid_econ.sampling.threefry import uniforms_into, words_into

_CHUNK = 512  # draws; uniforms stay in the first-level cache until they become normals
_COUNTERS = 2**63


@dataclass(frozen=True, slots=True)
class Stream:
    """An endless numbered sequence of draws; made by :func:`stream`.

    ``key`` is the 128-bit key of the generator.
    """

    key: bytes

    def words(self, n: int, first: int = 0) -> NDArray[np.uint64]:
        """Return the raw 64-bit words ``first`` … ``first + n − 1``, shape (n,)."""
        out = np.empty(_checked(n, first), np.uint64)
        words_into(np.frombuffer(self.key, np.uint64), np.uint64(first), out)
        return out

    def uniforms(self, n: int, first: int = 0) -> NDArray[np.float64]:
        """Return the draws ``first`` … ``first + n − 1``, uniform in (0, 1), shape (n,).

        Values are odd multiples of 2**-53: never 0, never 1, and 1 − u is exact.
        """
        out = np.empty(_checked(n, first))
        uniforms_into(np.frombuffer(self.key, np.uint64), np.uint64(first), out)
        return out

    def normals(self, n: int, first: int = 0) -> NDArray[np.float64]:
        """Return the standard normal quantiles of the same uniforms, shape (n,)."""
        out = np.empty(_checked(n, first))
        _normals_into(np.frombuffer(self.key, np.uint64), np.uint64(first), out)
        return out


def stream(seed: int, name: str, target_id: str | None = None) -> Stream:
    """Return the stream of one variable.

    Parameters
    ----------
    seed : int
        Seed of the study; every integer is a seed, 0 and negative ones too.
    name : str
        Name of the variable; any text.
    target_id : str, optional
        The target, for what belongs to one target only (geology, size, its operations). Without
        it the variable is common to all targets.

    Returns
    -------
    Stream
        Streams of different (seed, name, target_id) are independent; no target and the empty
        text differ.

    Notes
    -----
    The key is BLAKE2b-128 of the seed, the name and the target, length-prefixed. Names are
    compared by code point, without Unicode normalisation.

    References
    ----------
    RFC 7693 (BLAKE2); Salmon et al. (2011), Parallel random numbers: as easy as 1, 2, 3, SC11.

    Examples
    --------
    >>> coin = stream(0, "coin")
    >>> bool(coin.uniforms(3)[2] == coin.uniforms(1, first=2)[0])
    True
    """
    if type(seed) is not int:
        seed = _integer(seed)
    if not isinstance(name, str):
        raise InputError("name", name, "a text")
    return Stream(_hash(_start(seed, name) + _end(target_id)))


def _start(seed: int, name: str) -> bytes:
    return f"{seed:x}|{len(name)}|{name}".encode("utf-8", "surrogatepass")


def _end(target_id: str | None) -> bytes:
    if target_id is None:
        return b""
    if not isinstance(target_id, str):
        raise InputError("target_id", target_id, "a text or None")
    return f"|{target_id}".encode("utf-8", "surrogatepass")


def _hash(text: bytes) -> bytes:
    return blake2b(text, digest_size=16).digest()


@lru_cache(maxsize=64)
def _starts(seed: int, names: tuple[str, ...]) -> tuple[bytes, ...]:
    return tuple(_start(seed, name) for name in names)


class Rows(NamedTuple):
    """Where the uniforms of several variables of several targets come from; passes into kernels.

    ``keys`` (targets, names, 2) of their streams, draws from number ``first`` on; where there are
    none, ``given`` (targets, names, n) are the uniforms.
    """

    keys: NDArray[np.uint64]
    first: np.uint64
    given: NDArray[np.float64]


def stream_keys(
    seed: int, names: Sequence[str], target_ids: Sequence[str | None]
) -> NDArray[np.uint64]:
    """Return the keys of the streams of several variables of several targets.

    Parameters
    ----------
    seed
        As in :func:`stream`.
    names, target_ids : sequence
        Variables and targets; a target may be None.

    Returns
    -------
    ndarray of uint64, shape (targets, names, 2)
        Those of :func:`stream`.
    """
    starts, ends = _starts(index(seed), tuple(names)), [_end(t) for t in target_ids]
    digest = bytearray().join([_hash(start + end) for end in ends for start in starts])
    return np.frombuffer(digest, np.uint64).reshape(len(ends), len(starts), 2)


@kernel
def rows_into(rows: Rows, target: int, out: NDArray[np.float64]) -> None:
    """Write the uniforms of one target, shape (names, n), into out."""
    for i in range(out.shape[0]):
        row_into(rows, target, i, out[i])


@kernel
def row_into(rows: Rows, target: int, name: int, out: NDArray[np.float64]) -> None:
    """Write the uniforms of one variable of one target, shape (n,), into out."""
    if rows.keys.size > 0:
        uniforms_into(rows.keys[target, name], rows.first, out)
    else:
        out[:] = rows.given[target, name]


def _integer(seed: object) -> int:
    if isinstance(seed, (bool, np.bool_)):
        raise InputError("seed", seed, "an integer")
    try:
        return index(seed)  # type: ignore[arg-type]
    except TypeError:
        raise InputError("seed", seed, "an integer") from None


def _checked(n: int, first: int) -> int:
    """Return n, or refuse it."""
    if n < 0:
        raise InputError("n", n, "an integer >= 0")
    if not 0 <= first <= _COUNTERS - n:
        raise InputError("first", first, f"an integer from 0 to {_COUNTERS - n}")
    return n


@kernel
def _normals_into(key: NDArray[np.uint64], first: np.uint64, out: NDArray[np.float64]) -> None:
    buffer = np.empty(_CHUNK)
    for start in range(0, out.size, _CHUNK):
        stop = min(start + _CHUNK, out.size)
        u = buffer[: stop - start]
        uniforms_into(key, first + np.uint64(start), u)
        normal_ppf_into(u, out[start:stop])
