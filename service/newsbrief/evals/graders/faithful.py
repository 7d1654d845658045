"""The grader of faithfulness: claims that are proven, and claims that are shown to be wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic_evals.evaluators import Evaluator, EvaluatorContext

from newsbrief.briefing.absence import is_absence
from newsbrief.briefing.schema import BULLETED
from newsbrief.evals.case import Case
from newsbrief.evals.finding import Fault, Finding
from newsbrief.evals.graders.own_words import in_own_words
from newsbrief.reply import Reply
from newsbrief.verification.claim import CheckedClaim


@dataclass
class Faithful(Evaluator[Case, Reply, None]):
    """Claim precision, and what must not be: forbidden or unattributed statements.

    `claim_precision` counts as faithful only what is proven without the service's own checks: words of the article,
    attributed where a party alone says them. A model's paraphrase that the checks passed is `unproven` and counts
    against it; `unfaithful` counts only what is shown to be wrong. The truth lies between the two.
    """

    def evaluate(self, ctx: EvaluatorContext[Case, Reply, None]) -> dict[str, float]:
        printed = [c for c in ctx.output.faithfulness.claims if not is_absence(c.text)]
        faults = [f.fault for f in list_findings(ctx.inputs, ctx.output)]
        said = find_contested(ctx.inputs, printed)
        grades = {
            "claim_precision": 1 - len(faults) / len(printed) if printed else 0.0,
            "unfaithful": sum(f != "unproven" for f in faults) / max(len(printed), 1),
            "forbidden": float(faults.count("forbidden")),
            "replaced": sum(c.action == "replaced" for c in printed) / max(len(printed), 1),
        }
        return grades | ({"attribution": sum(fair for _, fair in said) / len(said)} if said else {})


def list_findings(case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield the gravest fault of each printed claim that counts against a grade."""
    article, claims = case.read(), reply.faithfulness.claims
    unfair = {claim.id for claim, fair in find_contested(case, claims) if not fair}
    for claim in claims:
        banned = next((n for n in case.never if n.said_in(claim.text)), None)
        if is_absence(claim.text):
            continue
        if banned:
            yield _make_finding(case, claim, "forbidden", banned.why)
        elif claim.id in unfair:
            yield _make_finding(case, claim, "unattributed", "only one party says so, and the claim does not name it")
        elif not in_own_words(claim.text, article):
            yield _make_finding(case, claim, "unproven", "not in the article's own words; only the checks speak for it")


def find_contested(case: Case, claims: Sequence[CheckedClaim]) -> list[tuple[CheckedClaim, bool]]:
    """Return the claims that say what only one party says, and whether they or the sentence before name it.

    A bullet stands alone, and names it itself.
    """
    contested = []
    for before, claim in zip((None, *claims), claims, strict=False):
        follows = before and before.section == claim.section and claim.section not in BULLETED
        context = f"{before.text} {claim.text}" if before and follows else claim.text
        if own := [s for s in case.contested if s.said_in(claim.text)]:
            contested.append((claim, all(s.attributed_in(context) for s in own)))
    return contested


def _make_finding(case: Case, claim: CheckedClaim, fault: Fault, why: str) -> Finding:
    evidence = tuple(e.quote for e in claim.evidence)
    name = f"{case.name}.{claim.id}"
    return Finding(
        suite="briefings", case=name, article=case.name, fault=fault, text=claim.text, why=why, evidence=evidence
    )
