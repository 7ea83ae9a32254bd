"""Every fault of a file: in cells, between rows, and in whole columns."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from asteroid_econ.catalogs.embedded import load_embedded
from asteroid_econ.catalogs.faults import Fault
from asteroid_econ.catalogs.formats import read_raw
from asteroid_econ.catalogs.raw import RawTable, changed, number
from asteroid_econ.catalogs.read import located
from asteroid_econ.catalogs.reference import LEAST_SHARED, Meaning, meanings, shared_rows
from asteroid_econ.catalogs.schema import BY_NAME
from asteroid_econ.catalogs.source_file import SourceFile
from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.catalogs.validate import checked
from asteroid_econ.errors import DataError
from asteroid_econ.parameters.load import load

Floats = NDArray[np.float64]

# several times what the 425 embedded asteroids moved between the catalogues of 2019 to 2026
_LARGEST_SHIFT = {"ecc": 0.08, "inc_deg": 1.0, "node_deg": 45.0, "argperi_deg": 45.0, "h_mag": 2.5}
_LARGEST_RATIO = {"a_au": 1.1, "diameter_km": 20.0, "rotation_h": 12.0}
# what diameter and H may imply: 0.0016 to 1.8 in 3,000 rows of SBDB, both ends by errors of H
_ALBEDOS = (1e-4, 10.0)
_CIRCLES = ("node_deg", "argperi_deg")
_LEAST_INC_DEG = 1.0  # the node of a flatter orbit moves freely


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found. ``faults`` of whole columns come first and have no row.

    ``format`` is '' where the file cannot be read; the fault says why.

    ``n_bad`` rows have faults of their own, one or several; the good ones are those that are left.
    """

    path: str
    format: str
    n_rows: int
    n_good: int
    n_bad: int
    n_shared: int
    comets: tuple[str, ...]
    others: tuple[str, ...]
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]


def check(
    source: SourceFile, *, form: str | None = None, mapping: Mapping[str, str] | None = None
) -> CheckReport:
    """Return every fault of a file.

    Parameters
    ----------
    source : SourceFile
        As ``source_file.read_source`` returns it.
    form : str, optional
        Format, where the content does not tell.
    mapping : mapping of str to str, optional
        Column of the schema to column of the file, for tables of no known format.

    Returns
    -------
    CheckReport
        Frames, units and swapped columns are found by comparing the asteroids that the embedded
        table has too, at least five, and reported once. The cells are then judged as if those
        were put right: each by itself, a against q, n and the period where the file has them,
        diameter against H, and the row against the asteroid that it names. What keeps a file from
        being read at all is its one fault.
    """
    try:
        return _checked(source, read_raw(source, form, mapping))
    except DataError as error:
        return _unreadable(source, error)


def _unreadable(source: SourceFile, error: DataError) -> CheckReport:
    value = "" if error.value is None else str(error.value)
    fault = Fault(error.row, error.column or "", value, error.problem, error.allowed, error.line)
    n_bad = 0 if error.row is None else 1
    return CheckReport(source.path, "", n_bad, 0, n_bad, 0, (), (), (fault,), ())


def _checked(source: SourceFile, raw: RawTable) -> CheckReport:
    reference = load_embedded()
    found, n_shared = meanings(raw.frame, reference)
    wrong = [meaning for meaning in found if not meaning.is_right]
    frame = _put_right(raw.frame, wrong)
    lost = [meaning.column for meaning in wrong if meaning.holds not in BY_NAME]
    of_reader = () if any(m.column in ("a_au", "ecc") for m in wrong) else raw.faults
    _, faults = checked(replace(raw, frame=frame, faults=of_reader), source.path)
    faults = [fault for fault in faults if fault.column not in lost]
    good = _without(frame.drop(lost), faults)
    faults += [*_again(good, reference), *_unlikely_sizes(good)]
    if not any(meaning.equatorial for meaning in wrong):
        faults += _moved(_without(good, faults), reference)
    faults = located(faults, raw, source)
    n_bad = len({fault.row for fault in faults})
    contradicted = located([fault for fault in of_reader if fault.row is None], raw, source)
    whole = (*_column_faults(wrong, raw), *contradicted)
    return CheckReport(
        path=source.path,
        format=raw.format,
        n_rows=len(raw.frame) + len(raw.comets) + len(raw.others),
        n_good=len(raw.frame) - n_bad,
        n_bad=n_bad,
        n_shared=n_shared,
        comets=raw.comets,
        others=raw.others,
        faults=(*whole, *sorted(faults, key=lambda f: f.row or 0)),
        notes=(*raw.notes, *_not_compared(n_shared)),
    )


def _not_compared(n_shared: int) -> tuple[str, ...]:
    if n_shared >= LEAST_SHARED:
        return ()
    return (f"only {n_shared} asteroids are also in the embedded table: frame and units unchecked",)


def _column_faults(wrong: list[Meaning], raw: RawTable) -> list[Fault]:
    """One fault per mistake: a frame and a swap concern several columns at once."""
    faults = []
    turned = [m for m in wrong if m.equatorial]
    if turned:
        said = "the angles are those of the equator, not of the ecliptic"
        column = next((m.column for m in turned if m.column == "inc_deg"), turned[0].column)
        faults.append(_fault(column, raw, "equatorial frame", said))
    done: set[str] = set()
    for meaning in wrong:
        if meaning.holds != meaning.column and meaning.column not in done:
            other = raw.original.get(meaning.holds, meaning.holds)
            said = f"the column holds what belongs into '{other}' (swapped columns)"
            if meaning.holds not in BY_NAME:
                said = f"the column holds the {other} (swapped columns)"
            faults.append(_fault(meaning.column, raw, meaning.holds, said))
            done |= {meaning.column, meaning.holds}
        if meaning.unit:
            said = f"the values are in {meaning.unit}"
            faults.append(_fault(meaning.column, raw, meaning.unit, said))
    return faults


def _fault(column: str, raw: RawTable, value: str, said: str) -> Fault:
    return Fault(None, raw.original.get(column, column), value, said, BY_NAME[column].allowed)


def _put_right(frame: pl.DataFrame, wrong: list[Meaning]) -> pl.DataFrame:
    """Give columns their own units and places, so that single cells can be judged.

    Angles of the equator are as good as those of the ecliptic for that.
    """
    columns = []
    for meaning in wrong:
        cells = frame[meaning.column]

        def back(values: Floats, m: Meaning = meaning) -> Floats:
            return (values - m.offset) / m.factor

        if meaning.unit:
            cells = changed(cells, meaning.column, back)
        columns.append(cells.alias(meaning.holds))
    placed = [series.name for series in columns]
    kept = [s for s in columns if placed.count(s.name) == 1]
    return frame.with_columns(kept)


def _without(rows: pl.DataFrame, faults: list[Fault]) -> pl.DataFrame:
    bad = {fault.row for fault in faults if fault.row}
    return rows.filter(~pl.col("_row").is_in(sorted(bad)))


def _unlikely_sizes(rows: pl.DataFrame) -> list[Fault]:
    """Diameters that would need an impossible albedo to be as bright as H says."""
    if not {"diameter_km", "h_mag"} <= set(rows.columns):
        return []
    diameters, h = number(rows["diameter_km"]), number(rows["h_mag"])
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        albedos = (load("size").value("d_constant_km") / diameters) ** 2 * 10.0 ** (-0.4 * h)
    faults = []
    for k in np.flatnonzero((albedos < _ALBEDOS[0]) | (albedos > _ALBEDOS[1])):
        value = f"{diameters[k]:g}"
        said = f"{value} with H = {h[k]:g} means an albedo of {albedos[k]:.1g}"
        allowed = "a diameter in km that goes with H: look for a unit or a swap"
        faults.append(Fault(int(rows["_row"][int(k)]), "diameter_km", value, said, allowed))
    return faults


def _again(rows: pl.DataFrame, reference: Catalog) -> list[Fault]:
    """Rows of one asteroid under different names, as the reference table knows them."""
    faults: list[Fault] = []
    first: dict[int, int] = {}
    numbers = rows["_row"].to_list()
    for ours, theirs in zip(*shared_rows(rows, reference), strict=True):
        row = first.setdefault(theirs, numbers[ours])
        if row != numbers[ours]:
            name = str(rows["designation"][ours])
            said = f"'{name}' is the object of row {row} again, under another name"
            faults.append(Fault(numbers[ours], "designation", name, said, "one row per object"))
    return faults


def _moved(rows: pl.DataFrame, reference: Catalog) -> list[Fault]:
    """Cells that cannot belong to the asteroid that the row names: the first of each row."""
    ours, theirs = shared_rows(rows, reference)
    known = reference.select(theirs)
    numbers = rows["_row"].to_list()
    faults: dict[int, Fault] = {}
    for column in (*_LARGEST_RATIO, *_LARGEST_SHIFT):
        if column not in rows.columns:
            continue
        values, truth = number(rows[column])[ours], known.column(column)
        for k in np.flatnonzero(_too_far(column, values, truth, known.column("inc_deg"))):
            name = known.frame["designation"][int(k)]
            said = f"{values[k]:g} is not {name}'s, which has {truth[k]:g}"
            allowed = "the asteroid that the row names: look for a swap, a unit or a wrong name"
            fault = Fault(numbers[ours[k]], column, f"{values[k]:g}", said, allowed)
            faults.setdefault(numbers[ours[k]], fault)
    return list(faults.values())


def _too_far(column: str, values: Floats, truth: Floats, inc_deg: Floats) -> NDArray[np.bool_]:
    with np.errstate(invalid="ignore", divide="ignore"):
        if column in _LARGEST_RATIO:
            return np.abs(np.log(values / truth)) > np.log(_LARGEST_RATIO[column])
        gap = np.abs(values - truth)
        if column in _CIRCLES:
            gap = np.abs((values - truth + 180.0) % 360.0 - 180.0)
            gap = np.where(inc_deg < _LEAST_INC_DEG, 0.0, gap)
        return gap > _LARGEST_SHIFT[column]
