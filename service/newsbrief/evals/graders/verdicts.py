"""The grader of code alone: it may not know whether a claim is true, but it must not be wrong."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic_evals.evaluators import Evaluator, EvaluatorContext

from newsbrief.evals.case import Split
from newsbrief.evals.finding import Finding, describe_misjudged
from newsbrief.verification.claim import CARRIED, REFUTED, CheckedClaim, Claim


@dataclass(frozen=True, slots=True)
class GradedClaim:
    """A claim with what is known of it."""

    claim: Claim
    article: str
    split: Split
    carried: bool
    group: str
    """The style of a true claim, the error of a false one."""


@dataclass
class VerdictErrors(Evaluator[GradedClaim, CheckedClaim, None]):
    """Both ways of being wrong: false claims called supported, true ones called wrong; and what is found.

    The unseen split is graded apart. By kind of error only what is found is told, as that is what guards are for.
    """

    def evaluate(self, ctx: EvaluatorContext[GradedClaim, CheckedClaim, None]) -> dict[str, float]:
        labelled = ctx.inputs
        refuted, carried = float(ctx.output.verdict in REFUTED), float(ctx.output.verdict in CARRIED)
        errors = {"honest_refuted": refuted} if labelled.carried else {"wrong_supported": carried, "found": refuted}
        unseen = {f"{name}_unseen": value for name, value in errors.items()} if labelled.split == "test" else {}
        by_error = {} if labelled.carried else {f"found.{labelled.group}": refuted}
        return errors | unseen | by_error


def find_verdict_fault(labelled: GradedClaim, checked: CheckedClaim) -> Finding | None:
    """Return a finding on a false claim that is called supported, or a true one that is called wrong."""
    if checked.verdict not in (REFUTED if labelled.carried else CARRIED):
        return None
    case = f"{labelled.article}.{labelled.claim.id}"
    return describe_misjudged("claims", case, labelled.article, checked, carried=labelled.carried, group=labelled.group)
