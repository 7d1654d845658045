"""Retractions: a figure that the article itself takes back is not told as holding."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from service.article import Article, per_article
from service.article.words import content_stems
from service.faithfulness.claim import CheckResult, Claim, bare
from service.faithfulness.numeral import numerals

NAME = "retractions"
_SHARED = 2
"""Content words that a claim shares with a retraction, from which on it speaks of the same."""
_CRAFT = "earlier previous version article report story said stated reported figure today correction"


@dataclass(frozen=True, slots=True)
class Retraction:
    """Figures that no longer hold, what they were about, and where the article says so."""

    figures: Set[float]
    holding: Set[float]
    """Figures of the same paragraph that do hold: a claim with one of them tells the correction."""
    about: Set[str]
    sentence: int


def check(claim: Claim, article: Article) -> CheckResult:
    """Fails where a claim tells a figure that the article takes back, of what it takes it back of."""
    if not retractions(article):
        return bare(NAME, "skip")
    told = {n.value for n in numerals(claim.text, article.language)}
    words = _openings(claim.text, article.language)
    for taken in retractions(article):
        if told & taken.figures and not told & taken.holding and len(words & taken.about) >= _SHARED:
            detail = f"the article takes this back: “{article.sentences[taken.sentence].text}”"
            return CheckResult(
                name=NAME, outcome="fail", detail=detail, verdict="contradicted", sentences=(taken.sentence,)
            )
    return bare(NAME, "pass" if told else "skip")


@per_article
def retractions(article: Article) -> tuple[Retraction, ...]:
    """The figures that an article takes back."""
    return tuple(found for index in article.retractions if (found := _retraction(index, article)).figures)


def _retraction(index: int, article: Article) -> Retraction:
    sentence, language = article.sentences[index], article.language
    around = [s for s in article.sentences if s.paragraph == sentence.paragraph and s.index != index]
    figures = {n.value for n in numerals(sentence.text, language)}
    holding = {n.value for s in around for n in numerals(s.text, language)}
    own = _openings(sentence.text, language) - _openings(_CRAFT, "en")
    # "Earlier we reported five" says of what only in the sentences beside it.
    about = own.union(*(_openings(s.text, language) for s in around))
    return Retraction(figures, holding - figures, about if len(own) < _SHARED else own, index)


def _openings(text: str, language: str) -> set[str]:
    """The content words of a text by their first four letters, where `stole` and `stolen` meet; no digits."""
    return {stem[:4] for stem in content_stems(text, language) if not stem[:1].isdigit()}
