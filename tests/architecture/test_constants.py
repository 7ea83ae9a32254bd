"""Each constant is sourced, carries its unit, and exists once."""

import ast
import re

from house import MODULES, PACKAGE, name, tree

LINE = re.compile(
    r"^(?P<name>[A-Z][A-Z0-9_]*) = (?P<value>[^#]+?)  # (?P<uncertainty>[^:]+): (?P<source>.{2,})$"
)
UNITS = (
    *("KM", "KM_S", "KM2_S2", "KM3_S2", "KM3_KG_S2", "KM_S2", "AU", "M", "S", "D", "YR", "RAD"),
    *("DEG", "ARCSEC", "KG", "W", "MJD_TDB", "JD_TDB", "W_M2", "J_K", "FRAC", "RATIO"),
)


def _statements() -> list[str]:
    text = (PACKAGE / "constants.py").read_text(encoding="utf-8")
    return [line for line in text.split('"""')[-1].splitlines() if line.strip()]


def test_every_constant_has_unit_uncertainty_and_source():
    for line in _statements():
        match = LINE.match(line)
        assert match, f"not NAME_UNIT = value  # uncertainty: source: {line}"
        assert match["name"].endswith(tuple("_" + unit for unit in UNITS)), line
        uncertainty = match["uncertainty"]
        assert uncertainty.startswith(("exact", "derived")) or float(uncertainty) > 0.0, line


def test_every_constant_exists_once():
    values = {m["name"]: ast.literal_eval(m["value"]) for m in map(LINE.match, _statements())}
    assert len(values) == len(_statements())
    assert len(set(values.values())) == len(values), "two names for one value"
    scalars = [v for value in values.values() for v in (value if type(value) is tuple else [value])]
    telling = {v for v in scalars if len(f"{v:.15g}".replace(".", "").strip("0")) >= 6}
    for path in MODULES:
        if path.name == "constants.py":
            continue
        again = {n for n in _numbers(path) if n in telling}
        assert not again, f"{name(path)} repeats the constants {again}"


def _numbers(path) -> list[float]:
    return [
        float(node.value)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and type(node.value) in {int, float}
    ]
