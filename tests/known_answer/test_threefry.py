"""Known answers of Threefry2x64-20, from the file kat_vectors of the Random123 distribution."""

import numpy as np
import pytest

from asteroid_econ._jit import kernel
from asteroid_econ.sampling.threefry import threefry, uniforms_into, words_into

ONES = 0xFFFFFFFFFFFFFFFF
PI = (0x243F6A8885A308D3, 0x13198A2E03707344, 0xA4093822299F31D0, 0x082EFA98EC4E6C89)
# counter, key, both words
VECTORS = [
    ((0, 0), (0, 0), (0xC2B6E3A8C2C69865, 0x6F81ED42F350084D)),
    ((ONES, ONES), (ONES, ONES), (0xE02CB7C4D95D277A, 0xD06633D0893B8B68)),
    (PI[:2], PI[2:], (0x263C7D30BB0F0AF1, 0x56BE8361D3311526)),
]


@kernel
def _words(key0, key1, counter0, counter1):
    return threefry(key0, key1, counter0, counter1)


@pytest.mark.parametrize(("counter", "key", "expected"), VECTORS)
def test_threefry2x64_20(counter, key, expected):
    assert _words(*map(np.uint64, key), *map(np.uint64, counter)) == expected


def test_words_into_starts_with_the_zero_vector():
    words = np.empty(2, np.uint64)
    words_into(np.zeros(2, np.uint64), np.uint64(0), words)
    assert tuple(int(w) for w in words) == VECTORS[0][2]


def test_uniforms_into_takes_the_top_52_bits_of_the_zero_vector():
    u = np.empty(2)
    uniforms_into(np.zeros(2, np.uint64), np.uint64(0), u)
    expected = [((word >> 12) + 0.5) / 2**52 for word in VECTORS[0][2]]
    assert u.tolist() == expected
