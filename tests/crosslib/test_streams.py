"""Statistical tests of the streams: SciPy's here, Dieharder's battery where it is installed."""

import shutil
import subprocess
from contextlib import suppress

import numpy as np
import pytest
from scipy import stats

from asteroid_econ.sampling.streams import Rows, rows_into, stream, stream_keys

N_STREAMS, N_DRAWS = 10_000, 256


@pytest.fixture(scope="module")
def matrix():
    """The first draws of ten thousand streams whose names differ by a digit or two."""
    keys = stream_keys(0, [f"variable {i}" for i in range(N_STREAMS)], [None])
    out = np.empty((N_STREAMS, N_DRAWS))
    rows_into(Rows(keys, np.uint64(0), np.empty((0, 0, 0))), 0, out)
    return out


def test_ten_thousand_names_are_ten_thousand_streams(matrix):
    assert len({stream(0, f"variable {i}").key for i in range(N_STREAMS)}) == N_STREAMS
    assert np.unique(matrix).size == matrix.size


def test_cross_correlations_are_at_the_noise_level(matrix):
    z = ((matrix - 0.5) * np.sqrt(12.0)).astype(np.float32)
    n, total, squares, largest = 0, 0.0, 0.0, 0.0
    for first in range(0, N_STREAMS, 1000):
        r = z[first : first + 1000] @ z[first:].T / N_DRAWS
        r = r[np.triu(np.ones(r.shape, bool), 1)].astype(np.float64)
        n, total, squares = n + r.size, total + r.sum(), squares + np.sum(r * r)
        largest = max(largest, np.abs(r).max())
    noise = 1.0 / np.sqrt(N_DRAWS)
    assert n == N_STREAMS * (N_STREAMS - 1) // 2
    assert abs(total / n) < 5.0 * noise / np.sqrt(n)
    assert np.sqrt(squares / n) == pytest.approx(noise, rel=2e-3)
    # The largest of 5e7 normal values lies near 5.5 standard deviations.
    assert largest < 6.5 * noise


def test_draws_across_streams_are_uniform_too(matrix):
    for k in (0, 1, 2, 255):
        assert stats.kstest(matrix[:, k], "uniform").pvalue > 1e-4
    assert 1e-4 < stats.chisquare(np.histogram(matrix, 1000, (0, 1))[0]).pvalue < 1 - 1e-4


def test_one_long_stream_is_uniform_and_normal():
    source = stream(0, "long")
    assert stats.kstest(source.uniforms(1_000_000), "uniform").pvalue > 1e-3
    assert stats.kstest(source.normals(1_000_000), "norm").pvalue > 1e-3


def test_successive_draws_fill_the_plane_and_the_cube():
    u = stream(1, "serial").uniforms(6_000_000)
    for dimension, cells in ((2, 128), (3, 25)):
        digits = (u[: u.size // dimension * dimension] * cells).astype(np.int64)
        code = digits.reshape(-1, dimension) @ cells ** np.arange(dimension)
        counts = np.bincount(code, minlength=cells**dimension)
        assert 1e-4 < stats.chisquare(counts).pvalue < 1 - 1e-4


def test_birthday_spacings():
    """Marsaglia's test: 2**10 birthdays in 2**27 days, duplicate spacings Poisson of mean 2."""
    days, birthdays, trials = 2**27, 2**10, 2000
    u = stream(2, "birthdays").uniforms(birthdays * trials).reshape(trials, birthdays)
    spacings = np.sort(np.diff(np.sort((u * days).astype(np.int64), axis=1), axis=1), axis=1)
    duplicates = (np.diff(spacings, axis=1) == 0).sum()
    assert abs(duplicates - 2.0 * trials) < 4.5 * np.sqrt(2.0 * trials)


def test_every_bit_of_the_words_is_fair_and_independent_of_the_next():
    words = stream(3, "bits").words(200_000)
    bits = (words[:, None] >> np.arange(64, dtype=np.uint64) & np.uint64(1)).astype(np.int64)
    z = (bits.sum(axis=0) - 100_000) / np.sqrt(50_000)
    assert np.abs(z).max() < 4.5
    changes = (bits[1:] != bits[:-1]).mean(axis=0)
    assert np.abs(changes - 0.5).max() < 4.5 * 0.5 / np.sqrt(200_000)


def test_ranks_of_random_binary_matrices():
    """Marsaglia's 32 × 32 rank test: full rank with probability 0.2888, one less with 0.5776."""
    rows = (stream(4, "rank").words(32 * 4000) >> np.uint64(32)).reshape(4000, 32).copy()
    ranks = np.zeros(4000, np.int64)
    for bit in range(32):
        column = rows >> np.uint64(bit) & np.uint64(1)
        pivot = np.argmax(column, axis=1)
        found = column.any(axis=1)
        ranks += found
        pivots = np.where(found, rows[np.arange(4000), pivot], np.uint64(0))
        rows ^= pivots[:, None] * column  # the pivot row clears itself
    counts = [(ranks <= 30).sum(), (ranks == 31).sum(), (ranks == 32).sum()]
    assert stats.chisquare(counts, 4000 * np.array([0.1336, 0.5776, 0.2888])).pvalue > 1e-3


def _long_stream():
    source, n = stream(0, "dieharder"), 1 << 18
    for first in range(0, 1 << 40, n):
        yield source.words(n, first).tobytes()


def _many_short_streams():
    for first in range(0, 1 << 40, 4096):
        names = (f"v{i}" for i in range(first, first + 4096))
        yield b"".join(stream(0, name).words(64).tobytes() for name in names)


@pytest.mark.heavy
@pytest.mark.parametrize("source", [_long_stream, _many_short_streams])
# Birthdays, overlapping permutations, binary rank, count the 1s, 3d sphere, squeeze, runs,
# craps, bit strings of 1 to 16, cosine transform.
@pytest.mark.parametrize("number", [0, 1, 3, 8, 12, 13, 15, 16, 102, 206])
def test_dieharder(source, number):
    program = shutil.which("dieharder")
    if program is None:
        pytest.skip("dieharder is not installed: apt-get install dieharder")
    # -Y 1: a weak value is repeated with more samples until it passes or fails (p < 1e-6).
    command = [program, "-g", "200", "-d", str(number), "-Y", "1"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as run:
        with suppress(BrokenPipeError):
            for chunk in source():
                run.stdin.write(chunk)
        with suppress(BrokenPipeError):
            run.stdin.close()
        output = run.stdout.read().decode()
    assert "PASSED" in output, output
    assert "FAILED" not in output, output
