"""Scores of sentences: what part of an article's subject each of them tells."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import regex

from newsbrief.article import Article
from newsbrief.article.words import content_stems, has_stemmer, words
from newsbrief.extractive.cues import Cues, count_cues, is_update
from newsbrief.extractive.dependent import is_dependent
from newsbrief.extractive.frames import find_frame_dependent
from newsbrief.extractive.mentions import Mentions, names
from newsbrief.extractive.references import is_cased
from newsbrief.extractive.standing import Printable, needs_the_one_before, printable

_EARLY, _OPENING = 8, 4
"""Words of a sentence among which it names what it is about; stems that open it."""
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*+")
_ROOT = 5
"""Letters that the forms of a word begin with."""
CANDIDATES = 240
"""Sentences that are compared with each other at most; the best of a very long article."""
_TELLING = regex.compile(r"\d|(?<=\s)\p{Lu}\p{L}+|[“\"«]")


_FIGURE = regex.compile(r"\d|[“\"«„]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be printed."""

    index: int
    text: str
    """Without its opening."""
    score: float
    vector: Mapping[str, float]
    """Weights of its stems, of unit length."""
    titled: float = 0.0
    """Part of the title's words that it holds, rare ones counting for more."""
    leans: bool = False
    """It is printed directly after the sentence before it, or not at all."""
    mentions: Mentions = field(default_factory=Mentions)
    cues: Cues = field(default_factory=Cues)
    current: bool = False
    """It says how things stand now, after what the article told before."""
    naming: int = 0
    """1 where it names somebody or something early, 2 where it does so in full."""
    further: int = 0
    """Sentences after it that its text holds too."""
    opening: frozenset[str] = frozenset()
    """The first stems of its content words."""

    @property
    def sources(self) -> tuple[int, ...]:
        """The indices of its sentences."""
        return tuple(range(self.index, self.index + 1 + self.further))


def candidates(article: Article) -> tuple[Candidate, ...]:
    """Return the article's sentences that can be printed, best first.

    Scored by likeness to the article's centroid (Radev et al., 2004), by place, since news tells first what matters
    most, by what they share with the title, and by the names, numbers and quotations they hold.
    """
    stems = {
        s.index: _roots(s.text, article.language)
        for s in article.sentences
        if not s.boilerplate and (s.asserted or s.heading)
    }
    frequency = Counter(stem for found in stems.values() for stem in set(found))
    rarity = {stem: math.log(1 + len(stems) / n) for stem, n in frequency.items()}
    centroid = _unit({stem: n * rarity[stem] for stem, n in frequency.items() if n > 1 or len(stems) < 8})
    title = title_roots(article.title or "", article.language)
    found = [
        _candidate(sentence, article, stems[sentence.index], rarity, centroid, title) for sentence in printable(article)
    ]
    best = sorted(found, key=lambda c: (-c.score, c.index))[:CANDIDATES]
    # What the first sentence points to stands in the title.
    first = next((s.index for s in article.sentences if not s.heading and not s.boilerplate), -1)
    body = first if article.title else -1
    return tuple(_with_context(candidate, article, body) for candidate in best)


def title_roots(title: str, language: str) -> set[str]:
    """Return the stems of a title, as those of a candidate."""
    return set(_roots(title, language))


def _roots(text: str, language: str) -> Sequence[str]:
    """Return the stems of the content words of `text`; their first letters in languages without a stemmer."""
    found = content_stems(text, language)
    return found if has_stemmer(language) else [word[:_ROOT] for word in found]


def _with_context(candidate: Candidate, article: Article, body: int) -> Candidate:
    """Return a candidate with what it needs before it; the first sentence of the text points at most to the title."""
    cues = count_cues(candidate.text, article.language, article.published_at)
    if candidate.index == body:
        leaning = is_dependent(candidate.text, article.language)
        return replace(candidate, mentions=Mentions(given=candidate.mentions.given), cues=cues, leans=leaning)
    leaning = candidate.index in find_frame_dependent(article) or needs_the_one_before(candidate.text, article)
    naming = _measure_naming(candidate.text, article)
    return replace(candidate, cues=cues, leans=leaning, naming=naming)


def _measure_naming(text: str, article: Article) -> int:
    """Return how well a sentence names whom or what it is about: 1 for a name early in it, 1 more for one in full.

    2 in scripts without capitals, where names are not told from other words.
    """
    if not is_cased(article.language):
        return 2
    known = names(article)
    named = [word in known or (not place and word[0].isdigit()) for place, word in enumerate(_WORD.findall(text))]
    return any(named[:_EARLY]) + any(one and other for one, other in pairwise(named))


def diverse(
    found: Sequence[Candidate],
    count: int,
    *,
    apart_from: Sequence[Candidate] = (),
    fits: Callable[[Candidate, Sequence[Candidate]], bool] = lambda candidate, chosen: True,
) -> list[Candidate]:
    """Return the best `count`, none saying much of what another says (maximal marginal relevance, Carbonell 1998).

    `fits` tells whether a candidate can be printed beside those chosen so far; each time one is chosen, all others are
    asked again.
    """
    chosen: list[Candidate] = []
    said = {c.index: max((measure_sameness(c, o) for o in apart_from), default=0.0) for c in found}
    left = [c for c in found if said[c.index] < _TOO_ALIKE]
    while len(chosen) < count:
        fitting = [c for c in left if said[c.index] < _TOO_ALIKE and fits(c, chosen)]
        if not fitting:
            break
        best = max(fitting, key=lambda c: c.score * (1 - said[c.index]))
        chosen.append(best)
        left = [c for c in left if c is not best]
        for other in left:
            said[other.index] = max(said[other.index], measure_sameness(other, best))
    return chosen


_TOO_ALIKE = 0.55
_SHARED, _FEWEST_COMPARED = 0.7, 4
"""Part of the shorter sentence's content words that the longer holds where it repeats it; words to tell that by."""


def measure_sameness(one: Candidate, other: Candidate) -> float:
    """Return the likeness of two sentences, from 0 to 1: the cosine of their stems; 1 where one repeats the other."""
    small, large = sorted((one.vector, other.vector), key=len)
    shared = [stem for stem in small if stem in large]
    return 1.0 if _repeats(one, other, shared) else sum((small[stem] * large[stem] for stem in shared), 0.0)


def _repeats(one: Candidate, other: Candidate, shared: Sequence[str]) -> bool:
    """Return whether the shorter of two sentences says little that the longer does not, and no number of its own."""
    # A stem of one letter is a character of a script without spaces: nearly all sentences share those.
    told = {stem for stem in shared if len(stem) > 1}
    if len(told) < _SHARED * _FEWEST_COMPARED:
        return False
    shorter = min(({stem for stem in c.vector if len(stem) > 1} for c in (one, other)), key=len)
    counted = any(stem[0].isdigit() for stem in shorter - told)
    return not counted and len(shorter) >= _FEWEST_COMPARED and len(told) >= _SHARED * len(shorter)


def _candidate(
    sentence: Printable,
    article: Article,
    stems: Sequence[str],
    rarity: Mapping[str, float],
    centroid: Mapping[str, float],
    title: set[str],
) -> Candidate:
    index, text, total = sentence.index, sentence.text, len(article.sentences)
    vector = _unit({stem: n * rarity[stem] for stem, n in Counter(stems).items()})
    central = sum(weight * centroid.get(stem, 0.0) for stem, weight in vector.items())
    place = math.exp(-index / max(6.0, total / 6))
    telling = min(len(_TELLING.findall(text)), 5) / 5
    current = 0.4 if place < 0.6 and is_update(article.sentences[index].text, article.language) else 0.0
    weights = {stem: rarity.get(stem, 0.0) for stem in title}
    shared = sum(weights[stem] for stem in title & set(stems)) / (sum(weights.values()) or 1)
    length = len(words(text))
    # A few words without a number or a quotation announce what comes rather than tell it.
    fewest = 10 if _FIGURE.search(text) else 14
    unwieldy = 0.01 * max(0, length - 40) + 0.04 * max(0, fewest - length)
    score = central + 0.25 * place + 0.15 * telling + 0.15 * shared + current - unwieldy
    opening = frozenset(stems[:_OPENING])
    return Candidate(
        index, text, score, vector, shared, mentions=sentence.mentions, current=current > 0, opening=opening
    )


def _unit(vector: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {stem: weight / length for stem, weight in vector.items()}
