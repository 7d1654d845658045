"""Traits of a sentence: what any language shows of it, and the few words by which it leans on another."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

import regex

from newsbrief.article import Article, Sentence
from newsbrief.article.scripts import UNSPACED_LANGUAGES
from newsbrief.article.words import content_stems, has_stemmer
from newsbrief.extractive.cues import count_cues, count_voiced, leans_by_opening, without_quotations
from newsbrief.extractive.dependent import is_dependent
from newsbrief.extractive.mentions import mentions, names, title_words
from newsbrief.extractive.references import (
    addresses,
    has_early_pronoun,
    is_cased,
    leaves_out_speaker,
    points_back,
    reports_unnamed,
)

_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*+")
_FIGURE = regex.compile(r"\d+")
_MARKS = regex.compile(r"[\"“”„«»「『]")
_EVIDENCE = regex.compile(r"\d|[\"“«„「]")
"""A figure, or somebody's own words."""
_COLON = regex.compile(r"[:：]")
_SHORT, _LONGEST = 90, 300
"""Letters from which a sentence is not short, and above which its length tells nothing more."""
_SYLLABLE = 2.7
"""Letters that a character counts as in scripts without spaces."""
_ROOT = 5
"""Letters that the forms of a word begin with."""
_OPENING = 4
"""Stems that open a sentence."""
MOST_OWED = 3
"""Names owed above which more of them tell nothing more."""


class Traits(NamedTuple):
    """The traits of a sentence that are weighed, most of them between 0 and 1."""

    central: float
    """Likeness to the whole article."""
    titled: float
    """Part of the title's words that it holds, rare ones counting for more."""
    opening: float
    """Whether it opens with what the title or the first sentence told."""
    continuing: float
    """Part of its words that stand in the sentence before it, rare ones counting for more."""
    rank: float
    """Logarithm of the sentences of the body before it, in quarters."""
    late: float
    """Its place, from the first sentence to the last."""
    first: float
    """Whether it opens its paragraph."""
    second: float
    """Whether it is the second of its paragraph."""
    paragraph: float
    """Logarithm of the sentences of its paragraph."""
    headed: float
    """Whether a heading stands before it."""
    length: float
    short: float
    """How much it lacks to a sentence of some length."""
    capitals: float
    """Its words with a capital, by twice those of the article's sentences; half where its script has none."""
    full_name: float
    numbered: float
    """Whether it has a figure."""
    figures: float
    """Numbers in figures."""
    quoted: float
    """Part of it that is somebody's words."""
    marks: float
    """Whether it has a mark of quotation."""
    colon: float
    voiced: float
    """Whether it has a word of attribution."""
    judging: float
    """Words of judgement, of somebody named."""
    ahead: float
    """Words, days and years of what lies ahead."""
    leaning: float
    """Whether it opens as what answers the sentence before it."""
    pointing: float
    """Whether it has a word that points to another sentence."""
    pronoun: float
    """Whether a third person stands early in it."""
    unnamed: float
    """Whether somebody tells it, and nothing says who: a pronoun does, or the mood of its verb says so."""
    owing: float
    """Names in short that neither the title nor the first sentence gives."""
    owing_told: float
    """Whether it calls somebody in short whom they give."""
    evidence: float
    """Part of the article's sentences that give a figure, or somebody's word."""
    spoken: float
    """Part of the article's sentences in a first or second person."""
    size: float
    """Logarithm of the article's sentences."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The subject of an article, and what all its sentences share."""

    stems: Mapping[int, Sequence[str]]
    """The stems of each sentence."""
    rarity: Mapping[str, float]
    centroid: Mapping[str, float]
    """Weights of its stems, of unit length (Radev et al., 2004)."""
    title: frozenset[str]
    told: frozenset[str]
    """The stems of title and first sentence."""
    named: frozenset[str]
    """Names that title and first sentence give."""
    first: int
    """The index of the first sentence."""
    order: Mapping[int, int]
    """Place of each sentence of the body."""
    places: Mapping[int, tuple[int, int]]
    """Place of each sentence in its paragraph, and the sentences of that."""
    capitals: float
    """Words with a capital of a sentence, in the mean."""
    evidence: float
    spoken: float


def find_subject(article: Article) -> Subject:
    """Return the subject of an article."""
    language, title = article.language, article.title or ""
    stems = {
        s.index: roots(s.text, language)
        for s in article.sentences
        if not s.is_boilerplate and (s.is_asserted or s.denies or s.is_heading)
    }
    frequency = Counter(stem for found in stems.values() for stem in set(found))
    rarity = {stem: math.log(1 + len(stems) / n) for stem, n in frequency.items()}
    centroid = unit({stem: n * rarity[stem] for stem, n in frequency.items() if n > 1 or len(stems) < 8})
    body = [s for s in article.sentences if not s.is_heading and not s.is_boilerplate]
    first = body[0].index if body else -1
    titled = frozenset(roots(title, language))
    paragraphs = [list(run) for _, run in groupby(article.sentences, key=lambda s: s.paragraph)]
    return Subject(
        stems,
        rarity,
        centroid,
        titled,
        titled | set(stems.get(first, ())),
        title_words(title) | (mentions(article)[first].given if body else frozenset()),
        first,
        {s.index: n for n, s in enumerate(body)},
        {s.index: (n, len(run)) for run in paragraphs for n, s in enumerate(run)},
        sum(_count_capitals(s.text, names(article)) for s in body) / (len(body) or 1),
        sum(_gives_evidence(s, language) for s in body) / (len(body) or 1),
        sum(addresses(s.text, language) for s in body) / (len(body) or 1),
    )


def measure(index: int, text: str, article: Article, subject: Subject) -> Traits:
    """Return the traits of a sentence, printed as `text`."""
    language, known = article.language, names(article)
    bare, told = without_quotations(text), _WORD.findall(text)
    stems = subject.stems[index]
    own, before = set(stems), set(subject.stems.get(index - 1, ()))
    place, sentences = subject.places[index]
    rank = subject.order.get(index, 0)
    cues = count_cues(text, language, article.published_at)
    length = len(text) * (_SYLLABLE if language in UNSPACED_LANGUAGES else 1)
    full = any(one in known and other in known for one, other in pairwise(told))
    owed = mentions(article)[index].owed
    capitals = _count_capitals(text, known) / (subject.capitals + 0.5)
    return Traits(
        central=sum(weight * subject.centroid.get(stem, 0.0) for stem, weight in weigh(stems, subject).items()),
        titled=_share(subject.title, own, subject),
        opening=float(index == subject.first or not subject.told.isdisjoint(stems[:_OPENING])),
        continuing=_share(own, before, subject),
        rank=math.log1p(rank) / 4,
        late=rank / (len(subject.order) or 1),
        first=float(place == 0),
        second=float(place == 1),
        paragraph=math.log(sentences),
        headed=float(index > 0 and article.sentences[index - 1].is_heading),
        length=min(length, _LONGEST) / _LONGEST,
        short=max(0.0, _SHORT - length) / _SHORT,
        capitals=min(capitals, 2) / 2 if is_cased(language) else 0.5,
        full_name=float(full),
        numbered=float(bool(_FIGURE.search(text))),
        figures=min(len(_FIGURE.findall(text)), 4) / 4,
        quoted=min(1.0, cues.quoted / len(text)),
        marks=float(bool(_MARKS.search(text))),
        colon=float(bool(_COLON.search(text))),
        voiced=float(cues.voiced > 0),
        judging=min(cues.judging, 3) / 3,
        ahead=min(cues.ahead, 3) / 3,
        leaning=float(leans_by_opening(text, language) or is_dependent(text, language)),
        pointing=float(points_back(bare, language)),
        pronoun=float(has_early_pronoun(bare, language)),
        unnamed=float(leaves_out_speaker(bare, language) or (not cues.voiced and reports_unnamed(bare, language))),
        owing=min(len(owed - subject.named), MOST_OWED) / MOST_OWED,
        owing_told=float(not owed.isdisjoint(subject.named)),
        evidence=subject.evidence,
        spoken=subject.spoken,
        size=math.log(len(subject.order) or 1),
    )


def weigh(stems: Sequence[str], subject: Subject) -> dict[str, float]:
    """Return the weights of the stems of a sentence, of unit length."""
    return unit({stem: n * subject.rarity.get(stem, 0.0) for stem, n in Counter(stems).items()})


def unit(vector: Mapping[str, float]) -> dict[str, float]:
    """Return a vector of length 1 in the same direction."""
    length = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {stem: weight / length for stem, weight in vector.items()}


def _count_capitals(text: str, known: Set[str]) -> int:
    """Return the words of a sentence with a capital; of its first only where that is a name."""
    return sum(word[0].isupper() and (n > 0 or word in known) for n, word in enumerate(_WORD.findall(text)))


def _share(of: Set[str], held: Set[str], subject: Subject) -> float:
    """Return the part of stems that is among those held, rare ones counting for more."""
    whole = sum(subject.rarity.get(stem, 0.0) for stem in sorted(of))
    return sum(subject.rarity.get(stem, 0.0) for stem in sorted(of & held)) / whole if whole else 0.0


def roots(text: str, language: str) -> Sequence[str]:
    """Return the stems of the content words of `text`; their first letters in languages without a stemmer."""
    found = content_stems(text, language)
    return found if has_stemmer(language) else [word[:_ROOT] for word in found]


def _gives_evidence(sentence: Sentence, language: str) -> bool:
    return bool(_EVIDENCE.search(sentence.text) or count_voiced(sentence.text, language))
