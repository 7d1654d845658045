"""Parts of the verification that were switched off in turn: the gate that is about each fails."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from newsbrief.article import Article
from newsbrief.evals import recorded
from newsbrief.verification import code_checks, guards, repair
from newsbrief.verification.checking import Checker, JudgedClaims
from newsbrief.verification.claim import CheckResult, Claim
from newsbrief.verification.guards import quotes
from tests.support.eval_command import EvalResult, evaluate

CASES = ("fraud_sentence", "museum_theft", "two_garcias")
GATES = """
    claims.found.quote >= 0.5
    claims.wrong_supported <= 0
    claims.honest_refuted <= 0.01
    judged.caught >= 0.99
    judged.false_alarms <= 0.02
    judged.kept >= 0.97
    judged.wrong_printed.mixed <= 0
    judged.wrong_printed.stubborn <= 0
    judged.passed_wrongly <= 0
"""


def evaluate_claims(folder: Path, suite: str = "claims") -> EvalResult:
    chosen = [word for name in CASES for word in ("--case", name)]
    return evaluate(folder, suite, *chosen, gates=GATES)


def list_failed(found: EvalResult) -> set[str]:
    return {grade for grade in found.failed_grades() if grade.startswith(found.runs[0].suites[0])}


@pytest.mark.parametrize("suite", ["claims", "judged"])
def test_with_everything_on(tmp_path: Path, suite: str) -> None:
    found = evaluate_claims(tmp_path, suite)
    assert found.failed == frozenset()
    assert found.code == 0


def test_a_guard_that_always_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def blind(claim: Claim, article: Article) -> CheckResult:
        return CheckResult(name="quotes", outcome="pass")

    blinded = tuple(replace(g, run=blind) if g.run is quotes.check else g for g in guards.GUARDS)
    monkeypatch.setattr(guards, "GUARDS", blinded)
    found = evaluate_claims(tmp_path)
    assert list_failed(found) == {"claims.found.quote"}
    assert found.code == 1


def test_a_guard_that_always_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def strict(claim: Claim, article: Article) -> CheckResult:
        return CheckResult(name="quotes", outcome="fail", verdict="unsupported")

    monkeypatch.setattr(guards, "GUARDS", (replace(guards.GUARDS[0], name="quotes", run=strict),))
    assert list_failed(evaluate_claims(tmp_path)) == {"claims.honest_refuted"}


def test_a_verdict_that_is_given_without_a_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_checks, "decide", lambda findings: "supported")
    assert {"claims.wrong_supported", "claims.found.quote"} == list_failed(evaluate_claims(tmp_path))


def test_a_judge_that_passes_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    carried = {text: {**row, "verdict": "supported"} for text, row in recorded.record().items()}
    judgement = recorded.RecordedChat._judgement

    def pass_all(chat: recorded.RecordedChat, text: str, sentences: Mapping[str, int]) -> dict[str, Any]:
        return judgement(replace(chat, known=carried), text, sentences)

    monkeypatch.setattr(recorded.RecordedChat, "_judgement", pass_all)
    found = evaluate_claims(tmp_path, "judged")
    assert {"judged.caught", "judged.wrong_printed.mixed", "judged.passed_wrongly"} <= list_failed(found)


def test_repairs_that_are_not_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    judged = Checker.check

    async def pass_fixes(
        checker: Checker, claims: Sequence[Claim], article: Article, language: str = ""
    ) -> JudgedClaims:
        checked, ruling = await judged(checker, claims, article, language)
        # Fixes alone have one round.
        passed = tuple(c.model_copy(update={"verdict": "supported"}) for c in checked)
        return checked if checker.rounds > 1 else passed, ruling

    monkeypatch.setattr(Checker, "check", pass_fixes)
    monkeypatch.setattr(repair, "say_the_same", lambda fix, failed: False)
    assert "judged.wrong_printed.stubborn" in list_failed(evaluate_claims(tmp_path, "judged"))


def test_a_guard_with_a_fault_in_its_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(claim: Claim, article: Article) -> CheckResult:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(guards, "GUARDS", (replace(guards.GUARDS[0], run=faulty),))
    found = evaluate(tmp_path, "claims", "--case", "two_garcias", gates=GATES)
    assert "every case was answered and graded" in found.failed
    assert found.code == 1
