"""Every public function that computes is tested in two kinds, one with someone else's numbers.

What moves data (catalogues, studies, parameters, files) is tested in at least one kind.
"""

import ast
from functools import cache
from pathlib import Path

from house import MODULES, PACKAGE, ROOT, name, public_functions, tree

OUTSIDE_KINDS = {"known_answer", "crosslib"}
KINDS = OUTSIDE_KINDS | {"property", "roundtrip", "limit", "golden"}
COMPUTES = {
    *("orbits", "composition", "missions", "economics", "montecarlo", "ranking", "sampling"),
    *("valuation", "_elementary.py"),
}
# Judged as wholes: the command line by its output, the published cases by their verdict.
OTHERWISE = {"cli", "published", "reports"}


@cache
def _names(kind: str) -> frozenset[str]:
    """Every identifier that the tests of a kind mention."""
    return frozenset(
        identifier
        for path in (ROOT / "tests" / kind).glob("test_*.py")
        for node in ast.walk(tree(path))
        for identifier in _identifiers(node)
    )


def _identifiers(node: ast.AST) -> tuple[str, ...]:
    if isinstance(node, ast.Name):
        return (node.id,)
    if isinstance(node, ast.Attribute):
        return (node.attr,)
    if isinstance(node, ast.alias):
        return (node.name,)
    return ()


def _kinds(function: str) -> set[str]:
    return {kind for kind in KINDS if function in _names(kind)}


def _weak(path: Path) -> list[str]:
    parts = set(path.relative_to(PACKAGE).parts)
    if parts & OTHERWISE:
        return []
    found = {f.name: _kinds(f.name) for f in public_functions(path)}
    if parts & COMPUTES:
        weak = {f for f, kinds in found.items() if len(kinds) < 2 or not kinds & OUTSIDE_KINDS}
    else:
        weak = {f for f, kinds in found.items() if not kinds and f not in _names("architecture")}
    return [f"{name(path)}: {f} {sorted(found[f])}" for f in sorted(weak)]


def test_every_public_function_has_its_evidence():
    weak = [line for path in MODULES for line in _weak(path)]
    assert not weak, "\n".join([f"{len(weak)} functions lack evidence:", *weak])
