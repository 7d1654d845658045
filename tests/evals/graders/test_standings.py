import pytest

from newsbrief.evals.case import Split
from newsbrief.evals.graders.standings import ExpectedStanding, GivenStanding, Stale, find_standing_faults
from newsbrief.stories.standing import Standing, Stands
from newsbrief.verification.claim import Claim, Verdict
from tests.evals.graders.replies import claim, grade_answer

SAID = Claim("key_points.0", "key_points", "It rains.")


def stood(verdict: Verdict, stands: Stands = "holds") -> GivenStanding:
    standing = Standing(
        id=SAID.id, section="key_points", text=SAID.text, standing=stands, detail="why", evidence=(), checks=()
    )
    return GivenStanding(claim(SAID.id, "key_points", SAID.text).model_copy(update={"verdict": verdict}), standing)


def make_expected(
    stands: tuple[Stands, ...], verdicts: tuple[Verdict, ...] = (), split: Split = "dev"
) -> ExpectedStanding:
    return ExpectedStanding(SAID, "town", split, stands, verdicts)


@pytest.mark.parametrize(
    ("verdicts", "found", "grades"),
    [
        (("contradicted",), "contradicted", {"verdicts": 1, "out_of_date_caught": 1}),
        (("contradicted",), "unsupported", {"verdicts": 0, "out_of_date_caught": 1}),
        (("contradicted", "unsupported"), "supported", {"verdicts": 0, "out_of_date_caught": 0}),
        (("supported",), "supported", {"verdicts": 1, "still_held": 1}),
        (("supported", "inference"), "unsupported", {"verdicts": 0, "still_held": 0}),
        ((), "unsupported", {}),
    ],
)
def test_the_verdicts_on_an_older_briefing(
    verdicts: tuple[Verdict, ...], found: Verdict, grades: dict[str, float]
) -> None:
    asked = make_expected(("holds",), verdicts)
    assert grade_answer(Stale(), asked, stood(found)) == grades | {"standings": 1, "false_out_of_date": 0}
    findings = find_standing_faults(asked, stood(found))
    assert bool(findings) is (grades.get("verdicts") == 0)
    for finding in findings:
        assert (finding.fault, finding.why) == ("wrong verdict", f"{found}; expected {' or '.join(verdicts)}")


@pytest.mark.parametrize(
    ("stands", "found", "grades"),
    [
        (("out_of_date",), "out_of_date", {"standings": 1, "out_of_date_found": 1}),
        (("out_of_date",), "unconfirmed", {"standings": 0, "out_of_date_found": 0}),
        (("unconfirmed",), "out_of_date", {"standings": 0, "false_out_of_date": 1}),
        (("holds", "unconfirmed"), "unconfirmed", {"standings": 1, "false_out_of_date": 0}),
        (("out_of_date", "unconfirmed"), "out_of_date", {"standings": 1}),
    ],
)
def test_the_standings_of_its_claims(stands: tuple[Stands, ...], found: Stands, grades: dict[str, float]) -> None:
    asked = make_expected(stands)
    assert grade_answer(Stale(), asked, stood("unsupported", found)) == grades
    findings = find_standing_faults(asked, stood("unsupported", found))
    assert bool(findings) is (grades["standings"] == 0)
    for finding in findings:
        assert finding.fault == "wrong standing"
        assert finding.why == f"{found}; expected {' or '.join(stands)}; why"


def test_the_test_split_is_graded_apart() -> None:
    found = grade_answer(Stale(), make_expected(("out_of_date",), split="test"), stood("unsupported", "out_of_date"))
    assert found["out_of_date_found_unseen"] == found["standings_unseen"] == 1
