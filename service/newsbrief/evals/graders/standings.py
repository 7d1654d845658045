"""The grader of standings: which claims of an older briefing still hold, and which are out of date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic_evals.evaluators import Evaluator, EvaluatorContext

from newsbrief.evals.case import Split
from newsbrief.evals.finding import Fault, Finding
from newsbrief.stories.standing import Standing, Stands
from newsbrief.verification.claim import CARRIED, CheckedClaim, Claim, Evidence, Verdict


@dataclass(frozen=True, slots=True)
class ExpectedStanding:
    """A claim of an earlier briefing, and the verdicts and standings that a newer article leaves room for."""

    claim: Claim
    article: str
    split: Split
    stands: tuple[Stands, ...]
    verdicts: tuple[Verdict, ...] = ()
    """Empty: any."""


@dataclass(frozen=True, slots=True)
class GivenStanding:
    """The verdict and the standing that such a claim was given."""

    checked: CheckedClaim
    standing: Standing


@dataclass
class Stale(Evaluator[ExpectedStanding, GivenStanding, None]):
    """Grade whether claims out of date are flagged, claims that hold are not, and each is given its standing.

    `out_of_date_found` is recall of the standing, `false_out_of_date` how often it is given to what still holds or to
    what the article is silent on.
    """

    def evaluate(self, ctx: EvaluatorContext[ExpectedStanding, GivenStanding, None]) -> dict[str, float]:
        return _by_verdict(ctx.inputs, ctx.output.checked) | _by_standing(ctx.inputs, ctx.output.standing)


def _by_verdict(expected: ExpectedStanding, checked: CheckedClaim) -> dict[str, float]:
    if not expected.verdicts:
        return {}
    passed = checked.verdict in CARRIED
    holds = any(v in CARRIED for v in expected.verdicts)
    grades = {"verdicts": float(checked.verdict in expected.verdicts)}
    return grades | ({"still_held": float(passed)} if holds else {"out_of_date_caught": float(not passed)})


def _by_standing(expected: ExpectedStanding, standing: Standing) -> dict[str, float]:
    old = float(standing.standing == "out_of_date")
    grades = {"standings": float(standing.standing in expected.stands)}
    if expected.stands == ("out_of_date",):
        grades |= {"out_of_date_found": old}
    elif "out_of_date" not in expected.stands:
        grades |= {"false_out_of_date": old}
    return grades | {f"{name}_unseen": value for name, value in grades.items() if expected.split == "test"}


def find_standing_faults(expected: ExpectedStanding, stood: GivenStanding) -> list[Finding]:
    """Return a finding on a verdict, and one on a standing, that is none of those expected."""
    checked, standing = stood.checked, stood.standing
    wrong: list[tuple[Fault, str, Sequence[Evidence]]] = []
    if expected.verdicts and checked.verdict not in expected.verdicts:
        wrong.append(
            ("wrong verdict", f"{checked.verdict}; expected {' or '.join(expected.verdicts)}", checked.evidence)
        )
    if standing.standing not in expected.stands:
        said = f"; {standing.detail}" if standing.detail else ""
        why = f"{standing.standing}; expected {' or '.join(expected.stands)}{said}"
        wrong.append(("wrong standing", why, standing.evidence or checked.evidence))
    return [
        Finding(
            suite="stale",
            case=f"{expected.article}.{expected.claim.id}",
            article=expected.article,
            fault=fault,
            text=checked.text,
            why=why,
            evidence=tuple(e.quote for e in evidence),
        )
        for fault, why, evidence in wrong
    ]
