"""Small Parquet files that stand for gigabytes are refused before they are unpacked."""

import io
import resource
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.catalogs import source_file
from asteroid_econ.catalogs.load import load
from asteroid_econ.catalogs.parquet_size import BrokenParquetError, declared_size
from asteroid_econ.errors import DataError


def written(frame: pl.DataFrame, **options: object) -> bytes:
    stream = io.BytesIO()
    frame.write_parquet(stream, **options)
    return stream.getvalue()


@pytest.mark.parametrize("compression", ["zstd", "snappy", "gzip", "uncompressed"])
@pytest.mark.parametrize("n_rows", [1, 1000, 50_000])
def test_sizes_that_polars_writes(compression: str, n_rows: int) -> None:
    frame = pl.DataFrame({"a": range(n_rows), "b": [0.5] * n_rows, "c": ["text"] * n_rows})
    size = declared_size(written(frame, compression=compression, row_group_size=10_000))
    assert (size.n_rows, size.n_cells) == (n_rows, 3 * n_rows)
    assert size.n_bytes > 0


def test_bombs_are_refused_in_bounded_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_file, "MAX_FILE_BYTES", 50_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    bombs = {
        "rows": pl.select(a_au=pl.repeat(1.0, 20_000_000)),
        "text": pl.DataFrame({"designation": ["A" * 2_000_000] * 3}),
        "words": pl.DataFrame({n: pl.repeat("A" * 9999, 9999, eager=True) for n in ("name", "x")}),
        "pages": pl.DataFrame({"designation": [c * 10_000_000 for c in "ABCDEF"]}),
    }
    made = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for name, frame in bombs.items():
        path = tmp_path / f"{name}.parquet"
        frame.write_parquet(path, compression="zstd", statistics=False)
        assert path.stat().st_size < 5_000_000
        made = max(made, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        with pytest.raises(DataError, match=r"at most|too long"):
            load(path)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert before <= made <= after
    assert after - made < 100_000  # kB


def test_nested_columns_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "nested.parquet"
    pl.DataFrame({"designation": ["433"], "a_au": [[1.0, 2.0]]}).write_parquet(path)
    with pytest.raises(DataError, match="'a_au': has the type List"):
        load(path)


@pytest.mark.parametrize(("byte", "said"), [(101, "no number"), (102, "number of values")])
def test_pages_hold_the_values_of_their_column(byte: int, said: str) -> None:
    """The decoder asks for memory for them and ends the process where there is none."""
    content = written(pl.DataFrame({"a": range(50)}), compression="uncompressed", statistics=False)
    # a data page of 50 values, as Thrift writes it: -51 and 51 follow
    header = bytes([0x2C, 0x15, 100])
    assert content.count(header) == 1
    declared_size(content)
    with pytest.raises(BrokenParquetError, match=said):
        declared_size(content.replace(header, header[:2] + bytes([byte])))


def test_words_of_a_dictionary_are_bytes() -> None:
    frame = pl.DataFrame({"a": ["one", "two"] * 500})
    content = written(frame, compression="uncompressed", statistics=False)
    header = bytes([0x4C, 0x15, 4])
    assert content.count(header) == 1
    declared_size(content)
    with pytest.raises(BrokenParquetError, match="more words than bytes"):
        declared_size(content.replace(header, header[:2] + bytes([126])))


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=6))
@settings(max_examples=150)
def test_broken_footers(where: int, junk: bytes) -> None:
    content = written(pl.DataFrame({"a": range(50), "c": ["text"] * 50}))
    where = max(4, len(content) - 1 - where % len(content))
    broken = content[:where] + junk + content[where + len(junk) :]
    try:
        declared_size(broken)
    except BrokenParquetError as error:
        message = str(error)
        assert message


def test_types_of_columns(tmp_path: Path) -> None:
    frame = load("embedded").frame.head(9)
    path = tmp_path / "types.parquet"
    listed = frame.with_columns(pl.col("name", "taxonomy").cast(pl.Categorical))
    listed.with_columns(pl.col("ecc").cast(pl.Decimal(20, 9))).write_parquet(path)
    read = load(path, strict=True).frame
    for name in ("name", "taxonomy", "ecc"):
        assert read[name].to_list() == frame[name].to_list()
    frame.with_columns(ecc=pl.concat_list("ecc")).write_parquet(path)
    with pytest.raises(DataError, match=r"'ecc': has the type List") as caught:
        load(path)
    assert caught.value.column == "ecc"
    frame.with_columns(h_mag=pl.lit(True)).write_parquet(path)
    with pytest.raises(DataError, match="'true' is not a number"):
        load(path)
    long = frame.with_columns(name=pl.lit("x" * 20_000).cast(pl.Categorical))
    long.write_parquet(path)
    with pytest.raises(DataError, match="too long"):
        load(path)
