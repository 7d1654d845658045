from typing import get_args

import pytest
from service.verification.checks import CHECKS

from evals.cases.case import Error, Split, Style
from evals.graders.verdicts import OWN_CHECK, Caught, Labelled, caught_finding
from service.verification.claim import CARRIED, CheckedClaim, CheckResult, Claim, Verdict
from tests.evals.graders.replies import claim, graded

ALL: tuple[Verdict, ...] = get_args(Verdict)
SAID = Claim("key_points.0", "key_points", "It rains.")


def checked(verdict: Verdict, *failed: str) -> CheckedClaim:
    checks = tuple(CheckResult(name=name, outcome="fail", detail=f"{name} differ") for name in failed)
    return claim(SAID.id, "key_points", SAID.text).model_copy(update={"verdict": verdict, "checks": checks})


def labelled(group: Style | Error, carried: bool = False, split: Split = "dev") -> Labelled:
    return Labelled(SAID, "town", split, carried, group)


@pytest.mark.parametrize("verdict", ALL)
def test_what_counts_as_flagged(verdict: Verdict) -> None:
    flagged = float(verdict not in CARRIED)
    assert graded(Caught(), labelled("overreach"), checked(verdict)) == {"caught": flagged, "caught.overreach": flagged}
    right = graded(Caught(), labelled("close", carried=True), checked(verdict))
    assert right == {"false_alarms": flagged, "false_alarms.close": flagged}


def test_the_test_split_is_graded_apart() -> None:
    assert graded(Caught(), labelled("stale", split="test"), checked("contradicted"))["caught_unseen"] == 1
    assert graded(Caught(), labelled("close", True, "test"), checked("supported"))["false_alarms_unseen"] == 0


def test_the_check_made_for_an_error_is_graded_alone() -> None:
    by_scorer = graded(Caught(), labelled("number"), checked("unsupported", "entailment"))
    assert (by_scorer["caught.number"], by_scorer["own_check.number"]) == (1, 0)
    by_own = graded(Caught(), labelled("number"), checked("contradicted", "numbers"))
    assert (by_own["caught.number"], by_own["own_check.number"]) == (1, 1)
    assert "own_check.close" not in graded(Caught(), labelled("close", True), checked("contradicted", "numbers"))


def test_the_checks_made_for_errors_exist() -> None:
    modules = {check.__module__.rpartition(".")[2] for check in CHECKS}
    assert set(OWN_CHECK.values()) <= modules


def test_a_finding_where_the_verdict_is_wrong() -> None:
    assert caught_finding(labelled("number"), checked("contradicted")) is None
    assert caught_finding(labelled("close", True), checked("supported")) is None
    missed = caught_finding(labelled("number"), checked("supported"))
    assert missed
    assert (missed.fault, missed.case, missed.evidence) == ("missed", "town.key_points.0", ("Text",))
    alarm = caught_finding(labelled("close", True), checked("contradicted", "numbers", "dates"))
    assert alarm
    assert (alarm.fault, alarm.why) == ("false alarm", "close; numbers: numbers differ; dates: dates differ")
