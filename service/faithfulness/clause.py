"""What stands beside a number or a date in its own clause: the words that it belongs to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

import regex

from service.article.words import Word, stems, stop_words, words

_BREAK = regex.compile(r"[,;:()—–\"“”]|\s-\s")
_CONJUNCTIONS = frozenset(
    {"and", "but", "while", "whereas", "or", "y", "et", "und", "with", "compared", "versus", "from"}
)
_REACH = 4
"""Content words on either side that are looked at."""


@dataclass(frozen=True, slots=True)
class Clauses:
    """A text cut where its clauses end: at punctuation, at a conjunction, and at every span in `walls`."""

    text: str
    parts: Sequence[Word]
    roots: Sequence[str]
    stop: frozenset[str]
    taken: bytearray
    """For each character: 1 in a span that is passed over, 2 in one that ends a clause."""

    @classmethod
    def of(
        cls, text: str, language: str, passed: Iterable[tuple[int, int]] = (), walls: Iterable[tuple[int, int]] = ()
    ) -> Clauses:
        """The clauses of `text`; `passed` and `walls` are offsets, start inclusive and end exclusive."""
        taken = bytearray(len(text))
        for mark, spans in ((b"\x01", passed), (b"\x02", walls)):
            for start, end in spans:
                taken[start:end] = mark * (end - start)
        return cls(text, words(text), stems(text, language), stop_words(language), taken)

    def after(self, end: int) -> list[str]:
        """Stems of up to four content words that follow the offset `end`, in order."""
        return self._beside(end, 1)

    def before(self, start: int) -> list[str]:
        """Stems of up to four content words that lead up to the offset `start`, nearest first."""
        return self._beside(start, -1)

    def _beside(self, edge: int, step: int) -> list[str]:
        index = bisect_left(self.parts, edge, key=attrgetter("start")) - (step < 0)
        kept: list[str] = []
        while 0 <= index < len(self.parts) and len(kept) < _REACH:
            word = self.parts[index]
            between = self.text[edge : word.start] if step > 0 else self.text[word.end : edge]
            lowered = word.text.lower()
            if _BREAK.search(between) or self.taken[word.start] == 2 or lowered in _CONJUNCTIONS:
                break
            if lowered not in self.stop and not lowered[0].isdigit() and not self.taken[word.start]:
                kept.append(self.roots[index])
            edge = word.end if step > 0 else word.start
            index += step
        return kept
