"""Words for one kind of gathering: an article that has talks calls them negotiations in the next sentence."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from service.article.words import content_stems
from service.faithfulness.vocabulary import stemmed

_CLASSES = (
    "talks talk negotiations negotiation meeting meetings meet discussions discussion dialogue summit conversation",
    "match game fixture final semi-final semifinal derby tie",
    "concert show gig performance festival",
    "conference congress forum convention",
    "election vote poll ballot referendum",
    "trial hearing case",
    "strike walkout stoppage",
    "flight flights service services train trains",
)


def _classes() -> Mapping[str, str]:
    return {stem: f"{words.split()[0]}…" for words in _CLASSES for stem in stemmed(words)}


_OF: Mapping[str, str] = _classes()


@lru_cache(maxsize=4096)
def about(text: str) -> frozenset[str]:
    """The kinds of gathering that a text speaks of."""
    return frozenset(_OF[stem] for stem in content_stems(text, "en") if stem in _OF)
