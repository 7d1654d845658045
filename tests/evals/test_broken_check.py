"""Checks that were switched off in turn: the gate that is about each fails, though others catch what it missed."""

from pathlib import Path

import pytest
from service.verification.checks import Check, dates, entailment, numbers, quotes

from service.article import Article
from service.verification import verification
from service.verification.claim import CheckResult, Claim
from tests.evaluated import Evaluated, evaluated

CASES = (
    "brewery_merger", "central_bank_rates", "council_budget", "fraud_sentence", "museum_theft", "quarterly_earnings",
    "rail_inquiry", "two_garcias",
)  # fmt: skip
GATES = """
    claims.own_check.number >= 0.25
    claims.own_check.quote >= 0.6
    claims.own_check.date >= 0.2
    claims.caught >= 0.7
    claims.caught.role >= 0.35
    claims.false_alarms <= 0.3
"""


def checked(folder: Path) -> Evaluated:
    chosen = [word for name in CASES for word in ("--case", name)]
    return evaluated(folder, "claims", *chosen, gates=GATES)


def test_with_all_checks_on(tmp_path: Path) -> None:
    found = checked(tmp_path)
    assert found.failed == frozenset()
    assert found.code == 0


@pytest.mark.parametrize(
    ("check", "name", "error"),
    [(numbers.check, "numbers", "number"), (quotes.check, "quotes", "quote"), (dates.check, "dates", "date")],
)
def test_an_exact_check_that_always_passes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, check: Check, name: str, error: str
) -> None:
    def blind(claim: Claim, article: Article) -> CheckResult:
        return CheckResult(name=name, outcome="pass")

    assert check in verification.CHECKS
    monkeypatch.setattr(verification, "CHECKS", tuple(blind if c is check else c for c in verification.CHECKS))
    found = checked(tmp_path)
    assert f"claims.own_check.{error}" in found.failed_grades()
    assert not {g for g in found.failed_grades() if g.startswith("claims.own_check")} - {f"claims.own_check.{error}"}
    assert found.code == 1


def test_a_scorer_that_always_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    passed = CheckResult(name="entailment", outcome="pass", score=1.0)
    monkeypatch.setattr(entailment, "results", lambda claims, *_: [passed] * len(claims))
    found = checked(tmp_path)
    assert found.failed_grades() == {"claims.caught", "claims.caught.role"}
    assert found.code == 1


def test_a_scorer_that_always_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = CheckResult(name="entailment", outcome="fail", score=0.0, verdict="unsupported")
    monkeypatch.setattr(entailment, "results", lambda claims, *_: [failed] * len(claims))
    found = checked(tmp_path)
    assert found.failed_grades() == {"claims.false_alarms"}
    assert found.code == 1


def test_a_check_with_a_fault_in_its_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(claim: Claim, article: Article) -> CheckResult:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(verification, "CHECKS", (faulty,))
    found = evaluated(tmp_path, "claims", "--case", "two_garcias", gates=GATES)
    assert "every case was answered and graded" in found.failed
    assert found.code == 1
