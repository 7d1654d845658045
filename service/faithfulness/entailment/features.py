"""What can be counted about a claim beside its article: how much of it is found there, how near, and what is new."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import LCSseq

from service.article import Article, per_article
from service.article.words import stems, stop_words, words
from service.faithfulness import evidence
from service.faithfulness.claim import CheckResult, Claim
from service.faithfulness.entailment.links import links
from service.faithfulness.entailment.relations import relations

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
_NEGATIONS = frozenset(
    [
        "not",
        "no",
        "never",
        "none",
        "nobody",
        "nothing",
        "neither",
        "nor",
        "without",
        "cannot",
        "can't",
        "won't",
        "don't",
        "doesn't",
        "didn't",
        "isn't",
        "aren't",
        "wasn't",
        "weren't",
        "hasn't",
        "haven't",
        "hadn't",
        "wouldn't",
        "couldn't",
        "shouldn't",
        "unable",
        "refused",
        "denied",
        "declined",
        "rejected",
        "failed",
    ]
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
    mine, plain = stems(text, language), [w.text for w in words(text)]
    return {
        **_lookups(mine, plain, told, article),
        **_nearness(mine, stems(best, language), near, told, article),
        **_shape(mine, plain, found, told, article),
        **_negations(text, best),
        **links(text, article, found),
    }


def _lookups(mine: Sequence[str], plain: Sequence[str], told: Vocabulary, article: Article) -> dict[str, float]:
    stop = stop_words(article.language)
    content = [(s, w) for s, w in zip(mine, plain, strict=True) if w.casefold() not in stop]
    new = [(s, w) for s, w in content if s not in told.stems]
    names = [s for k, (s, w) in enumerate(zip(mine, plain, strict=True)) if k and w[:1].isupper()]
    digits = [s for s in mine if s[:1].isdigit()]
    index = evidence.index(article)
    # A new word is weighed at the mean: how rare it is elsewhere, the article cannot tell.
    typical = index.typical
    weight = sum([index.rarity.get(s, typical) for s, _ in content])
    missing = [s not in told.stems for s in mine]
    return {
        "content_found": 1 - _share(len(new), len(content)),
        "weight_found": 1 - (typical * len(new) / weight if weight else 0.0),
        "new_words": min(len(new), 8),
        "new_unrelated": min(sum(s[:4] not in told.openings for s, _ in new), 8),
        "new_capitals": min(sum(w[:1].isupper() for _, w in new), 4),
        "new_digits": min(sum(s not in told.stems for s in digits), 3),
        "new_adverbs": min(sum(w.endswith("ly") for _, w in new), 3),
        "new_run": _longest_run(missing),
        "names_found": 1 - _share(sum(s not in told.stems for s in names), len(names)),
        "names": min(len(names), 8),
        "digits": min(len(digits), 4),
        "pairs_found": _share(sum(p in told.pairs for p in pairwise(mine)), len(mine) - 1),
        "triples_found": _share(
            sum(t in told.triples for t in zip(mine, mine[1:], mine[2:], strict=False)), len(mine) - 2
        ),
        "swapped": min(_swapped(mine, told), 5),
    }


def _swapped(mine: Sequence[str], told: Vocabulary) -> int:
    """Words that stand where the article has another: both neighbours match it, the word joins neither."""
    return sum(
        (a, c) in told.frames and (a, b) not in told.pairs and (b, c) not in told.pairs
        for a, b, c in zip(mine, mine[1:], mine[2:], strict=False)
    )


def _nearness(
    mine: Sequence[str], best: Sequence[str], near: Sequence[str], told: Vocabulary, article: Article
) -> dict[str, float]:
    stop = stop_words(article.language)
    content = [s for s in mine if s not in stop]
    around, closest = set(near), set(best)
    aligned = mine[:_LONGEST]
    matched = LCSseq.similarity(aligned, best[: 3 * _LONGEST])
    both = LCSseq.similarity(aligned, near[: 4 * _LONGEST])
    local = set(pairwise(near))
    return {
        "content_near": _share(sum(s in around for s in content), len(content)),
        "content_best": _share(sum(s in closest for s in content), len(content)),
        "content_afar": _share(sum(s in told.stems and s not in around for s in content), len(content)),
        "pairs_near": _share(sum(p in local for p in pairwise(mine)), len(mine) - 1),
        "in_order_best": _share(matched, len(aligned)),
        "in_order_near": _share(both, len(aligned)),
        "left_of_best": 1 - _share(matched, len(best)),
    }


def _shape(
    mine: Sequence[str], plain: Sequence[str], found: Sequence[int], told: Vocabulary, article: Article
) -> dict[str, float]:
    total = max(len(article.sentences), 1)
    return {
        "words": math.log1p(len(mine)),
        "article_words": math.log1p(told.size),
        "sentences": len(found),
        "spread": (max(found) - min(found)) / total if found else 1.0,
        "position": found[0] / total if found else 1.0,
        "capitals": _share(sum(w[:1].isupper() for w in plain), len(plain)),
        "longest_word": max(map(len, plain), default=0),
    }


def _negations(text: str, best: str) -> dict[str, float]:
    mine, theirs = (sum(w.text.casefold() in _NEGATIONS for w in words(t)) for t in (text, best))
    return {"negations": min(mine, 3), "negations_more": max(-2, min(mine - theirs, 2))}


def _outcomes(checks: Iterable[CheckResult]) -> dict[str, float]:
    said: Mapping[str, str] = {c.name: c.outcome for c in checks}
    value = {"fail": 1.0, "pass": -1.0}
    return {f"check_{name}": value.get(said.get(name, "skip"), 0.0) for name in CHECKS}


def _longest_run(flags: Iterable[bool]) -> int:
    longest = run = 0
    for flag in flags:
        run = run + 1 if flag else 0
        longest = max(longest, run)
    return min(longest, 6)


def _share(part: float, whole: int) -> float:
    return part / whole if whole > 0 else 0.0
