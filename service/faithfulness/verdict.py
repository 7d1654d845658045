"""The one place where what the checks said becomes a verdict and a score."""

from __future__ import annotations

from collections.abc import Sequence

from service.briefing.schema import Kind
from service.faithfulness.claim import PRINTABLE, CheckedClaim, CheckResult, Faithfulness, Verdict

_TELLING, _HARDLY = 5, 0.2
"""Claims from which on their number tells something, and the part of them that is hardly any."""
THRESHOLD = 0.5
"""A score at or above it prints; fixed before anything was measured."""
_WORST_FIRST: tuple[Verdict, ...] = ("contradicted", "unsupported", "unattributed")


def weigh(kind: Kind, results: Sequence[CheckResult]) -> tuple[Verdict, float]:
    """Verdict and score of a claim from its checks.

    An exact check that fails decides: nothing that a scorer finds probable outweighs a wrong number.
    Otherwise the scorers (checks with a `score`) do: the last that gave one is the best informed. A claim
    that they do not find carried may still stand as an inference, where the inference check passed.
    """
    exact = {r.verdict for r in results if r.outcome == "fail" and r.score is None and r.name != "inference"}
    scored = [r for r in results if r.score is not None and r.outcome != "skip"]
    last = scored[-1] if scored else None
    for verdict in _WORST_FIRST:
        if verdict in exact:
            return verdict, _below(last)
    inferred = any(r.name == "inference" and r.outcome == "pass" for r in results)
    if last is None or last.score is None:
        # No scorer reads the claim's language: nothing failed, and no more is known.
        return ("inference" if inferred and kind == "inference" else "supported"), THRESHOLD
    if last.name == "judge":
        return last.verdict or "unsupported", last.score
    if last.score < THRESHOLD:
        return ("inference", THRESHOLD) if inferred else ("unsupported", last.score)
    return ("inference" if inferred and kind == "inference" else "supported"), last.score


def reweighed(claim: CheckedClaim, result: CheckResult) -> CheckedClaim:
    """The claim with one more check, and the verdict that all its checks now come to."""
    checks = (*claim.checks, result)
    verdict, score = weigh(claim.kind, checks)
    changes = {"checks": checks, "verdict": verdict, "score": score, "kind": kind_of(verdict, claim.kind)}
    return claim.model_copy(update=changes)


def kind_of(verdict: Verdict, written_as: Kind) -> Kind:
    """What a claim turned out to be; what its writer called it, where it is neither."""
    return "inference" if verdict == "inference" else "reported" if verdict == "supported" else written_as


def mismatch(claims: Sequence[CheckedClaim]) -> str | None:
    """A warning where the article carries hardly any claim: then the briefing is more likely another article's."""
    carried = sum(c.verdict in PRINTABLE or c.verdict == "unattributed" for c in claims)
    if len(claims) < _TELLING or carried > _HARDLY * len(claims):
        return None
    return f"The article carries {carried} of {len(claims)} claims: they may be about another article."


def _below(scored: CheckResult | None) -> float:
    """A score under the threshold that still ranks claims by what the scorers found."""
    return 0.0 if scored is None or scored.score is None else scored.score * THRESHOLD * 0.98


def report(claims: Sequence[CheckedClaim], dropped: Sequence[CheckedClaim] = ()) -> Faithfulness:
    """The verdict on a whole briefing.

    `fail` where it holds a claim that the article does not carry; `review` where one lacks its attribution, or where
    claims had to be replaced or dropped to make it pass; else `pass`. The score is the mean of its claims' scores.
    """
    score = sum(c.score for c in claims) / len(claims) if claims else 0.0
    verdicts = {c.verdict for c in claims}
    if not claims or verdicts & {"unsupported", "contradicted"}:
        return Faithfulness(verdict="fail", score=score, claims=tuple(claims), dropped=tuple(dropped))
    clean = verdicts <= PRINTABLE and not dropped and all(c.action in ("kept", "repaired", "edited") for c in claims)
    return Faithfulness(
        verdict="pass" if clean else "review", score=score, claims=tuple(claims), dropped=tuple(dropped)
    )
