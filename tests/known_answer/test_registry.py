"""Every published case is judged here as in ``asteroid-econ validate``."""

import pytest

from asteroid_econ.published import registry
from asteroid_econ.published.case import judge

CASES = [
    pytest.param(case, id=case.id, marks=[pytest.mark.heavy] if case.is_long else [])
    for case in registry.all_cases()
]


@pytest.mark.parametrize("case", CASES)
def test_published_case(case):
    check = judge(case, run_long=True)
    assert check.verdict in {"pass", "explained", "not run"}, (case.reference, check.ours)
