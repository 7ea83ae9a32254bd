"""Verdicts follow from distances, whatever the numbers."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asteroid_econ.errors import InputError
from asteroid_econ.published.case import Case, judge, needs_package

finite = st.floats(-1e6, 1e6)


def case(reference=1.0, ours=1.0, tolerance=0.5, **more) -> Case:
    return Case(
        id="a/b",
        title="t",
        source="s",
        quantity="q",
        unit="1",
        reference=reference,
        tolerance=tolerance,
        kind="model",
        compute=lambda: ours,
        **more,
    )


@given(finite, finite, st.floats(0.0, 1e6))
def test_pass_means_within_the_tolerance(reference, ours, tolerance):
    verdict = judge(case(reference, ours, tolerance)).verdict
    assert verdict == ("pass" if abs(ours - reference) <= tolerance else "fail")


@given(st.floats(0.6, 3.0))
def test_an_explanation_covers_its_own_bound_and_no_more(distance):
    explained = case(0.0, distance, explanation="a reason", explained_bound=2.0)
    assert judge(explained).verdict == ("explained" if distance <= 2.0 else "fail")


def test_nan_passes_only_against_nan():
    assert judge(case(math.nan, math.nan)).verdict == "pass"
    assert judge(case(1.0, math.nan)).verdict == "fail"
    assert judge(case(math.nan, 1.0)).verdict == "fail"
    explained = case(1.0, math.nan, explanation="a reason", explained_bound=2.0)
    assert judge(explained).verdict == "fail"


def test_one_bad_row_of_a_table_fails_it_and_is_the_one_shown():
    ours = np.array([1.0, 9.0, 3.0])
    check = judge(case(np.array([1.0, 2.0, 3.0]), ours, labels=("a", "b", "c")))
    assert (check.verdict, check.worst) == ("fail", 1)


def test_what_is_missing_is_named_and_a_long_case_waits():
    missing = case(missing=needs_package("no_such_package"))
    assert judge(missing).verdict == "not run"
    assert "no_such_package" in judge(missing).note
    long = case(is_long=True)
    assert judge(long).verdict == "not run"
    assert judge(long, run_long=True).verdict == "pass"


@pytest.mark.parametrize(
    "bad",
    [
        {"tolerance": -1.0},
        {"tolerance": math.nan},
        {"labels": ("a", "b")},
        {"explanation": "a reason"},
        {"explanation": "a reason", "explained_bound": 0.4},
        {"explained_bound": 2.0},
    ],
)
def test_a_case_that_cannot_be_judged_is_refused(bad):
    with pytest.raises(InputError):
        case(**bad)
