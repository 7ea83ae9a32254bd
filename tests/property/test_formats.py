"""Broken bytes give every reader a table or an error of the tree, never anything else."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.catalogs.formats import FORMATS
from asteroid_econ.catalogs.read import catalog_of
from asteroid_econ.catalogs.source_file import SourceFile
from asteroid_econ.errors import AsteroidEconError

FOLDER = Path(__file__).parents[1] / "authorities/formats"
EXCERPTS = sorted(p for p in FOLDER.iterdir() if p.suffix != ".md")
CONTENTS = {p.name: p.read_bytes() for p in EXCERPTS}

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
