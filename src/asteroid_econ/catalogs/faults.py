"""What was wrong with a file, cell by cell, and what became of its rows."""

from dataclasses import dataclass

from asteroid_econ.errors import DataError

SHOWN = 50  # faults printed of one file; a table in another unit has one in every row


@dataclass(frozen=True, slots=True)
class Fault:
    """One bad cell or row; ``row`` counts data rows from 1, None where the whole file is meant.

    ``line`` counts the lines of a text file from 1; None where there are none.
    """

    row: int | None
    column: str
    value: str
    problem: str
    allowed: str
    line: int | None = None

    def error(self, path: str, others: int = 0) -> DataError:
        """Return the fault as an exception that also says how many more there are."""
        more = f" (and {others} more faults)" if others else ""
        problem = self.problem + more
        return DataError(
            path,
            problem,
            self.allowed,
            row=self.row,
            column=self.column or None,
            value=self.value,
            line=self.line,
        )


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What became of the rows of a file: every row is kept, left out by name, or a fault.

    ``comets`` and ``others`` (rows that are not of the kind the table is for) are left out.
    ``notes`` are sentences about values that were changed or ignored; ``ignored_columns`` are not
    in the schema. ``source`` is what the reader of the format writes into ``elements_source``; ''
    where the rows carry their own.
    """

    path: str
    format: str
    n_read: int
    n_kept: int
    comets: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    ignored_columns: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    source: str = ""

    def lines(self) -> list[str]:
        """Return the report as sentences."""
        text = [f"{self.path}: {self.n_read} rows read as {self.format}, {self.n_kept} kept"]
        if self.comets:
            text.append(f"{len(self.comets)} comets left out: {_some(self.comets)}")
        if self.others:
            text.append(f"{len(self.others)} not near-Earth, left out: {_some(self.others)}")
        if self.ignored_columns:
            text.append(f"columns outside the schema: {_some(self.ignored_columns)}")
        text.extend(self.notes)
        text.extend(str(fault.error(self.path)) for fault in self.faults[:SHOWN])
        if len(self.faults) > SHOWN:
            text.append(f"and {len(self.faults) - SHOWN} more faults")
        return text


def _some(names: tuple[str, ...], n: int = 5) -> str:
    rest = f" and {len(names) - n} more" if len(names) > n else ""
    return ", ".join(names[:n]) + rest
