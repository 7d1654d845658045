"""Claims and an article to checked claims: evidence found, every check run, a verdict given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from service.article import Article
from service.briefing.schema import ANALYTICAL
from service.drafting.absence import is_absence
from service.faithfulness import attributed, evidence, name, overlap, role
from service.faithfulness.checks import CHECKS, dates, entailment, inference, numbers, places
from service.faithfulness.claim import CheckedClaim, CheckResult, Claim, Evidence, Faithfulness
from service.faithfulness.entailment import features, links, relations, scorer
from service.faithfulness.verdict import kind_of, report, weigh


def verify(claims: Sequence[Claim], article: Article) -> Faithfulness:
    """The report on somebody's claims, each held against `article`; nothing is repaired."""
    return report(examine(claims, article))


def examine(claims: Sequence[Claim], article: Article) -> tuple[CheckedClaim, ...]:
    """Every claim with its evidence, its checks and its verdict, in order."""
    held = iter(_held([claim for claim in claims if not is_absence(claim.text)], article))
    return tuple(absence(claim) if is_absence(claim.text) else next(held) for claim in claims)


def prepare(article: Article) -> None:
    """Find out about an article what the checks of nearly any claim ask: it is kept with the article.

    For the time in which a model writes. What few claims ask is still found out when one does.
    """
    for analysis in _ANALYSES:
        analysis(article)


_ANALYSES: tuple[Callable[[Article], object], ...] = (
    evidence.index,
    name.named,
    attributed.told,
    overlap.sentence_stems,
    role.holders,
    dates.read_calendar,
    numbers.count,
    places.sites,
    features.vocabulary,
    links.places,
    relations.related,
    scorer.sentences,
)


def absence(claim: Claim) -> CheckedClaim:
    """The fixed sentence that says a section has nothing: it is ours, speaks of the article, and adds no fact."""
    said = CheckResult(name="absence", outcome="pass", detail="fixed wording: the article has nothing for this section")
    return CheckedClaim(
        id=claim.id,
        section=claim.section,
        text=claim.text,
        kind="inference",
        verdict="inference",
        score=1.0,
        evidence=(),
        checks=(said,),
    )


def _held(claims: Sequence[Claim], article: Article) -> Iterator[CheckedClaim]:
    grounded = [ground(claim, article) for claim in claims]
    exact = [[check(claim, article) for check in CHECKS] for claim in grounded]
    carried = entailment.results(grounded, article, exact)
    for claim, results, carries in zip(grounded, exact, carried, strict=True):
        yield judged(claim, article, (*results, carries, *_inferred(claim, article, results)))


def ground(claim: Claim, article: Article) -> Claim:
    """The claim with the sentences that bear on it: those it cites where they do, and what retrieval finds."""
    return replace(claim, evidence=evidence.locate(claim.text, article, claim.cited))


def judged(claim: Claim, article: Article, results: Sequence[CheckResult]) -> CheckedClaim:
    """The claim with the verdict that its checks come to."""
    verdict, score = weigh(claim.kind, results)
    return CheckedClaim(
        id=claim.id,
        section=claim.section,
        text=claim.text,
        kind=kind_of(verdict, claim.kind),
        verdict=verdict,
        score=round(score, 4),
        evidence=tuple(cite(article, index) for index in claim.evidence),
        checks=tuple(results),
    )


def _inferred(claim: Claim, article: Article, results: Sequence[CheckResult]) -> tuple[CheckResult, ...]:
    """Only the analytical sections may hold an inference, whatever its writer called the claim."""
    if claim.section not in ANALYTICAL:
        return ()
    facts = [result for result in results if result.name in inference.FACTS]
    return (inference.given(replace(claim, kind="inference"), article, facts),)


def cite(article: Article, index: int) -> Evidence:
    """The sentence at `index` as evidence."""
    sentence = article.sentences[index]
    return Evidence(sentence=index, start=sentence.start, end=sentence.end, quote=article.quote(index))
