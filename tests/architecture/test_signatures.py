"""Numbers in public signatures say their unit; the quantity first, the unit last."""

import ast

import pytest

from house import MODULES, PACKAGE, name, public_functions

NUMERIC = ("float", "ArrayLike", "NDArray", "Floats")
UNITS = {
    *("km", "km_s", "km2_s2", "km3_s2", "km_s2", "au", "m", "s", "d", "yr", "h", "rad", "deg"),
    *("kg", "t", "w", "w_kg", "wh_kg", "kg_m3", "kg_d", "kg_yr", "usd", "usd_kg", "usd_yr"),
    *("mjd_tdb", "jd_tdb", "mag", "ozt", "usd_ozt", "usd_w", "usd_t", "kg_yr_kg", "kg_kg", "ln"),
    *(
        "km3_kg_s2",
        "musd",
        "newton",
        "au_d",
        "usd_kg_per_kg_yr",
        "au_d2",
        "kj_kg",
        "j_kg",
        "year",
        "years",
        "c",
        "k",
    ),
    *("pct", "arcsec_decade", "au_d2"),
}
UNITLESS_ENDINGS = {
    *("frac", "ratio", "ecc", "elasticity", "weight", "weights", "index", "albedo", "nd", "rate"),
    *("code", "slope", "normal", "uniform", "uniforms", "shocks"),
    *("correlation", "probability", "probabilities", "tolerance", "power", "odds"),
}
# Mathematics without a physical unit, each in the field's own letter; vectors and ellipses of any.
UNITLESS_NAMES = {
    *("x", "y", "z", "u", "p", "q", "n", "f", "b", "c", "h", "psi", "lam", "sigma", "sd", "gsd"),
    *("low", "mode", "high", "median", "mean", "quantile", "quantiles", "total", "number"),
    *("value", "values", "samples", "score", "scores", "normal", "matrix", "vectors", "pairs"),
    *("a", "first", "second", "per_type", "elements", "slope", "start", "stop", "step"),
}
MATHEMATICS = {"sampling", "montecarlo", "ranking", "_arrays.py", "_elementary.py", "units.py"}
OUTSIDE = {"cli", "reports", "studies", "published", "api.py"}


def is_named_well(argument: str) -> bool:
    """Say whether a name ends in a unit, or is unitless and says so."""
    words = argument.lower().split("_")
    endings = {"_".join(words[-n:]) for n in range(1, len(words) + 1)}
    if words[0] in {"n", "is", "has"} or argument in UNITLESS_NAMES:
        return True
    return bool(endings & (UNITS | UNITLESS_ENDINGS))


def _is_compiled(function: ast.FunctionDef) -> bool:
    """Building blocks of kernels speak in the letters of their formulas."""
    return any("kernel" in ast.unparse(decorator) for decorator in function.decorator_list)


def _numeric_arguments(function: ast.FunctionDef) -> list[str]:
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return [
        a.arg
        for a in arguments
        if a.annotation
        and any(word in ast.unparse(a.annotation) for word in NUMERIC)
        and not any(word in ast.unparse(a.annotation) for word in ("Callable", "Mapping", "Any"))
    ]


PUBLIC = [
    (path, function)
    for path in MODULES
    if not set(path.relative_to(PACKAGE).parts) & (OUTSIDE | MATHEMATICS)
    for function in public_functions(path)
    if not _is_compiled(function)
]


@pytest.mark.parametrize(
    ("path", "function"), PUBLIC, ids=[f"{p.stem}.{f.name}" for p, f in PUBLIC]
)
def test_numeric_arguments_carry_a_unit(path, function):
    bad = [a for a in _numeric_arguments(function) if not is_named_well(a)]
    assert not bad, f"{name(path)}:{function.lineno} {function.name}: no unit in {bad}"


@pytest.mark.parametrize(
    ("argument", "expected"),
    [("dv_km_s", True), ("ecc", True), ("n_launches", True), ("mass", False), ("radius", False)],
)
def test_the_rule_itself(argument, expected):
    assert is_named_well(argument) is expected


def test_every_public_function_is_annotated_and_documented():
    for path in MODULES:
        for function in public_functions(path):
            where = f"{name(path)}:{function.lineno} {function.name}"
            assert ast.get_docstring(function), f"{where}: no docstring"
            assert function.returns is not None, f"{where}: no return annotation"


def test_docstrings_name_only_arguments_that_exist():
    for path in MODULES:
        for function in public_functions(path):
            known = {a.arg for a in ast.walk(function.args) if isinstance(a, ast.arg)}
            for documented in _documented(ast.get_docstring(function) or ""):
                where = f"{name(path)}:{function.lineno} {function.name}"
                assert documented in known, f"{where}: documents '{documented}'"


def _documented(docstring: str) -> list[str]:
    """The names in the section Parameters of a numpydoc docstring."""
    names, lines = [], docstring.splitlines()
    if "Parameters" not in lines:
        return names
    start = lines.index("Parameters") + 2
    for i, line in enumerate(lines[start:], start):
        if i + 1 < len(lines) and set(lines[i + 1]) == {"-"}:
            break
        if line and not line.startswith(" ") and " : " in line:
            names += [n.strip().lstrip("*") for n in line.split(" : ")[0].split(",")]
    return names
