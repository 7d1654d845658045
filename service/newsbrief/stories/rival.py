"""Rivals: a sentence of another article that says the same of the same thing, with another figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsbrief.article import Article
from newsbrief.article.words import content_stems
from newsbrief.verification.evidence import index_sentences, locate
from newsbrief.verification.figure import Figure, find_figures

_SAME = 0.6
"""Share of a claim, weighed by rarity and without its figures, that its rival tells."""


@dataclass(frozen=True, slots=True)
class Rival:
    """The sentence that has another figure, and a word for an editor on the two."""

    sentence: int
    detail: str


def find_rival(text: str, article: Article) -> Rival | None:
    """Return the sentence of `article` that tells the same as `text` with another figure; None where there is none.

    Only where both have one figure each that the other does not have, before the same word.
    """
    mine = find_figures(text, article.language)
    if not mine:
        return None
    found = index_sentences(article)
    wanted = set(content_stems(text, article.language)) - _find_digits(text)
    weights = {stem: found.rarity.get(stem, found.unseen) for stem in wanted}
    for at in locate(text, article):
        other = article.sentences[at].text
        told = set(content_stems(other, article.language))
        share = sum(w for stem, w in weights.items() if stem in told) / (sum(weights.values()) or 1.0)
        pair = _find_rivals(mine, find_figures(other, article.language), text, other, article.language)
        if pair and share >= _SAME:
            return Rival(at, f"“{pair[0].text}”; the article says “{pair[1].text}”")
    return None


def _find_rivals(
    mine: Sequence[Figure], theirs: Sequence[Figure], text: str, other: str, language: str
) -> tuple[Figure, Figure] | None:
    own = [m for m in mine if not any(m.values & t.values for t in theirs)]
    others = [t for t in theirs if not any(t.values & m.values for m in mine)]
    if len(own) != 1 or len(others) != 1:
        return None
    after, beside = (_find_next_stem(f, t, language) for f, t in ((own[0], text), (others[0], other)))
    return (own[0], others[0]) if after and after == beside else None


def _find_next_stem(figure: Figure, text: str, language: str) -> str:
    return next(iter(content_stems(text[figure.end : figure.end + 40], language)), "")


def _find_digits(text: str) -> set[str]:
    return {word for word in text.split() if any(c.isdigit() for c in word)}
