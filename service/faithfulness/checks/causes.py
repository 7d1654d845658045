"""Causes: what a claim gives as a reason, the article gives as one too. English only.

Two events that an article only tells one far from the other are not cause and effect. Where both stand together the
words between them are not weighed: an article links in too many ways.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import regex

from service.article import Article, per_article
from service.article.words import content_stems
from service.faithfulness.causation import Causation, causation, occasion
from service.faithfulness.claim import CheckResult, Claim, bare
from service.faithfulness.evidence import index
from service.faithfulness.overlap import article_stems, sentence_stems
from service.faithfulness.predicate import parts
from service.faithfulness.synonym import akin, senses

NAME = "causes"
_TOLD = 0.5
"""Share of an event's words, weighed by rarity, from which sentences tell of it."""
_ABSENT = 0.25
"""Share of the cause's words, weighed likewise, up to which the sentences around the effect do not speak of it."""
_FEWEST = 2
_GROUND = regex.compile(
    r"\b(?:stem(?:s|med|ming)? from|because of|due to|owing to|in the wake of|as a result of|in response to|thanks to"
    r"|(?:driven|prompted|caused|triggered|sparked|fuelled|fueled) by)\s(?:the |an? |its |his |her |their )?"
    r"(?P<ground>[\p{L}'’-]+(?:\s(?!and\b|or\b|that\b|which\b|who\b|is\b|are\b|may\b|might\b|could\b)[\p{L}'’-]+){0,3})",
    regex.IGNORECASE,
)
"""What is given as the ground of something, in its first words."""
_GENERIC = frozenset(
    content_stems(
        "recent latest earlier previous ongoing current last new past widespread growing factor issue situation"
        " development event pressure concern tension uncertainty need desire fear lack change effort", "en"
    )
)  # fmt: skip
"""Words of a ground that name nothing."""
_SHORT = 2
"""Sentences of a paragraph up to which it does not stand alone."""


def check(claim: Claim, article: Article) -> CheckResult:
    """Fails (`unsupported`) where the article tells the effect and says nothing of the cause anywhere near it, or where
    an inference takes for known what the article does not have at all."""
    if article.language != "en":
        return bare(NAME, "skip")
    if claim.kind == "inference" and (ground := _untold(claim.text, article)):
        detail = f"rests on “{ground}”; nothing in the article tells of that"
        return CheckResult(name=NAME, outcome="fail", verdict="unsupported", detail=detail)
    linked = False
    for part in parts(claim.text):
        found = causation(part)
        if found is None:
            continue
        if other := _other_reason(found, article):
            return CheckResult(name=NAME, outcome="fail", verdict="contradicted", detail=other)
        near = _nearness(found, article)
        if near is None:
            continue
        if near <= _ABSENT:
            return CheckResult(name=NAME, outcome="fail", verdict="unsupported", detail=_detail(found))
        linked = True
    return bare(NAME, "pass" if linked else "skip")


def _untold(text: str, article: Article) -> str:
    """What an inference rests on as known (`stemming from recent protests`), where no word of it is the article's."""
    told = article_stems(article)
    meant = senses(told)
    for match in _GROUND.finditer(text):
        words = set(content_stems(match["ground"], "en")) - _GENERIC
        if words and not any(akin(stem, told, meant) for stem in words):
            return match["ground"]
    return ""


def _other_reason(found: Causation, article: Article) -> str:
    """The reason that the article gives for the effect, where the claim's is nothing like it; empty where none is."""
    effect = frozenset(content_stems(found.effect, "en"))
    cause = _weights(frozenset(content_stems(found.cause, "en")) - effect, article)
    for at in _telling(effect, article) if cause and len(effect) >= _FEWEST else ():
        theirs = occasion(article.sentences[at].text)
        if theirs is None or _share(cause, at, article):
            continue
        if len(effect & frozenset(content_stems(theirs.effect, "en"))) * 2 >= len(effect) and not any(
            _share(cause, i, article) for i in beside(at, article)
        ):
            return f"gives “{found.cause}” as the cause; the article gives “{theirs.cause.rstrip('.')}”"
    return ""


def _nearness(found: Causation, article: Article) -> float | None:
    """Share of the cause in or beside a sentence that tells the effect, where that is most; None where none does."""
    effect = frozenset(content_stems(found.effect, "en"))
    cause = _weights(frozenset(content_stems(found.cause, "en")) - effect, article)
    if len(cause) < _FEWEST or len(effect) < _FEWEST:
        return None
    told = _telling(effect, article)
    return max((_share(cause, i, article) for at in told for i in beside(at, article)), default=None)


def _telling(event: frozenset[str], article: Article) -> list[int]:
    """The sentences that tell of an event."""
    wanted, postings, meant = _weights(event, article), index(article).postings, sense_postings(article)
    near = {at for stem in event for at in postings.get(stem, ())}
    near.update(at for sense in senses(event) for at in meant.get(sense, ()))
    return sorted(at for at in near if _share(wanted, at, article) >= _TOLD)


def beside(index: int, article: Article) -> Iterator[int]:
    """A sentence and its neighbours: those of its paragraph, or of the next where paragraphs are a sentence or two."""
    paragraph = article.sentences[index].paragraph
    for i in (index - 1, index, index + 1):
        if 0 <= i < len(article.sentences):
            other = article.sentences[i].paragraph
            if other == paragraph or (_short(paragraph, article) and _short(other, article)):
                yield i


def _short(paragraph: int, article: Article) -> bool:
    return lengths(article)[paragraph] <= _SHORT


@per_article
def lengths(article: Article) -> Mapping[int, int]:
    """The sentences of each paragraph."""
    return Counter(s.paragraph for s in article.sentences)


@per_article
def sentence_senses(article: Article) -> tuple[frozenset[int], ...]:
    """The senses that each sentence's words have."""
    return tuple(senses(stems) for stems in sentence_stems(article))


@per_article
def sense_postings(article: Article) -> Mapping[int, Sequence[int]]:
    """For each sense the sentences that have a word of it."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for at, held in enumerate(sentence_senses(article)):
        for sense in held:
            found[sense].append(at)
    return dict(found)


def _weights(stems: Iterable[str], article: Article) -> Mapping[str, float]:
    """What each of an event's words is worth: the rarer, the more."""
    rare = index(article)
    return {stem: rare.rarity.get(stem, rare.unseen) for stem in stems}


def _share(weights: Mapping[str, float], at: int, article: Article) -> float:
    """Share of an event's words, by weight, that a sentence has in some form."""
    there, groups = sentence_stems(article)[at], sentence_senses(article)[at]
    met = sum([w for stem, w in weights.items() if akin(stem, there, groups)])
    return met / sum(weights.values()) if weights else 0.0


def _detail(found: Causation) -> str:
    return f"gives “{found.cause}” as the cause; the article does not link the two"
