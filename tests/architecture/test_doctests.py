"""The examples in docstrings are published numbers, and they come out."""

import doctest
import importlib

import pytest

from house import MODULES, PACKAGE

WITH_EXAMPLES = [
    "asteroid_econ." + path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", ".")
    for path in MODULES
    if ">>> " in path.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples_in_docstrings(name):
    module = importlib.import_module(name)
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0
