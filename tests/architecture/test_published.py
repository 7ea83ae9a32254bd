"""The list of published cases is complete, and the page made from it is up to date."""

import re

from asteroid_econ.published.registry import MODULES, all_cases
from asteroid_econ.published.tables import table, table_names
from house import PACKAGE, ROOT

FRAMEWORK = {"__init__", "case", "registry", "tables"}
PAGE = ROOT / "docs" / "validation.md"


def test_every_file_of_cases_is_registered():
    files = {p.stem for p in (PACKAGE / "published").glob("*.py")} - FRAMEWORK
    assert files == set(MODULES)
    assert list(MODULES) == sorted(MODULES)


def test_ids_are_unique_and_every_case_names_its_source():
    cases = all_cases()
    assert len({case.id for case in cases}) == len(cases)
    for case in cases:
        assert re.fullmatch(r"[a-z0-9-]+(/[A-Za-z0-9.′-]+)+", case.id), case.id
        assert case.source
        assert case.quantity
        assert case.unit


def test_every_table_of_figures_names_its_sources():
    for name in table_names():
        assert all(table(name).text("source")), name


def test_the_page_shows_every_case_and_nothing_else():
    shown = re.findall(r"^\| `([^`]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert shown == [case.id for case in all_cases()], "run: make validation"
