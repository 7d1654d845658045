"""Where in an article the names and numbers stand that fill the places of its sentences. English only."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from service.article import Article, per_article
from service.faithfulness.name import plain
from service.faithfulness.slot import NAMES, Slot, slots


@dataclass(frozen=True, slots=True)
class Fillers:
    """The sentences of an article by what fills them, so that a filler's are found without reading them all."""

    by_key: Mapping[str, Sequence[int]]
    """For each key of a filler the sentences it fills a place in."""
    keys: Sequence[str]
    """Sorted."""
    by_word: Mapping[str, Sequence[int]]
    """For each word, plain, the sentences it stands in."""

    def homes(self, slot: Slot) -> frozenset[int]:
        """The sentences in which a filler stands: where a slot is the `same`, and for a name any word of it."""
        found: set[int] = set()
        for key in slot.keys:
            found.update(self.by_key.get(key, ()))
            if slot.kind in NAMES:
                found.update(self.by_word.get(key, ()))
                for other in self._short_for(key):
                    found.update(self.by_key[other])
        return frozenset(found)

    def _short_for(self, key: str) -> Iterator[str]:
        """The keys that begin with this one, and those that it begins with."""
        yield from (key[:size] for size in range(len(key)) if key[:size] in self.by_key)
        for at in range(bisect_left(self.keys, key), len(self.keys)):
            if not self.keys[at].startswith(key):
                break
            yield self.keys[at]


@per_article
def places(article: Article) -> tuple[tuple[Slot, ...], ...]:
    """The slots of every sentence."""
    return tuple(filling(article, s.index) for s in article.sentences)


def filling(article: Article, index: int) -> tuple[Slot, ...]:
    """The slots of the sentence at `index`."""
    sentence = article.sentences[index]
    return () if sentence.boilerplate else slots(sentence.text)


@per_article
def fillers(article: Article) -> Fillers:
    """The fillers of an article; linear in its length."""
    by_key = _inverted([{key for slot in found for key in slot.keys} for found in places(article)])
    by_word = _inverted([set(map(plain, s.text.split())) for s in article.sentences])
    return Fillers(by_key, sorted(by_key), by_word)


def _inverted(sentences: Sequence[Set[str]]) -> dict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for at, held in enumerate(sentences):
        for key in held:
            found[key].append(at)
    return dict(found)
