"""How the words of a claim that an article lacks relate to those it has."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from service.article import Article, per_article
from service.article.words import stems, stop_words, words
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
    plain = [[w.text.casefold() for w in words(s.text)] for s in article.sentences]
    rows = tuple(tuple(found.known(w for w in sentence if w not in stop)) for sentence in plain)
    every = list(dict.fromkeys(row for sentence in rows for row in sentence))
    stemmed = tuple(frozenset(stems(s.text, article.language)) for s in article.sentences)
    return Related(
        rows,
        stemmed,
        frozenset().union(*stemmed),
        found.vectors[every],
        found.gists(rows[:_CLOSEST]),
    )


def relations(text: str, article: Article, evidence: Sequence[int]) -> dict[str, float]:
    """Features of a claim: how near its new words are to the evidence and to the article, and gist beside gist."""
    known, told, stop = table(), related(article), stop_words(article.language)
    plain = [w.text.casefold() for w in words(text)]
    content = [(w, s) for w, s in zip(plain, stems(text, article.language), strict=True) if w not in stop]
    bearing = frozenset().union(*(told.stems[i] for i in evidence))
    new_here = [w for w, s in content if s not in bearing]
    new = [w for w, s in content if s not in told.all_stems]
    bearing_rows = list(dict.fromkeys(row for i in evidence for row in told.rows[i]))
    best = told.rows[evidence[0]] if evidence else ()
    gist, near_gist, best_gist = known.gists([known.known(w for w, _ in content), bearing_rows, best])
    ranks, ranks_here = known.known(new), known.known(new_here)
    # What the article lacks the evidence lacks too: one comparison serves both.
    here = dict(zip(ranks_here, known.nearest(ranks_here, known.vectors[bearing_rows]).tolist(), strict=True))
    return {
        **_distances("new_here_to_evidence", list(here.values())),
        **_distances("new_to_article", known.nearest(ranks, told.vectors).tolist()),
        **_distances("new_to_evidence", [here[r] for r in ranks]),
        "rarest_new": math.log1p(max(ranks, default=0)),
        "unknown_new": min(sum(w not in known.rows for w in new), 5),
        "gist_near": float(gist @ near_gist),
        "gist_best": float(gist @ best_gist) if evidence else 0.0,
        "gist_closest": float((told.gists @ gist).max()) if len(told.gists) else 0.0,
    }


def _distances(name: str, cosines: Sequence[float]) -> dict[str, float]:
    if not cosines:
        return {f"{name}_least": 1.0, f"{name}_mean": 1.0, f"{name}_gap": 0.0}
    total = sum(cosines)
    return {
        f"{name}_least": min(cosines),
        f"{name}_mean": total / len(cosines),
        f"{name}_gap": min(len(cosines) - total, 8.0),
    }
