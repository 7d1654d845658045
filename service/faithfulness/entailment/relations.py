"""How the words of a claim that an article lacks relate to those it has."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from service.article import Article, per_article
from service.article.words import folded, stems, stop_words
from service.faithfulness.entailment.relatedness import Vectors, table

_CLOSEST = 400
"""Sentences whose gist is compared with a claim's; a longer article is represented by its beginning."""


@dataclass(frozen=True, slots=True)
class Related:
    """An article's words as vectors."""

    rows: tuple[tuple[int, ...], ...]
    """For each sentence, the table's rows of its content words."""
    stems: tuple[frozenset[str], ...]
    all_stems: frozenset[str]
    vectors: Vectors
    """All of them, once each."""
    gists: Vectors
    """(sentences, dimensions)"""


@per_article
def related(article: Article) -> Related:
    """The vectors of an article's words, by sentence and together."""
    found, stop = table(), stop_words(article.language)
    rows = tuple([tuple(found.known([w for w in folded(s.text) if w not in stop])) for s in article.sentences])
    every = list(dict.fromkeys(chain.from_iterable(rows)))
    stemmed = tuple([frozenset(stems(s.text, article.language)) for s in article.sentences])
    return Related(
        rows,
        stemmed,
        frozenset().union(*stemmed),
        found.vectors[every],
        found.gists(rows[:_CLOSEST]),
    )


def relations(texts: Sequence[str], article: Article, evidence: Sequence[Sequence[int]]) -> list[dict[str, float]]:
    """Features of each claim: how near its new words are to its evidence and to the article, and gist beside gist."""
    known, told, stop = table(), related(article), stop_words(article.language)
    content: list[list[tuple[str, str]]] = []
    sentences: list[Sequence[int]] = []
    near: list[list[int]] = []
    new_here: list[list[int]] = []
    for text, bearing in zip(texts, evidence, strict=True):
        mine = [(w, s) for w, s in zip(folded(text), stems(text, article.language), strict=True) if w not in stop]
        there = frozenset().union(*[told.stems[i] for i in bearing])
        content.append(mine)
        near.append(list(dict.fromkeys(chain.from_iterable([told.rows[i] for i in bearing]))))
        new_here.append(known.known([w for w, s in mine if s not in there]))
        sentences += known.known([w for w, _ in mine]), near[-1], told.rows[bearing[0]] if bearing else ()
    gists = known.gists(sentences).reshape(len(texts), 3, -1)
    closest = (told.gists @ gists[:, 0].T).max(axis=0) if len(told.gists) else gists[:, 0, 0] * 0
    new = [[w for w, s in mine if s not in told.all_stems] for mine in content]
    ranks = [known.known(found) for found in new]
    unseen = list(dict.fromkeys([row for found in ranks for row in found]))
    nearest = dict(zip(unseen, known.nearest(unseen, told.vectors).tolist(), strict=True))
    out = []
    for n, here in enumerate(new_here):
        # What is new to the article is new to the evidence too: one comparison serves both.
        beside = known.nearest(here, known.vectors[near[n]]).tolist()
        by_row = dict(zip(here, beside, strict=True))
        gist, near_gist, best_gist = gists[n]
        out.append(
            {
                **_distances("new_here_to_evidence", beside),
                **_distances("new_to_article", [nearest[row] for row in ranks[n]]),
                **_distances("new_to_evidence", [by_row[row] for row in ranks[n]]),
                "rarest_new": math.log1p(max(ranks[n], default=0)),
                "unknown_new": min(sum([w not in known.rows for w in new[n]]), 5),
                "gist_near": float(gist @ near_gist),
                "gist_best": float(gist @ best_gist) if evidence[n] else 0.0,
                "gist_closest": float(closest[n]),
            }
        )
    return out


def _distances(name: str, cosines: Sequence[float]) -> dict[str, float]:
    if not cosines:
        return {f"{name}_least": 1.0, f"{name}_mean": 1.0, f"{name}_gap": 0.0}
    total = sum(cosines)
    return {
        f"{name}_least": min(cosines),
        f"{name}_mean": total / len(cosines),
        f"{name}_gap": min(len(cosines) - total, 8.0),
    }
