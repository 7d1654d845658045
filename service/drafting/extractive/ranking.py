"""How much of what an article is about each of its sentences says."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import regex

from service.article import Article, Sentence
from service.article.words import content_stems, words
from service.drafting.extractive.cues import leans, set_aside, updating
from service.drafting.extractive.reference import names, orphaned
from service.drafting.extractive.trimming import balanced, trimmed
from service.drafting.stops import closed, ended

CANDIDATES = 240
"""Sentences that are compared with each other at most; the best of a very long article."""
_SHORTEST, _LONGEST = 6, 70
_AWAITING = regex.compile(r"[?？؟:：;；,，][”\"»』」)]*$")
"""An end that waits for an answer, a list or a quotation."""
_MARKER = regex.compile(r"(?:^|[\r\n])[ \t]*(?:[*+•‣⁃◦▪▫●○■□►▸➤✓✔–—・-]|\(?\d{1,3}[.)])[ \t\u00a0]+$")
"""What opens an item of a list."""
_TELLING = regex.compile(r"\d|(?<=\s)\p{Lu}\p{L}+|[“\"«]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be printed alone."""

    index: int
    text: str
    """Trimmed."""
    score: float
    vector: Mapping[str, float]
    """Weights of its stems, of unit length."""
    current: bool = False
    """It says how things stand now, after what the article told before."""


def candidates(article: Article) -> tuple[Candidate, ...]:
    """The article's sentences that stand alone, best first.

    Scored by likeness to the article's centroid (Radev et al., 2004), by place, since news tells first what matters
    most, by what they share with the title, and by the names, numbers and quotations they hold.
    """
    stems = {s.index: content_stems(s.text, article.language) for s in article.sentences if not s.boilerplate}
    frequency = Counter(stem for found in stems.values() for stem in set(found))
    rarity = {stem: math.log(1 + len(stems) / n) for stem, n in frequency.items()}
    centroid = _unit({stem: n * rarity[stem] for stem, n in frequency.items() if n > 1 or len(stems) < 8})
    title = set(content_stems(article.title or "", article.language))
    found = [
        _candidate(
            index, text, article.sentences[index].text, stems[index], rarity, centroid, title, len(article.sentences)
        )
        for index, text in _standing_alone(article)
    ]
    return tuple(sorted(found, key=lambda c: (-c.score, c.index))[:CANDIDATES])


def likeness(one: Candidate, other: Candidate) -> float:
    """Cosine of two sentences' stems, from 0 to 1."""
    small, large = sorted((one.vector, other.vector), key=len)
    return sum(weight * large.get(stem, 0.0) for stem, weight in small.items())


def diverse(found: Sequence[Candidate], count: int, *, apart_from: Sequence[Candidate] = ()) -> list[Candidate]:
    """The best `count`, none saying much of what another says (maximal marginal relevance, Carbonell 1998)."""
    chosen: list[Candidate] = []
    said = {c.index: max((likeness(c, o) for o in apart_from), default=0.0) for c in found}
    left = list(found)
    while left and len(chosen) < count:
        best = max(left, key=lambda c: c.score * (1 - said[c.index]))
        if said[best.index] < _TOO_ALIKE:
            chosen.append(best)
        left = [c for c in left if c is not best]
        for other in left:
            said[other.index] = max(said[other.index], likeness(other, best))
    return chosen


_TOO_ALIKE = 0.55


def _standing_alone(article: Article) -> Iterator[tuple[int, str]]:
    english = article.language in ("en", "und")
    known = names(article) if english else frozenset()
    around = set(_announced(article))
    for sentence in article.sentences:
        if sentence.heading or sentence.boilerplate or sentence.repeats is not None or sentence.index in around:
            continue
        if not _whole(sentence, article):
            continue
        text = trimmed(sentence.text) if english else sentence.text
        if not (balanced(text) and _SHORTEST <= len(words(text)) <= _LONGEST):
            continue
        if not (english and (set_aside(sentence.text) or leans(text) or orphaned(text, known))):
            yield sentence.index, closed(text)


def _whole(sentence: Sentence, article: Article) -> bool:
    """Whether a sentence is all there: no question, no line before a list, no piece of a longer sentence."""
    if _AWAITING.search(sentence.text):
        return False
    before = article.sentences[sentence.index - 1] if sentence.index else None
    after = next(iter(article.sentences[sentence.index + 1 : sentence.index + 2]), None)
    begins = before is None or before.paragraph != sentence.paragraph or ended(before.text)
    return begins and (after is None or after.paragraph != sentence.paragraph or ended(sentence.text))


def _announced(article: Article) -> Iterator[int]:
    """Items of a list under a line with a colon or a heading that is not the title: without it, they say little."""
    announced, before = False, None
    for sentence in article.sentences:
        if before is None or before.paragraph != sentence.paragraph:
            listed = bool(_MARKER.search(article.source, max(0, sentence.start - 8), sentence.start))
            heads = before is not None and (before.text.endswith((":", "：")) or (before.heading and before.index > 0))
            announced = listed and (announced or heads)
        if announced:
            yield sentence.index
        before = sentence


def _candidate(
    index: int,
    text: str,
    sentence: str,
    stems: Sequence[str],
    rarity: Mapping[str, float],
    centroid: Mapping[str, float],
    title: set[str],
    total: int,
) -> Candidate:
    vector = _unit({stem: n * rarity[stem] for stem, n in Counter(stems).items()})
    central = sum(weight * centroid.get(stem, 0.0) for stem, weight in vector.items())
    place = math.exp(-index / max(6.0, total / 6))
    telling = min(len(_TELLING.findall(text)), 5) / 5
    current = 0.4 if place < 0.6 and updating(sentence) else 0.0
    shared = len(title & set(stems)) / (len(title) or 1)
    length = len(words(text))
    # A few words announce what comes rather than tell it.
    unwieldy = 0.01 * max(0, length - 40) + 0.02 * max(0, 10 - length)
    score = central + 0.25 * place + 0.15 * telling + 0.15 * shared + current - unwieldy
    return Candidate(index, text, score, vector, current > 0)


def _unit(vector: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {stem: weight / length for stem, weight in vector.items()}
