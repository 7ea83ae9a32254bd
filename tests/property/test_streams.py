"""Draw k of a stream is a pure function of seed, name, target and k."""

import re

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from asteroid_econ._parallel import map_blocks
from asteroid_econ.errors import InputError
from asteroid_econ.sampling.streams import Rows, rows_into, stream, stream_keys

SEEDS = [0, -1, 1, 2**70, -(2**70), 2**64, 2**64 + 1, np.int64(7)]
NAMES = [
    "",
    "цена платины",
    "price",
    "price ",
    "名前",
    "e\u0301",
    "é",
    "\ud800",
    "a|b",
    "a\0b",
    "x" * 10_000,
]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", NAMES)
def test_every_seed_and_name_is_defined(seed, name):
    u = stream(seed, name).uniforms(64)
    assert ((u > 0.0) & (u < 1.0)).all()
    assert (stream(seed, name).uniforms(64) == u).all()


def test_all_combinations_have_keys_of_their_own():
    keys = {
        stream(seed, name, target).key
        for seed in SEEDS
        for name in NAMES
        for target in [None, "", "2000 SG344", "Бенну"]
    }
    assert len(keys) == len(SEEDS) * len(NAMES) * 4


texts = st.text("a1|", max_size=4)


@given(texts, st.none() | texts, texts, st.none() | texts)
@example("a|b", None, "a", "b")
@example("a|b", "c", "a", "b|c")
@settings(max_examples=300)
def test_texts_cannot_be_shifted_between_name_and_target(name_a, target_a, name_b, target_b):
    same = stream(1, name_a, target_a) == stream(1, name_b, target_b)
    assert same == ((name_a, target_a) == (name_b, target_b))


def test_an_integer_of_numpy_is_the_same_seed():
    assert stream(np.int64(5), "a") == stream(5, "a") == stream(np.uint8(5), "a")


@given(st.integers(0, 2**62), st.integers(0, 700), st.integers(0, 700))
@settings(max_examples=150)
def test_any_cut_gives_the_same_bits(first, n, cut):
    source = stream(0, "cut")
    cut = min(cut, n)
    for draws in (source.uniforms, source.normals, source.words):
        whole = draws(n, first)
        assert (np.concatenate([draws(cut, first), draws(n - cut, first + cut)]) == whole).all()


def test_one_draw_is_replayed_bit_for_bit():
    source = stream(-1, "grade", "433 Eros")
    u, z = source.uniforms(5000), source.normals(5000)
    for k in (0, 1, 2, 511, 512, 513, 1023, 4095, 4999):
        assert source.uniforms(1, first=k)[0] == u[k]
        assert source.normals(1, first=k)[0] == z[k]


@pytest.mark.parametrize("threads", [1, 2, 7])
@pytest.mark.parametrize("block", [1_000, 256, 333, 4_096])
def test_threads_and_blocks_change_nothing(threads, block):
    n = 20_000
    source = stream(3, "price")
    starts = range(0, n, block)
    parts = map_blocks(
        lambda i: source.normals(min(block, n - starts[i]), starts[i]), len(starts), threads=threads
    )
    assert np.concatenate(parts).tobytes() == source.normals(n).tobytes()


def test_uniforms_are_odd_multiples_of_2_to_minus_53():
    u = stream(0, "grid").uniforms(10_000)
    assert (u * 2.0**53 % 2.0 == 1.0).all()
    assert (1.0 - (1.0 - u) == u).all()


@pytest.mark.parametrize("seed", [1.0, "1", None, True, np.bool_(False), np.nan])
def test_a_seed_that_is_no_integer_is_refused(seed):
    with pytest.raises(InputError, match=r"^seed = .*an integer"):
        stream(seed, "a")


@pytest.mark.parametrize(
    ("n", "first", "name"), [(-1, 0, "n"), (1, -1, "first"), (1, 2**63, "first")]
)
def test_draw_numbers_out_of_range_are_refused(n, first, name):
    with pytest.raises(InputError, match=f"^{re.escape(name)} = "):
        stream(0, "a").uniforms(n, first)
    with pytest.raises(InputError, match="target_id"):
        stream(0, "a", 433)
    with pytest.raises(InputError, match="name"):
        stream(0, None)


@pytest.mark.parametrize("seed", SEEDS)
def test_rows_are_the_streams_of_their_names(seed):
    targets = [None, "", "Бенну"]
    rows = Rows(stream_keys(seed, NAMES, targets), np.uint64(3), np.empty((0, 0, 0)))
    out = np.empty((len(NAMES), 65))
    for i, target in enumerate(targets):
        rows_into(rows, i, out)
        for row, name in zip(out, NAMES, strict=True):
            assert np.array_equal(row, stream(seed, name, target).uniforms(65, 3))
