"""Every public function that computes is tested in two kinds, one with someone else's numbers.

A function has the kinds of the tests that mention it or the nearest public thing above it that any
test mentions. What moves data (catalogues, studies, parameters, files) needs one kind only.
Compiled building blocks are tested through the functions that call them.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from house import MODULES, PACKAGE, ROOT, name, public_functions, tree

OUTSIDE_KINDS = {"known_answer", "crosslib"}
KINDS = OUTSIDE_KINDS | {"property", "roundtrip", "limit", "golden", "architecture"}
COMPUTES = {
    *("orbits", "composition", "missions", "economics", "montecarlo", "ranking", "sampling"),
    *("valuation", "_elementary.py"),
}
# Judged as wholes: the command line by its output, the published cases by their verdict.
OTHERWISE = {"cli", "published", "reports"}


def _identifiers(node: ast.AST) -> set[str]:
    """Every name that a piece of syntax mentions."""
    names = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            names.add(part.id)
        elif isinstance(part, ast.Attribute):
            names.add(part.attr)
        elif isinstance(part, ast.alias):
            names.add(part.name)
    return names


@cache
def _mentioned(kind: str) -> frozenset[str]:
    files = (ROOT / "tests" / kind).glob("test_*.py")
    return frozenset().union(*(_identifiers(tree(path)) for path in files))


def _definitions(path: Path) -> Iterator[tuple[str, set[str]]]:
    """Names that a module defines, each with what it mentions."""
    for node in tree(path).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name, _identifiers(node)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in _identifiers(ast.Tuple(targets)) if targets else ():
                yield target, _identifiers(node.value)


@cache
def _callers() -> dict[str, set[str]]:
    """Name → the public names whose definition, followed through private ones, mentions it."""
    callers: dict[str, set[str]] = {}
    for path in MODULES:
        mentions = dict(_definitions(path))
        for public in (n for n in mentions if not n.startswith("_")):
            todo, seen = [public], set()
            while todo:
                for mentioned in mentions.get(todo.pop(), set()) - seen:
                    seen.add(mentioned)
                    callers.setdefault(mentioned, set()).add(public)
                    if mentioned.startswith("_"):
                        todo.append(mentioned)
    return callers


def _kinds(function: str) -> set[str]:
    """Kinds of the tests of a function and of its nearest tested callers."""
    kinds = _tested(function)
    todo, seen = [function], {function}
    while todo:
        for caller in _callers().get(todo.pop(), set()) - seen:
            seen.add(caller)
            if _tested(caller):
                kinds |= _tested(caller)
            else:
                todo.append(caller)
    return kinds


def _tested(name: str) -> set[str]:
    return {kind for kind in KINDS if name in _mentioned(kind)}


def _weak(path: Path) -> list[str]:
    parts = set(path.relative_to(PACKAGE).parts)
    if parts & OTHERWISE:
        return []
    functions = [f.name for f in public_functions(path) if not f.decorator_list]
    found = {f: _kinds(f) for f in functions}
    if parts & COMPUTES:
        weak = [
            f for f, k in found.items() if len(k - {"architecture"}) < 2 or not k & OUTSIDE_KINDS
        ]
    else:
        weak = [f for f, kinds in found.items() if not kinds]
    return [f"{name(path)}: {f} {sorted(found[f])}" for f in sorted(weak)]


def test_every_public_function_has_its_evidence():
    weak = [line for path in MODULES for line in _weak(path)]
    assert not weak, "\n".join([f"{len(weak)} functions lack evidence:", *weak])
