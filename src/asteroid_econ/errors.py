"""The exception tree.

::

    AsteroidEconError            every error that this package raises on purpose
     ├─ InputError (ValueError)  an argument or option: name, value, allowed
     │   ├─ UnitError            a quantity where a bare number is expected, or the reverse
     │   └─ CorrelationError     a matrix that no variables can have: nearest
     ├─ DataError (ValueError)   a file, its row or column: path, row, column, value, allowed
     ├─ ParameterError           a parameter key: key, value, allowed
     ├─ TargetError (LookupError) a designation that is not in the catalogue: name, nearest
     ├─ OutputError (OSError)    a place that cannot be written: path
     └─ DownloadError (OSError)  an address that gives no usable answer: url, reason

Every message says what was wrong, where, and what is allowed; the same facts are fields, so
that a program can act on them. Kernels never raise: they return NaN.
"""

from collections.abc import Sequence


class AsteroidEconError(Exception):
    """Base of all errors raised on purpose; the command line prints them and exits with 2."""


class InputError(AsteroidEconError, ValueError):
    """An argument or option has a value that is not allowed."""

    def __init__(self, name: str, value: object, allowed: str) -> None:
        self.name, self.value, self.allowed = name, value, allowed
        self.problem = f"{name} = {value!r} is not allowed"
        super().__init__(f"{self.problem}: {allowed}")


class UnitError(InputError):
    """A quantity with a unit stands where a bare number is expected, or the reverse."""


class CorrelationError(InputError):
    """A correlation matrix that no set of variables can have; ``nearest`` is one that can."""

    def __init__(self, name: str, value: object, nearest: Sequence[Sequence[float]]) -> None:
        self.nearest = tuple(tuple(row) for row in nearest)
        rows = ", ".join(str(list(row)) for row in self.nearest)
        super().__init__(name, value, f"no negative eigenvalue; the nearest is [{rows}]")


class DataError(AsteroidEconError, ValueError):
    """A file, or one of its cells, is not what the schema allows.

    ``row`` counts data rows from 1 (the header is row 0), ``line`` the lines of a text file.
    """

    def __init__(
        self,
        path: object,
        problem: str,
        allowed: str,
        *,
        row: int | None = None,
        column: str | None = None,
        value: object = None,
        line: int | None = None,
    ) -> None:
        self.path, self.problem, self.allowed = path, problem, allowed
        self.row, self.column, self.value, self.line = row, column, value, line
        where = str(path)
        if row is not None:
            where += f", row {row}" + (f" (line {line})" if line is not None else "")
        if column is not None:
            where += f", column '{column}'"
        super().__init__(f"{where}: {problem}; allowed: {allowed}")


class ParameterError(AsteroidEconError, ValueError):
    """A parameter key is unknown or its value is not allowed."""

    def __init__(self, key: str, problem: str, allowed: str, *, value: object = None) -> None:
        self.key, self.problem, self.allowed, self.value = key, problem, allowed, value
        super().__init__(f"parameter '{key}': {problem}; allowed: {allowed}")


class TargetError(AsteroidEconError, LookupError):
    """A target is not in the catalogue, or ``several`` there have that name."""

    def __init__(
        self, name: str, catalog: str, nearest: Sequence[str] = (), *, several: bool = False
    ) -> None:
        self.name, self.catalog, self.nearest = name, catalog, tuple(nearest)
        names = ", ".join(nearest)
        if several:
            said = f"'{name}' is the name of several in {catalog}" + (names and f": {names}")
        else:
            said = f"target '{name}' is not in the catalogue {catalog}"
            said += names and f"; nearest: {names}"
        super().__init__(said)


class OutputError(AsteroidEconError, OSError):
    """A place cannot be written."""

    def __init__(self, path: object, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"cannot write {path}: {reason}")


class DownloadError(AsteroidEconError, OSError):
    """An address gives no usable answer, or may not be asked."""

    def __init__(self, url: str, reason: str) -> None:
        self.url, self.reason = url, reason
        super().__init__(f"{url}: {reason}")
