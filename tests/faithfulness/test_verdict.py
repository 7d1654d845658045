import pytest

from service.verification.claim import CheckedClaim, CheckResult, Verdict
from service.verification.verdict import report, weigh


def fail(name: str, verdict: Verdict) -> CheckResult:
    return CheckResult(name=name, outcome="fail", verdict=verdict)


def scored(score: float) -> CheckResult:
    return CheckResult(
        name="entailment", outcome="pass" if score >= 0.5 else "fail", score=score, verdict="unsupported"
    )


def judge(verdict: Verdict, score: float) -> CheckResult:
    return CheckResult(name="judge", outcome="pass" if score >= 0.5 else "fail", verdict=verdict, score=score)


PASSED = CheckResult(name="numbers", outcome="pass")
HEDGED = CheckResult(name="inference", outcome="pass")
UNHEDGED = CheckResult(name="inference", outcome="fail", verdict="unsupported")


@pytest.mark.parametrize(
    ("results", "verdict", "score"),
    [
        ([PASSED, scored(0.9)], "supported", 0.9),
        ([PASSED, scored(0.3)], "unsupported", 0.3),
        ([fail("numbers", "contradicted"), scored(0.99)], "contradicted", 0.4851),
        ([fail("names", "unsupported"), fail("attribution", "unattributed"), scored(0.9)], "unsupported", 0.441),
        ([fail("attribution", "unattributed"), scored(0.9)], "unattributed", 0.441),
        ([PASSED], "supported", 0.5),
        ([PASSED, scored(0.4), judge("supported", 0.9)], "supported", 0.9),
        ([PASSED, scored(0.4), HEDGED, judge("unsupported", 0.1)], "unsupported", 0.1),
        ([PASSED, scored(0.7), judge("contradicted", 0.2)], "contradicted", 0.2),
        ([PASSED, scored(0.8), UNHEDGED], "supported", 0.8),
    ],
)
def test_an_exact_failure_decides_then_the_best_informed_scorer(
    results: list[CheckResult], verdict: Verdict, score: float
) -> None:
    assert weigh("reported", results) == (verdict, pytest.approx(score))


def test_an_inference_stands_where_no_fact_is_new_and_it_is_hedged() -> None:
    assert weigh("inference", [PASSED, scored(0.1), HEDGED]) == ("inference", 0.5)
    assert weigh("inference", [PASSED, scored(0.1), UNHEDGED]) == ("unsupported", 0.1)
    assert weigh("inference", [fail("names", "unsupported"), scored(0.9), HEDGED])[0] == "unsupported"


@pytest.mark.parametrize(
    ("verdicts", "overall"),
    [
        (["supported", "inference"], "pass"),
        (["supported", "unattributed"], "review"),
        (["supported", "unsupported", "unattributed"], "fail"),
        (["contradicted"], "fail"),
        ([], "fail"),
    ],
)
def test_the_worst_claim_decides_the_report(verdicts: list[Verdict], overall: str) -> None:
    claims = [checked(verdict) for verdict in verdicts]
    assert report(claims).verdict == overall


def test_what_had_to_be_dropped_or_replaced_asks_for_a_reader() -> None:
    good = checked("supported")
    assert report([good], dropped=[checked("unsupported")]).verdict == "review"
    assert report([good.model_copy(update={"action": "replaced"})]).verdict == "review"
    assert report([good.model_copy(update={"action": "repaired"})]).verdict == "pass"


def checked(verdict: Verdict) -> CheckedClaim:
    return CheckedClaim(
        id="key_points.0",
        section="key_points",
        text="Rain fell.",
        kind="reported",
        verdict=verdict,
        score=0.5,
        evidence=(),
        checks=(),
    )
