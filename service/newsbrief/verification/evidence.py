"""Sentences of an article that bear on a claim."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain, islice

from newsbrief.article import Article, per_article
from newsbrief.article.words import content_stems
from newsbrief.verification.verbatim import is_evidence

MOST_EVIDENCE = 4
"""Sentences a claim's evidence has at most: people write claims from one to three."""
_K1, _B = 1.2, 0.75
"""BM25's usual saturation and length normalisation (Robertson and Zaragoza, 2009)."""
_FURTHER = 0.15
"""Part of the claim's weight that a further sentence must add to be evidence too; of a cited one, any."""
_COMMON = 400
"""A stem that more sentences hold than this tells little: it finds no further sentence, which bounds the work."""
_CITED = 1.25
"""What a citation is worth: it wins a tie, and loses to a sentence that says clearly more of the claim."""
_LESSER = 0.6
"""Weight of headings and repeats: they bear on a claim only where the body does not say it."""


@dataclass(frozen=True, slots=True)
class Index:
    """An article's sentences by the stems they hold."""

    postings: Mapping[str, Mapping[int, float]]
    """For each stem the sentences that hold it, with the stem's BM25 weight there."""
    rarity: Mapping[str, float]
    """Inverse document frequency of each stem, the sentences being the documents."""
    held: Sequence[Set[str]]
    """The stems of each sentence."""
    unseen: float
    """The rarity of a stem that the article does not have."""


@per_article
def index_sentences(article: Article) -> Index:
    """Return the index of the sentences of an article that may be evidence; linear in its length."""
    told = [content_stems(s.text, article.language) for s in article.sentences]
    counts = [Counter(stems) for stems in told]
    total = len(counts)
    mean = sum(map(len, told)) / max(total, 1) or 1.0
    frequency = Counter(chain.from_iterable(counts))
    by_number = {n: math.log(1 + (total - n + 0.5) / (n + 0.5)) for n in set(frequency.values())}
    rarity = {stem: by_number[n] for stem, n in frequency.items()}
    postings: defaultdict[str, dict[int, float]] = defaultdict(dict)
    for sentence, count in zip(article.sentences, counts, strict=True):
        if not is_evidence(sentence):
            continue
        lesser = sentence.is_heading or sentence.repeats is not None
        dampened = _K1 * (1 - _B + _B * len(told[sentence.index]) / mean)
        worth = (_K1 + 1) * (_LESSER if lesser else 1)
        for stem, n in count.items():
            postings[stem][sentence.index] = rarity[stem] * n * worth / (n + dampened)
    return Index(dict(postings), rarity, [frozenset(count) for count in counts], math.log(1 + 2 * total))


def locate(text: str, article: Article, cited: tuple[int, ...] = (), limit: int = MOST_EVIDENCE) -> tuple[int, ...]:
    """Return the indices of the sentences that bear on a claim, best first; empty where none shares a word with it.

    The first is the best match; each further one must cover what those before leave uncovered, so that several
    together carry a claim that was written from several. A sentence that the claim's writer `cited` wins a tie,
    and stays wherever it covers anything that the others do not.
    """
    found = index_sentences(article)
    wanted = set(content_stems(text, article.language))
    told = found.postings.keys() & wanted
    scores = _score(told, found)
    named = {s for s in cited if s in scores}
    for sentence in named:
        scores[sentence] *= _CITED
    # Of equals the first in the article.
    best = sorted(sorted(scores), key=scores.__getitem__, reverse=True)[: 4 * limit]
    ranked = list(dict.fromkeys((*best, *sorted(named))))
    weights = {stem: found.rarity.get(stem, found.unseen) for stem in wanted}
    return _find_covering(ranked, named, found.held, weights, limit)


def _score(told: Set[str], found: Index) -> dict[int, float]:
    """Return the BM25 of every sentence that holds one of the stems; rare ones pick, common ones only add."""
    scores: defaultdict[int, float] = defaultdict(float)
    for _, stem in sorted((len(found.postings[stem]), stem) for stem in told):
        posting = found.postings[stem]
        if scores and len(posting) > _COMMON:
            scores |= {s: scores[s] + posting[s] for s in scores.keys() & posting.keys()}
            continue
        for sentence, weight in islice(posting.items(), _COMMON):
            scores[sentence] += weight
    return scores


def _find_covering(
    ranked: list[int],
    named: Set[int],
    held: Sequence[Set[str]],
    weights: Mapping[str, float],
    limit: int,
) -> tuple[int, ...]:
    # The order of a set is another in each process: exact sums leave equals equal, of which the first is taken.
    left, enough = set(weights), _FURTHER * math.fsum(weights.values())
    chosen, further = ranked[:1], ranked[1:]
    while chosen and len(chosen) < limit:
        left -= held[chosen[-1]]
        gain = {s: math.fsum(map(weights.__getitem__, left & held[s])) for s in further}
        # What adds too little now adds no more later.
        further = [s for s, g in gain.items() if g >= enough or (g and s in named)]
        if not further:
            break
        chosen.append(max(further, key=gain.__getitem__))
        further.remove(chosen[-1])
    return tuple(chosen)
