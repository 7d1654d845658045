"""How much of what a claim is about some sentences of an article tell, synonyms included."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from service.article import Article, per_article
from service.faithfulness.evidence import index
from service.faithfulness.overlap import sentence_stems
from service.faithfulness.synonym import akin, senses

_SAYS = regex.compile(
    r", (?:the |an? )?[^,;]{2,80}? (?:said|says|reported|announced|confirmed|stated|told)\b[^,;]{0,40}$"
    r"|, according to [^,;]{2,80}$|^According to [^,;]{2,80}, ",
    regex.IGNORECASE,
)


def core(text: str) -> str:
    """An English claim without who says so: two sources say the same, or otherwise, in their own names."""
    return _SAYS.sub("", text)


@per_article
def _groups(article: Article) -> dict[int, frozenset[int]]:
    """Groups of synonyms that a sentence's words are in, by the sentence's index: filled as they are asked for."""
    return {}


def tells(wanted: Iterable[str], article: Article, *sentences: int) -> float:
    """The part, from 0 to 1, of the stems `wanted`, weighed by rarity, that the sentences tell between them."""
    rare = index(article)
    weights = {stem: rare.rarity.get(stem, rare.unseen) for stem in wanted}
    told = frozenset().union(*(sentence_stems(article)[at] for at in sentences))
    groups = frozenset().union(*(_senses(at, article) for at in sentences))
    return sum(w for stem, w in weights.items() if akin(stem, told, groups)) / (sum(weights.values()) or 1.0)


def _senses(at: int, article: Article) -> frozenset[int]:
    known = _groups(article)
    if at not in known:
        known[at] = senses(sentence_stems(article)[at])
    return known[at]
