"""Rules that every source file keeps."""

import ast
import re

import pytest

from house import MODULES, PACKAGE, ROOT, name, tree

BELOW_ROOT = {p.stem for p in PACKAGE.iterdir()}
FORBIDDEN_NAMES = {"util", "utils", "common", "core", "helper", "helpers", "base", "misc"}
FORBIDDEN_TEXT = {
    "fastmath=True": r"fastmath\s*=\s*True",
    "pickle": r"\b(pickle|cloudpickle|dill|joblib|marshal|shelve)\b",
    "eval or exec": r"(?<![\w.])(eval|exec)\(",
    "generators outside streams": r"\b(np|numpy)\.random\b|^import random\b|^from random\b",
    "a loop without bound": r"while (True|1):",
    "a seed tested for truth": r"\bif (not )?(self\.)?seed\b\s*(:|and|or)",
    "an error that vanishes": r"except[^:\n]*:\s*\n?\s*pass\b",
    "a shell": r"shell\s*=\s*True",
    "unfinished work": r"\b(TODO|FIXME|XXX|NotImplementedError)\b",
}
NUMBA_FLAGS = re.compile(r"\bnumba\.(njit|jit|vectorize|guvectorize)\b|from numba import .*jit")


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_is_one_idea_with_a_docstring(path):
    assert ast.get_docstring(tree(path)), f"{name(path)}: no module docstring"
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= 400, f"{name(path)} has {lines} lines: two ideas in one file?"
    assert path.stem not in FORBIDDEN_NAMES
    if path.name == "__init__.py" and path.parent != PACKAGE:
        assert len(tree(path).body) == 1, f"{name(path)} holds more than a docstring"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_forbidden_patterns_are_absent(path):
    text = path.read_text(encoding="utf-8")
    found = [what for what, rx in FORBIDDEN_TEXT.items() if re.search(rx, text, re.MULTILINE)]
    if path.name != "_jit.py" and NUMBA_FLAGS.search(text):
        found.append("numba flags outside _jit.py")
    assert not found, f"{name(path)}: {found}"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_the_package_root_is_never_imported(path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)}:{node.lineno}: relative import"
            if node.module == "asteroid_econ":
                names = {alias.name for alias in node.names}
                assert names <= BELOW_ROOT, f"{name(path)}:{node.lineno}: root import of {names}"
        if isinstance(node, ast.Import):
            roots = {alias.name for alias in node.names}
            assert "asteroid_econ" not in roots, f"{name(path)}:{node.lineno}: root import"


LAZY = {
    "astropy",
    "xarray",
    "matplotlib",
    "scipy",
    "httpx",
    "polars",
    "boinor",
    "heyoka",
    "SALib",
    "dask",
    "distributed",
    "plotly",
    "pykep",
    "pyarrow",
}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_imports_inside_functions_are_extras_or_slow_ones(path):
    functions = (n for n in ast.walk(tree(path)) if isinstance(n, ast.FunctionDef))
    for node in (n for function in functions for n in ast.walk(function)):
        if isinstance(node, ast.ImportFrom):
            imported = {(node.module or "").split(".")[0]}
        elif isinstance(node, ast.Import):
            imported = {alias.name.split(".")[0] for alias in node.names}
        else:
            continue
        assert imported <= LAZY, f"{name(path)}:{node.lineno}: {imported} inside a function"


def test_only_the_command_line_prints():
    for path in MODULES:
        if path.is_relative_to(PACKAGE / "cli"):
            continue
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(?<![\w.])print\(|sys\.std(out|err)", text.split('"""')[-1]), name(
            path
        )


def test_test_files_mirror_a_module_or_a_subject_of_the_house():
    stems = {p.stem.lstrip("_") for p in MODULES} | {p.parent.name for p in MODULES}
    for path in (ROOT / "tests").rglob("test_*.py"):
        kind = path.relative_to(ROOT / "tests").parts[0]
        if kind in {"architecture", "golden"}:
            continue
        subject = path.stem.removeprefix("test_")
        matches = [s for s in stems if subject == s or subject.startswith(s + "_")]
        assert matches, f"{name(path)} mirrors no module"
