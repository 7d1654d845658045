"""Scores of sentences: what part of an article's subject each of them tells."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import regex

from newsbrief.article import Article
from newsbrief.article.words import content_stems, has_stemmer
from newsbrief.extractive.cues import Cues, count_cues, is_update
from newsbrief.extractive.dependent import is_dependent
from newsbrief.extractive.frames import find_frame_dependent
from newsbrief.extractive.mentions import Mentions, mentions, names, title_words
from newsbrief.extractive.references import is_cased
from newsbrief.extractive.standing import Printable, needs_the_one_before, printable
from newsbrief.extractive.worth import Traits, estimate_worth, measure_form, measure_layout

_EARLY, _OPENING = 8, 4
"""Words of a sentence among which it names what it is about; stems that open it."""
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*+")
_ROOT = 5
"""Letters that the forms of a word begin with."""
CANDIDATES = 240
"""Sentences that are compared with each other at most; the best of a very long article."""
_TELLING = regex.compile(r"\d|(?<=\s)\p{Lu}\p{L}+|[“\"«]")
_RECENT, _CURRENT = 0.08, 0.4
"""From where in an article an update is one; added to the score of one."""


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
    traits: Traits | None = None
    """What its score was estimated from."""

    @property
    def sources(self) -> tuple[int, ...]:
        """The indices of its sentences."""
        return tuple(range(self.index, self.index + 1 + self.further))


@dataclass(frozen=True, slots=True)
class _Subject:
    """The subject of an article."""

    stems: Mapping[int, Sequence[str]]
    """The stems of each sentence."""
    rarity: Mapping[str, float]
    centroid: Mapping[str, float]
    """Weights of its stems, of unit length (Radev et al., 2004)."""
    title: frozenset[str]
    told: frozenset[str]
    """The stems of title and first sentence."""
    named: frozenset[str]
    """Names and nouns that title and first sentence give."""
    first: int
    """The index of the first sentence."""


def candidates(article: Article) -> tuple[Candidate, ...]:
    """Return the article's sentences that can be printed, best first: by how likely an editor prints them."""
    subject = _find_subject(article)
    found = [_candidate(sentence, article, subject) for sentence in printable(article)]
    best = sorted(found, key=lambda c: (-c.score, c.index))[:CANDIDATES]
    # What the first sentence points to stands in the title.
    body = subject.first if article.title else -1
    return tuple(_with_context(candidate, article, body) for candidate in best)


def _find_subject(article: Article) -> _Subject:
    language, title = article.language, article.title or ""
    stems = {
        s.index: _roots(s.text, language)
        for s in article.sentences
        if not s.boilerplate and (s.asserted or s.denies or s.heading)
    }
    frequency = Counter(stem for found in stems.values() for stem in set(found))
    rarity = {stem: math.log(1 + len(stems) / n) for stem, n in frequency.items()}
    centroid = _unit({stem: n * rarity[stem] for stem, n in frequency.items() if n > 1 or len(stems) < 8})
    first = next((s.index for s in article.sentences if not s.heading and not s.boilerplate), -1)
    titled = frozenset(_roots(title, language))
    named = title_words(title, language) | (mentions(article)[first].given if first >= 0 else frozenset())
    return _Subject(stems, rarity, centroid, titled, titled | set(stems.get(first, ())), named, first)


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
    return replace(candidate, cues=cues, leans=leaning)


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


def _candidate(sentence: Printable, article: Article, subject: _Subject) -> Candidate:
    index, text, stems = sentence.index, sentence.text, subject.stems[sentence.index]
    vector = _unit({stem: n * subject.rarity[stem] for stem, n in Counter(stems).items()})
    weights = {stem: subject.rarity.get(stem, 0.0) for stem in subject.title}
    shared = sum(weights[stem] for stem in subject.title & set(stems)) / (sum(weights.values()) or 1)
    opening, naming = frozenset(stems[:_OPENING]), _measure_naming(text, article)
    form, layout = measure_form(text, article.language), measure_layout(article)
    late = layout.order.get(index, 0.0)
    traits = Traits(
        central=sum(weight * subject.centroid.get(stem, 0.0) for stem, weight in vector.items()),
        telling=min(len(_TELLING.findall(text)), 5) / 5,
        naming=naming / 2,
        opening=float(index == subject.first or bool(opening & subject.told)),
        owing=float(bool(sentence.mentions.owed - subject.named)),
        late=late,
        short=form.short,
        commas=form.commas,
        colon=form.colon,
        bracket=form.bracket,
        function_words=form.function_words,
        evidence=layout.evidence,
        size=layout.size,
    )
    current = late > _RECENT and is_update(article.sentences[index].text, article.language)
    score = estimate_worth(traits) + (_CURRENT if current else 0.0)
    return Candidate(
        index,
        text,
        score,
        vector,
        titled=shared,
        mentions=sentence.mentions,
        current=current,
        naming=naming,
        opening=opening,
        traits=traits,
    )


def _unit(vector: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {stem: weight / length for stem, weight in vector.items()}
