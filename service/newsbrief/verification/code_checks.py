"""Claims and an article to checked claims: cleaned, compared with the article's words, guarded, then judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from newsbrief.article import Article
from newsbrief.article.genre import mark_title
from newsbrief.briefing.absence import is_absence
from newsbrief.briefing.schema import ANALYTICAL
from newsbrief.drafting.answers import CLAIM_LENGTH
from newsbrief.verification import evidence, form
from newsbrief.verification.characters import clean, fold
from newsbrief.verification.claim import ABSENCE, TITLE, VERBATIM, CheckedClaim, CheckResult, Claim, fail, skip, succeed
from newsbrief.verification.guards import run_guards
from newsbrief.verification.judge.judge import NAME as JUDGE
from newsbrief.verification.judge.request import Question
from newsbrief.verification.verbatim import find_verbatim
from newsbrief.verification.verdict import cite, decide, settle_kind, with_judgement

_CITED = 6
"""Sentences that a claim in another language than the article's rests on at most, until a judge has named its own."""
_OWN_TITLE = skip(TITLE, "the article's title; only a judge can tell")
"""Where its text has the title nowhere: that it has all of the words tells nothing, as order and “not” may differ."""
_NO_VERDICT = skip(JUDGE, "the judge gave no verdict")


def check_by_code(claims: Sequence[Claim], article: Article) -> tuple[CheckedClaim, ...]:
    """Return every claim with its evidence, its findings and the verdict that code alone can give, in order."""
    return tuple(
        make_absence(claim)
        if claim.is_alone and is_absence(claim.text, claim.section)
        else _check_claim(claim, article)
        for claim in claims
    )


def make_absence(claim: Claim) -> CheckedClaim:
    """Return the fixed sentence that says a section has nothing: it is ours, and adds no fact."""
    said = succeed(ABSENCE, "fixed wording: nothing was taken for this section")
    return CheckedClaim(
        id=claim.id,
        section=claim.section,
        text=claim.text,
        kind="reported",
        verdict="supported",
        score=None,
        evidence=(),
        checks=(said,),
    )


def list_questions(claims: Sequence[CheckedClaim], language: str = "") -> list[Question]:
    """Return a question for the judge on each claim that is not word for word the article's.

    `language`: that of the claims, where it is another than the article's.
    """
    return [
        Question(
            c.id,
            c.text,
            c.section in ANALYTICAL,
            tuple(_list_doubts(c)),
            language,
            cited if language else (),
            () if language else cited,
        )
        for c in claims
        if is_open(c)
        for cited in [tuple(e.sentence for e in c.evidence)]
    ]


def is_open(claim: CheckedClaim) -> bool:
    """Return whether there is something in a claim for a judge to tell."""
    return not claim.is_settled and 0 < len(claim.text) <= CLAIM_LENGTH


def _list_doubts(claim: CheckedClaim) -> Iterator[str]:
    yield from (check.detail for check in claim.failures if check.detail)


def with_judgements(
    claims: Sequence[CheckedClaim], judgements: Mapping[str, CheckResult], article: Article
) -> tuple[CheckedClaim, ...]:
    """Return the claims with the judge's findings on them; one that was asked about without a finding says so."""
    return tuple(
        with_judgement(c, judgements[c.id], article)
        if c.id in judgements
        else c.with_changes(_NO_VERDICT)
        if is_open(c)
        else c
        for c in claims
    )


def _check_claim(claim: Claim, article: Article) -> CheckedClaim:
    cleaned, bearing = clean(claim.text), tuple[int, ...]()
    if cleaned.text != claim.text:
        claim = replace(claim, text=cleaned.text)
    findings = [succeed("characters", removed) for removed in cleaned.removed]
    is_title = _is_title(claim, article)
    if not claim.text or len(claim.text) > CLAIM_LENGTH:
        why = f"longer than {CLAIM_LENGTH} characters" if claim.text else "no words"
        findings.append(fail("length", f"not checked: {why}"))
    elif bearing := find_verbatim((is_title and article.title) or claim.text, article):
        findings.append(succeed(VERBATIM, "the article's own words"))
    else:
        bearing = _find_bearing(claim, article)
        findings += run_guards(claim, article)
        if is_title:
            findings.append(_OWN_TITLE)
        bearing = next((f.sentences for f in findings if f.outcome == "fail" and f.sentences), bearing)
    findings += form.check(claim)
    verdict = decide(findings)
    return CheckedClaim(
        id=claim.id,
        section=claim.section,
        text=claim.text,
        kind=settle_kind(verdict, claim.kind),
        verdict=verdict,
        score=None,
        evidence=tuple(cite(article, index) for index in bearing),
        checks=tuple(findings),
    )


def _find_bearing(claim: Claim, article: Article) -> tuple[int, ...]:
    """Return the sentences that bear on a claim. Two languages share few words: there the writer's own word counts."""
    if not claim.translated_into:
        return evidence.locate(claim.text, article, claim.cited)
    return tuple(n for n in dict.fromkeys(claim.cited) if 0 <= n < len(article.sentences))[:_CITED]


def _is_title(claim: Claim, article: Article) -> bool:
    """Return whether a claim is the article's title, which need not stand in its text; its genre may be marked."""
    if claim.section != "title" or claim.translated_into or not article.title:
        return False
    return fold(claim.text) in (fold(article.title), fold(mark_title(article.title, article)))
