"""How much memory a Parquet file would take, read from its footer and page headers alone.

A few kilobytes of Parquet can stand for gigabytes. The decoder believes the page headers, and one
that asks for more memory than there is ends the process, so they are walked before anything is
decoded.
"""

from collections.abc import Callable
from dataclasses import dataclass

_MAX_DEPTH = 12
_Struct = dict[int, object]


class BrokenParquetError(ValueError):
    """The bytes are not what Parquet's metadata should be."""


@dataclass(frozen=True, slots=True)
class Size:
    """Rows, cells and uncompressed bytes of a file."""

    n_rows: int
    n_cells: int
    n_bytes: int


def declared_size(content: bytes) -> Size:
    """Return what a file says it holds, by its footer or its page headers, whichever is more.

    References
    ----------
    Apache Parquet, file format; Apache Thrift, compact protocol.
    """
    if len(content) < 12 or content[-4:] != b"PAR1":
        raise BrokenParquetError("it does not end as Parquet does")
    length = int.from_bytes(content[-8:-4], "little")
    if length > len(content) - 12:
        raise BrokenParquetError("its footer is longer than the file")
    footer = _Reader(content, len(content) - 8 - length).struct()
    by_footer, by_pages, columns, values = 0, 0, 0, 0
    for group in _list(footer.get(4)):
        by_footer += _integer(group.get(2))
        chunks = _list(group.get(1))
        columns = max(columns, len(chunks))
        for chunk in chunks:
            meta = _struct(chunk.get(3))
            by_footer = max(by_footer, _integer(meta.get(6)))
            by_pages += _page_bytes(content, meta)
            values += _integer(meta.get(5))
    rows = _integer(footer.get(3))
    return Size(rows, max(rows * columns, values), max(by_footer, by_pages))


def _page_bytes(content: bytes, meta: _Struct) -> int:
    """Return the uncompressed bytes of a column's pages, which must hold as many values as it."""
    starts = [_integer(meta[key]) for key in (9, 11) if key in meta]
    if not starts:
        raise BrokenParquetError("a column has no pages")
    place, total, values = min(start for start in starts), 0, 0
    end = min(place + _integer(meta.get(7)), len(content))
    while 4 <= place < end:
        reader = _Reader(content, place)
        header = reader.struct()
        total += _integer(header.get(2))
        values += _data_values(header)
        following = reader.place + _integer(header.get(3))
        if following <= place:
            raise BrokenParquetError("a page has no length")
        place = following
    if values != _integer(meta.get(5)):
        raise BrokenParquetError("a column's pages hold another number of values than it")
    return total


def _data_values(header: _Struct) -> int:
    if 7 in header:
        # a word of a dictionary takes a byte or more
        if _integer(_struct(header[7]).get(1)) > _integer(header.get(2)):
            raise BrokenParquetError("a dictionary has more words than bytes")
        return 0
    return sum(_integer(_struct(header[key]).get(1)) for key in (5, 8) if key in header)


def _struct(value: object) -> _Struct:
    if not isinstance(value, dict):
        raise BrokenParquetError("a structure is missing")
    return value


def _list(value: object) -> list[_Struct]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise BrokenParquetError("a list of structures is missing")
    return value


def _integer(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise BrokenParquetError("a size is no number")
    return value


class _Reader:
    """Thrift's compact protocol, as far as Parquet's metadata uses it."""

    def __init__(self, content: bytes, place: int) -> None:
        self.content, self.place = content, place
        self._values: dict[int, Callable[[int], object]] = {
            1: lambda depth: True,
            2: lambda depth: False,
            3: lambda depth: self._byte(),
            4: lambda depth: self._zigzag(),
            5: lambda depth: self._zigzag(),
            6: lambda depth: self._zigzag(),
            7: lambda depth: self._skip(8),
            8: lambda depth: self._skip(self._varint()),
            9: self._items,
            10: self._items,
            12: lambda depth: self.struct(depth + 1),
        }

    def struct(self, depth: int = 0) -> _Struct:
        """Return the fields of the structure at the current place by their number."""
        fields: _Struct = {}
        number = 0
        for _ in range(len(self.content)):
            head = self._byte()
            if head == 0:
                return fields
            step, kind = head >> 4, head & 15
            number = number + step if step else self._zigzag()
            fields[number] = self._value(kind, depth)
        raise BrokenParquetError("a structure does not end")

    def _value(self, kind: int, depth: int) -> object:
        if kind not in self._values or depth > _MAX_DEPTH:
            raise BrokenParquetError("its metadata has an unknown type")
        return self._values[kind](depth)

    def _items(self, depth: int) -> list[object]:
        head = self._byte()
        kind, count = head & 15, head >> 4
        count = self._varint() if count == 15 else count
        if count > len(self.content) - self.place:
            raise BrokenParquetError("a list is longer than the file")
        if kind in (1, 2):
            return [self._byte() == 1 for _ in range(count)]
        return [self._value(kind, depth + 1) for _ in range(count)]

    def _byte(self) -> int:
        if self.place >= len(self.content):
            raise BrokenParquetError("its metadata ends too early")
        self.place += 1
        return self.content[self.place - 1]

    def _varint(self) -> int:
        value = 0
        for shift in range(0, 70, 7):
            byte = self._byte()
            value |= (byte & 127) << shift
            if byte < 128:
                return value
        raise BrokenParquetError("a number does not end")

    def _zigzag(self) -> int:
        value = self._varint()
        return (value >> 1) ^ -(value & 1)

    def _skip(self, length: int) -> None:
        if length > len(self.content) - self.place:
            raise BrokenParquetError("its metadata ends too early")
        self.place += length
