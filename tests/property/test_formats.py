"""Broken bytes give every reader a table or an error of the tree, never anything else."""

import io
import json
import time
from contextlib import suppress
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.catalogs.check import check
from asteroid_econ.catalogs.formats import FORMATS
from asteroid_econ.catalogs.read import catalog_of
from asteroid_econ.catalogs.source_file import SourceFile
from asteroid_econ.errors import AsteroidEconError, DataError

FOLDER = Path(__file__).parents[1] / "authorities/formats"
EXCERPTS = sorted(p for p in FOLDER.iterdir() if p.suffix != ".md")
CONTENTS = {p.name: p.read_bytes() for p in EXCERPTS}

OWN = "designation,epoch_mjd_tdb,a_au,ecc,inc_deg,node_deg,argperi_deg,mean_anomaly_deg,h_mag"
SBDB = "full_name,epoch,a,e,i,om,w,ma,H"
NUMBERS = "60000,1.5,0.2,5,10,20,30,20"
EROS = CONTENTS["mpc_nea.txt"].decode().splitlines()[0]

edits = st.lists(
    st.tuples(st.integers(0, 10_000), st.binary(max_size=8), st.integers(0, 40)), max_size=4
)


def loaded(content: bytes, form: str | None) -> None:
    source = SourceFile("broken", content, "")
    with suppress(AsteroidEconError):
        catalog = catalog_of(source, form=form)
        bad = {fault.row for fault in catalog.report.faults}
        left_out = len(catalog.report.comets) + len(catalog.report.others)
        assert len(catalog) + len(bad) + left_out == catalog.report.n_read


@pytest.mark.parametrize("name", CONTENTS)
@given(edits=edits)
@settings(max_examples=40)
def test_edited_excerpts(name: str, edits: list[tuple[int, bytes, int]]) -> None:
    content = CONTENTS[name]
    for where, new, length in edits:
        where %= len(content) + 1
        content = content[:where] + new + content[where + length :]
    loaded(content, None)


@pytest.mark.parametrize("form", FORMATS)
@given(content=st.one_of(st.binary(max_size=400), st.text(max_size=400).map(str.encode)))
@settings(max_examples=40)
def test_any_bytes(form: str, content: bytes) -> None:
    loaded(content, form)


@given(
    cells=st.lists(
        st.sampled_from(["1", "", "null", '"x"', "1e999", "-0", "[]", "{}", "true"]), max_size=4
    )
)
@settings(max_examples=40)
def test_json_of_odd_shapes(cells: list[str]) -> None:
    for cell in cells:
        fields = '["pdes","e","a","i","om","w","ma","epoch","H"]'
        loaded(f'{{"fields":{fields},"data":[[{",".join([cell or "0"] * 9)}]]}}'.encode(), None)
        loaded(f'[{{"Epoch":{cell or 0},"Node":{cell or 0},"Peri":1,"M":2}}]'.encode(), None)
        loaded(f'{{"object":{cell or 0},"orbit":{cell or 0}}}'.encode(), None)
    loaded(b'{"fields":' + b"[" * 5000, None)


def page(field: str, cell: str) -> str:
    fields = [*SBDB.split(","), field]
    return json.dumps({"fields": fields, "data": [["x", 60000, 1.5, 0.2, 5, 1, 2, 3, 20, cell]]})


# cells and columns that have ended a reader in a traceback, or that took minutes
ODD = {
    "a column that is ours": f"{OWN},_row\n2000 AA,{NUMBERS},1\n",
    "the same in an export": f"{SBDB},_row\n(2000 AA),{NUMBERS},1\n",
    "the same in a page": page("_row", "1"),
    "a column twice, but for a space": page(" a", "1"),
    "half of a character in a cell": page("pdes", "\ud800"),
    "half of a character in a field": page("\udc00", "1"),
    "a digit that is no number": f"{SBDB},pdes\n(2000 AA),{NUMBERS},²\n",
    "a number of 30 digits": f"{SBDB}\n{'9' * 30} X,{NUMBERS}\n",
    "a number of 5000 digits": f"{SBDB}\n{'9' * 5000} X,{NUMBERS}\n",
    "a designation of 5000 digits": f"{OWN}\n2000 AA{'9' * 5000},{NUMBERS}\n",
    "a gap of 2000 spaces": f"{SBDB}\nx{' ' * 2000})),{NUMBERS}\n",
    "digits of another script": f"{OWN}\n٤٣٣,{NUMBERS}\n",
    "days in another script": f"{EROS[:127]}٣٣ days  {EROS[136:]}\n",
    "years in another script": f"{EROS[:127]}١٩٩٩-٢٠٠٠{EROS[136:]}\n",
    "a table without names": "Epoch_MJD,SemMajAxis_AU,MeanAnom_deg\n1,1,1\n",
    "an endless epoch": '[{"Epoch": 1' + 400 * "0" + ',"Node":1,"Peri":1,"M":1}]',
    "half of a character in a name": '[{"Name":"\\ud800","Epoch":1,"Node":1,"Peri":1,"M":1}]',
    "a chance that is no number": f"{OWN},class_probabilities\n2000 AA,{NUMBERS},C=abc\n",
    "an export without rows": f"{SBDB},is_comet,q,n,diameter\n",
    "a page without rows": json.dumps({"fields": SBDB.split(","), "data": [], "count": 0}),
    "a header of blank lines": "format='OEF2.0'\n=\n" + "\n" * 30_000 + "!\nEND_OF_HEADER\n",
}


@pytest.mark.parametrize("what", ODD)
def test_odd_cells_and_columns(what: str) -> None:
    start = time.monotonic()
    loaded(ODD[what].encode(), None)
    report = check(SourceFile("odd", ODD[what].encode(), ""))
    assert all(len(str(fault.error("odd"))) < 5000 for fault in report.faults)
    assert time.monotonic() - start < 5.0


@pytest.mark.parametrize(
    "columns",
    [
        {" a": [1.5]},
        {"_row": [1]},
        {"pdes": [433.0]},
        {"albedo": [None], "spkid": [None], "is_comet": [None]},
    ],
)
def test_odd_columns_of_parquet(columns: dict[str, list[object]]) -> None:
    cells = ["(2000 AA)", *map(float, NUMBERS.split(","))]
    table = pl.DataFrame({n: [c] for n, c in zip(SBDB.split(","), cells, strict=True)} | columns)
    stream = io.BytesIO()
    table.write_parquet(stream)
    loaded(stream.getvalue(), None)


def test_numbers_that_parquet_keeps_as_floats_are_numbers() -> None:
    cells = [433.0, *map(float, NUMBERS.split(","))]
    stream = io.BytesIO()
    pl.DataFrame({n: [c] for n, c in zip(OWN.split(","), cells, strict=True)}).write_parquet(stream)
    catalog = catalog_of(SourceFile("floats", stream.getvalue(), ""))
    assert catalog.frame.select("designation", "number").row(0) == ("433", 433)


def test_bad_cells_are_counted_before_they_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("asteroid_econ.catalogs.validate.MAX_FAULTS", 1000)
    rows = "".join(f"{2000 + k} AA{',x' * 8}\n" for k in range(200))
    with pytest.raises(DataError, match="more than 1000 bad cells"):
        catalog_of(SourceFile("words", f"{OWN}\n{rows}".encode(), ""))


def test_repeated_rows_are_counted_before_they_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("asteroid_econ.catalogs.validate.MAX_FAULTS", 100)
    rows = f"2000 AA,{NUMBERS}\n" * 102
    with pytest.raises(DataError, match="more than 100 bad cells"):
        catalog_of(SourceFile("again", f"{OWN}\n{rows}".encode(), ""))


@pytest.mark.parametrize("name", ["mpc_nea.txt", "astorb.dat", "neodys.cat"])
def test_lists_of_too_many_lines(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr("asteroid_econ.catalogs.source_file.MAX_ROWS", 50)
    with pytest.raises(DataError, match="too many lines"):
        catalog_of(SourceFile(name, CONTENTS[name] + b"\n" * 60, ""))
