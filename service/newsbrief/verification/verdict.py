"""The one place where findings become a verdict."""

from __future__ import annotations

from collections.abc import Sequence

from newsbrief.article import Article
from newsbrief.briefing.schema import ANALYTICAL, Kind
from newsbrief.verification.characters import fold
from newsbrief.verification.claim import (
    ABSENCE,
    CARRIED,
    VERBATIM,
    WRONG,
    CheckedClaim,
    CheckResult,
    Evidence,
    Faithfulness,
    Verdict,
)
from newsbrief.verification.guards import DECIDING
from newsbrief.verification.judge.judge import NAME as JUDGE
from newsbrief.verification.verbatim import is_evidence

_TELLING, _HARDLY = 5, 0.2
"""Claims from which on their number tells something, and the part of them that is hardly any."""


def decide(findings: Sequence[CheckResult]) -> Verdict:
    """Return the verdict that `findings` come to.

    The article's own words are supported. Else a guard that has earned it decides where it fails, then the judge.
    What none could tell is unverified, whatever else was found.
    """
    named = {finding.name: finding for finding in findings}
    if VERBATIM in named or ABSENCE in named:
        return "supported"
    for finding in findings:
        if finding.name in DECIDING and finding.outcome == "fail" and finding.verdict:
            return finding.verdict
    return (named[JUDGE].verdict if JUDGE in named else None) or "unverified"


def settle_kind(verdict: Verdict, written_as: Kind) -> Kind:
    """Return what a claim turned out to be: the writer's own word where it is neither supported nor an inference."""
    return "inference" if verdict == "inference" else "reported" if verdict == "supported" else written_as


def with_judgement(claim: CheckedClaim, judgement: CheckResult, article: Article) -> CheckedClaim:
    """Return the claim with the judge's finding, and the verdict that all its findings now come to.

    The sentences that the judge names become the evidence: those that the article asserts where there are any, else
    what it quotes or supposes, never what is no part of it. An inference is unsupported where a section has no room
    for one, and a claim is unverified that rests on no part of the article.
    """
    if judgement.verdict == "inference" and claim.section not in ANALYTICAL:
        detail = f"an inference: {judgement.detail}"
        judgement = judgement.model_copy(update={"verdict": "unsupported", "outcome": "fail", "detail": detail})
    if judgement.fault and fold(judgement.fault).casefold() not in fold(claim.text).casefold():
        judgement = judgement.model_copy(update={"fault": ""})
    own = [n for n in judgement.sentences if not article.sentences[n].is_boilerplate]
    named = [n for n in own if is_evidence(article.sentences[n])] or own
    evidence = tuple(cite(article, n) for n in named) or claim.evidence
    if judgement.verdict in CARRIED and (not evidence or (judgement.sentences and not named)):
        detail = f"carried by no part of the article: {judgement.detail}"
        judgement = judgement.model_copy(update={"verdict": None, "outcome": "fail", "detail": detail})
    checks = (*(_clear_doubt(check, judgement) for check in claim.checks), judgement)
    verdict = decide(checks)
    kind = settle_kind(verdict, claim.kind)
    return claim.model_copy(update={"checks": checks, "verdict": verdict, "kind": kind, "evidence": evidence})


def _clear_doubt(check: CheckResult, judgement: CheckResult) -> CheckResult:
    """Return a doubt that the judge cleared as passed: there is no cross beside a claim that stands."""
    cleared = check.outcome == "fail" and check.name not in DECIDING and judgement.verdict in CARRIED
    if not cleared or check.verdict is None:
        return check
    return check.model_copy(update={"outcome": "pass", "detail": f"asked, and cleared by the judge: {check.detail}"})


def cite(article: Article, index: int) -> Evidence:
    """Return the sentence at `index` as evidence."""
    sentence = article.sentences[index]
    return Evidence(sentence=index, start=sentence.start, end=sentence.end, quote=article.quote(index))


def warn_of_other_article(claims: Sequence[CheckedClaim]) -> str | None:
    """Return a warning where the judge carries hardly any claim: they are more likely about another article."""
    judged = [c for c in claims if (finding := c.find_check(JUDGE)) and finding.verdict]
    carried = sum(c.verdict in CARRIED or c.verdict == "unattributed" for c in judged)
    if len(judged) < _TELLING or carried > _HARDLY * len(judged):
        return None
    return f"The article carries {carried} of {len(judged)} claims: they may be about another article."


def report_faithfulness(claims: Sequence[CheckedClaim], dropped: Sequence[CheckedClaim] = ()) -> Faithfulness:
    """Return the report on a whole briefing.

    `fail` where it holds a claim that was found wrong; `pass` where every claim is the article's own words or was
    carried by a judge, and none had to be replaced or dropped; else `review`, with the reason.
    """
    said = [claim for claim in claims if not claim.is_absence]
    score = sum(c.verdict in CARRIED for c in said) / len(said) if said else 0.0
    reasons = _list_reasons(claims, dropped)
    wrong = not said or any(c.verdict in WRONG for c in claims)
    return Faithfulness(
        verdict="fail" if wrong else "review" if reasons else "pass",
        score=score,
        reason="; ".join(reasons),
        claims=tuple(claims),
        dropped=tuple(dropped),
    )


def _list_reasons(claims: Sequence[CheckedClaim], dropped: Sequence[CheckedClaim]) -> list[str]:
    counts = (
        (sum(c.verdict in WRONG for c in claims), "{} not carried by the article"),
        (sum(c.verdict == "unattributed" for c in claims), "{} without attribution"),
        (sum(c.verdict == "unverified" for c in claims), "{} that nothing could check"),
        (sum(c.action == "replaced" for c in claims), "{} replaced by the article's own words"),
        (len(dropped), "{} left out"),
    )
    reasons = [said.format(f"{n} claim{'s' if n > 1 else ''}") for n, said in counts if n]
    return reasons if any(not c.is_absence for c in claims) else ["there are no claims"]
