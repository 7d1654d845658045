"""What can be counted about a claim beside its article: how much of it is found there, how near, and what is new."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import LCSseq

from service.article import Article, per_article
from service.article.words import folded, stems, stop_words, words
from service.faithfulness import evidence
from service.faithfulness.claim import CheckResult, Claim
from service.faithfulness.entailment.links import links
from service.faithfulness.entailment.relations import relations
from service.faithfulness.vocabulary import listed

CHECKS = (
    "numbers",
    "dates",
    "names",
    "places",
    "quotes",
    "polarity",
    "modality",
    "attribution",
    "causes",
    "swaps",
    "events",
)
"""Checks whose outcome is counted: 1 failed, -1 passed, 0 did not apply."""
_OUTCOMES = {name: f"check_{name}" for name in CHECKS}
_WORTH = {"fail": 1.0, "pass": -1.0, "skip": 0.0}
_NEGATIONS = listed(
    "not no never none nobody nothing neither nor without cannot can't won't don't doesn't didn't isn't aren't wasn't"
    " weren't hasn't haven't hadn't wouldn't couldn't shouldn't unable refused denied declined rejected failed"
)
_LONGEST = 120
"""Words of a claim that are aligned one by one with the evidence; what follows is only looked up."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What an article says, as sets to look up."""

    stems: Set[str]
    openings: Set[str]
    """First four letters of every stem: a relative of the word is there, if not the word."""
    pairs: Set[tuple[str, str]]
    triples: Set[tuple[str, str, str]]
    frames: Set[tuple[str, str]]
    """Stems that stand around one word: a claim with another word in the frame may have swapped it."""
    size: int


@per_article
def vocabulary(article: Article) -> Vocabulary:
    """The sets of an article's words, by sentence: no pair reaches across a full stop."""
    told: set[str] = set()
    pairs: set[tuple[str, str]] = set()
    triples: set[tuple[str, str, str]] = set()
    frames: set[tuple[str, str]] = set()
    size = 0
    for sentence in article.sentences:
        found = stems(sentence.text, article.language)
        size += len(found)
        told.update(found)
        pairs.update(pairwise(found))
        three = list(zip(found, found[1:], found[2:], strict=False))
        triples.update(three)
        frames.update((a, c) for a, _, c in three)
    return Vocabulary(told, {s[:4] for s in told}, pairs, triples, frames, size)


def measure(
    claims: Sequence[Claim], article: Article, exact: Sequence[Iterable[CheckResult]] | None = None
) -> list[dict[str, float]]:
    """The features of each grounded claim by name, given what the exact checks said of each."""
    related = relations([c.text for c in claims], article, [c.evidence for c in claims])
    said = exact if exact is not None else [()] * len(claims)
    return [
        _counted(claim, article) | kin | _outcomes(results)
        for claim, kin, results in zip(claims, related, said, strict=True)
    ]


def _counted(claim: Claim, article: Article) -> dict[str, float]:
    text, found, told, language = claim.text, claim.evidence, vocabulary(article), article.language
    best = article.sentences[found[0]].text if found else ""
    near = [s for i in sorted(found) for s in stems(article.sentences[i].text, language)]
    mine, stop = stems(text, language), stop_words(language)
    spelt = list(zip(mine, [w.text for w in words(text)], folded(text), strict=True))
    content = [(s, w) for s, w, lower in spelt if lower not in stop]
    return {
        **_lookups(mine, spelt, content, told, article),
        **_nearness(mine, stems(best, language), near, told, stop),
        **_shape([w for _, w, _ in spelt], found, told, article),
        **_negations(text, best),
        **links(text, article, found),
    }


def _lookups(
    mine: Sequence[str],
    spelt: Sequence[tuple[str, str, str]],
    content: Sequence[tuple[str, str]],
    told: Vocabulary,
    article: Article,
) -> dict[str, float]:
    """`spelt`: each word's stem, the word, and the word in lower case; `content`: stem and word of those that count."""
    new = [(s, w) for s, w in content if s not in told.stems]
    names = [s for s, w, _ in spelt[1:] if w[0].isupper()]
    digits = [s for s in mine if s[:1].isdigit()]
    index = evidence.index(article)
    # A new word is weighed at the mean: how rare it is elsewhere, the article cannot tell.
    typical = index.typical
    weight = sum([index.rarity.get(s, typical) for s, _ in content])
    pairs, triples = list(pairwise(mine)), list(zip(mine, mine[1:], mine[2:], strict=False))
    missing = [s not in told.stems for s in mine]
    return {
        "content_found": 1 - _share(len(new), len(content)),
        "weight_found": 1 - (typical * len(new) / weight if weight else 0.0),
        "new_words": min(len(new), 8),
        "new_unrelated": min(sum([s[:4] not in told.openings for s, _ in new]), 8),
        "new_capitals": min(sum([w[0].isupper() for _, w in new]), 4),
        "new_digits": min(sum([s not in told.stems for s in digits]), 3),
        "new_adverbs": min(sum([w.endswith("ly") for _, w in new]), 3),
        "new_run": _longest_run(missing),
        "names_found": 1 - _share(sum([s not in told.stems for s in names]), len(names)),
        "names": min(len(names), 8),
        "digits": min(len(digits), 4),
        "pairs_found": _share(sum([p in told.pairs for p in pairs]), len(pairs)),
        "triples_found": _share(sum([t in told.triples for t in triples]), len(triples)),
        "swapped": min(sum([_swapped(t, told) for t in triples]), 5),
    }


def _swapped(triple: tuple[str, str, str], told: Vocabulary) -> bool:
    """Whether a word stands where the article has another: both neighbours match it, the word joins neither."""
    a, b, c = triple
    return (a, c) in told.frames and (a, b) not in told.pairs and (b, c) not in told.pairs


def _nearness(
    mine: Sequence[str], best: Sequence[str], near: Sequence[str], told: Vocabulary, stop: Set[str]
) -> dict[str, float]:
    content = [s for s in mine if s not in stop]
    around, closest = set(near), set(best)
    aligned = mine[:_LONGEST]
    matched = LCSseq.similarity(aligned, best[: 3 * _LONGEST])
    both = LCSseq.similarity(aligned, near[: 4 * _LONGEST])
    local = set(pairwise(near))
    return {
        "content_near": _share(sum([s in around for s in content]), len(content)),
        "content_best": _share(sum([s in closest for s in content]), len(content)),
        "content_afar": _share(sum([s in told.stems and s not in around for s in content]), len(content)),
        "pairs_near": _share(sum([p in local for p in pairwise(mine)]), len(mine) - 1),
        "in_order_best": _share(matched, len(aligned)),
        "in_order_near": _share(both, len(aligned)),
        "left_of_best": 1 - _share(matched, len(best)),
    }


def _shape(plain: Sequence[str], found: Sequence[int], told: Vocabulary, article: Article) -> dict[str, float]:
    total = max(len(article.sentences), 1)
    return {
        "words": math.log1p(len(plain)),
        "article_words": math.log1p(told.size),
        "sentences": len(found),
        "spread": (max(found) - min(found)) / total if found else 1.0,
        "position": found[0] / total if found else 1.0,
        "capitals": _share(sum([w[0].isupper() for w in plain]), len(plain)),
        "longest_word": max(map(len, plain), default=0),
    }


def _negations(text: str, best: str) -> dict[str, float]:
    mine, theirs = (len([w for w in folded(t) if w in _NEGATIONS]) for t in (text, best))
    return {"negations": min(mine, 3), "negations_more": max(-2, min(mine - theirs, 2))}


def _outcomes(checks: Iterable[CheckResult]) -> dict[str, float]:
    said: Mapping[str, str] = {c.name: c.outcome for c in checks}
    return {feature: _WORTH[said.get(name, "skip")] for name, feature in _OUTCOMES.items()}


def _longest_run(flags: Iterable[bool]) -> int:
    longest = run = 0
    for flag in flags:
        run = run + 1 if flag else 0
        longest = max(longest, run)
    return min(longest, 6)


def _share(part: float, whole: int) -> float:
    return part / whole if whole > 0 else 0.0
