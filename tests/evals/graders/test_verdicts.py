from typing import get_args

import pytest

from newsbrief.evals.case import Split
from newsbrief.evals.graders.verdicts import GradedClaim, VerdictErrors, find_verdict_fault
from newsbrief.verification.claim import CARRIED, REFUTED, CheckedClaim, CheckResult, Claim, Verdict
from tests.evals.graders.replies import claim, grade_answer

ALL: tuple[Verdict, ...] = get_args(Verdict)
SAID = Claim("key_points.0", "key_points", "It rains.")


def make_checked(verdict: Verdict, *failed: str) -> CheckedClaim:
    checks = tuple(CheckResult(name=name, outcome="fail", detail=f"{name} differ") for name in failed)
    return claim(SAID.id, "key_points", SAID.text).model_copy(update={"verdict": verdict, "checks": checks})


def make_labelled(group: str, carried: bool = False, split: Split = "dev") -> GradedClaim:
    return GradedClaim(SAID, "town", split, carried, group)


@pytest.mark.parametrize("verdict", ALL)
def test_both_ways_of_being_wrong(verdict: Verdict) -> None:
    supported, refuted = float(verdict in CARRIED), float(verdict in REFUTED)
    wrong = grade_answer(VerdictErrors(), make_labelled("overreach"), make_checked(verdict))
    assert wrong == {"wrong_supported": supported, "found": refuted, "found.overreach": refuted}
    assert grade_answer(VerdictErrors(), make_labelled("close", carried=True), make_checked(verdict)) == {
        "honest_refuted": refuted
    }


def test_what_nobody_could_tell_is_neither() -> None:
    assert set(grade_answer(VerdictErrors(), make_labelled("stale"), make_checked("unverified")).values()) == {0.0}


def test_the_test_split_is_graded_apart() -> None:
    assert (
        grade_answer(VerdictErrors(), make_labelled("stale", split="test"), make_checked("contradicted"))[
            "found_unseen"
        ]
        == 1
    )
    assert (
        grade_answer(VerdictErrors(), make_labelled("close", True, "test"), make_checked("supported"))[
            "honest_refuted_unseen"
        ]
        == 0
    )


def test_a_finding_where_the_verdict_is_wrong() -> None:
    assert find_verdict_fault(make_labelled("number"), make_checked("contradicted")) is None
    assert find_verdict_fault(make_labelled("number"), make_checked("unverified")) is None
    assert find_verdict_fault(make_labelled("close", True), make_checked("unverified")) is None
    missed = find_verdict_fault(make_labelled("number"), make_checked("supported"))
    assert missed
    assert (missed.fault, missed.case, missed.evidence) == ("missed", "town.key_points.0", ("Text",))
    alarm = find_verdict_fault(make_labelled("close", True), make_checked("contradicted", "figures", "quotes"))
    assert alarm
    assert (alarm.fault, alarm.why) == ("false alarm", "close; figures: figures differ; quotes: quotes differ")
