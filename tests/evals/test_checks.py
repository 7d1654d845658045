"""Test the worth of each guard, and what is advised about one that does not earn its place."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from newsbrief.evals.checks import Worth, check_sets, find_remedies, measure_guards
from newsbrief.verification.guards import GUARDS

FOUND = {guard.name: Worth(guard.name, "news", guard.decides, 40, 0, 40, None, None) for guard in GUARDS}


@pytest.fixture(scope="module")
def worths() -> Sequence[Worth]:
    return [worth for name, checked, judged in check_sets(()) for worth in measure_guards(name, checked, judged=judged)]


def test_every_guard_finds_something_in_the_suite_and_errs_nowhere(worths: Sequence[Worth]) -> None:
    assert [guard for guard, _, is_fault in find_remedies(worths) if is_fault] == []


@pytest.mark.parametrize(
    ("changes", "said", "is_fault"),
    [
        ({"wrong": 0}, "finds nothing", True),
        ({"honest": 2}, "95.2% of 42 firings", True),
        ({"wrong": 29}, "29 firings", False),
        ({"set": "cases"}, "0 firings", False),
    ],
)
def test_a_guard_that_decides_needs_a_remedy(changes: dict[str, Any], said: str, is_fault: bool) -> None:
    rows = FOUND | {"quotes": replace(FOUND["quotes"], **changes)}
    ((guard, remedy, fault),) = find_remedies(list(rows.values()))
    assert (guard, fault) == ("quotes", is_fault)
    assert said in remedy


def test_a_guard_that_asks_needs_no_precision() -> None:
    assert list(find_remedies([*FOUND.values(), replace(FOUND["changes"], wrong=0, honest=9)])) == []
