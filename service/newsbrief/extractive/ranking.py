"""Candidates: the sentences of an article that can be printed, with what each of them is worth."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from newsbrief.article import Article
from newsbrief.extractive.self_contained import Printable, printable
from newsbrief.extractive.traits import Subject, Traits, find_subject, measure, weigh
from newsbrief.extractive.worth import Worth, estimate_worth

CANDIDATES = 240
"""Sentences that are compared with each other at most; the best of a very long article."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be printed."""

    index: int
    text: str
    """Without its opening."""
    worth: Worth
    vector: Mapping[str, float]
    """Weights of its stems, of unit length."""
    traits: Traits
    """What its worth was estimated from."""
    further: int = 0
    """Sentences after it that its text holds too."""
    understood: float = 0.0
    """How likely it is understood where it is printed."""

    @property
    def sources(self) -> tuple[int, ...]:
        """Return the indices of its sentences."""
        return tuple(range(self.index, self.index + 1 + self.further))


def list_candidates(article: Article) -> tuple[Candidate, ...]:
    """Return the article's sentences that can be printed, in its order."""
    subject = find_subject(article)
    found = [_candidate(sentence, article, subject) for sentence in printable(article)]
    best = sorted(found, key=lambda c: (-c.worth.essential, c.index))[:CANDIDATES]
    return tuple(sorted(best, key=lambda c: c.index))


def _candidate(sentence: Printable, article: Article, subject: Subject) -> Candidate:
    traits = measure(sentence.index, sentence.text, article, subject)
    vector = weigh(subject.stems[sentence.index], subject)
    return Candidate(sentence.index, sentence.text, estimate_worth(traits), vector, traits)


def choose_best(
    found: Sequence[Candidate],
    count: int,
    rate: Callable[[Candidate, Sequence[Candidate]], float],
    *,
    apart_from: Sequence[Candidate] = (),
) -> list[Candidate]:
    """Return the best `count`, none saying much of what another says (maximal marginal relevance, Carbonell 1998).

    `rate` tells what a candidate is worth beside those chosen so far, 0 where it is not to be printed; each time one is
    chosen, all others are rated again.
    """
    chosen: list[Candidate] = []
    said = {c.index: max((measure_sameness(c, o) for o in apart_from), default=0.0) for c in found}
    left = list(found)
    while len(chosen) < count:
        left = [c for c in left if said[c.index] < TOO_ALIKE]
        rated = [(rate(c, chosen) * (1 - said[c.index]), c) for c in left]
        value, best = max(rated, key=lambda pair: pair[0], default=(0.0, None))
        if best is None or value <= 0:
            break
        chosen.append(best)
        left.remove(best)
        for other in left:
            said[other.index] = max(said[other.index], measure_sameness(other, best))
    return chosen


TOO_ALIKE = 0.55
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
