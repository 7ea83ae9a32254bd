"""A file from outside becomes bytes and a raw table, within bounds, or a DataError."""

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from asteroid_econ.catalogs.parquet_size import BrokenParquetError, Size, declared_size
from asteroid_econ.catalogs.quiet_stderr import quiet_stderr
from asteroid_econ.catalogs.schema import BY_NAME
from asteroid_econ.errors import DataError

MAX_FILE_BYTES = 512 * 2**20  # MPCORB.DAT, the largest catalogue in use, has 310 MB
MAX_HEADER_BYTES = 2**20
MAX_ROWS = 3_000_000
MAX_CELLS = 150_000_000
MAX_CELL_BYTES = 10_000
_ROW = "_row"
_LISTED = (pl.Categorical, pl.Enum)
_FLAT = (pl.String, pl.Boolean, pl.Null, *_LISTED)
_PARQUET_MAGIC = b"PAR1"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# what people hand over by mistake, by its first bytes
_OTHER_KINDS = {
    b"\xff\xfe": "text encoded as UTF-16",
    b"\xfe\xff": "text encoded as UTF-16",
    b"\x1f\x8b": "compressed by gzip: unpack it first",
    b"PK\x03\x04": "a zip archive or a spreadsheet: unpack or export it first",
    b"\x89HDF": "an HDF5 file",
    b"SIMPLE  =": "a FITS file",
}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The whole content of a file with its hash."""

    path: str
    content: bytes
    sha256: str

    @property
    def is_parquet(self) -> bool:
        """Whether the content starts as Parquet does."""
        return self.content[:4] == _PARQUET_MAGIC

    def text(self) -> str:
        """Return the content as text; a file that is not UTF-8 is a DataError with its row."""
        for start, what in _OTHER_KINDS.items():
            if self.content.startswith(start):
                raise DataError(self.path, f"is {what}", "text encoded as UTF-8, or Parquet")
        try:
            return self.content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            row = self.content.count(b"\n", 0, error.start)
            value = self.content[error.start : error.start + 1]
            raise DataError(
                self.path,
                f"byte 0x{value.hex()} at offset {error.start} is not UTF-8",
                "text encoded as UTF-8",
                row=row or None,
                value=value,
                line=row + 1,
            ) from None

    def lines_text(self) -> str:
        """Return the content as text; more lines than ``MAX_ROWS`` are a DataError."""
        if self.content.count(b"\n") > MAX_ROWS:
            raise DataError(self.path, "has too many lines", f"at most {MAX_ROWS} lines")
        return self.text()


def read_source(path: str | Path) -> SourceFile:
    """Return a file's bytes and hash; a missing, empty or huge file is a DataError."""
    place = Path(path)
    try:
        if not place.is_file():
            problem = "is a folder" if place.is_dir() else "does not exist"
            if place.exists() and not place.is_dir():
                problem = "is a device or a pipe"
            raise DataError(path, problem, "a readable catalogue file")
        if place.stat().st_size > MAX_FILE_BYTES:
            raise DataError(path, "is too large", f"at most {MAX_FILE_BYTES} bytes")
        with place.open("rb") as stream:
            content = stream.read(MAX_FILE_BYTES + 1)
    except DataError:
        raise
    except OSError as error:
        raise DataError(
            path, f"cannot be read: {error.strerror}", "a readable catalogue file"
        ) from error
    except ValueError as error:  # a NUL in the path
        raise DataError(repr(path), str(error), "a path") from None
    if len(content) > MAX_FILE_BYTES:
        raise DataError(path, "is too large", f"at most {MAX_FILE_BYTES} bytes")
    if not content:
        raise DataError(path, "is empty", "a catalogue file")
    return SourceFile(str(path), content, hashlib.sha256(content).hexdigest())


def raw_table(source: SourceFile, *, names: Sequence[str] = ()) -> pl.DataFrame:
    """Return CSV cells as text, Parquet columns as they are typed.

    ``names`` are the columns of a CSV without a header.
    """
    return _parquet(source) if source.is_parquet else _csv(source, names)


def _parquet(source: SourceFile) -> pl.DataFrame:
    """Read the flat columns; sizes are checked before anything is decompressed."""
    try:
        size = declared_size(source.content)
        _refuse_large(source, size)
        with quiet_stderr():
            frame = _flat_columns(source)
    except (
        BrokenParquetError,
        pl.exceptions.PolarsError,
        pl.exceptions.PanicException,
        OSError,
    ) as error:
        raise _broken(source, "Parquet", error) from error
    _refuse_long_cells(source, frame)
    return frame


def _refuse_long_cells(source: SourceFile, frame: pl.DataFrame) -> None:
    """Cells of a dictionary share their memory until something is done to them."""
    total = 0
    for name, kind in frame.schema.items():
        if kind != pl.String:
            continue
        lengths = frame[name].str.len_bytes()
        if (lengths > MAX_CELL_BYTES).any():
            allowed = f"cells of at most {MAX_CELL_BYTES} bytes"
            raise DataError(source.path, "a cell is too long", allowed, column=name)
        total += int(lengths.cast(pl.Int64).sum() or 0)
    if total > MAX_FILE_BYTES:
        allowed = f"at most {MAX_FILE_BYTES} bytes"
        raise DataError(source.path, f"holds {total} bytes of text, written out", allowed)


def _flat_columns(source: SourceFile) -> pl.DataFrame:
    schema = pl.read_parquet_schema(io.BytesIO(source.content))
    flat = [name for name, kind in schema.items() if kind.is_numeric() or kind in _FLAT]
    nested = next((name for name in BY_NAME if name in schema and name not in flat), None)
    if nested is not None:
        allowed = "numbers, text or true and false"
        raise DataError(source.path, f"has the type {schema[nested]}", allowed, column=nested)
    frame = pl.read_parquet(io.BytesIO(source.content), columns=flat)
    check_names(source.path, [name.strip() for name in flat])
    frame = frame.rename({name: name.strip() for name in flat})
    empty = [s.cast(pl.String) for s in frame if s.dtype == pl.Null]
    listed = [_spelled_out(source, s) for s in frame if s.dtype in _LISTED]
    return frame.with_columns(*empty, *listed)


def _spelled_out(source: SourceFile, cells: pl.Series) -> pl.Series:
    """Text of which a file keeps each word once; bounded before it is written out."""
    lengths = cells.unique().cast(pl.String).str.len_bytes().to_list()
    longest = max((n for n in lengths if n is not None), default=0)
    if longest > MAX_CELL_BYTES or longest * len(cells) > MAX_FILE_BYTES:
        allowed = f"cells of at most {MAX_CELL_BYTES} bytes"
        raise DataError(source.path, "a cell is too long", allowed, column=cells.name)
    return cells.cast(pl.String)


def _refuse_large(source: SourceFile, size: Size) -> None:
    for value, limit, what in (
        (size.n_rows, MAX_ROWS, "rows"),
        (size.n_cells, MAX_CELLS, "cells"),
        (size.n_bytes, MAX_FILE_BYTES, "bytes uncompressed"),
    ):
        if value > limit:
            raise DataError(source.path, f"declares {value} {what}", f"at most {limit} {what}")


def _csv(source: SourceFile, given: Sequence[str]) -> pl.DataFrame:
    text = source.lines_text()
    header = text[: MAX_HEADER_BYTES + 1].partition("\n")[0]
    if len(header) > MAX_HEADER_BYTES:
        raise DataError(
            source.path, "has no end of line in its first MB", f"a header of at most {2**20} bytes"
        )
    names = list(given) or _header_names(source, header)
    content = source.content.removeprefix(BYTE_ORDER_MARK)
    try:
        with quiet_stderr():
            frame = pl.read_csv(
                io.BytesIO(content), has_header=not given, infer_schema=False, new_columns=names
            )
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise _ragged(source, text, len(names)) or _broken(source, "CSV", error) from error
    blank = frame.select(pl.all_horizontal(pl.all().fill_null("").str.strip_chars() == ""))
    return frame.filter(~blank.to_series()) if frame.width else frame


def check_names(path: str, names: Sequence[str]) -> None:
    """Refuse a name that stands twice, and the one that numbers the rows."""
    counts = Counter(names)
    twice = next((name for name in names if counts[name] > 1), None)
    if twice is not None:
        raise DataError(path, f"column '{twice}' stands twice in the header", "each column once")
    if _ROW in counts:
        raise DataError(path, f"column '{_ROW}' is kept for numbering the rows", "another name")


def lines_of_rows(source: SourceFile, rows: Collection[int]) -> dict[int, int]:
    """Return the line of the file on which each of some data rows of a CSV starts.

    Cells may hold ends of lines, and blank lines are no rows, so that lines are not rows + 1.
    """
    lines: dict[int, int] = {}
    if source.is_parquet or not rows:
        return lines
    last, row = max(rows), 0
    reader = csv.reader(io.StringIO(source.text()))
    try:
        next(reader, None)
        start = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                row += 1
                if row in rows:
                    lines[row] = start
                if row >= last:
                    break
            start = reader.line_num + 1
    except csv.Error:
        return lines
    return lines


def _header_names(source: SourceFile, header: str) -> list[str]:
    try:
        names = [name.strip() for name in next(csv.reader([header.rstrip("\r")]), [])]
    except csv.Error as error:
        raise DataError(source.path, f"the header is not CSV: {error}", "a header line") from None
    if len(names) == 1 and (mark := next((m for m in ";\t|" if m in names[0]), "")):
        said = f"the header is separated by {mark!r}"
        raise DataError(source.path, said, "cells separated by commas")
    nameless = [k for k, name in enumerate(names, start=1) if not name]
    if len(nameless) > 1:
        raise DataError(source.path, f"column {nameless[0]} has no name", "a name for each column")
    check_names(source.path, names)
    if not any(names):
        raise DataError(source.path, "the first line names no columns", "a header line")
    return names


def _ragged(source: SourceFile, text: str, n_columns: int) -> DataError | None:
    """Return the first row that has more cells than the header."""
    try:
        reader = csv.reader(io.StringIO(text))
        row, start = -1, 1
        for cells in reader:
            row += any(cell.strip() for cell in cells)
            if len(cells) > n_columns:
                said, allowed = f"has {len(cells)} cells", f"{n_columns} cells"
                return DataError(source.path, said, allowed, row=row, line=start)
            start = reader.line_num + 1
    except csv.Error as error:
        return DataError(source.path, f"is not readable as CSV: {error}", "cells under 128 kB")
    return None


def _broken(source: SourceFile, kind: str, error: BaseException) -> DataError:
    words = " ".join(str(error).split())[:200]
    return DataError(source.path, f"is not readable as {kind}: {words}", "CSV or Parquet")
